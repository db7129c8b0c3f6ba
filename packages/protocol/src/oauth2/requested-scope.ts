import { OAuth2Error } from './errors.ts'
import { parseScope, scopesOf } from './scope.ts'
import { identityScopes } from './scopes.ts'

/**
 * The scopes of an authorization request, each once and in the order asked. Left out: all that the application
 * is installed with (RFC 6749 section 3.3). One that it is not installed with is refused, or on the compatible
 * face ignored; those of OpenID Connect need no installation. `offline_access` counts only for a client that may
 * refresh (OpenID Connect Core section 11).
 */
export function requestedScopes(
  sent: string | undefined,
  client: { readonly scope: string; readonly grantTypes: ReadonlySet<string> },
  face: 'sentinel' | 'oidc',
): readonly string[] {
  const installed = scopesOf(client.scope)
  if (sent === undefined) return installed
  const asked = face === 'oidc' ? parseScope(sent) : scopesOf(sent)
  const allowed = asked.filter((scope) => identityScopes.has(scope) || installed.includes(scope))
  if (face === 'oidc' && allowed.length < asked.length) {
    throw new OAuth2Error(
      'invalid_scope',
      'A scope is asked for that the application is not installed with.',
    )
  }
  if (face === 'sentinel' && allowed.length === 0) return installed
  const mayRefresh = client.grantTypes.has('refresh_token')
  return allowed.filter((scope) => scope !== 'offline_access' || mayRefresh)
}
