import type { SignatureAlgorithm } from '../jose/algorithms.ts'

/** What an id_token must be, by the connector's settings and by what was sent to the identity provider. */
export type IdTokenExpectation = {
  readonly accountId: string
  /** Compared as it is, never fetched. */
  readonly issuer: string
  /** Of our own consumer tokens: who trusts our published keys would take them for id_tokens. */
  readonly ownIssuer?: string | undefined
  readonly clientId?: string | undefined
  /** Further audiences that mean us. */
  readonly audiences?: readonly string[] | undefined
  /** Whether a token without `aud` is taken although `clientId` or an audience is set. */
  readonly allowMissingAudience?: boolean | undefined
  readonly algorithms: readonly SignatureAlgorithm[]
  /** How far the clocks may differ; 0 to 300 by the contract. */
  readonly toleranceSeconds: number
  /** As we sent it. `undefined`: we sent none. */
  readonly nonce?: string | undefined
  /** What came beside the id_token, which `at_hash` and `c_hash` bind it to. */
  readonly accessToken?: string | undefined
  readonly code?: string | undefined
  /** Whether the hashes must be there (OpenID Connect Core sections 3.2.2.10 and 3.3.2.11). */
  readonly hashesRequired?: boolean | undefined
  /** Whether a token that is signed and not encrypted is refused. */
  readonly encryptionRequired?: boolean | undefined
  /** Loosens a rule: times in quotes are taken, as some samples have them. */
  readonly textTimes?: boolean | undefined
  /** Loosens a rule: members of `lp_sdes` that the tables do not know are left out. */
  readonly unknownSdes?: 'refuse' | 'drop' | undefined
}
