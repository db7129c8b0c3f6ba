import { createHash } from 'node:crypto'
import {
  isOAuthHeader,
  parseAuthorizationHeader,
} from '@watchword/protocol/oauth1/authorization-header.ts'
import { type Parameter, parseFormParameters } from '@watchword/protocol/oauth1/form-parameters.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import { randomHex } from '#lib/random.ts'
import type { RefusedRequest } from './refused-request.ts'
import type { SignedRequestRefusal } from './signed-request-refusal.ts'

const longestBaseString = 8000
const mostParameters = 100
const longestValue = 500

/** What may be kept of a refused request: no signature, no form body, no secret, no header. */
export function describeRefusal(refusal: SignedRequestRefusal, now: number): RefusedRequest {
  const { call, problem, read, keyId = '' } = refusal
  const { raw, address } = call
  const sent = sentParameters(raw)
  const hadForm = (raw.formBody ?? '') !== ''
  // A token of no key may well be a secret that stands in the wrong place.
  const hidesToken = problem.problem === 'token_rejected'
  const isSecret = (name: string) => namesSecret(name) || (hidesToken && name === 'oauth_token')
  const hasSecret = sent.some(([name]) => isSecret(name))
  const baseString =
    read?.ok === true && !hadForm && !hasSecret ? signatureBaseString(read.signed) : undefined
  const isShort = baseString !== undefined && baseString.length <= longestBaseString
  return {
    id: randomHex(8),
    at: now,
    keyId,
    problem,
    address,
    method: raw.method.slice(0, 20),
    scheme: raw.scheme,
    authority: raw.authority.slice(0, 300),
    path: raw.path.slice(0, 2000),
    parameters: sent
      .slice(0, mostParameters)
      .map(([name, value]) => keepable(name, isSecret(name) ? '***' : value)),
    hadForm,
    baseString: isShort ? baseString : undefined,
    baseStringDigest: baseString === undefined || isShort ? undefined : digestOf(baseString),
    clockOffsetSeconds:
      read?.ok === true ? read.oauth.timestamp - Math.floor(now / 1000) : undefined,
    likelyCauses: [],
  }
}

/** The digest that a base string is compared by where it was too long to keep. */
export function digestOf(baseString: string): string {
  return createHash('sha256').update(baseString).digest('hex')
}

/** Of the header and the query; the form body is nobody's business. */
function sentParameters({ authorization = '', query }: RawRequest): readonly Parameter[] {
  const header = isOAuthHeader(authorization) ? parseAuthorizationHeader(authorization) : undefined
  const parameters = [
    ...(header?.ok === true ? header.parameters : []),
    ...(parseFormParameters(query) ?? []),
  ]
  return parameters.filter(([name]) => name !== 'oauth_signature')
}

function keepable(name: string, value: string): Parameter {
  return [name.slice(0, longestValue), value.slice(0, longestValue)]
}

/** The protocol's own parameters are names and numbers; of others the name tells what it may hold. */
function namesSecret(name: string): boolean {
  return (
    !protocolParameters.has(name) &&
    /secret|passw|pwd|passphrase|token|credential|auth|api-?_?key|session|signature|jwt|assertion|bearer|cookie|^otp$|^pin$|^code$/i.test(
      name,
    )
  )
}

const protocolParameters: ReadonlySet<string> = new Set([
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature_method',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_version',
  'oauth_body_hash',
])
