import type { Manifest } from '@watchword/protocol/api/application.ts'

/**
 * What people are shown in their own language: `display_name#de`, else `client_name#de` (RFC 7591 section 2.2), by
 * primary language subtag. One for the whole language goes before one for a region of it, and the first of
 * several regions before the others.
 */
export function localNamesOf(manifest: Manifest): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const base of ['display_name', 'client_name']) {
    const tagged = Object.entries(manifest).flatMap(([member, value]): [string, string][] => {
      const [name, tag] = member.split('#')
      const isName = name === base && tag !== undefined && typeof value === 'string' && value !== ''
      return isName ? [[tag.toLowerCase(), value]] : []
    })
    const wholeFirst = tagged.sort(([a], [b]) => Number(a.includes('-')) - Number(b.includes('-')))
    for (const [tag, value] of wholeFirst) {
      const [language = ''] = tag.split('-')
      if (!names.has(language)) names.set(language, value)
    }
  }
  return names
}
