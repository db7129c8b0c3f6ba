/** The path's connector; an id that cannot be is that of no connector. */
export function connectorOf(name: string): number | 'default' | undefined {
  if (name === 'default') return name
  return /^[1-9]\d{0,15}$/.test(name) && Number.isSafeInteger(Number(name))
    ? Number(name)
    : undefined
}
