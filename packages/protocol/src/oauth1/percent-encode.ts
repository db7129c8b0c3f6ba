/**
 * Percent encoding, RFC 5849 section 3.6: every octet of the UTF-8 form but the unreserved characters.
 * Stricter than `encodeURIComponent`, which leaves `!'()*` alone; a signature over the looser form never
 * verifies. A lone surrogate has no UTF-8 form and becomes U+FFFD, as a decoder of the wire would make it.
 */
export function percentEncode(text: string): string {
  if (onlyUnreserved.test(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(leftAlone, escapeOf)
}

/**
 * Decodes what a client percent-encoded (RFC 5849 section 3.5.1). `undefined`: a `%` that starts no escape,
 * or octets that are not UTF-8.
 */
export function percentDecode(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const onlyUnreserved = /^[A-Za-z0-9\-._~]*$/
const leftAlone = /[!'()*]/g

const escapes: Readonly<Record<string, string>> = {
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A',
}

function escapeOf(character: string): string {
  return escapes[character] ?? character
}
