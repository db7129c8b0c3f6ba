import { parseClaimsParameter } from '@watchword/protocol/oidc/claims-parameter.ts'
import {
  idTokenClaims,
  idTokenType,
  sentinelIdTokenClaims,
} from '@watchword/protocol/oidc/id-token.ts'
import { standardClaims } from '@watchword/protocol/oidc/userinfo.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Client } from '#domain/applications/client.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { User } from '#domain/users/user.ts'
import type { ActingUser } from './acting-user.ts'
import { claimsSourceOf } from './claims-source.ts'
import type { Grant } from './grant.ts'
import { issuerOf } from './issuer.ts'

export type PrepareIdTokenPorts = {
  readonly signingKeys: Pick<SigningKeys, 'sign'>
  readonly publicOrigin: string
}

export type IdTokenRequest = {
  readonly client: Client
  readonly account: Account
  readonly acting: ActingUser
  readonly grant: Grant
  /** Issued beside it. */
  readonly accessToken: string
  /** Left out of the answer to a refresh (OpenID Connect Core section 12.2). */
  readonly nonce: string | undefined
  readonly now: number
}

/** The id_token of the standard issuer, signed as the application asked. */
export function prepareIdToken(
  { signingKeys, publicOrigin }: PrepareIdTokenPorts,
  { client, acting, grant, accessToken, nonce, now }: IdTokenRequest,
): Promise<string> {
  const { accountId, idTokenAlgorithm: algorithm } = client
  const claims = idTokenClaims({
    issuer: issuerOf(publicOrigin, accountId),
    subject: String(grant.userId),
    clientId: client.id,
    nowSeconds: Math.floor(now / 1000),
    authTimeSeconds: Math.floor(grant.authTime / 1000),
    nonce,
    acr: grant.acr,
    amr: grant.amr,
    sessionId: grant.browserSessionId,
    accessToken,
    algorithm,
    requested: requestedClaims(grant, acting.user),
  })
  const use = { purpose: 'issuer', algorithm, typ: idTokenType } as const
  return signingKeys.sign({ kind: 'account', accountId }, use, claims)
}

/** What the `claims` parameter asked to find in the id_token itself (OpenID Connect Core section 5.5). */
function requestedClaims(grant: Grant, user: User): Readonly<Record<string, unknown>> {
  const request = grant.claims === undefined ? undefined : parseClaimsParameter(grant.claims)
  if (request === undefined || request.idToken.size === 0) return {}
  return standardClaims(claimsSourceOf(user), new Set(), request.idToken.keys())
}

/** The id_token of the sentinel paths, with the key of the account's zone (contract 2 section 2.5). */
export function prepareSentinelIdToken(
  { signingKeys }: Pick<PrepareIdTokenPorts, 'signingKeys'>,
  { client, account, acting, nonce, now }: Omit<IdTokenRequest, 'grant' | 'accessToken'>,
): Promise<string> {
  const { user, profiles } = acting
  const claims = sentinelIdTokenClaims({
    subject: String(user.id),
    clientId: client.id,
    nowSeconds: Math.floor(now / 1000),
    isAdmin: profiles.some(({ roleTypeId }) => roleTypeId === administrator),
    isLpa: user.lpaCreatedUser,
    nonce,
  })
  const use = { purpose: 'idtoken', algorithm: 'RS256', typ: idTokenType } as const
  return signingKeys.sign({ kind: 'zone', zone: account.zone }, use, claims)
}

const administrator = 1
