import type { IssuedTokens } from '@watchword/protocol/oauth2/token-response.ts'
import { LRUCache } from 'lru-cache'
import { refreshGraceMs } from './lifetimes.ts'

/**
 * What this process answered refreshes with of late, by the hash of the spent token, so that a retry is given the very
 * same. Nothing depends on it: without it (another process, a restart) a retry gets the same refresh token, and a new
 * access token beside it.
 */
export type RecentAnswers = {
  get(spentHash: string): IssuedTokens | undefined
  keep(spentHash: string, issued: IssuedTokens): void
}

/** Some 1.5 KB each. */
const mostAnswers = 5000

export function createRecentAnswers(): RecentAnswers {
  const answers = new LRUCache<string, IssuedTokens>({ max: mostAnswers, ttl: refreshGraceMs })
  return {
    get: (spentHash) => answers.get(spentHash),
    keep: (spentHash, issued) => {
      answers.set(spentHash, issued)
    },
  }
}
