import { createHash, timingSafeEqual } from 'node:crypto'

/** RFC 7636 sections 4.1 and 4.2: verifier and challenge are 43 to 128 unreserved characters. */
const unreserved = /^[A-Za-z0-9._~-]{43,128}$/

/** Whether a text may be a `code_verifier`. */
export function isCodeVerifier(text: string): boolean {
  return unreserved.test(text)
}

/** Whether a text may be an S256 `code_challenge`: 32 bytes are 43 characters of base64url. */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

/** `code_challenge` of a verifier by S256, the one method that is taken (RFC 7636 section 4.2). */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url')
}

/**
 * Whether the verifier of a token request is the one of the authorization request (RFC 7636 section 4.6), compared in
 * constant time. A verifier without a challenge is refused too: else a code that was made without one could be used
 * by whoever adds any (RFC 9700 section 4.8.2).
 */
export function isCodeVerified(
  codeVerifier: string | undefined,
  codeChallenge: string | undefined,
): boolean {
  if (codeVerifier === undefined || codeChallenge === undefined) {
    return codeVerifier === codeChallenge
  }
  if (!isCodeVerifier(codeVerifier)) return false
  const made = Buffer.from(codeChallengeOf(codeVerifier))
  const given = Buffer.from(codeChallenge)
  return made.length === given.length && timingSafeEqual(made, given)
}
