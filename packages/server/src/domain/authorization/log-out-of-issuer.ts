import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import {
  type LogoutHint,
  type LogoutRequest,
  postLogoutLocation,
  readLogoutHint,
} from '@watchword/protocol/oidc/logout.ts'
import { logOutOfBrowser } from '#domain/browser-sessions/end-browser-session.ts'
import {
  findBrowserSession,
  type LiveBrowserSession,
} from '#domain/browser-sessions/find-browser-session.ts'
import type { Origin } from '#domain/caller.ts'
import type { User } from '#domain/users/user.ts'
import { sha256Hex } from '#lib/digest.ts'
import { type AuthorizePorts, type Browser, requireAccount } from './authorize.ts'
import { type LostInteraction, openInteraction, sealInteraction } from './interaction.ts'
import { issuerOf } from './issuer.ts'
import { issuerTokens } from './subject-asked-for.ts'

/** What the browser is shown after a request to end its session, or where it is sent. */
export type LogoutStep =
  | { readonly kind: 'logged_out'; readonly location: string | undefined }
  | { readonly kind: 'ask'; readonly sealed: string; readonly user: User }

/**
 * An application asks to end the browser session (OpenID Connect RP-Initiated Logout section 2). Only an id_token
 * of ours proves that the user's own application asks: then the session ends, and the browser is sent on to an
 * address that is registered for that very application. Without one the user is asked first, and stays here.
 * Throws what is shown on a page: a proof that is none, or an address that is not registered.
 */
export async function requestLogout(
  ports: AuthorizePorts,
  asked: {
    readonly accountId: AccountId
    readonly request: LogoutRequest
    readonly browser: Browser
    readonly origin: Origin
  },
): Promise<LogoutStep> {
  const { accountId, request, browser, origin } = asked
  await requireAccount(ports, accountId)
  const hint = await verifyHint(ports, accountId, request)
  const location = hint && (await locationFor(ports, accountId, request, hint))
  const live = await findBrowserSession(ports, accountId, browser.sessionCookie)
  if (live === undefined) return { kind: 'logged_out', location }
  if (hint !== undefined && isSessionOf(hint, live)) {
    await logOutOfBrowser(ports, live.session, origin)
    return { kind: 'logged_out', location }
  }
  const sealed = await sealInteraction(ports, accountId, {
    kind: 'logout',
    startedAt: ports.clock.now(),
    browser: sha256Hex(browser.browserCookie),
    sessionId: live.session.id,
    // They are a stranger's, and only ever choose among our languages.
    uiLocales: request.uiLocales.filter((tag) => tag.length <= 35).slice(0, 10),
  })
  if (sealed === undefined) throw new Error('A logout is always small enough to be carried.')
  return { kind: 'ask', sealed, user: live.user }
}

/** The user has confirmed that they want to log out. */
export async function confirmLogout(
  ports: AuthorizePorts,
  said: {
    readonly accountId: AccountId
    readonly sealed: string | undefined
    readonly browser: Browser
    readonly origin: Origin
  },
): Promise<{ readonly uiLocales: readonly string[] } | LostInteraction> {
  const { accountId, sealed, browser, origin } = said
  await requireAccount(ports, accountId)
  const { browserCookie, sessionCookie } = browser
  const opened = await openInteraction(ports, accountId, { kind: 'logout', sealed, browserCookie })
  if (typeof opened === 'string') return opened
  const live = await findBrowserSession(ports, accountId, sessionCookie)
  // Somebody who logged in since was not asked.
  if (live?.session.id === opened.sessionId) await logOutOfBrowser(ports, live.session, origin)
  return { uiLocales: opened.uiLocales }
}

/** An id_token of ours, however old it is. `undefined`: none was sent. */
async function verifyHint(
  { signingKeys, publicOrigin }: AuthorizePorts,
  accountId: AccountId,
  { idTokenHint, clientId }: LogoutRequest,
): Promise<LogoutHint | undefined> {
  if (idTokenHint === undefined) return undefined
  const claims = await signingKeys.verify({ kind: 'account', accountId }, issuerTokens, idTokenHint)
  const hint = readLogoutHint(claims, { issuer: issuerOf(publicOrigin, accountId), clientId })
  if (hint !== undefined) return hint
  throw new OAuth2Error(
    'invalid_request',
    'id_token_hint is no id_token of this issuer, or it was issued to another client_id.',
  )
}

async function locationFor(
  { clients }: AuthorizePorts,
  accountId: AccountId,
  request: LogoutRequest,
  hint: LogoutHint,
): Promise<string | undefined> {
  if (request.postLogoutRedirectUri === undefined) return undefined
  const client = await clients.find(accountId, hint.audience)
  const location = postLogoutLocation(request, client?.postLogoutRedirectUris ?? [])
  if (location !== undefined) return location
  throw new OAuth2Error(
    'invalid_request',
    'post_logout_redirect_uri is not registered for the application, character by character.',
  )
}

function isSessionOf(hint: LogoutHint, { user, session }: LiveBrowserSession): boolean {
  return hint.subject === String(user.id) || hint.sessionId === session.id
}
