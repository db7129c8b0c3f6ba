/**
 * The path of a member of an object, or of an item of a list. No two members have the same one: a name that could be
 * taken for a path itself stands in quotes.
 */
export function memberPath(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`
  if (step === '' || /[.[]/.test(step)) return `${path}[${JSON.stringify(step)}]`
  return path === '' ? step : `${path}.${step}`
}

/** The members of an object or the items of a list, each with its path. */
export function membersAt(path: string, part: object): readonly (readonly [string, unknown])[] {
  return Array.isArray(part)
    ? part.map((item: unknown, index) => [memberPath(path, index), item])
    : Object.entries(part).map(([name, member]) => [memberPath(path, name), member])
}
