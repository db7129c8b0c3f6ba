import { compactVerify } from 'jose'
import type { SignatureAlgorithm } from './algorithms.ts'
import { type JsonObject, type JwsFault, type JwsHeader, readJws } from './read-jws.ts'

/** A key that is trusted already, for the one algorithm it is used with (RFC 8725 section 3.1). */
export type VerificationKey = {
  readonly kid: string | undefined
  readonly algorithm: SignatureAlgorithm
  readonly key: CryptoKey
}

/** What a token must be: its `typ`, and which algorithms are accepted at all. */
export type JwsExpectation = {
  /**
   * The media types without `application/` that are accepted, compared without regard to case (RFC 7515 section
   * 4.1.9); `undefined` among them accepts a header without `typ`.
   */
  readonly typ: readonly (string | undefined)[]
  readonly algorithms: readonly SignatureAlgorithm[]
}

/** Why a token was not verified: words for a log or a debugger, never for who sent it. */
export type JwsRefusal = JwsFault | 'wrong_type' | 'wrong_algorithm' | 'unknown_key' | 'signature'

export type JwsVerification =
  | { readonly ok: true; readonly header: JwsHeader; readonly claims: JsonObject }
  | { readonly ok: false; readonly refusal: JwsRefusal }

/** Signatures tried for one token that names no key. */
const mostTries = 10

/**
 * Verifies a compact JWS (RFC 7515 section 5.2): form, type, algorithm, then the signature. The token chooses nothing:
 * its `kid` only picks among `keys`, and its `alg` must be that key's own. A token without `kid` is tried with every
 * key of its algorithm. Claims are not judged, not even `exp`.
 */
export async function verifyJws(
  token: string,
  keys: readonly VerificationKey[],
  expected: JwsExpectation,
): Promise<JwsVerification> {
  const reading = readJws(token)
  if (!reading.ok) return refused(reading.fault)
  const { header, claims } = reading.jws
  if (!isTypeOf(header.typ, expected.typ)) return refused('wrong_type')
  if (!expected.algorithms.some((algorithm) => algorithm === header.alg)) {
    return refused('wrong_algorithm')
  }
  const named = keys.filter(({ kid }) => header.kid === undefined || kid === header.kid)
  if (named.length === 0) return refused('unknown_key')
  const fitting = named.filter(({ algorithm }) => algorithm === header.alg)
  if (fitting.length === 0) return refused('wrong_algorithm')
  for (const { key, algorithm } of fitting.slice(0, mostTries)) {
    if (await isSigned(token, key, algorithm)) return { ok: true, header, claims }
  }
  return refused('signature')
}

/**
 * Whether the signature of a compact JWS is this key's, and nothing more: form, type and algorithm are judged by who
 * calls, as `verifyJws` does.
 */
export async function isSigned(
  token: string,
  key: CryptoKey,
  algorithm: SignatureAlgorithm,
): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}

function isTypeOf(typ: string | undefined, accepted: JwsExpectation['typ']): boolean {
  if (typ === undefined) return accepted.includes(undefined)
  const name = typ.toLowerCase().replace(/^application\//, '')
  return accepted.some((one) => one?.toLowerCase() === name)
}

function refused(refusal: JwsRefusal): JwsVerification {
  return { ok: false, refusal }
}
