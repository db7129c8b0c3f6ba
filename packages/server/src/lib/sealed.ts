import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { decodePart } from '@watchword/protocol/jose/compact-part.ts'

/**
 * Sealing with AES-256-GCM: what must be read back later is kept encrypted, and bound to the place where it
 * is kept. `context` names that place (table, account, row); a sealed value moved elsewhere does not open.
 *
 * Text form: `v1.<key id>.<base64url of nonce | ciphertext | tag>`.
 */
export function seal(key: SealingKey, plain: Uint8Array, context: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(Buffer.from(context))
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${sealed.toString('base64url')}`
}

/**
 * Opens a sealed value, or answers `undefined`: another key, another place, or a changed byte. Only the text that `seal`
 * made opens, no other spelling of its bytes: some are used once, and known by their text.
 */
export function unseal(key: SealingKey, sealed: string, context: string): Buffer | undefined {
  const [version, keyId, text, ...rest] = sealed.split('.')
  if (version !== 'v1' || keyId !== key.id || text === undefined || rest.length > 0)
    return undefined
  const bytes = decodePart(text)
  if (bytes === undefined || bytes.length < nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  try {
    const body = bytes.subarray(nonceBytes, bytes.length - tagBytes)
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    return undefined
  }
}

/** The id of the key that sealed a value, without opening it. */
export function sealingKeyId(sealed: string): string | undefined {
  return sealed.split('.')[1]
}

/** 32 bytes, and the name they are known by. The name tells nothing of the bytes. */
export type SealingKey = { readonly id: string; readonly bytes: Uint8Array }

const nonceBytes = 12
const tagBytes = 16
