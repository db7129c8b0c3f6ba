import type { Parameter } from './form-parameters.ts'
import { hmacKey, isHmacSignature, type SignatureMethod, signatureMethods } from './hmac.ts'
import { percentEncode } from './percent-encode.ts'
import { type SignedRequest, signatureBaseString } from './signature-base-string.ts'

/** A mistake that a client's signing code makes, found by making it too and getting the same signature. */
export type SigningMistake = {
  readonly code: SigningMistakeCode
  /** What is wrong and what to do, for the person who wrote the client. */
  readonly advice: string
}

export type SigningMistakeCode = keyof typeof advices

/** What a signature was made with. Secrets of the key that the request names. */
export type Suspect = {
  readonly signed: SignedRequest
  readonly signatureMethod: SignatureMethod
  readonly signature: string
  readonly secrets: { readonly consumerSecret: string; readonly tokenSecret: string }
  /** Which of the parameters stood in the query and in the form body. */
  readonly query: readonly Parameter[]
  readonly form: readonly Parameter[]
}

/**
 * Finds out how a wrong signature came about: each known mistake is made on purpose, and the one that gives the
 * signature that was sent is the cause. Nothing of a right signature is told.
 */
export function diagnoseSignature(suspect: Suspect): readonly SigningMistake[] {
  const found = new Set<SigningMistakeCode>()
  for (const [code, request] of requestMistakes(suspect)) {
    if (matches(suspect, signatureBaseString(request))) found.add(code)
  }
  for (const [code, baseString] of baseStringMistakes(suspect)) {
    if (matches(suspect, baseString)) found.add(code)
  }
  const baseString = signatureBaseString(suspect.signed)
  for (const [code, key] of keyMistakes(suspect)) {
    if (matches(suspect, baseString, { key })) found.add(code)
  }
  for (const method of signatureMethods) {
    if (method !== suspect.signatureMethod && matches(suspect, baseString, { method })) {
      found.add('wrong_hash')
    }
  }
  if (matches(suspect, baseString, { spelling: 'form' })) found.add('plus_lost')
  if (matches(suspect, baseString, { spelling: 'base64url' })) found.add('base64url')
  return [...found].map((code) => ({ code, advice: advices[code] }))
}

const advices = {
  query_not_signed:
    'The query parameters were not signed. Every one of them belongs to the base string.',
  one_parameter_missing:
    'One query parameter was not signed. Was it added (by a proxy, or a client library) after signing?',
  form_not_signed:
    'The form body was not signed. With application/x-www-form-urlencoded its parameters belong to the base string.',
  double_encoded: 'The parameters were percent-encoded twice. Encode each name and value once.',
  not_encoded: 'Names and values were not percent-encoded before they were joined.',
  loose_encoding: "The characters ! ' ( ) * were left as they are; RFC 5849 encodes them.",
  plus_for_space: 'A space was encoded as +. RFC 5849 encodes it as %20.',
  not_sorted: 'The parameters were not sorted by encoded name and value.',
  port_kept: "The scheme's own port (:80, :443) was signed. It is left out.",
  port_missing: 'The port was left out, but it is not the one of the scheme. It is signed.',
  other_scheme: 'Another scheme was signed (http for https, or the other way round).',
  slash_added: 'The path was signed with a slash more or less at its end.',
  path_decoded: 'The path was signed decoded. It is signed as it was sent.',
  method_override: 'The overriding method was signed. The method on the wire (POST) is the one.',
  method_lower_case: 'The method was signed in lower case. It is signed in upper case.',
  version_not_signed: 'oauth_version was sent but not signed.',
  swapped_secrets: 'The two secrets were swapped: first the Secret, then the Access token secret.',
  token_secret_missing: 'The key was made without the Access token secret.',
  secrets_not_encoded: 'The secrets were not percent-encoded before they were joined by &.',
  ampersand_missing: 'The & between the two secrets was left out.',
  wrong_hash: 'oauth_signature_method names another hash than the one that was used.',
  plus_lost: 'A + of the signature became a space. Percent-encode the signature in the header.',
  base64url: 'The signature is base64url. It must be base64, with + / and =.',
} as const

