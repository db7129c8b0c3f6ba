/** Columns that a browser kept as hidden; `undefined`: what it kept, if anything, is no list of them. */
export function readColumns(text: string | null): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : undefined
  } catch {
    return undefined
  }
}
