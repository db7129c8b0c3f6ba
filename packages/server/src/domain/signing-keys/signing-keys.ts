import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SigningAlgorithm } from '#domain/applications/client.ts'

/**
 * Whose keys: those of a zone sign the compatible tokens, those of an account are its standard issuer's. All zones of
 * an instance share one set of keys (`docs/adr/0015-signing-keys.md`), so which zone is named makes no difference.
 */
export type KeyOwner =
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'account'; readonly accountId: AccountId }

/**
 * What a key is for; a key never serves two purposes. `appjwt`, `idtoken`: of a zone. `issuer`: id_tokens and
 * `at+jwt` of an account's standard issuer, told apart by `typ`.
 */
export type KeyPurpose = 'appjwt' | 'idtoken' | 'issuer'

/** Public members of a signing key (RFC 7517). */
export type PublicJwk = Readonly<Record<string, unknown>> & {
  readonly kty: string
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly use: 'sig'
}

export type SigningKeys = {
  /**
   * Signs claims as a compact JWS with the key that is to be used now; the first use of a purpose makes the key. The
   * header holds `alg`, `kid` and the `typ` given. The key will not be retired before `claims.exp`.
   */
  sign(
    owner: KeyOwner,
    use: {
      readonly purpose: KeyPurpose
      readonly algorithm: SigningAlgorithm
      readonly typ: string
    },
    claims: Readonly<Record<string, unknown>> & { readonly exp: number },
  ): Promise<string>
  /**
   * Checks a token of ours: strictly formed, its `typ` the one expected, signed by a published key of that owner and
   * purpose. Answers its claims; `undefined`: refused. Times and other claims are the caller's to judge.
   */
  verify(
    owner: KeyOwner,
    use: { readonly purpose: KeyPurpose; readonly typ: string },
    token: string,
  ): Promise<Readonly<Record<string, unknown>> | undefined>
  /** Makes the keys that are not there yet, so that whoever reads the public keys finds them. */
  prepare(
    owner: KeyOwner,
    lines: readonly { readonly purpose: KeyPurpose; readonly algorithm: SigningAlgorithm }[],
  ): Promise<void>
  /**
   * The public keys of the purposes, in that order; within one, the key that signs comes first. Those that will sign
   * later stand behind all others.
   */
  publicKeys(owner: KeyOwner, purposes: readonly KeyPurpose[]): Promise<readonly PublicJwk[]>
}
