import type { keyEncryption } from '@watchword/protocol/jose/decrypt-jwe.ts'
import type { SigningAlgorithm } from '#domain/applications/client.ts'
import type { KeyPurpose, PublicJwk } from './signing-keys.ts'

/** What a key is used with: a signature algorithm, or the one way in which others encrypt to us. */
export type KeyAlgorithm = SigningAlgorithm | typeof keyEncryption

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
