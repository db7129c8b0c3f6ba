import { createHash } from 'node:crypto'
import type { SignatureMethod } from './hmac.ts'

/**
 * `oauth_body_hash` of the OAuth Request Body Hash extension: base64 of the hash that the signature method uses,
 * over the raw body. It makes a JSON body part of what is signed.
 */
export function bodyHash(method: SignatureMethod, body: Uint8Array): string {
  return createHash(method === 'HMAC-SHA256' ? 'sha256' : 'sha1')
    .update(body)
    .digest('base64')
}
