import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { accessTokenType } from '@watchword/protocol/oauth2/access-token.ts'
import { appJwtType } from '@watchword/protocol/oauth2/app-jwt.ts'
import {
  appJwtIssuer,
  readAccessTokenClaims,
  readAppJwtClaims,
} from '@watchword/protocol/oauth2/resource-token.ts'
import { hasOfflineAccess, scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import { expandScopes, identityScopes } from '@watchword/protocol/oauth2/scopes.ts'
import { tokenOrigin } from '@watchword/protocol/oauth2/token-origin.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Client, Clients } from '#domain/applications/client.ts'
import type { ApplicationCaller, UserCaller } from '#domain/caller.ts'
import { describeUser } from '#domain/login/describe-user.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Reads } from '#storage/port.ts'
import { findActingUser } from './acting-user.ts'
import type { AccessToken } from './grant.ts'
import { issuerOf, resourceOf } from './issuer.ts'

/** An access token that was found good, and until when it is (milliseconds since 1970). */
export type JudgedToken = {
  readonly caller: UserCaller | ApplicationCaller
  readonly expiresAt: number
  readonly form: 'opaque' | 'at+jwt' | 'app-jwt'
}

/** Judges access tokens of applications. Every refusal is `undefined`: who asks is not told why. */
export type TokenJudge = {
  /** By its SHA-256. */
  opaque(tokenHash: string): Promise<JudgedToken | undefined>
  jwt(token: string): Promise<JudgedToken | undefined>
}

export type TokenJudgePorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'accounts' | 'users' | 'profiles' | 'grants' | 'accessTokens'>
  }
  readonly clients: Pick<Clients, 'find'>
  readonly signingKeys: Pick<SigningKeys, 'verify'>
  readonly clock: Clock
  readonly publicOrigin: string
}

export function createTokenJudge(ports: TokenJudgePorts): TokenJudge {
  const { storage, signingKeys, clock, publicOrigin } = ports
  const issuerPrefix = issuerOf(publicOrigin, '')

  async function judgeAccessToken(
    token: string,
    accountId: AccountId,
  ): Promise<JudgedToken | undefined> {
    if ((await activeAccount(ports, accountId)) === undefined) return undefined
    const use = { purpose: 'issuer', typ: accessTokenType } as const
    const signed = await signingKeys.verify({ kind: 'account', accountId }, use, token)
    const claims =
      signed &&
      readAccessTokenClaims(signed, {
        issuer: issuerOf(publicOrigin, accountId),
        resource: resourceOf(publicOrigin, accountId),
        nowSeconds: clock.now() / 1000,
      })
    if (claims === undefined) return undefined
    const { clientId, grant, scope, exp } = claims
    const judged = { expiresAt: exp * 1000, form: 'at+jwt' } as const
    const client = await ports.clients.find(accountId, clientId)
    if (client === undefined) return undefined
    if (grant === undefined) return { ...judged, caller: describeApplication(client, scope) }
    const tokenHash = sha256Hex(token)
    const asked = { grantId: grant.id, userId: Number(grant.sub), scope, tokenHash }
    const caller = await describeGranted(ports, client, asked)
    return caller && { ...judged, caller }
  }

  async function judgeAppJwt(
    token: string,
    accountId: AccountId,
  ): Promise<JudgedToken | undefined> {
    const account = await activeAccount(ports, accountId)
    if (account === undefined) return undefined
    const use = { purpose: 'appjwt', typ: appJwtType } as const
    const signed = await signingKeys.verify({ kind: 'zone', zone: account.zone }, use, token)
    const claims = signed && readAppJwtClaims(signed, { accountId, nowSeconds: clock.now() / 1000 })
    const client = claims && (await ports.clients.find(accountId, claims.clientId))
    if (claims === undefined || client === undefined) return undefined
    const caller = describeApplication(client, claims.scope)
    return { caller, expiresAt: claims.exp * 1000, form: 'app-jwt' }
  }

  return {
    jwt: async (token) => {
      const origin = tokenOrigin(token)
      if (origin?.typ === accessTokenType && origin.issuer.startsWith(issuerPrefix)) {
        const accountId = parseAccountId(origin.issuer.slice(issuerPrefix.length))
        return accountId && judgeAccessToken(token, accountId)
      }
      if (origin?.typ !== appJwtType || origin.issuer !== appJwtIssuer) return undefined
      const accountId = parseAccountId(origin.audience)
      return accountId && judgeAppJwt(token, accountId)
    },

    opaque: async (tokenHash) => {
      const token = await storage.read.accessTokens.findByToken(tokenHash)
      if (token === undefined || token.expiresAt <= clock.now()) return undefined
      const caller = await describeOpaque(ports, token)
      return caller && { caller, expiresAt: token.expiresAt, form: 'opaque' }
    },
  }
}

async function describeOpaque(
  ports: TokenJudgePorts,
  token: AccessToken,
): Promise<JudgedToken['caller'] | undefined> {
  const { accountId, clientId, grantId, userId, scope, tokenHash } = token
  if ((await activeAccount(ports, accountId)) === undefined) return undefined
  const client = await ports.clients.find(accountId, clientId)
  if (client === undefined) return undefined
  if (userId === undefined) return describeApplication(client, scope)
  if (grantId === undefined) return undefined
  return describeGranted(ports, client, { grantId, userId, scope, tokenHash })
}

type Granted = {
  readonly grantId: string
  readonly userId: number
  readonly scope: string
  readonly tokenHash: string
}

/** The user, while the grant lives, they may act, and they may use the application. */
async function describeGranted(
  { storage }: TokenJudgePorts,
  client: Client,
  { grantId, userId, scope, tokenHash }: Granted,
): Promise<UserCaller | undefined> {
  const { accountId } = client
  const { read } = storage
  if (!Number.isSafeInteger(userId)) return undefined
  const [grant, acting] = await Promise.all([
    read.grants.find(accountId, grantId),
    findActingUser(read, client, userId),
  ])
  if (acting === undefined || grant?.clientId !== client.id || grant.userId !== userId) {
    return undefined
  }
  const { user, profiles } = acting
  const granted = {
    clientId: client.id,
    clientName: client.displayName,
    grantId,
    browserSessionId: hasOfflineAccess(grant.scope) ? undefined : grant.browserSessionId,
    scopes: grant.face === 'sentinel' ? ('all' as const) : scopesNow(client, scope),
  }
  return describeUser(accountId, user, profiles, { sessionId: undefined, tokenHash, granted })
}

function describeApplication(client: Client, scope: string): ApplicationCaller {
  return {
    kind: 'application',
    accountId: client.accountId,
    clientId: client.id,
    clientName: client.displayName,
    scopes: scopesNow(client, scope),
  }
}

/** What a token was given and the application still has: a scope that is taken from it ends in its tokens too. */
function scopesNow(client: Client, scope: string): ReadonlySet<string> {
  const installed = new Set(scopesOf(client.scope))
  const kept = scopesOf(scope).filter((name) => identityScopes.has(name) || installed.has(name))
  return expandScopes(kept)
}

async function activeAccount(
  { storage }: TokenJudgePorts,
  accountId: AccountId,
): Promise<Account | undefined> {
  const account = await storage.read.accounts.find(accountId)
  return account?.status === 'active' ? account : undefined
}
