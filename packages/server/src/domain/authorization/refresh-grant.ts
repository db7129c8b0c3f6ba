import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { hasOfflineAccess, narrowScope, scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import type { IssuedTokens } from '@watchword/protocol/oauth2/token-response.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { consoleClientId } from '#domain/applications/console-client.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { isBrowserSessionOver } from '#domain/browser-sessions/browser-session-end.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Writes } from '#storage/port.ts'
import type { ActingUser } from './acting-user.ts'
import type { AuthenticatedClient } from './authenticate-client.ts'
import type { Grant, RefreshToken } from './grant.ts'
import { clientActor, grantEntry } from './grant-audit.ts'
import { grantReserveMs, refreshGraceMs, refreshTokenLifetimeMs } from './lifetimes.ts'
import { type PreparedAccessToken, prepareAccessToken } from './prepare-access-token.ts'
import { prepareIdToken } from './prepare-id-token.ts'
import { newRefreshToken } from './redeem-code.ts'
import { grantNamedIn, grantOfRefreshToken, successorOf } from './refresh-token-form.ts'
import type { TokenPorts } from './token-ports.ts'

export type RefreshRequest = {
  readonly refreshToken: string
  readonly scope: string | undefined
}

/**
 * Exchanges a refresh token for new tokens (RFC 6749 section 6). It is spent by that: one conditional write decides who
 * gets the successor, and there is only ever one. The same client that asks again within 30 s, because the answer was
 * lost or two of its parts asked at once, gets the same answer, until the successor was used: from another process, the
 * same refresh token and a new access token. Any other use of a spent
 * token ends the whole grant and is audited (RFC 9700 section 4.14).
 */
export async function refreshGrant(
  ports: TokenPorts,
  caller: AuthenticatedClient,
  request: RefreshRequest,
): Promise<IssuedTokens> {
  const { client, face } = caller
  if (!client.grantTypes.has('refresh_token')) {
    throw new OAuth2Error('unauthorized_client', 'The application has no refresh_token grant.')
  }
  const { read } = ports.storage
  const grantId = grantNamedIn(request.refreshToken)
  if (grantId === undefined) throw refused()
  const key = { accountId: client.accountId, grantId, tokenHash: sha256Hex(request.refreshToken) }
  const { grant, token } = (await read.refreshTokens.findWithGrant(key)) ?? {}
  const now = ports.clock.now()
  // Whose token it is, another client is not told.
  if (grant?.clientId !== client.id || grant.face !== face) throw refused()
  if (grant.expiresAt <= now || (token !== undefined && token.expiresAt <= now)) throw refused()
  if (token === undefined) throw await refuseUnknown(ports, caller, { grant, request, now })
  if (token.spentAt !== undefined) return answerAgain(ports, caller, { token, grant, request, now })

  const acting = await ports.users.find(client, grant.userId)
  if (acting === undefined || !(await mayOutlive(ports, caller, { grant, now }))) throw refused()
  const scope = narrowScope(grant.scope, request.scope)
  const refresh = { token, grant, request, acting, scope, now }
  const prepared = await prepare(ports, caller, refresh)
  const outcome = await keep(ports, caller, { ...refresh, prepared })
  if (outcome === 'kept') {
    ports.recentAnswers.keep(token.tokenHash, prepared.issued)
    return prepared.issued
  }
  const spent = await read.refreshTokens.find(key)
  if (outcome === 'revoked' || spent === undefined) throw refused()
  // Another request was faster by a moment.
  return answerAgain(ports, caller, { token: spent, grant, request, now })
}

/** A token that is ours and no longer kept was spent, and so was its successor. */
async function refuseUnknown(
  ports: TokenPorts,
  caller: AuthenticatedClient,
  { grant, request, now }: Omit<Spent, 'token'>,
): Promise<OAuth2Error> {
  const key = await ports.dataKeys.derive(grant.accountId, 'refresh-tokens')
  const isOurs = grantOfRefreshToken(key, request.refreshToken) !== undefined
  return isOurs ? refuseReuse(ports, caller, grant, now) : refused()
}

/**
 * On the standard path without `offline_access` it ends with its browser session, at its absolute end too: by the limit
 * that holds now. That nobody was at our pages for a while ends it not.
 */
async function mayOutlive(
  { storage }: TokenPorts,
  { account }: Pick<AuthenticatedClient, 'account'>,
  { grant, now }: Pick<Spent, 'grant' | 'now'>,
): Promise<boolean> {
  if (grant.face === 'sentinel' || hasOfflineAccess(grant.scope)) return true
  const { browserSessions } = storage.read
  const session = await browserSessions.find(grant.accountId, grant.browserSessionId)
  const limits = resolveSettings(account.settings).sessions
  return (
    session !== undefined && !isBrowserSessionOver({ ...session, lastUsedAt: now }, limits, now)
  )
}

type Spent = {
  readonly token: RefreshToken
  readonly grant: Grant
  readonly request: RefreshRequest
  readonly now: number
}

/** The answer of before, for a retry within the grace period; else somebody uses a token that was spent. */
async function answerAgain(
  ports: TokenPorts,
  caller: AuthenticatedClient,
  { token, grant, request, now }: Spent,
): Promise<IssuedTokens> {
  const { accountId, grantId, spentAt = 0 } = token
  const { read } = ports.storage
  const key = await ports.dataKeys.derive(accountId, 'refresh-tokens')
  const tokenHash = sha256Hex(successorOf(key, request.refreshToken))
  const successor = await read.refreshTokens.find({ accountId, grantId, tokenHash })
  const inGrace = now - spentAt <= refreshGraceMs && successor?.spentAt === undefined
  if (!inGrace || successor === undefined) throw await refuseReuse(ports, caller, grant, now)
  const acting = await ports.users.find(caller.client, grant.userId)
  if (acting === undefined) throw refused()
  const known = ports.recentAnswers.get(token.tokenHash)
  if (known !== undefined) return known
  const scope = narrowScope(grant.scope, request.scope)
  const prepared = await prepare(ports, caller, { token, grant, request, acting, scope, now })
  if (!(await keepAccessToken(ports, grant, prepared.access, now))) throw refused()
  return prepared.issued
}

/** Keeps one more access token of a grant; `false`: the grant was revoked meanwhile. */
async function keepAccessToken(
  { storage }: TokenPorts,
  { accountId, id }: Grant,
  { row }: PreparedAccessToken,
  now: number,
): Promise<boolean> {
  if (row === undefined) return true
  return storage.write(async (tx) => {
    if (!(await tx.grants.touch(accountId, id, now, undefined))) return false
    await tx.accessTokens.insert(row)
    return true
  })
}

/** Either the client or a thief has used it before: nobody knows which, so the whole family ends. */
async function refuseReuse(
  { storage, dataKeys }: TokenPorts,
  { client, origin }: AuthenticatedClient,
  grant: Grant,
  now: number,
): Promise<OAuth2Error> {
  const actor = clientActor(client, origin)
  const about = { at: now, grant, clientName: client.name, actor, requestId: origin.requestId }
  await storage.write(async (tx) => {
    if (!(await tx.grants.revoke(client.accountId, grant.id))) return
    const entry = grantEntry(about, { action: 'Delete', element: 'refreshReuse', automatic: true })
    await recordAudit({ dataKeys, tx }, client.accountId, [entry])
  })
  return refused()
}

type Refresh = Spent & { readonly acting: ActingUser; readonly scope: string }

type Prepared = {
  readonly access: PreparedAccessToken
  readonly successor: RefreshToken
  readonly issued: IssuedTokens
}

/** Makes and signs all that is given out, before the write that decides whether it is. */
async function prepare(
  ports: TokenPorts,
  { client, account, face }: AuthenticatedClient,
  { grant, request, acting, scope, now }: Refresh,
): Promise<Prepared> {
  const access = await prepareAccessToken(ports, { client, face, grant, scope, now })
  const key = await ports.dataKeys.derive(client.accountId, 'refresh-tokens')
  const refreshToken = successorOf(key, request.refreshToken)
  const accessToken = access.value
  const about = { client, account, acting, grant, accessToken, nonce: undefined, now }
  // Contract 2 section 2.3: sentinel gives none on refresh.
  const wantsIdToken = face === 'oidc' && scopesOf(scope).includes('openid')
  const issued: IssuedTokens = {
    accessToken,
    expiresInSeconds: access.expiresInSeconds,
    refreshToken,
    idToken: wantsIdToken ? await prepareIdToken(ports, about) : undefined,
    scope,
  }
  return {
    access,
    successor: newRefreshToken(grant, refreshToken, now),
    issued,
  }
}

/** Spends the token and keeps its successor. The grant's row is held first: a revocation waits, or came before. */
function keep(
  { storage }: TokenPorts,
  { account, client, face }: AuthenticatedClient,
  { token, grant, now, prepared }: Refresh & { readonly prepared: Prepared },
): Promise<'kept' | 'spent_before' | 'revoked'> {
  const { accountId } = token
  const { access, successor } = prepared
  return storage.write(async (tx) => {
    const end = now + refreshTokenLifetimeMs
    const moved = grant.expiresAt < end ? end + grantReserveMs : undefined
    if (!(await tx.grants.touch(accountId, grant.id, now, moved))) return 'revoked'
    if (!(await tx.refreshTokens.spend(token, now))) return 'spent_before'
    await tx.refreshTokens.insert(successor)
    if (access.row !== undefined) await tx.accessTokens.insert(access.row)
    if (face === 'sentinel') await extendBrowserSession(tx, account, grant, now)
    if (client.id === consoleClientId) await useBrowserSession(tx, account, grant, now)
    return 'kept'
  })
}

/** A refresh on the compatible path extends the user's browser session, if there still is one (contract 2 section 2.3). */
async function extendBrowserSession(
  tx: Pick<Writes, 'browserSessions'>,
  account: AuthenticatedClient['account'],
  grant: Grant,
  now: number,
): Promise<void> {
  if (!(await useBrowserSession(tx, account, grant, now))) return
  const { absoluteMinutes } = resolveSettings(account.settings).sessions
  const end = now + absoluteMinutes * 60_000
  await tx.browserSessions.extend(grant.accountId, grant.browserSessionId, end)
}

/**
 * Somebody is there: the user's browser session is in use, unless it is over. So much is said by the compatible path, and
 * by the console, which renews its tokens only for somebody who does something. Other applications work by themselves.
 */
async function useBrowserSession(
  tx: Pick<Writes, 'browserSessions'>,
  account: AuthenticatedClient['account'],
  { accountId, browserSessionId }: Grant,
  now: number,
): Promise<boolean> {
  const session = await tx.browserSessions.find(accountId, browserSessionId)
  const limits = resolveSettings(account.settings).sessions
  if (session === undefined || isBrowserSessionOver(session, limits, now)) return false
  await tx.browserSessions.touch(accountId, browserSessionId, now)
  return true
}

/** One answer for all: unknown, expired, spent, revoked, of another client, or of a user who may not act. */
function refused(): OAuth2Error {
  return new OAuth2Error('invalid_grant', 'The refresh token is unknown, or no longer good.')
}
