import { formatAuthorizationHeader } from './authorization-header.ts'
import { type Parameter, parseFormParameters } from './form-parameters.ts'
import { hmacKey, hmacSignature, type SignatureMethod } from './hmac.ts'
import type { RawRequest } from './read-signed-request.ts'
import { signatureBaseString } from './signature-base-string.ts'

/** The four values of an API key, as an administrator is shown them once. */
export type Credentials = {
  readonly consumerKey: string
  readonly consumerSecret: string
  /** Left out: a two-legged request. */
  readonly token?: string | undefined
  readonly tokenSecret?: string | undefined
}

/** What makes one request different from every other. The caller brings time and randomness. */
export type Freshness = {
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly nonce: string
}

/**
 * Signs a request, RFC 5849 section 3.4; answers the `Authorization` header. `undefined`: the request's own
 * query or form is not percent-encoded UTF-8, so no signature over it can be checked.
 */
export function signRequest(
  request: Omit<RawRequest, 'authorization'>,
  credentials: Credentials,
  freshness: Freshness,
  options: {
    readonly method?: SignatureMethod
    readonly bodyHash?: string
    readonly realm?: string
  } = {},
): string | undefined {
  const { method = 'HMAC-SHA256' } = options
  const query = parseFormParameters(request.query)
  const form = parseFormParameters(request.formBody ?? '')
  if (query === undefined || form === undefined) return undefined
  const protocol: readonly Parameter[] = [
    ['oauth_consumer_key', credentials.consumerKey],
    ...(credentials.token === undefined ? [] : [['oauth_token', credentials.token] as const]),
    ['oauth_signature_method', method],
    ['oauth_timestamp', String(freshness.timestamp)],
    ['oauth_nonce', freshness.nonce],
    ['oauth_version', '1.0'],
    ...(options.bodyHash === undefined ? [] : [['oauth_body_hash', options.bodyHash] as const]),
  ]
  const baseString = signatureBaseString({
    ...request,
    parameters: [...protocol, ...query, ...form],
  })
  const key = hmacKey({
    consumerSecret: credentials.consumerSecret,
    tokenSecret: credentials.tokenSecret ?? '',
  })
  const signature = hmacSignature(method, baseString, key)
  return formatAuthorizationHeader([...protocol, ['oauth_signature', signature]], options.realm)
}
