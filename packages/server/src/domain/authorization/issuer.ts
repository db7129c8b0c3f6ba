/**
 * The standard issuer of an account: `{publicOrigin}/oidc/{accountId}`, the same in discovery, tokens and
 * responses, byte for byte (RFC 8414 section 2).
 */
export function issuerOf(publicOrigin: string, accountId: string): string {
  return `${publicOrigin}/oidc/${accountId}`
}

/** The one audience of an account's access tokens: its APIs (RFC 9068 section 2.2; contract, our decisions). */
export function resourceOf(publicOrigin: string, accountId: string): string {
  return `${publicOrigin}/api/account/${accountId}`
}
