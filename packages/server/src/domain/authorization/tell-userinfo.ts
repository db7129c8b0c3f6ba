import type { Userinfo } from '@watchword/protocol/api/userinfo.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { parseClaimsParameter } from '@watchword/protocol/oidc/claims-parameter.ts'
import { standardClaims } from '@watchword/protocol/oidc/userinfo.ts'
import type { Reads } from '#storage/port.ts'
import type { BearerCaller } from './callers.ts'
import { claimsSourceOf } from './claims-source.ts'

/**
 * The claims of the user that an access token speaks for (OpenID Connect Core section 5.3): those of its scopes, and
 * those that the `claims` parameter of the authorization asked to find here. It needs the scope `openid`.
 */
export async function tellUserinfo(
  { storage }: { readonly storage: { readonly read: Pick<Reads, 'users' | 'grants'> } },
  caller: BearerCaller,
): Promise<Userinfo> {
  if (caller.kind === 'user' && caller.granted === undefined) {
    throw new OAuth2Error('invalid_token', 'A session is no access token of an application.')
  }
  const granted = caller.kind === 'user' ? caller.granted : undefined
  const scopes = granted?.scopes
  if (caller.kind !== 'user' || granted === undefined || scopes === undefined || scopes === 'all') {
    throw needsOpenid()
  }
  if (!scopes.has('openid')) throw needsOpenid()
  const { accountId, userId } = caller
  const [user, grant] = await Promise.all([
    storage.read.users.find(accountId, userId),
    storage.read.grants.find(accountId, granted.grantId),
  ])
  if (user === undefined || grant === undefined) {
    throw new OAuth2Error('invalid_token', 'The access token was revoked.')
  }
  const request = grant.claims === undefined ? undefined : parseClaimsParameter(grant.claims)
  return standardClaims(claimsSourceOf(user), scopes, request?.userinfo.keys())
}

function needsOpenid(): OAuth2Error {
  return new OAuth2Error(
    'insufficient_scope',
    'Userinfo needs the access token of a user with the scope openid.',
  )
}
