import type { KeyObject } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { decodePart, type JsonObject, longestToken, readPart } from './compact-part.ts'

/** How the content is encrypted (RFC 7518 section 5.1); the key is always `RSA-OAEP-256` (section 4.3). */
export const contentEncryptions = ['A128CBC-HS256', 'A256GCM', 'A256CBC-HS512'] as const

/** The one way the content's key is encrypted. RSA1_5, PBES2 and shared keys are not offered (RFC 8725 section 3.2). */
export const keyEncryption = 'RSA-OAEP-256'

/** A private RSA key of ours whose public half others encrypt to. */
export type DecryptionKey = { readonly kid: string; readonly privateKey: KeyObject }

/** What is looked at of a header. */
export type JweHeader = {
  readonly alg: string
  readonly enc: string
  readonly kid: string | undefined
  readonly cty: string | undefined
}

/** Why nothing was decrypted: words for a log or a debugger, never for who sent it. */
export type JweRefusal =
  | 'too_long'
  | 'not_compact'
  | 'not_base64url'
  | 'not_json'
  | 'bad_header'
  | 'wrong_algorithm'
  | 'wrong_encryption'
  | 'unknown_key'
  | 'decryption'

export type JweDecryption =
  | { readonly ok: true; readonly header: JweHeader; readonly plaintext: Buffer }
  | {
      readonly ok: false
      readonly refusal: JweRefusal
      /** What the header says, as far as it was read. */
      readonly header?: JweHeader
    }

/** Keys tried for a token that names none: each costs a private RSA operation. */
const mostTries = 3

const longestName = 256

/**
 * Decrypts a compact JWE (RFC 7516 section 5.2), read strictly first: five parts of clean base64url, a header without
 * compression (`zip`), password parameters (`p2c`, `p2s`) or extensions (`crit`), and only the algorithms above. Its
 * `kid` only picks among `keys`. That it could be decrypted proves nothing about who sent it: anybody has the public
 * key. Every failure of the cryptography is the same `decryption`.
 */
export async function decryptJwe(
  token: string,
  keys: readonly DecryptionKey[],
): Promise<JweDecryption> {
  if (token.length > longestToken) return { ok: false, refusal: 'too_long' }
  const parts = token.split('.', 6)
  if (parts.length !== 5 || parts.includes('')) return { ok: false, refusal: 'not_compact' }
  const decoded = parts.map(decodePart)
  const [first] = decoded
  if (first === undefined || decoded.includes(undefined)) {
    return { ok: false, refusal: 'not_base64url' }
  }
  const reading = readPart(first)
  if (!reading.ok) return { ok: false, refusal: 'not_json' }
  const header = readHeader(reading.members)
  if (header === undefined) return { ok: false, refusal: 'bad_header' }
  const refusal = refusalOf(header)
  if (refusal !== undefined) return { ok: false, refusal, header }
  const named = keys.filter(({ kid }) => header.kid === undefined || kid === header.kid)
  if (named.length === 0) return { ok: false, refusal: 'unknown_key', header }
  for (const { privateKey } of named.slice(0, mostTries)) {
    const plaintext = await decrypt(token, privateKey)
    if (plaintext !== undefined) return { ok: true, header, plaintext }
  }
  return { ok: false, refusal: 'decryption', header }
}

/** Members that would make a reader do something else, or something dear, before anything is proven. */
const foreignMembers = ['zip', 'crit', 'p2c', 'p2s', 'epk', 'apu', 'apv', 'iv', 'tag', 'b64']

function readHeader(members: JsonObject): JweHeader | undefined {
  const { alg, enc, kid, cty } = members
  if (typeof alg !== 'string' || typeof enc !== 'string') return undefined
  if (!isName(kid) || !isName(cty)) return undefined
  if (foreignMembers.some((name) => Object.hasOwn(members, name))) return undefined
  return { alg, enc, kid, cty }
}

function isName(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value.length <= longestName)
}

function refusalOf({ alg, enc }: JweHeader): JweRefusal | undefined {
  if (alg !== keyEncryption) return 'wrong_algorithm'
  return contentEncryptions.some((one) => one === enc) ? undefined : 'wrong_encryption'
}

async function decrypt(token: string, key: KeyObject): Promise<Buffer | undefined> {
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: [keyEncryption],
      contentEncryptionAlgorithms: [...contentEncryptions],
      maxDecompressedLength: 0,
    })
    return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  } catch {
    return undefined
  }
}
