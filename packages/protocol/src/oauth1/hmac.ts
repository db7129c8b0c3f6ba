import { createHmac, timingSafeEqual } from 'node:crypto'
import { percentEncode } from './percent-encode.ts'

/** The methods we take. RSA-SHA1 and PLAINTEXT are refused (contract, our decisions). */
export const signatureMethods = ['HMAC-SHA1', 'HMAC-SHA256'] as const
export type SignatureMethod = (typeof signatureMethods)[number]

const hashes = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' } as const

export function parseSignatureMethod(text: string): SignatureMethod | undefined {
  return signatureMethods.find((method) => method === text)
}

/** The HMAC key, RFC 5849 section 3.4.2: both secrets encoded, with `&` between them even when one is empty. */
export function hmacKey(secrets: {
  readonly consumerSecret: string
  readonly tokenSecret: string
}): string {
  return `${percentEncode(secrets.consumerSecret)}&${percentEncode(secrets.tokenSecret)}`
}

/** The signature of a base string, in base64. HMAC-SHA256 as HMAC-SHA1, with the other hash. */
export function hmacSignature(method: SignatureMethod, baseString: string, key: string): string {
  return createHmac(hashes[method], key).update(baseString).digest('base64')
}

/**
 * Whether a sent signature is the right one; the time tells nothing of where they differ. The texts are
 * compared, so of the spellings that base64 allows for the same bytes only the usual one passes.
 */
export function isHmacSignature(
  method: SignatureMethod,
  baseString: string,
  key: string,
  sent: string,
): boolean {
  const right = Buffer.from(hmacSignature(method, baseString, key))
  const claimed = Buffer.from(sent)
  // Comparing with itself keeps the work the same when the length is wrong.
  const sameLength = claimed.length === right.length
  return timingSafeEqual(right, sameLength ? claimed : right) && sameLength
}
