/** The signature algorithms of JWS (RFC 7518 section 3.1, RFC 8037) that are used: never `none`, never HMAC. */
export const signatureAlgorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'] as const

export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]

/** Whether a text names one of them, in exactly that spelling. */
export function isSignatureAlgorithm(text: unknown): text is SignatureAlgorithm {
  return signatureAlgorithms.some((algorithm) => algorithm === text)
}
