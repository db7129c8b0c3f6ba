/**
 * What an administrator does about the error code of a brand's token endpoint (RFC 6749 section 5.2; contract 3 section
 * 4.5). `undefined`: it is a code of its own.
 */
export function tokenErrorAdvice(brandError: string | undefined): string | undefined {
  if (brandError === undefined) return undefined
  return Object.hasOwn(advices, brandError)
    ? advices[brandError as keyof typeof advices]
    : 'The code is of the identity provider’s own making: see its documentation and its log.'
}

const ofCode =
  'A code is good once and for a short time, with the redirect_uri, the client and the code_verifier that it was asked with. See that the page sends each code once, names its redirect_uri, and asks with the challenge that it was given.'

const advices = {
  invalid_grant: ofCode,
  invalid_code: ofCode,
  invalid_client:
    'Set clientId, clientSecret and tokenEndpointAuthMethod of the connector as they are registered at the identity provider.',
  unauthorized_client:
    'Let the identity provider allow this client the authorization code grant, and this consumer the conversation.',
  unsupported_grant_type:
    'Let the identity provider allow this client the grant type authorization_code.',
  invalid_request:
    'See whether the token endpoint wants JSON (tokenRequestFormat), PKCE (pkceEnabled) or another tokenEndpointAuthMethod.',
  json_parse_error:
    'The token endpoint wants JSON: set tokenRequestFormat of the connector to json.',
  invalid_scope: 'See which scopes the page asks for, and which this client may ask for.',
} as const
