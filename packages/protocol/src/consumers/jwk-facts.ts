import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { type JwkFault, readPublicJwk } from '../jose/public-jwk.ts'
import { readJwksDocument, withAlgorithm } from './read-jwks.ts'
import { keyAdvice } from './read-public-key.ts'
import { shownValue } from './shown-value.ts'

/** A key of a set, for an administrator; its texts are the other side's, fit to be shown. */
export type JwkFacts = {
  readonly kid: string | undefined
  readonly kty: string | undefined
  /** Of RSA. */
  readonly bits: number | undefined
  /** Of the other kinds. */
  readonly curve: string | undefined
  readonly use: string | undefined
} /** With which algorithm it is used, whether the key names it or not. */ & (
  | { readonly isUsed: true; readonly algorithm: SignatureAlgorithm }
  | { readonly isUsed: false; readonly fault: JwkFault; readonly advice: string }
)

export type JwksFacts =
  | { readonly ok: true; readonly keys: readonly JwkFacts[] }
  | { readonly ok: false; readonly reason: string }

/** Tells of each key in a set whether it is used and, if not, why; by the rules of `readJwksDocument`. */
export async function factsOfJwks(
  document: unknown,
  algorithms: readonly SignatureAlgorithm[],
): Promise<JwksFacts> {
  const reading = await readJwksDocument(document, algorithms)
  if (!reading.ok) return reading
  const { keys } = document as { readonly keys: readonly unknown[] }
  return { ok: true, keys: await Promise.all(keys.map((jwk) => factsOfJwk(jwk, algorithms))) }
}

async function factsOfJwk(
  jwk: unknown,
  algorithms: readonly SignatureAlgorithm[],
): Promise<JwkFacts> {
  const members = (typeof jwk === 'object' && jwk !== null ? jwk : {}) as Readonly<
    Record<string, unknown>
  >
  const { kid, kty, crv, use, n } = members
  const shape = {
    kid: shownIfGiven(kid),
    kty: shownIfGiven(kty),
    bits: kty === 'RSA' && typeof n === 'string' ? bitsOf(n) : undefined,
    curve: shownIfGiven(crv),
    use: shownIfGiven(use),
  }
  const reading = await readPublicJwk(withAlgorithm(jwk, algorithms), algorithms)
  if (reading.ok) return { ...shape, isUsed: true, algorithm: reading.key.algorithm }
  const { fault } = reading
  return { ...shape, isUsed: false, fault, advice: keyAdvice[fault] }
}

function shownIfGiven(value: unknown): string | undefined {
  return value === undefined ? undefined : shownValue(value)
}

function bitsOf(modulus: string): number {
  const bytes = Buffer.from(modulus, 'base64url')
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first === -1) return 0
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24)
}
