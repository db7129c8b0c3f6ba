import { createRecentlyUsed } from './recently-used.ts'

/** Whether one more is let through, and if not, when it is worth another try. */
export type RateDecision = { readonly allowed: boolean; readonly retryAfterSeconds: number }

/** Counts by key; `now` in milliseconds. */
export type RateLimiter = {
  take(key: string, now: number): RateDecision
  /** What `take` would answer, without taking anything. */
  peek(key: string, now: number): RateDecision
}

/** Whole tokens are counted in milliseconds, so that there is no rounding: a minute buys `perMinute`. */
const minuteMs = 60_000

const letThrough: RateDecision = Object.freeze({ allowed: true, retryAfterSeconds: 0 })

/**
 * A token bucket for each key: `perMinute` at once, then one more each `60 / perMinute` seconds. What is
 * refused costs nothing, so a caller who waits as told is let through. It counts in the memory of this
 * process alone, and remembers the `max` keys that were seen last.
 */
export function createRateLimiter({
  perMinute,
  max = 50_000,
}: {
  readonly perMinute: number
  readonly max?: number
}): RateLimiter {
  const costMs = minuteMs / perMinute
  const buckets = createRecentlyUsed<Bucket>(max)
  const judge = (bucket: Bucket, now: number): RateDecision => {
    // A clock that was set back neither fills a bucket nor empties it.
    if (now > bucket.at) bucket.filledMs = Math.min(minuteMs, bucket.filledMs + now - bucket.at)
    bucket.at = now
    const missingMs = costMs - bucket.filledMs
    if (missingMs <= tolerance) return letThrough
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(missingMs / 1000)) }
  }
  return {
    take: (key, now) => {
      let bucket = buckets.get(key)
      if (bucket === undefined) {
        bucket = { filledMs: minuteMs, at: now }
        buckets.set(key, bucket)
      }
      const decision = judge(bucket, now)
      if (decision.allowed) bucket.filledMs -= costMs
      return decision
    },
    peek: (key, now) => {
      const bucket = buckets.peek(key)
      return bucket === undefined ? letThrough : judge(bucket, now)
    },
  }
}

/** Sums of fractions of a millisecond may be off by this much. */
const tolerance = 1e-6

type Bucket = { filledMs: number; at: number }
