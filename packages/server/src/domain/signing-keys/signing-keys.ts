import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SigningAlgorithm } from '#domain/applications/client.ts'
import type { KeyLine, PublicJwk, SigningPurpose } from './signing-key.ts'

/**
 * Whose keys: those of a zone sign the compatible tokens, those of an account are its standard issuer's. All zones of
 * an instance share one set of keys (`docs/adr/0015-signing-keys.md`), so which zone is named makes no difference.
 */
export type KeyOwner =
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'account'; readonly accountId: AccountId }

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