type RequestMistake = readonly [SigningMistakeCode, SignedRequest]

function requestMistakes({ signed, query, form }: Suspect): readonly RequestMistake[] {
  const withParameters = (parameters: readonly Parameter[]) => ({ ...signed, parameters })
  const without = (left: readonly Parameter[]) =>
    withParameters(signed.parameters.filter((parameter) => !left.includes(parameter)))
  const { authority, path, scheme } = signed
  return [
    ...(query.length > 0 ? [['query_not_signed', without(query)] as const] : []),
    ...query.slice(0, 20).map((one) => ['one_parameter_missing', without([one])] as const),
    ...(form.length > 0 ? [['form_not_signed', without(form)] as const] : []),
    ['double_encoded', withParameters(signed.parameters.map(encodeTwice))],
    ['port_missing', { ...signed, authority: authority.replace(/:\d+$/, '') }],
    ['other_scheme', { ...signed, scheme: scheme === 'https' ? 'http' : 'https' }],
    ['slash_added', { ...signed, path: path.endsWith('/') ? path.slice(0, -1) : `${path}/` }],
    ['path_decoded', { ...signed, path: decodedPath(path) }],
    ...(['PUT', 'DELETE'] as const).map(
      (method) => ['method_override', { ...signed, method }] as const,
    ),
    ['version_not_signed', without(signed.parameters.filter(([name]) => name === 'oauth_version'))],
  ]
}

function baseStringMistakes({
  signed,
}: Suspect): readonly (readonly [SigningMistakeCode, string])[] {
  const right = signatureBaseString(signed)
  const [method = '', uri = ''] = right.split('&')
  const joined = (parameters: readonly Parameter[], encode: (text: string) => string) =>
    parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  const sorted = signed.parameters.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const over = (normalized: string) => `${method}&${uri}&${percentEncode(normalized)}`
  return [
    ['not_sorted', over(joined(signed.parameters, percentEncode))],
    ['not_encoded', over(joined(sorted, (text) => text))],
    ['loose_encoding', over(joined(sorted, encodeURIComponent))],
    ['plus_for_space', over(joined(sorted, (text) => percentEncode(text).replaceAll('%20', '+')))],
    ['method_lower_case', right.replace(method, signed.method.toLowerCase())],
    ['port_kept', portKept(right, signed)],
  ]
}

function portKept(right: string, { scheme, authority }: SignedRequest): string {
  const host = percentEncode(authority.toLowerCase().replace(/:\d+$/, ''))
  const port = scheme === 'https' ? '%3A443' : '%3A80'
  return right.replace(`%2F%2F${host}`, `%2F%2F${host}${port}`)
}

function keyMistakes({ secrets }: Suspect): readonly (readonly [SigningMistakeCode, string])[] {
  const { consumerSecret, tokenSecret } = secrets
  return [
    ['swapped_secrets', hmacKey({ consumerSecret: tokenSecret, tokenSecret: consumerSecret })],
    ['token_secret_missing', hmacKey({ consumerSecret, tokenSecret: '' })],
    ['secrets_not_encoded', `${consumerSecret}&${tokenSecret}`],
    ['ampersand_missing', percentEncode(consumerSecret) + percentEncode(tokenSecret)],
    ['ampersand_missing', percentEncode(consumerSecret)],
  ]
}

function matches(
  suspect: Suspect,
  baseString: string,
  other: {
    readonly key?: string
    readonly method?: SignatureMethod
    readonly spelling?: 'form' | 'base64url'
  } = {},
): boolean {
  const { signatureMethod, signature, secrets } = suspect
  const { key = hmacKey(secrets), method = signatureMethod, spelling } = other
  return isHmacSignature(method, baseString, key, respell(signature, spelling))
}

function respell(signature: string, spelling: 'form' | 'base64url' | undefined): string {
  if (spelling === 'form') return signature.replaceAll(' ', '+')
  if (spelling === undefined) return signature
  return Buffer.from(signature, 'base64url').toString('base64')
}

function encodeTwice([name, value]: Parameter): Parameter {
  return [percentEncode(name), percentEncode(value)]
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
