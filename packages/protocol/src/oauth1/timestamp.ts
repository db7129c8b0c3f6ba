import type { OAuth1Problem } from './problem.ts'

/** Seconds that a client's clock may be off, to either side (contract, our decisions). */
export const clockWindowSeconds = 300

/** Whether a timestamp is near enough to `now`, RFC 5849 section 3.3; both in seconds since 1970. */
export function checkTimestamp(timestamp: number, now: number): OAuth1Problem | undefined {
  if (Math.abs(timestamp - now) <= clockWindowSeconds) return undefined
  const range = `${now - clockWindowSeconds}-${now + clockWindowSeconds}`
  return {
    problem: 'timestamp_refused',
    advice: `The clock of the client is ${timestamp - now} seconds off; at most ${clockWindowSeconds} are accepted.`,
    details: [['oauth_acceptable_timestamps', range]],
  }
}
