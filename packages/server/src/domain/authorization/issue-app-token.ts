import {
  appJwtClaims,
  appJwtLifetimeSeconds,
  appJwtType,
} from '@watchword/protocol/oauth2/app-jwt.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { parseScope } from '@watchword/protocol/oauth2/scope.ts'
import { identityScopes } from '@watchword/protocol/oauth2/scopes.ts'
import type { IssuedTokens } from '@watchword/protocol/oauth2/token-response.ts'
import type { AuthenticatedClient } from './authenticate-client.ts'
import { prepareAccessToken } from './prepare-access-token.ts'
import type { TokenPorts } from './token-ports.ts'

/**
 * Gives an application a token in its own name (RFC 6749 section 4.4): an AppJWT on sentinel paths, an access token of
 * the issuer on the standard one. Nothing is stored for a JWT; issues are counted, and what is refused is audited.
 */
export async function issueAppToken(
  ports: TokenPorts,
  caller: AuthenticatedClient,
  scope: string | undefined,
): Promise<IssuedTokens> {
  const { client, origin, isPublic } = caller
  if (isPublic || !client.grantTypes.has('client_credentials')) {
    await ports.failures.note(client, 'no client_credentials grant', origin)
    throw new OAuth2Error('unauthorized_client', 'The application has no client_credentials grant.')
  }
  const issued =
    caller.face === 'sentinel'
      ? await issueAppJwt(ports, caller)
      : await issueAccessToken(ports, caller, scope)
  ports.issues.issued(client.accountId, client.id)
  return issued
}

/** Its scope is the installed one, byte for byte, whatever is asked for (contract 2 section 3.4). */
async function issueAppJwt(
  { signingKeys, clock }: TokenPorts,
  { client, account }: AuthenticatedClient,
): Promise<IssuedTokens> {
  const { accountId, id: clientId, scope } = client
  const nowSeconds = Math.floor(clock.now() / 1000)
  const claims = appJwtClaims({ accountId, clientId, scope, nowSeconds })
  const use = { purpose: 'appjwt', algorithm: 'RS256', typ: appJwtType } as const
  const accessToken = await signingKeys.sign({ kind: 'zone', zone: account.zone }, use, claims)
  return { ...noUser, accessToken, expiresInSeconds: appJwtLifetimeSeconds, scope }
}

async function issueAccessToken(
  ports: TokenPorts,
  { client, face, origin }: AuthenticatedClient,
  requested: string | undefined,
): Promise<IssuedTokens> {
  const scope = installedScope(client.ownScopes, requested)
  if (scope === undefined) {
    await ports.failures.note(client, 'a scope that is not installed', origin)
    throw new OAuth2Error('invalid_scope', 'The application is not installed with that scope.')
  }
  const now = ports.clock.now()
  const access = await prepareAccessToken(ports, { client, face, grant: undefined, scope, now })
  const { row } = access
  if (row !== undefined) await ports.storage.write((tx) => tx.accessTokens.insert(row))
  const { value: accessToken, expiresInSeconds } = access
  return { ...noUser, accessToken, expiresInSeconds, scope }
}

/** RFC 6749 section 4.4.3: no refresh token; and an id_token would be about nobody. */
const noUser = { refreshToken: undefined, idToken: undefined } as const

/**
 * What is asked for, out of what is installed; all of it if nothing is. Scopes about a user are left out, as there is
 * none. `undefined`: something is asked for that is not installed.
 */
function installedScope(
  installed: readonly string[],
  requested: string | undefined,
): string | undefined {
  if (requested === undefined) return installed.join(' ')
  const wants = parseScope(requested).filter((scope) => !identityScopes.has(scope))
  return wants.every((scope) => installed.includes(scope)) ? wants.join(' ') : undefined
}
