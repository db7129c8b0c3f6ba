import { createPublicKey, type JsonWebKeyInput } from 'node:crypto'
import { importJWK } from 'jose'
import { isSignatureAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import { isRocaModulus } from './is-roca-modulus.ts'
import type { VerificationKey } from './verify-jws.ts'

/** Why a foreign key is not used. */
export type JwkFault =
  | 'not_an_object'
  | 'private_members'
  | 'not_for_signatures'
  | 'unsupported_key'
  | 'unsupported_algorithm'
  | 'weak_key'
  | 'broken_key'

export type JwkReading =
  | { readonly ok: true; readonly key: VerificationKey }
  | { readonly ok: false; readonly fault: JwkFault }

/** Members of a private or a symmetric key (RFC 7518 sections 6.2.2, 6.3.2 and 6.4): such a key was given away. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * Reads somebody else's public key (RFC 7517) for verifying, if it is one of those that are worth it: RSA of 2048 to
 * 8192 bits with a usual exponent and not of the library of CVE-2017-15361, EC on P-256 (the point must lie on it) or Ed25519. Its algorithm is the one its
 * `alg` says or, without, the one of its kind (RS256 for RSA); it must be among `algorithms`.
 */
export async function readPublicJwk(
  jwk: unknown,
  algorithms: readonly SignatureAlgorithm[],
): Promise<JwkReading> {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return bad('not_an_object')
  const members = jwk as Readonly<Record<string, unknown>>
  if (privateMembers.some((name) => Object.hasOwn(members, name))) return bad('private_members')
  const { use, key_ops: operations, kid, kty, crv } = members
  if (use !== undefined && use !== 'sig') return bad('not_for_signatures')
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return bad('not_for_signatures')
  }
  const possible = possibleAlgorithms(kty, crv)
  if (possible === undefined) return bad('unsupported_key')
  const algorithm = members['alg'] ?? possible[0]
  if (!isSignatureAlgorithm(algorithm) || !possible.includes(algorithm)) {
    return bad('unsupported_algorithm')
  }
  if (!algorithms.includes(algorithm)) return bad('unsupported_algorithm')
  const fault = faultOf(members)
  if (fault !== undefined) return bad(fault)
  const key = await importKey(members, algorithm)
  if (key === undefined) return bad('broken_key')
  return { ok: true, key: { kid: typeof kid === 'string' ? kid : undefined, algorithm, key } }
}

function possibleAlgorithms(kty: unknown, crv: unknown): readonly SignatureAlgorithm[] | undefined {
  if (kty === 'RSA') return ['RS256', 'PS256']
  if (kty === 'EC' && crv === 'P-256') return ['ES256']
  if (kty === 'OKP' && crv === 'Ed25519') return ['EdDSA']
  return undefined
}

const smallestModulus = 2048
/** A longer one only costs the time of whoever verifies. */
const largestModulus = 8192
const largestExponent = 2n ** 32n

function faultOf(members: Readonly<Record<string, unknown>>): JwkFault | undefined {
  const encoded = ['n', 'e', 'x', 'y'].map((name) => members[name])
  if (encoded.some((text) => text !== undefined && !isBase64Url(text))) return 'broken_key'
  try {
    // Refuses a point that is not on its curve, which the elliptic-curve attacks need.
    const key = createPublicKey({ key: members as JsonWebKeyInput['key'], format: 'jwk' })
    if (members['kty'] !== 'RSA') return undefined
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
    const isUsual =
      publicExponent >= 3n && publicExponent % 2n === 1n && publicExponent <= largestExponent
    const isLong = modulusLength >= smallestModulus && modulusLength <= largestModulus
    const isSound = isUsual && isLong && !isRocaModulus(modulusOf(members['n']))
    return isSound ? undefined : 'weak_key'
  } catch {
    return 'broken_key'
  }
}

function modulusOf(text: unknown): bigint {
  return BigInt(`0x${Buffer.from(String(text), 'base64url').toString('hex')}`)
}

function isBase64Url(text: unknown): boolean {
  return typeof text === 'string' && Buffer.from(text, 'base64url').toString('base64url') === text
}

async function importKey(
  { kty, crv, n, e, x, y }: Readonly<Record<string, unknown>>,
  algorithm: SignatureAlgorithm,
): Promise<CryptoKey | undefined> {
  // The material alone: nothing else that stands in a foreign key is to change what becomes of it.
  const material = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, ...(kty === 'EC' ? { y } : {}) }
  try {
    const key = await importJWK(material as Parameters<typeof importJWK>[0], algorithm)
    return key instanceof Uint8Array ? undefined : key
  } catch {
    return undefined
  }
}

function bad(fault: JwkFault): JwkReading {
  return { ok: false, fault }
}
