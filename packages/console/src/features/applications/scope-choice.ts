import type { ScopeCatalogue } from '@watchword/protocol/api/application-reports.ts'

export type ScopeEntry = ScopeCatalogue['scopes'][number]

/** Scopes of one area, such as administration. */
export type ScopeGroup = { readonly group: string; readonly entries: readonly ScopeEntry[] }

/** Nobody has to install these, so nobody has to choose them. */
const identity = 'Identity'

/** What there is to choose, by area; with words, only where each of them is found. */
export function groupsOf(catalogue: readonly ScopeEntry[], search = ''): readonly ScopeGroup[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = catalogue.filter(({ group, scope, description, aliases }) => {
    const text = [group, scope, description, ...aliases].join('\n').toLowerCase()
    return group !== identity && wanted.every((word) => text.includes(word))
  })
  return [...Map.groupBy(found, ({ group }) => group)].map(([group, entries]) => ({
    group,
    entries,
  }))
}

function names({ scope, aliases }: ScopeEntry): readonly string[] {
  return [scope, ...aliases]
}

/** Whether a scope is among the chosen ones, by whatever name. */
export function isChosen(entry: ScopeEntry, chosen: readonly string[]): boolean {
  return names(entry).some((name) => chosen.includes(name))
}

/**
 * Chooses a scope, or takes it out under all its names. A name that stands for several is replaced by the others, so
 * that no more is taken than was meant.
 */
export function toggled(
  entry: ScopeEntry,
  chosen: readonly string[],
  catalogue: readonly ScopeEntry[],
): readonly string[] {
  if (!isChosen(entry, chosen)) return [...chosen, entry.scope]
  const left = chosen.flatMap((name) => {
    if (!names(entry).includes(name)) return [name]
    const others = catalogue.filter((one) => one !== entry && names(one).includes(name))
    return others.map(({ scope }) => scope)
  })
  return [...new Set(left)]
}

/** Chosen names that are not in the catalogue: they mean what others make of them. */
export function unlisted(
  chosen: readonly string[],
  catalogue: readonly ScopeEntry[],
): readonly string[] {
  const listed = new Set(catalogue.flatMap(names))
  return chosen.filter((name) => !listed.has(name))
}

/**
 * The chosen names with others in the place of those that are not in the catalogue. A scope that is chosen already, by
 * whatever name, is not chosen twice.
 */
export function withOthers(
  others: readonly string[],
  chosen: readonly string[],
  catalogue: readonly ScopeEntry[],
): readonly string[] {
  const before = unlisted(chosen, catalogue)
  const kept = chosen.filter((name) => !before.includes(name))
  const isThere = (name: string) =>
    catalogue.some((entry) => names(entry).includes(name) && isChosen(entry, kept))
  return [...new Set([...kept, ...others.filter((name) => !isThere(name))])]
}

/** What scopes allow, in the words of the consent page; `undefined` for a name that nobody explained. */
export function explained(
  scopes: readonly string[],
  catalogue: readonly ScopeEntry[],
): readonly { readonly scope: string; readonly description: string | undefined }[] {
  return scopes.map((scope) => {
    const entries = catalogue.filter((entry) => names(entry).includes(scope))
    const text = entries.map(({ description }) => description).join('; ')
    return { scope, description: text === '' ? undefined : text }
  })
}
