import { readJws } from '../jose/read-jws.ts'
import { OAuth2Error } from './errors.ts'
import type { Parameters } from './parameters.ts'

/** How a client says who it is at an endpoint that it calls itself (RFC 6749 section 2.3). Nothing is believed yet. */
export type ClientAuthentication =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      readonly method: 'client_secret_basic' | 'client_secret_post'
      readonly clientId: string
      readonly clientSecret: string
    }
  | {
      readonly method: 'private_key_jwt'
      readonly clientId: string
      /** The compact JWS; its claims are judged by `judgeClientAssertion`. */
      readonly assertion: string
    }

/** RFC 7523 section 2.2. */
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Reads who a client says it is: exactly one of HTTP Basic, `client_secret`, `client_assertion`, or `client_id` alone.
 * Two of them at once, or names that differ, are an `invalid_request`; none is an `invalid_client` (RFC 6749 sections
 * 2.3 and 5.2). A header of another scheme than Basic is not for us, and is passed over.
 */
export function readClientAuthentication(
  authorization: string | undefined,
  parameters: Parameters,
): ClientAuthentication {
  const basic = readBasic(authorization)
  const clientId = parameters.get('client_id')
  const clientSecret = parameters.get('client_secret')
  const assertion = readAssertion(parameters)
  const methods = [basic, clientSecret, assertion].filter((one) => one !== undefined)
  if (methods.length > 1) {
    throw new OAuth2Error(
      'invalid_request',
      'The client authenticates in one way: Basic, client_secret or client_assertion.',
    )
  }
  const found = basic ?? assertion ?? withoutHeader(clientId, clientSecret)
  if (clientId !== undefined && clientId !== found.clientId) {
    throw new OAuth2Error('invalid_request', 'client_id is not the client that authenticates.')
  }
  return found
}

function withoutHeader(
  clientId: string | undefined,
  clientSecret: string | undefined,
): ClientAuthentication {
  if (clientId === undefined) {
    throw new OAuth2Error('invalid_client', 'The client is missing: send client_id, or use Basic.')
  }
  return clientSecret === undefined
    ? { method: 'none', clientId }
    : { method: 'client_secret_post', clientId, clientSecret }
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before they are put together. */
function readBasic(authorization: string | undefined): ClientAuthentication | undefined {
  const [, encoded] = /^basic +(\S*)\s*$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  const isBase64 = withoutPadding(bytes.toString('base64')) === withoutPadding(encoded)
  const clientId = decodeForm(text.slice(0, Math.max(colon, 0)))
  const clientSecret = decodeForm(text.slice(colon + 1))
  if (!isBase64 || colon === -1 || clientId === undefined || clientSecret === undefined) {
    throw new OAuth2Error(
      'invalid_client',
      'The Authorization header is not Basic as RFC 6749 has it.',
    )
  }
  return { method: 'client_secret_basic', clientId, clientSecret }
}

function withoutPadding(base64: string): string {
  let end = base64.length
  while (base64[end - 1] === '=') end -= 1
  return base64.slice(0, end)
}

/** `undefined`: a stray percent sign, or bytes that are not UTF-8. */
function decodeForm(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function readAssertion(parameters: Parameters): ClientAuthentication | undefined {
  const assertion = parameters.get('client_assertion')
  const type = parameters.get('client_assertion_type')
  if (assertion === undefined && type === undefined) return undefined
  if (assertion === undefined || type !== jwtBearer) {
    throw new OAuth2Error(
      'invalid_request',
      'client_assertion and client_assertion_type go together, and the type is jwt-bearer.',
    )
  }
  const reading = readJws(assertion)
  const clientId = reading.ok ? reading.jws.claims['sub'] : undefined
  if (typeof clientId !== 'string') {
    throw new OAuth2Error('invalid_client', 'The client assertion is not a JWT with a sub.')
  }
  return { method: 'private_key_jwt', clientId, assertion }
}
