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

/** Whether a sent signature is the right one; the time tells nothing of where they differ. */
export function isHmacSignature(
  method: SignatureMethod,
  baseString: string,
  key: string,
  sent: string,
): boolean {
  const right = createHmac(hashes[method], key).update(baseString).digest()
  const claimed = Buffer.from(sent, 'base64')
  // Comparing with itself first keeps the work the same when the length is wrong.
  const sameLength = claimed.length === right.length
  const equal = timingSafeEqual(right, sameLength ? claimed : right)
  return equal && sameLength && isCanonicalBase64(sent, claimed)
}

/** Node's base64 reader skips what it does not know; two spellings of one signature must not both pass. */
function isCanonicalBase64(sent: string, bytes: Buffer): boolean {
  return bytes.toString('base64') === sent
}
