/** A signed request's nonce, as it is remembered: by a hash, so that its length costs nothing. */
export type NonceClaim = {
  /** Seconds since 1970, as signed. */
  readonly timestamp: number
  /** Of the account, the key, the token and the nonce (`nonceHash`). */
  readonly hash: Buffer
}

export type ClaimOutcome = 'claimed' | 'replayed' | 'too_old' | 'unavailable'

/**
 * Nonces of signed requests, RFC 5849 section 3.3. They are claimed only after the signature was found right,
 * so that a stranger can neither fill the store nor burn somebody's nonce.
 */
export type NonceStore = {
  /**
   * Remembers a nonce, atomically and for every process.
   * `replayed`: it was there before. `too_old`: it is from before the store can vouch for what it remembers.
   * `unavailable`: the store cannot be asked, so the request must be refused.
   */
  claim(claim: NonceClaim, now: number): Promise<ClaimOutcome>
  /** How many are remembered now. */
  count(): Promise<number>
  /** Whether a store of its own, apart from the database, can be asked. */
  answers?(): Promise<boolean>
  close(): Promise<void>
}

/** Twice the clock window, to either side: after that the timestamp itself is refused (our decisions). */
export const rememberedSeconds = 600
