import { createRateLimiter, type RateLimiter } from '#lib/rate-limiter.ts'
import type { KnownKey } from './known-keys.ts'

/** Limiters of keys that have a limit of their own, one for each rate. They count in this process alone. */
export function createKeyLimiters(): { of(key: KnownKey): RateLimiter | undefined } {
  const byRate = new Map<number, RateLimiter>()
  return {
    of: ({ callsPerMinute }) => {
      if (callsPerMinute === undefined) return undefined
      let limiter = byRate.get(callsPerMinute)
      if (limiter === undefined) {
        // Rates are few; one that is used no more costs an empty map.
        limiter = createRateLimiter({ perMinute: callsPerMinute, max: 10_000 })
        byRate.set(callsPerMinute, limiter)
      }
      return limiter
    },
  }
}
