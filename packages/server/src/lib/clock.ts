/** Where the time comes from: passed in, so that a test can turn it by hand. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }
