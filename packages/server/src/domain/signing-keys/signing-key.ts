import type { keyEncryption } from '@watchword/protocol/jose/decrypt-jwe.ts'
import type { SigningAlgorithm } from '#domain/applications/client.ts'

/** What a key is used with: a signature algorithm, or the one way in which others encrypt to us. */
export type KeyAlgorithm = SigningAlgorithm | typeof keyEncryption

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

/**
 * A signing key as it is kept. Which of a purpose's keys signs is told by times alone, so that every process, also
 * one that was just started, says the same: see `schedule.ts`.
 */
export type StoredSigningKey = {
  /** Never used again, and not of another key of its owner. */
  readonly kid: string
  readonly purpose: KeyPurpose
  readonly algorithm: KeyAlgorithm
  /** From then on it is published. Milliseconds, as all here. */
  readonly createdAt: number
  readonly signsFrom: number
  /** When its successor begins to sign; `undefined`: it has none yet. */
  readonly signsUntil: number | undefined
  /** No token that it signed, or opens, lives longer: it is kept until then. Noted ahead of use, so at times too late. */
  readonly neededUntil: number
  readonly publicJwk: PublicJwk
  /** PKCS #8, sealed. */
  readonly sealedPrivateKey: string
}

/** Which keys follow one another: each line has at most one key that has no successor. */
export type KeyLine = {
  readonly purpose: KeyPurpose
  readonly algorithm: KeyAlgorithm
}
