import { baseStringUri } from './base-string-uri.ts'
import type { Parameter } from './form-parameters.ts'
import { encodeNormalizedParameters } from './normalize-parameters.ts'
import { percentEncode } from './percent-encode.ts'

/** What a signature is made over. */
export type SignedRequest = {
  readonly method: string
  readonly scheme: string
  readonly authority: string
  readonly path: string
  /** Of the query, the form body and the header, without `realm` and `oauth_signature`. */
  readonly parameters: readonly Parameter[]
}

/** Signature base string, RFC 5849 section 3.4.1. */
export function signatureBaseString(request: SignedRequest): string {
  const method = percentEncode(request.method.toUpperCase())
  const uri = percentEncode(baseStringUri(request))
  return `${method}&${uri}&${encodeNormalizedParameters(request.parameters)}`
}
