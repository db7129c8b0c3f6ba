import { signatureAlgorithms } from '../jose/algorithms.ts'
import { scopes } from '../oauth2/scopes.ts'
import { standardClaimNames } from './userinfo.ts'

/** What is published of an issuer, by the names of RFC 8414 section 2 and OpenID Connect Discovery section 3. */
export type IssuerMetadata = Readonly<Record<string, string | boolean | readonly string[]>>

/** What a deployment may add to what every issuer can. */
export type IssuerAbilities = {
  /** `acr` values that a login may reach. */
  readonly acrValues: readonly string[]
  /** Languages of the hosted pages, as BCP 47 tags. */
  readonly uiLocales: readonly string[]
}

/** By secret or by key; the endpoints that take these also say which algorithms sign a key's assertion. */
const confidentialMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const

/** Claims of an id_token and of userinfo that may be told (OpenID Connect Core sections 2 and 5.1). */
const claims = [
  ...['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash', 'sid'],
  ...standardClaimNames,
]

/**
 * The metadata of an issuer. All of it follows from the issuer's own name, so that nobody who asks can change an
 * endpoint (RFC 8414 section 6.2): never from a header of a request.
 */
export function issuerMetadata(issuer: string, abilities: IssuerAbilities): IssuerMetadata {
  const { acrValues, uiLocales } = abilities
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/logout`,
    scopes_supported: scopes.map(({ scope }) => scope),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signatureAlgorithms,
    ...clientAuthentication('token', ['none', ...confidentialMethods]),
    ...clientAuthentication('introspection', confidentialMethods),
    ...clientAuthentication('revocation', ['none', ...confidentialMethods]),
    claim_types_supported: ['normal'],
    claims_supported: claims,
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    require_request_uri_registration: false,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    ...(acrValues.length === 0 ? {} : { acr_values_supported: acrValues }),
    ...(uiLocales.length === 0 ? {} : { ui_locales_supported: uiLocales }),
  }
}

function clientAuthentication(endpoint: string, methods: readonly string[]): IssuerMetadata {
  return {
    [`${endpoint}_endpoint_auth_methods_supported`]: methods,
    [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: signatureAlgorithms,
  }
}
