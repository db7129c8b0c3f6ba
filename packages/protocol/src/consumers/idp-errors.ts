/**
 * The codes of the consumer identity provider (contract 3 section 8.7), which answers with `internalErrorCode`. Those
 * that are sent have a status; the others are known by name, for whoever meets them in a client's code.
 */
export const idpErrors = {
  '1001': sent(400, 'PARSE_ERROR', 'The token is too long, or holds characters that no token has.'),
  '1004': sent(400, 'JOSE_EXCEPTION', 'The encrypted token could not be decrypted.'),
  '1008': sent(400, 'JWT_NOT_VALID', 'This is not a JSON Web Token in its compact form.'),
  '1009': sent(400, 'JWT_PARSING_ERROR', 'The header or the claims of the token are not JSON.'),
  '1011': sent(400, 'JWT_MISSING_CLAIMSET', 'The token lacks claims that it must have.'),
  '1012': sent(401, 'JWT_EXPIRED', 'The token has expired. Ask the identity provider for another.'),
  '1024': sent(404, 'AC_CONNECTOR_NOT_FOUND', 'There is no such connector on this account.'),
  '1025': sent(400, 'AC_CONNECTOR_TYPE_NOT_FOUND', 'The connector has a type that is not known.'),
  '1026': sent(400, 'SDE_PARSE_EXCEPTION', 'The claim lp_sdes has not the form that it must have.'),
  '1028': sent(400, 'RSA_VERIFIER_INIT_ERROR', 'The public key of the connector cannot be used.'),
  '1038': sent(
    400,
    'JWK_PARSE_FAILED',
    'The key set of the identity provider, or the key in it, cannot be used.',
  ),
  '1041': sent(
    401,
    'JWK_ID_NOT_FOUND',
    'No key of the identity provider has the kid of the token.',
  ),
  '1042': sent(
    401,
    'MULTIPLE_JWK_WITHOUT_KID_HEADER',
    'The identity provider has several keys, and the token does not say by its kid which one it is signed with.',
  ),
  '1049': sent(401, 'UN_AUTH_JWT_FOUND_IN_BLACKLIST', 'This anonymous identity has been revoked.'),
  '2001': sent(401, 'NON_AUTH_JWT_REFRESH_EXPIRED', 'This anonymous identity is too old.'),
  '2002': sent(401, 'NON_AUTH_JWT_INVALID_SIGNATURE', 'The anonymous token is not one of ours.'),
  '2004': sent(401, 'NON_AUTH_JWT_WRONG_ACCOUNT_ID', 'The anonymous token is of another account.'),
  '2005': sent(403, 'MESSAGING_FEATURE_OFF', 'This account has no anonymous consumers.'),
  '9001': sent(500, 'SERVER_ERROR', 'Something went wrong here.'),
  '9007': sent(401, 'CUSTOMER_JWT_NOT_VALID', 'The token of the identity provider is not valid.'),
  '9011': sent(401, 'CUSTOMER_AUTH_FAILED', 'The identity provider did not accept the code.'),
  '9012': sent(400, 'INPUT_VALIDATION_ERROR', 'The request has not the form that it must have.'),
  '9013': sent(504, 'AUTHENTICATION_TIMEOUT', 'The identity provider did not answer in time.'),
  '9015': sent(400, 'UNSUPPORTED_AUTH_TYPE', 'The connector does not take what was sent.'),
} as const

/** A code that is sent. */
export type IdpErrorCode = keyof typeof idpErrors

type IdpError = {
  readonly status: 400 | 401 | 403 | 404 | 500 | 504
  /** The reference's name of it. */
  readonly name: string
  /** For `error_description`: says nothing that came with the request. */
  readonly description: string
}

/** `9011` when it was not the code but the server of the brand: it answered 5xx, or something that is no answer. */
export const brandServerFaultStatus = 502

/** The status of every refusal, on an account that asks for the reference's own (contract 3 section 8). */
export const legacyStatus = 500

/** Codes of the reference that are never sent here, each with the reason. */
export const neverSentIdpErrors: Readonly<Record<string, NeverSent>> = {
  '1003': never('NO_SUCH_ALGORITHM', 'an algorithm that is not offered is 9007, rule alg'),
  '1005': never('INVALID_KEY_SPEC', 'a key that cannot be used is 1028'),
  '1006': never('UNSUPPORTED_ENCODING', 'broken text is 1001 or 1009'),
  '1007': never('SNMP_INIT_FAILED', 'there is no such part'),
  '1010': never('LP_JWT_PARSING_ERROR', 'a consumer token is checked by who is shown it'),
  '1022': never('AC_CLIENT_INIT_FAILED', 'connectors are kept by this server'),
  '1023': never('AC_CONNECTOR_FAILED', 'connectors are kept by this server'),
  '1027': never('RSA_DECRYPTOR_INIT_ERROR', 'decryption that fails is 1004'),
  '1029': never('AES_SECRET_DECODING_ERROR', 'attributes are not in the token'),
  '1030': never('ENCRYPTION_INIT_FAILED', 'attributes are not in the token'),
  '1031': never('ENCRYPTION_FAILED', 'attributes are not in the token'),
  '1032': never('DECRYPTION_INIT_FAILED', 'attributes are not in the token'),
  '1033': never('DECRYPTION_DECODE_EXCEPTION', 'attributes are not in the token'),
  '1034': never('DECRYPTION_EXCEPTION', 'attributes are not in the token'),
  '1036': never('DEPENDENCY_TESTER_INIT_FAILED', 'there is no such part'),
  '1037': never('LE_AUTH_DESERIALIZER_FAILED', 'there is no such part'),
  '1039': never('SITE_SETTINGS_TYPE_NOT_FOUND', 'settings are kept by this server'),
  '1040': never('JWK_NOT_FOUND', 'a key that is not found is 1041'),
  '1043': never('SSL_INIT_FAILED', 'there is no such part'),
  '1044': never('CASSANDRA_CLIENT_INIT_FAILED', 'there is no such part'),
  '1045': never('BLACKLIST_UPDATE_FAILED', 'our own fault is 9001'),
  '1046': never('BLACKLIST_READ_FAILED', 'our own fault is 9001'),
  '1047': never('BLACKLIST_ADD_FAILED', 'our own fault is 9001'),
  '1048': never('BLACKLIST_REMOVE_FAILED', 'our own fault is 9001'),
  '1050': never('AC_PROVISION_DATA_NOT_FOUND', 'an account that is not there is 404'),
  '2006': never('CAPTCHA_VERIFICATION_FAILED', 'there is no captcha; addresses are limited'),
  '2007': never('CAPTCHA_VERIFICATION_SERVICE_ERROR', 'there is no captcha'),
  '9000': never('DEFAULT', 'every refusal has its own code'),
  '9008': never('LP_JWT_NOT_VALID', 'a consumer token is checked by who is shown it'),
  '9009': never('ESAPI_ERROR', 'input that is refused is 9012'),
  '9010': never('SERVICE_TIMEOUT', 'the server of the brand that is late is 9013'),
  '9014': never('AUTHENTICATE_EXCEPTION', 'our own fault is 9001'),
}

type NeverSent = { readonly name: string; readonly reason: string }

function sent<const Status extends IdpError['status']>(
  status: Status,
  name: string,
  description: string,
): IdpError & { readonly status: Status } {
  return { status, name, description }
}

function never(name: string, reason: string): NeverSent {
  return { name, reason }
}
