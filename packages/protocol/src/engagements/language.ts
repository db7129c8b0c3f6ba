/** A language tag as clients write it: `en`, `en-US`, `en_US` (RFC 5646 section 2.1, loosely). */
export const languageForm = /^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}$/

/**
 * Whether an engagement's language is one for a visitor of that language (RFC 4647 section 3.3.1, both ways): `en` and `en-US`
 * are, `en-GB` and `en-US` are not.
 */
export function matchesLanguage(offered: string, wanted: string): boolean {
  const [ours, theirs] = [plain(offered), plain(wanted)]
  return ours === theirs || theirs.startsWith(`${ours}-`) || ours.startsWith(`${theirs}-`)
}

function plain(tag: string): string {
  return tag.toLowerCase().replaceAll('_', '-')
}
