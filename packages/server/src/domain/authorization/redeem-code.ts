import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { isCodeVerified } from '@watchword/protocol/oauth2/pkce.ts'
import { scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import type { IssuedTokens } from '@watchword/protocol/oauth2/token-response.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { userActor } from '#domain/login/login-audit.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { ActingUser } from './acting-user.ts'
import type { AuthenticatedClient } from './authenticate-client.ts'
import type { AuthorizationCode, Grant, RefreshToken } from './grant.ts'
import { clientActor, grantEntry } from './grant-audit.ts'
import { grantReserveMs, refreshTokenLifetimeMs } from './lifetimes.ts'
import { type PreparedAccessToken, prepareAccessToken } from './prepare-access-token.ts'
import { prepareIdToken, prepareSentinelIdToken } from './prepare-id-token.ts'
import { makeRefreshToken } from './refresh-token-form.ts'
import type { TokenPorts } from './token-ports.ts'

export type CodeRequest = {
  readonly code: string
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
}

/**
 * Exchanges an authorization code for tokens (RFC 6749 section 4.1.3). Everything is checked first: a request that is
 * refused does not spend the code. Then one conditional write decides who gets it. A second use is refused, ends all
 * that the first was given, and is audited (RFC 6749 section 4.1.2, RFC 9700 section 4.5).
 */
export async function redeemCode(
  ports: TokenPorts,
  caller: AuthenticatedClient,
  request: CodeRequest,
): Promise<IssuedTokens> {
  const { client } = caller
  if (!client.grantTypes.has('authorization_code')) {
    throw new OAuth2Error('unauthorized_client', 'The application has no authorization_code grant.')
  }
  const codeHash = sha256Hex(request.code)
  const code = await ports.storage.read.codes.find(client.accountId, codeHash)
  if (code === undefined || !isMeantFor(code, caller, request)) throw refused()
  const now = ports.clock.now()
  const acting = await ports.users.find(client, code.userId)
  if (acting === undefined || code.expiresAt <= now) {
    await spendInVain(ports, caller, code, now)
    throw refused()
  }
  const prepared = await prepare(ports, caller, { code, acting, now })
  if (await keep(ports, caller, { code, acting, now, prepared })) return prepared.issued
  throw refused()
}

/** For this client, by this face, with the redirect URI and the PKCE verifier it was made for. */
function isMeantFor(
  code: AuthorizationCode,
  { client, face }: AuthenticatedClient,
  { redirectUri, codeVerifier }: CodeRequest,
): boolean {
  if (code.clientId !== client.id || code.face !== face) return false
  // RFC 6749 section 4.1.3: identical if it was sent to the authorization endpoint.
  const named = redirectUri === code.redirectUri
  if (code.redirectUriSent ? !named : redirectUri !== undefined && !named) return false
  return isCodeVerified(codeVerifier, code.codeChallenge)
}

type Prepared = {
  readonly grant: Grant
  readonly access: PreparedAccessToken
  readonly refresh: RefreshToken | undefined
  readonly issued: IssuedTokens
}

type Exchange = {
  readonly code: AuthorizationCode
  readonly acting: ActingUser
  readonly now: number
}

/** Makes and signs all that is given out, before the write that decides whether it is. */
async function prepare(
  ports: TokenPorts,
  { client, account, face }: AuthenticatedClient,
  { code, acting, now }: Exchange,
): Promise<Prepared> {
  const { scope, nonce } = code
  const mayRefresh = client.grantTypes.has('refresh_token')
  const unended = grantOf(code, now)
  const access = await prepareAccessToken(ports, { client, face, grant: unended, scope, now })
  const end = now + refreshTokenLifetimeMs + grantReserveMs
  const grant = { ...unended, expiresAt: mayRefresh ? end : access.expiresAt }
  const refreshToken = mayRefresh
    ? makeRefreshToken(await ports.dataKeys.derive(client.accountId, 'refresh-tokens'), grant.id)
    : undefined
  const about = { client, account, acting, nonce, now }
  const idToken =
    face === 'sentinel'
      ? await prepareSentinelIdToken(ports, about)
      : scopesOf(scope).includes('openid')
        ? await prepareIdToken(ports, { ...about, grant, accessToken: access.value })
        : undefined
  return {
    grant,
    access,
    refresh: refreshToken === undefined ? undefined : newRefreshToken(grant, refreshToken, now),
    issued: {
      accessToken: access.value,
      expiresInSeconds: access.expiresInSeconds,
      refreshToken,
      idToken,
      scope,
    },
  }
}

function grantOf(code: AuthorizationCode, now: number): Grant {
  const { accountId, grantId: id, clientId, face, scope, claims, nonce } = code
  const { userId, browserSessionId, authTime, amr, acr } = code
  return {
    ...{ accountId, id, clientId, face, scope, claims, nonce },
    ...{ userId, browserSessionId, authTime, amr, acr },
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now,
  }
}

/** A refresh token that was not used yet, as it is kept. */
export function newRefreshToken(
  { accountId, id: grantId }: Pick<Grant, 'accountId' | 'id'>,
  token: string,
  now: number,
): RefreshToken {
  return {
    accountId,
    tokenHash: sha256Hex(token),
    grantId,
    createdAt: now,
    expiresAt: now + refreshTokenLifetimeMs,
    spentAt: undefined,
  }
}

/** Spends the code and keeps what it becomes, or nothing of both. `false`: it is not good any more. */
function keep(
  { storage, dataKeys }: TokenPorts,
  caller: AuthenticatedClient,
  { code, acting, now, prepared }: Exchange & { readonly prepared: Prepared },
): Promise<boolean> {
  const { client, origin } = caller
  const { grant, access, refresh } = prepared
  return storage.write(async (tx) => {
    const outcome = await tx.codes.spend(client.accountId, code.codeHash, now)
    const entries: AuditEntry[] = []
    if (outcome === 'spent') {
      await tx.grants.insert(grant)
      if (refresh !== undefined) await tx.refreshTokens.insert(refresh)
      if (access.row !== undefined) await tx.accessTokens.insert(access.row)
      const actor = userActor(acting.user, acting.profiles, origin, 'application')
      const about = { at: now, grant, clientName: client.name, actor, requestId: origin.requestId }
      entries.push(grantEntry(about, { action: 'Add new' }))
    }
    if (outcome === 'already_spent' && (await tx.grants.revoke(client.accountId, code.grantId))) {
      entries.push(replayEntry(caller, code, now))
    }
    await recordAudit({ dataKeys, tx }, client.accountId, entries)
    return outcome === 'spent'
  })
}

/** A code that is too old, or whose user may not act, is worth nothing any more; a replay of it still tells. */
async function spendInVain(
  { storage, dataKeys }: TokenPorts,
  caller: AuthenticatedClient,
  code: AuthorizationCode,
  now: number,
): Promise<void> {
  const { accountId } = caller.client
  await storage.write(async (tx) => {
    const outcome = await tx.codes.spend(accountId, code.codeHash, now)
    if (outcome !== 'already_spent' || !(await tx.grants.revoke(accountId, code.grantId))) return
    await recordAudit({ dataKeys, tx }, accountId, [replayEntry(caller, code, now)])
  })
}

function replayEntry(
  { client, origin }: AuthenticatedClient,
  code: AuthorizationCode,
  at: number,
): AuditEntry {
  const grant = { id: code.grantId, userId: code.userId, scope: code.scope }
  const actor = clientActor(client, origin)
  const about = { at, grant, clientName: client.name, actor, requestId: origin.requestId }
  return grantEntry(about, { action: 'Delete', element: 'codeReplay', automatic: true })
}

/** One answer for all: whoever guesses is not told what was nearly right. */
function refused(): OAuth2Error {
  return new OAuth2Error(
    'invalid_grant',
    'The code is unknown, expired or used, or was made for another client, redirect_uri or code_verifier.',
  )
}
