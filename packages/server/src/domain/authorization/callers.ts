import { looksLikeJwt } from '@watchword/protocol/oauth2/token-origin.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { ApplicationCaller, UserCaller } from '#domain/caller.ts'
import type { SessionCallers } from '#domain/login/callers.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Announcements } from '#storage/port.ts'
import type { JudgedToken, TokenJudge } from './judge-token.ts'

/**
 * Finds out who a bearer speaks for, whichever kind it is: of a session, or an access token of an application. One
 * SHA-256 and one cache hit; what was revoked is refused in every process within a second.
 */
export type Callers = {
  /** `undefined`: unknown, expired, revoked, or of somebody who may not act any more. */
  byBearer(bearer: string): Found
  /** The same for a token that was sent without a scheme: only an AppJWT may be (contract part 4 row 10). */
  byAppJwt(token: string): Found
}

/** Who is behind a bearer. */
export type BearerCaller = UserCaller | ApplicationCaller
type Found = BearerCaller | undefined | Promise<BearerCaller | undefined>

export function createCallers({
  sessions,
  judge,
  announcements,
  clock,
}: {
  readonly sessions: SessionCallers
  readonly judge: TokenJudge
  readonly announcements: Announcements
  readonly clock: Clock
}): Callers {
  const tokens = createAccountCache<JudgedToken>(announcements, { max: 20_000 })

  function known(tokenHash: string): JudgedToken | undefined {
    const entry = tokens.get(tokenHash)
    return entry !== undefined && clock.now() < entry.expiresAt ? entry : undefined
  }

  async function judgeNew(
    tokenHash: string,
    read: Promise<JudgedToken | undefined>,
    mark: number,
  ): Promise<JudgedToken | undefined> {
    const judged = await read
    if (judged === undefined || clock.now() >= judged.expiresAt) return undefined
    tokens.set(tokenHash, judged.caller.accountId, judged, mark)
    return judged
  }

  async function findOpaque(tokenHash: string): Promise<BearerCaller | undefined> {
    const session = await sessions.find(tokenHash)
    if (session !== undefined) return session
    const mark = tokens.mark()
    return (await judgeNew(tokenHash, judge.opaque(tokenHash), mark))?.caller
  }

  function findJwt(token: string): JudgedToken | undefined | Promise<JudgedToken | undefined> {
    const tokenHash = sha256Hex(token)
    return known(tokenHash) ?? judgeNew(tokenHash, judge.jwt(token), tokens.mark())
  }

  return {
    byBearer: (bearer) => {
      if (looksLikeJwt(bearer)) {
        const found = findJwt(bearer)
        return found instanceof Promise ? found.then((judged) => judged?.caller) : found?.caller
      }
      const tokenHash = sha256Hex(bearer)
      return sessions.known(tokenHash) ?? known(tokenHash)?.caller ?? findOpaque(tokenHash)
    },
    byAppJwt: async (token) => {
      if (!looksLikeJwt(token)) return undefined
      const judged = await findJwt(token)
      return judged?.form === 'app-jwt' ? judged.caller : undefined
    },
  }
}
