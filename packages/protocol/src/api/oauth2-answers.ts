import { Type } from 'typebox'

/** How OAuth endpoints say no (RFC 6749 section 5.2). */
export const OAuth2ErrorAnswer = Type.Object({
  error: Type.String({ examples: ['invalid_request'] }),
  error_description: Type.String({ examples: ['The parameter grant_type is missing.'] }),
})

/** What the token endpoint of an issuer answers (RFC 6749 section 5.1). */
export const TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  refresh_token: Type.Optional(Type.String()),
  id_token: Type.Optional(Type.String()),
  scope: Type.Optional(Type.String()),
})

/** What the sentinel token endpoint answers: no scope (contract 2 section 2.2). */
export const SentinelTokenAnswer = Type.Object({
  access_token: Type.String({ description: 'Accepted wherever a bearer of a login is.' }),
  token_type: Type.Literal('Bearer'),
  refresh_token: Type.Optional(Type.String()),
  id_token: Type.Optional(Type.String()),
  expires_in: Type.Integer({ description: 'Seconds.' }),
})

/** Exactly two members: one known parser refuses any other (contract part 4 row 1). */
export const AppTokenAnswer = Type.Object({
  access_token: Type.String({ description: 'An AppJWT.' }),
  token_type: Type.Literal('Bearer'),
})

/** With the lifetime as a text: another known parser refuses a number (contract part 4 row 1). */
export const AppTokenV2Answer = Type.Object({
  access_token: Type.String({ description: 'An AppJWT.' }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.String({ description: 'Seconds, as a text.', examples: ['3600'] }),
})

/** What is told of a token (RFC 7662 section 2.2). */
export const IntrospectionAnswer = Type.Object({
  active: Type.Boolean(),
  iss: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
  sub: Type.Optional(Type.String()),
  iat: Type.Optional(Type.Integer()),
  exp: Type.Optional(Type.Integer()),
  scope: Type.Optional(Type.String()),
  username: Type.Optional(Type.String()),
  token_type: Type.Optional(Type.Literal('Bearer')),
  aud: Type.Optional(Type.String()),
  jti: Type.Optional(Type.String()),
})

const clientFields = {
  client_id: Type.Optional(Type.String({ examples: ['9b0a1f44-5bd8-4a3c-9d3c-0d9d3f5f7a11'] })),
  client_secret: Type.Optional(Type.String()),
}

/** What a token endpoint takes. */
export const TokenForm = Type.Object({
  grant_type: Type.String({
    description: '`authorization_code`, `refresh_token` or `client_credentials`.',
    examples: ['client_credentials'],
  }),
  code: Type.Optional(Type.String()),
  redirect_uri: Type.Optional(Type.String()),
  code_verifier: Type.Optional(Type.String()),
  refresh_token: Type.Optional(Type.String()),
  scope: Type.Optional(Type.String()),
  ...clientFields,
  client_assertion_type: Type.Optional(Type.String()),
  client_assertion: Type.Optional(Type.String()),
})

/** What introspection and revocation take. */
export const TokenInQuestionForm = Type.Object({
  token: Type.String({ examples: ['0f3a…'] }),
  token_type_hint: Type.Optional(Type.String()),
  ...clientFields,
  client_assertion_type: Type.Optional(Type.String()),
  client_assertion: Type.Optional(Type.String()),
})
