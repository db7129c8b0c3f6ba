import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Manifest } from '@watchword/protocol/api/application.ts'
import { scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import { identityScopes } from '@watchword/protocol/oauth2/scopes.ts'
import type { Application } from './application.ts'
import type { Client, GrantType } from './client.ts'
import { localNamesOf } from './local-names.ts'

/** What a manifest says, with our defaults (contract README, "standard-path metadata"). */
export function describeClient(accountId: AccountId, application: Application): Client {
  const { id, manifest, firstParty } = application
  return {
    accountId,
    id,
    name: manifest.client_name,
    displayName: manifest.display_name || manifest.client_name,
    localNames: localNamesOf(manifest),
    logoUri: manifest.logo_uri || undefined,
    grantTypes: grantTypesOf(manifest.grant_types),
    redirectUris: [...new Set(manifest.redirect_uris)],
    postLogoutRedirectUris: [...new Set(manifest.post_logout_redirect_uris)],
    scope: manifest.scope ?? '',
    ownScopes: scopesOf(manifest.scope ?? '').filter((scope) => !identityScopes.has(scope)),
    authMethod: manifest.token_endpoint_auth_method,
    jwks: manifest.jwks,
    jwksUri: manifest.jwks_uri,
    applicationType: manifest.application_type ?? 'web',
    idTokenAlgorithm: manifest.id_token_signed_response_alg ?? 'RS256',
    accessTokenFormat: manifest.access_token_format ?? 'at+jwt',
    accessTokenAlgorithm: manifest.access_token_signed_response_alg ?? 'ES256',
    requirePkce: manifest.token_endpoint_auth_method === 'none' || (manifest.require_pkce ?? true),
    firstParty,
    onlyStandard: false,
    sentinelConsent: manifest.sentinel_consent ?? isMadeForStandard(manifest),
    enabledForProfiles:
      manifest.enabled_for_profiles === undefined
        ? undefined
        : new Set(manifest.enabled_for_profiles),
  }
}

const known: readonly GrantType[] = ['authorization_code', 'refresh_token', 'client_credentials']

/** Left out, it is the code flow alone (RFC 7591 section 2). */
function grantTypesOf(named: readonly string[] = ['authorization_code']): ReadonlySet<GrantType> {
  return new Set(known.filter((type) => named.includes(type)))
}

/** Members that no application of the reference has: whoever writes one means the standard issuer. */
const standardMembers = [
  'token_endpoint_auth_method',
  'jwks',
  'jwks_uri',
  'id_token_signed_response_alg',
  'access_token_signed_response_alg',
  'access_token_format',
  'post_logout_redirect_uris',
  'application_type',
  'require_pkce',
] as const satisfies readonly (keyof Manifest)[]

/**
 * Whether a manifest is written for the standard issuer. Who installs such an application lets it have its scopes, and
 * not all that a user may do: at the compatible paths its users are asked, unless the manifest says otherwise.
 */
function isMadeForStandard(manifest: Manifest): boolean {
  return (
    standardMembers.some((member) => manifest[member] !== undefined) ||
    scopesOf(manifest.scope ?? '').includes('openid')
  )
}
