import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SigningAlgorithm } from '#domain/applications/client.ts'
import type { KeyAlgorithm, KeyLine } from './signing-key.ts'

/**
 * Whose keys: those of a zone sign the compatible tokens, those of an account are its standard issuer's. All zones of
 * an instance share one set of keys (`docs/adr/0015-signing-keys.md`), so which zone is named makes no difference.
 */
export type KeyOwner =
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'account'; readonly accountId: AccountId }

/**
 * What a key signs; a key never serves two purposes. `issuer`: id_tokens and `at+jwt` of an account's standard issuer,
 * told apart by `typ`. All others are of a zone: `consumer` signs consumer JWTs, `anonymous` the external tokens of
 * anonymous consumers, `consumerjws` ConsumerJWS (contract 3 section 2), which never expire.
 */
export type SigningPurpose =
  | 'appjwt'
  | 'idtoken'
  | 'issuer'
  | 'consumer'
  | 'anonymous'
  | 'consumerjws'

/** What a key is for. `encryption`, of a zone: others encrypt to it, and it signs nothing. */
export type KeyPurpose = SigningPurpose | 'encryption'

/** Public members of a key (RFC 7517). */
export type PublicJwk = Readonly<Record<string, unknown>> & {
  readonly kty: string
  readonly kid: string
  readonly alg: KeyAlgorithm
  readonly use: 'sig' | 'enc'
}

/** With which key a token is signed, and the `typ` that it gets. */
export type SigningUse = {
  readonly purpose: SigningPurpose
  readonly algorithm: SigningAlgorithm
  readonly typ: string
}

/** Claims of a token. */
export type Claims = Readonly<Record<string, unknown>>

/** Signs claims; see `SigningKeys`. */
export type SignClaims = {
  (owner: KeyOwner, use: SigningUse, claims: Claims & { readonly exp: number }): Promise<string>
  (owner: KeyOwner, use: SigningUse, claims: Claims, neededUntil: number): Promise<string>
}

export type SigningKeys = {
  /**
   * Signs claims as a compact JWS with the key that is to be used now; the first use of a purpose makes the key. The
   * header holds `alg`, `kid` and the `typ` given. The key will not be retired before `neededUntil` (milliseconds
   * since 1970) or, where that is not given, `claims.exp`: a token that is of use although expired says so here, and
   * one that never expires says `Infinity`, which keys of `consumerjws` alone are kept for.
   */
  sign: SignClaims
  /**
   * Checks a token of ours: strictly formed, its `typ` the one expected, signed by a published key of that owner and
   * purpose. Answers its claims; `undefined`: refused. Times and other claims are the caller's to judge.
   */
  verify(
    owner: KeyOwner,
    use: { readonly purpose: SigningPurpose; readonly typ: string },
    token: string,
  ): Promise<Claims | undefined>
  /** Makes the keys that are not there yet, so that whoever reads the public keys finds them. */
  prepare(owner: KeyOwner, lines: readonly KeyLine[]): Promise<void>
  /**
   * The public keys of the purposes, in that order; within one, the key that signs comes first. Those that will sign
   * later stand behind all others.
   */
  publicKeys(owner: KeyOwner, purposes: readonly SigningPurpose[]): Promise<readonly PublicJwk[]>
}
