import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'
import type { ReadRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import type { SignedCall } from './signed-call.ts'

/** A signed request that is refused: what the caller is told, and what the explainer keeps. */
export class SignedRequestRefusal extends Error {
  override readonly name = 'SignedRequestRefusal'
  readonly problem: OAuth1Problem
  readonly call: SignedCall
  readonly status: 401 | 403 | 429
  /** Only of a key that exists. */
  readonly keyId: string | undefined
  readonly read: ReadRequest | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    problem: OAuth1Problem,
    call: SignedCall,
    known: {
      readonly keyId?: string | undefined
      readonly read?: ReadRequest
      readonly status?: 401 | 403 | 429
      readonly retryAfterSeconds?: number
    } = {},
  ) {
    super(problem.advice)
    this.problem = problem
    this.call = call
    this.status = known.status ?? 401
    this.keyId = known.keyId
    this.read = known.read
    this.retryAfterSeconds = known.retryAfterSeconds
  }
}
