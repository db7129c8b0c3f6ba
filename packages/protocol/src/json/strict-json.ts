/**
 * JSON as a security boundary reads it (RFC 8259 section 4; RFC 7515 section 4 for tokens): a member that
 * comes twice, nesting without end and numbers that become `Infinity` are refused, because two readers of
 * such a text may see two different things.
 */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string }

/** Deeper than any body of ours, and shallow enough for every recursive reader behind it. */
export const deepestNesting = 64

export function parseStrictJson(text: string): StrictJson {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'it is not valid JSON' }
  }
  // A scalar has no members and no depth; only its number can be wrong.
  const reason = findFault(text)
  return reason === undefined ? { ok: true, value } : { ok: false, reason }
}

const objectStart = 0x7b
const objectEnd = 0x7d
const arrayStart = 0x5b
const arrayEnd = 0x5d
const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const minus = 0x2d

/** One pass over a text that is known to be valid JSON. */
function findFault(text: string): string | undefined {
  // For each open object the names seen in it; `undefined` for an array.
  const open: (Set<string> | undefined)[] = []
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      const end = endOfString(text, index)
      const names = open.at(-1)
      if (names !== undefined && isFollowedByColon(text, end)) {
        const fault = noteName(names, text.slice(index, end + 1))
        if (fault !== undefined) return fault
      }
      index = end
    } else if (code === objectStart || code === arrayStart) {
      open.push(code === objectStart ? new Set() : undefined)
      if (open.length > deepestNesting) return `it is nested more than ${deepestNesting} deep`
    } else if (code === objectEnd || code === arrayEnd) {
      open.pop()
    } else if (code === minus || isDigit(code)) {
      const end = endOfNumber(text, index)
      if (!Number.isFinite(Number(text.slice(index, end)))) return 'a number in it is too large'
      index = end - 1
    }
  }
  return undefined
}

function noteName(names: Set<string>, quoted: string): string | undefined {
  // Two spellings of one name are one name: escapes are resolved before they are compared.
  const name = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
  if (names.has(name)) return 'a member comes twice in one object'
  if (name === '__proto__') return 'a member is named __proto__'
  names.add(name)
  return undefined
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (text.charCodeAt(index) !== quote) index += text.charCodeAt(index) === backslash ? 2 : 1
  return index
}

function isFollowedByColon(text: string, end: number): boolean {
  let index = end + 1
  while (isSpace(text.charCodeAt(index))) index += 1
  return text.charCodeAt(index) === colon
}

function endOfNumber(text: string, start: number): number {
  let index = start + 1
  while (/[0-9eE+.-]/.test(text.charAt(index))) index += 1
  return index
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
