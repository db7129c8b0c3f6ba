import { isOAuthHeader, parseAuthorizationHeader } from './authorization-header.ts'
import { type Parameter, parseFormParameters } from './form-parameters.ts'
import { parseSignatureMethod, type SignatureMethod, signatureMethods } from './hmac.ts'
import type { OAuth1Problem } from './problem.ts'
import type { SignedRequest } from './signature-base-string.ts'

/** A request as it came, nothing of it decoded or put in order. */
export type RawRequest = {
  /** As on the wire: a method override is not signed. */
  readonly method: string
  readonly scheme: string
  readonly authority: string
  readonly path: string
  /** Without the `?`. */
  readonly query: string
  readonly authorization: string | undefined
  /** The body, if its content type is `application/x-www-form-urlencoded` (section 3.4.1.3.1). */
  readonly formBody: string | undefined
}

/** The protocol parameters, RFC 5849 section 3.1. */
export type OAuthParameters = {
  readonly consumerKey: string
  /** Absent: two-legged. */
  readonly token: string | undefined
  readonly signatureMethod: SignatureMethod
  readonly signature: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly nonce: string
  /** OAuth Request Body Hash extension; absent from most requests. */
  readonly bodyHash: string | undefined
}

export type ReadRequest =
  | { readonly ok: true; readonly oauth: OAuthParameters; readonly signed: SignedRequest }
  | { readonly ok: false; readonly problem: OAuth1Problem }

/**
 * Reads a signed request, RFC 5849 sections 3.1, 3.4.1.3 and 3.5. The protocol parameters stand in one place
 * (header, form body or query) and each of them once; anything else is refused before any key is looked up.
 */
export function readSignedRequest(raw: RawRequest): ReadRequest {
  const query = parseFormParameters(raw.query)
  const form = parseFormParameters(raw.formBody ?? '')
  const header = readHeader(raw.authorization)
  if (query === undefined) return refuse('The query is not percent-encoded UTF-8.')
  if (form === undefined) return refuse('The form body is not percent-encoded UTF-8.')
  if (!header.ok) return refuse(`The Authorization header cannot be read: ${header.reason}.`)
  const values = new Map<string, string>()
  const parameters: Parameter[] = []
  let placeOfAll: readonly Parameter[] | undefined
  for (const place of [header.parameters, form, query]) {
    for (const parameter of place) {
      const name = parameter[0]
      if (name !== 'oauth_signature') parameters.push(parameter)
      if (!name.startsWith('oauth_')) continue
      placeOfAll ??= place
      if (place !== placeOfAll) return refuse(inTwoPlaces)
      if (values.has(name)) return refuse('An oauth_ parameter comes twice.', shownName(name))
      values.set(name, parameter[1])
    }
  }
  const oauth = readProtocolParameters(values)
  if ('problem' in oauth) return { ok: false, problem: oauth }
  const { method, scheme, authority, path } = raw
  return { ok: true, oauth, signed: { method, scheme, authority, path, parameters } }
}

const inTwoPlaces =
  'The oauth_ parameters stand in more than one place. Send them in one: the header.'

const required = [
  'oauth_consumer_key',
  'oauth_signature_method',
  'oauth_signature',
  'oauth_timestamp',
  'oauth_nonce',
] as const

function readProtocolParameters(
  values: ReadonlyMap<string, string>,
): OAuthParameters | OAuth1Problem {
  const absent = required.filter((name) => (values.get(name) ?? '') === '')
  if (absent.length > 0) {
    return {
      problem: 'parameter_absent',
      advice: `Missing: ${absent.join(', ')}.`,
      details: [['oauth_parameters_absent', absent.join('&')]],
    }
  }
  const value = (name: (typeof required)[number]) => values.get(name) ?? ''
  const version = values.get('oauth_version')
  if (version !== undefined && version !== '1.0') {
    return {
      problem: 'version_rejected',
      advice: 'oauth_version is 1.0, or left out.',
      details: [['oauth_acceptable_versions', '1.0-1.0']],
    }
  }
  const signatureMethod = parseSignatureMethod(value('oauth_signature_method'))
  if (signatureMethod === undefined) {
    return {
      problem: 'signature_method_rejected',
      advice: `Sign with one of ${signatureMethods.join(', ')}.`,
    }
  }
  const timestamp = parseTimestamp(value('oauth_timestamp'))
  if (timestamp === undefined) {
    return rejected('oauth_timestamp', 'oauth_timestamp is a whole number of seconds since 1970.')
  }
  const nonce = value('oauth_nonce')
  if (nonce.length > longestNonce) {
    return rejected('oauth_nonce', `oauth_nonce has at most ${longestNonce} characters.`)
  }
  return {
    consumerKey: value('oauth_consumer_key'),
    token: values.get('oauth_token') || undefined,
    signatureMethod,
    signature: value('oauth_signature'),
    timestamp,
    nonce,
    bodyHash: values.get('oauth_body_hash'),
  }
}

/** Long enough for any generator; a nonce is remembered by its hash, so this bounds work, not storage. */
const longestNonce = 256

/** Digits only and without a sign (section 3.3); the bound keeps it a safe number of any unit. */
function parseTimestamp(text: string): number | undefined {
  return /^[0-9]{1,12}$/.test(text) ? Number(text) : undefined
}

function readHeader(header: string | undefined) {
  return header !== undefined && isOAuthHeader(header)
    ? parseAuthorizationHeader(header)
    : ({ ok: true, parameters: [] } as const)
}

function refuse(advice: string, name?: string): ReadRequest {
  return { ok: false, problem: rejected(name, advice) }
}

function rejected(name: string | undefined, advice: string): OAuth1Problem {
  return {
    problem: 'parameter_rejected',
    advice,
    ...(name === undefined ? {} : { details: [['oauth_parameters_rejected', name]] }),
  }
}

/** Only names of the protocol are repeated to the caller; others are theirs to know. */
function shownName(name: string): string | undefined {
  return /^oauth_[a-z_]{1,30}$/.test(name) ? name : undefined
}
