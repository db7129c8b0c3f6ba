import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Application } from './application.ts'
import type { Client, GrantType } from './client.ts'

/** What a manifest says, with our defaults (contract README, "standard-path metadata"). */
export function describeClient(accountId: AccountId, application: Application): Client {
  const { id, manifest, firstParty } = application
  return {
    accountId,
    id,
    name: manifest.client_name,
    displayName: manifest.display_name || manifest.client_name,
    logoUri: manifest.logo_uri || undefined,
    grantTypes: grantTypesOf(manifest.grant_types),
    redirectUris: [...new Set(manifest.redirect_uris)],
    postLogoutRedirectUris: [...new Set(manifest.post_logout_redirect_uris)],
    scope: manifest.scope ?? '',
    authMethod: manifest.token_endpoint_auth_method,
    jwks: manifest.jwks,
    jwksUri: manifest.jwks_uri,
    applicationType: manifest.application_type ?? 'web',
    idTokenAlgorithm: manifest.id_token_signed_response_alg ?? 'RS256',
    accessTokenFormat: manifest.access_token_format ?? 'at+jwt',
    accessTokenAlgorithm: manifest.access_token_signed_response_alg ?? 'ES256',
    requirePkce: manifest.token_endpoint_auth_method === 'none' || (manifest.require_pkce ?? true),
    firstParty,
    sentinelConsent: manifest.sentinel_consent ?? false,
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
