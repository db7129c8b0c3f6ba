/**
 * Addresses in a manifest. Redirect URIs are compared as exact strings (RFC 9700 section 2.1), so each is kept as
 * it was written; what could never be a safe target of a redirect is refused when it is registered. Without a schema, so
 * that a page can say while somebody types what the server will.
 */

const visible = /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/

/** What is wrong with a redirect URI; `undefined`: nothing. RFC 6749 section 3.1.2, RFC 8252 section 7. */
export function redirectUriFault(
  uri: string,
  applicationType: 'web' | 'native',
): string | undefined {
  if (!visible.test(uri)) return 'must be a URI: visible ASCII characters, others percent-encoded'
  if (uri.includes('#')) return 'must have no fragment'
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'must be absolute, such as https://app.example/callback'
  if (scheme !== 'https' && scheme !== 'http') return privateSchemeFault(scheme, applicationType)
  if (!/^https?:\/\/[^/?]/i.test(uri) || !URL.canParse(uri)) return 'must be a valid address'
  const { username, password, hostname } = new URL(uri)
  if (username !== '' || password !== '' || /^[^/]+\/\/[^/?]*@/.test(uri)) {
    return 'must have no user name or password'
  }
  if (hostname.includes('*')) return 'must name its host: there are no wildcards'
  return undefined
}

/** RFC 8252 section 7.1: a private-use scheme is a reversed domain name, which keeps out `javascript:`. */
function privateSchemeFault(scheme: string, applicationType: 'web' | 'native'): string | undefined {
  if (!scheme.includes('.')) {
    return 'must begin with https:// or http://, or with a scheme like com.example.app:'
  }
  return applicationType === 'native'
    ? undefined
    : 'must begin with https:// or http://, unless application_type is native'
}
