import { baseStringUri } from './base-string-uri.ts'
import type { Parameter } from './form-parameters.ts'
import { normalizeParameters } from './normalize-parameters.ts'
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
  return `${method}&${uri}&${encodeNormalized(normalizeParameters(request.parameters))}`
}

/** The same as `percentEncode`: what is encoded already holds nothing else that must be. */
function encodeNormalized(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('=', '%3D').replaceAll('&', '%26')
}
