import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { createRateLimiter, type RateLimiter } from '#lib/rate-limiter.ts'

/** How often an account may ask the debugger and the doctor: each may ask an identity provider in turn. */
export type DebuggerLimits = {
  /** Refuses, if the account explained too many tokens. */
  takeExplanation(accountId: AccountId): void
  /** Refuses, if the account had too many connectors checked. */
  takeCheck(accountId: AccountId): void
}

const explanationsPerMinute = 120
/** Each asks up to three servers that the account names. */
const checksPerMinute = 10

/** Made once in each process. */
export function createDebuggerLimits({ clock }: { readonly clock: Clock }): DebuggerLimits {
  const explanations = createRateLimiter({ perMinute: explanationsPerMinute, max: 10_000 })
  const checks = createRateLimiter({ perMinute: checksPerMinute, max: 10_000 })
  const take = (limiter: RateLimiter, accountId: AccountId, what: string) => {
    const { allowed, retryAfterSeconds } = limiter.take(accountId, clock.now())
    if (allowed) return
    throw new DomainError('too_many_requests', `Too many ${what} of this account at once.`, {
      retryAfterSeconds,
    })
  }
  return {
    takeExplanation: (accountId) => take(explanations, accountId, 'explanations'),
    takeCheck: (accountId) => take(checks, accountId, 'checks'),
  }
}
