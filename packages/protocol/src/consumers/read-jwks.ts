import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { type JwkFault, readPublicJwk } from '../jose/public-jwk.ts'
import type { VerificationKey } from '../jose/verify-jws.ts'
import { isObject } from '../json/is-object.ts'
import { parseStrictJson } from '../json/strict-json.ts'

/** Keys of a set that is longer are not looked at: the set is refused. */
export const mostJwks = 50

/** A key of a set that cannot be used, and why. Sets hold such keys by right: those for encryption, for example. */
export type LeftOutJwk = { readonly kid: string | undefined; readonly fault: JwkFault }

export type JwksReading =
  | {
      readonly ok: true
      readonly keys: readonly VerificationKey[]
      readonly leftOut: readonly LeftOutJwk[]
    }
  | { readonly ok: false; readonly reason: string }

/**
 * Reads a key set as its server sent it (RFC 7517 section 5). A key without `alg` is for the first of `algorithms`
 * that its kind can have. A set of which no key can be used is still a set.
 */
export async function readJwks(
  text: string,
  algorithms: readonly SignatureAlgorithm[],
): Promise<JwksReading> {
  const json = parseStrictJson(text)
  if (!json.ok) return { ok: false, reason: json.reason }
  return readJwksDocument(json.value, algorithms)
}

/** The same for a document that was parsed already. */
export async function readJwksDocument(
  document: unknown,
  algorithms: readonly SignatureAlgorithm[],
): Promise<JwksReading> {
  const members = isObject(document) ? document : {}
  const list = members['keys']
  if (!Array.isArray(list)) {
    const isKey = members['kty'] !== undefined
    const reason = isKey ? 'it is one key, not a set of keys' : 'it has no list "keys"'
    return { ok: false, reason }
  }
  if (list.length > mostJwks) return { ok: false, reason: `it has more than ${mostJwks} keys` }
  const keys: VerificationKey[] = []
  const leftOut: LeftOutJwk[] = []
  for (const jwk of list as readonly unknown[]) {
    const reading = await readPublicJwk(withAlgorithm(jwk, algorithms), algorithms)
    if (reading.ok) keys.push(reading.key)
    else leftOut.push({ kid: kidOf(jwk), fault: reading.fault })
  }
  return { ok: true, keys, leftOut }
}

/** A key that names no algorithm, with the one it is used for here. */
export function withAlgorithm(jwk: unknown, algorithms: readonly SignatureAlgorithm[]): unknown {
  if (!isObject(jwk) || jwk['alg'] !== undefined) return jwk
  const alg = algorithms.find((algorithm) => kindOf[algorithm] === jwk['kty'])
  return alg === undefined ? jwk : { ...jwk, alg }
}

const kindOf = { RS256: 'RSA', PS256: 'RSA', ES256: 'EC', EdDSA: 'OKP' } as const satisfies Record<
  SignatureAlgorithm,
  string
>

function kidOf(jwk: unknown): string | undefined {
  const kid = isObject(jwk) ? jwk['kid'] : undefined
  return typeof kid === 'string' && kid.length <= 256 ? kid : undefined
}
