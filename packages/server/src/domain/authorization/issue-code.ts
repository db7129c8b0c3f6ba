import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { orderedId } from '#lib/ordered-id.ts'
import { randomHex } from '#lib/random.ts'
import type { Storage } from '#storage/port.ts'
import type { Interaction } from './interaction.ts'

type Allowed = readonly string[] | undefined

/** How long a code may wait for its redemption (contract, our decisions). */
export const codeLifetimeMs = 60_000

/** A code, or what it was to rest on and that ended while the request was under way. */
export type IssuedCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'session_ended' | 'consent_ended' }

/**
 * Issues a code, bound to all that the request and the login say; only its hash is kept. What ends a session, and what
 * takes a consent back, ends the codes that rest on it: both are held here until the code is kept, so none comes after
 * that. `allowed`: what the user's consent must hold.
 */
export async function issueCode(
  { storage, clock }: { readonly storage: Pick<Storage, 'write'>; readonly clock: Clock },
  { face, request }: Interaction,
  { session, allowed }: { readonly session: BrowserSession; readonly allowed: Allowed },
): Promise<IssuedCode> {
  const code = randomHex(32)
  const now = clock.now()
  const { accountId, userId, authTime, amr, acr } = session
  const { clientId, redirectUri, redirectUriSent, codeChallenge, nonce, claims } = request
  return storage.write<IssuedCode>(async (tx) => {
    if (!(await tx.browserSessions.touch(accountId, session.id, now))) {
      return { kind: 'session_ended' }
    }
    if (allowed !== undefined) {
      const consent = await tx.consents.hold(accountId, userId, clientId)
      if (!allowed.every((scope) => consent?.scopes.includes(scope)) || consent === undefined) {
        return { kind: 'consent_ended' }
      }
    }
    await tx.codes.insert({
      ...{ accountId, userId, authTime, amr, acr, browserSessionId: session.id },
      ...{ clientId, redirectUri, redirectUriSent, codeChallenge, nonce, claims, face },
      codeHash: sha256Hex(code),
      grantId: orderedId(now),
      scope: request.scopes.join(' '),
      issuedAt: now,
      expiresAt: now + codeLifetimeMs,
    })
    return { kind: 'code', code }
  })
}
