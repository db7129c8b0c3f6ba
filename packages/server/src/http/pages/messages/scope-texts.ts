/** How a language tells what scopes allow: what there is, and what may be done with it. */
export type ScopeWords = {
  /** By the name of an API, as scopes have it. */
  readonly things: Readonly<Record<string, string>>
  readonly read: (thing: string) => string
  readonly write: (thing: string) => string
  /** Scopes that no such sentence fits. */
  readonly others: Readonly<Record<string, string>>
}

/** The text of every scope, by its name in the catalogue. */
export function scopeTexts({
  things,
  read,
  write,
  others,
}: ScopeWords): ReadonlyMap<string, string> {
  const ofThings = Object.entries(things).flatMap(([api, thing]): [string, string][] => [
    [`${api}:read`, read(thing)],
    [`${api}:write`, write(thing)],
  ])
  return new Map([...ofThings, ...Object.entries(others)])
}
