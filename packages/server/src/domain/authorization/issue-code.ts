import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { Storage } from '#storage/port.ts'
import type { Interaction } from './interaction.ts'

/** How long a code may wait for its redemption (contract, our decisions). */
export const codeLifetimeMs = 60_000

/**
 * Issues a code, bound to all that the request and the login say; only its hash is kept. `undefined`: the session ended
 * while the request was under way. What ends a session ends its codes, so none may come after that.
 */
export async function issueCode(
  { storage, clock }: { readonly storage: Pick<Storage, 'write'>; readonly clock: Clock },
  { face, request }: Interaction,
  session: BrowserSession,
): Promise<string | undefined> {
  const code = randomHex(32)
  const now = clock.now()
  const { accountId, userId, authTime, amr, acr } = session
  const { clientId, redirectUri, redirectUriSent, codeChallenge, nonce, claims } = request
  return storage.write(async (tx) => {
    if (!(await tx.browserSessions.touch(accountId, session.id, now))) return undefined
    await tx.codes.insert({
      ...{ accountId, userId, authTime, amr, acr, browserSessionId: session.id },
      ...{ clientId, redirectUri, redirectUriSent, codeChallenge, nonce, claims, face },
      codeHash: sha256Hex(code),
      grantId: randomHex(16),
      scope: request.scopes.join(' '),
      issuedAt: now,
      expiresAt: now + codeLifetimeMs,
    })
    return code
  })
}
