/**
 * What makes a password easy to guess although it is long enough: it is one that people choose, or little
 * more than a name that everybody knows here (NIST SP 800-63B-4 section 3.1.1.2, ASVS 6.2.4 and 6.2.11).
 */

/** Whether a password is common, or would be without the digits that were put behind it. */
export function isEasilyGuessed(password: string, isCommon: (entry: string) => boolean): boolean {
  const folded = password.toLowerCase()
  const bare = folded.replace(/[\d\p{P}\p{S}\s]+$/u, '')
  const candidates = [folded, bare, repeatedPart(folded), repeatedPart(bare)]
  return candidates.some(
    (entry) => entry !== '' && (isCommon(entry) || (entry.length <= 2 && folded.length > 2)),
  )
}

/** The word that a password is little more than: without it fewer than six letters and digits are left. */
export function wordBehind(password: string, words: readonly string[]): string | undefined {
  const squashed = squash(password)
  return words.find((word) => {
    const part = squash(word)
    return (
      part.length >= shortestWord &&
      squashed.includes(part) &&
      squashed.replaceAll(part, '').length < leastRemainder
    )
  })
}

const shortestWord = 3
const leastRemainder = 6

/** The part that a text repeats, as `abc` in `abcabca`; the text itself if it repeats none. */
function repeatedPart(text: string): string {
  for (let length = 1; length < text.length; length += 1) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length)
  }
  return text
}

function squash(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
