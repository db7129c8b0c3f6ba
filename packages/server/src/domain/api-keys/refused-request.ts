import type { SigningMistake } from '@watchword/protocol/oauth1/diagnose.ts'
import type { Parameter } from '@watchword/protocol/oauth1/form-parameters.ts'
import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'

/**
 * A signed request that was refused, as it is kept for the explainer: a day, the newest 200 of an account.
 * Cut before it is kept: `oauth_signature`, form bodies, credentials, and every header we do not know.
 */
export type RefusedRequest = {
  readonly id: string
  readonly at: number
  readonly keyId: string
  readonly problem: OAuth1Problem
  readonly address: string
  readonly method: string
  readonly scheme: string
  readonly authority: string
  readonly path: string
  /** Of the query and the header; without `oauth_signature`, and with `***` for what is named like a secret. */
  readonly parameters: readonly Parameter[]
  /** Whether a form body was part of what was signed; it is not kept. */
  readonly hadForm: boolean
  /** The base string we computed, if nothing of it had to be cut. */
  readonly baseString: string | undefined
  /**
   * SHA-256 of the base string, where that was too long to keep: to compare with one computed elsewhere. Not of
   * one with a secret in it, which could be guessed from it.
   */
  readonly baseStringDigest: string | undefined
  /** Client's clock minus ours, in seconds. */
  readonly clockOffsetSeconds: number | undefined
  /** Found while the signature was still there. */
  readonly likelyCauses: readonly SigningMistake[]
}
