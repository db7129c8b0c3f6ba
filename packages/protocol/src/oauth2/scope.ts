import { OAuth2Error } from './errors.ts'

/** `scope-token` of RFC 6749 section 3.3. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** The scopes of a space-separated list, each once, in their order; an empty list has none. */
export function scopesOf(scope: string): readonly string[] {
  // One is the most usual, and needs no set.
  if (!scope.includes(' ')) return scope === '' ? [] : [scope]
  return [...new Set(scope.split(' ').filter((token) => token !== ''))]
}

/** Whether what was granted outlives the login in which it was (OpenID Connect Core section 11). */
export function hasOfflineAccess(scope: string): boolean {
  return scopesOf(scope).includes('offline_access')
}

/** Reads a `scope` parameter; refuses characters that no scope has. */
export function parseScope(scope: string): readonly string[] {
  const scopes = scopesOf(scope)
  if (!scopes.every((token) => scopeToken.test(token))) {
    throw new OAuth2Error('invalid_scope', 'scope is a list of scopes with one space between.')
  }
  return scopes
}

/**
 * The scopes that were asked for, if all of them were granted (RFC 6749 section 6: "MUST NOT include any scope not
 * originally granted"); what was granted, if nothing was asked for.
 */
export function narrowScope(granted: string, requested: string | undefined): string {
  if (requested === undefined) return granted
  const allowed = new Set(scopesOf(granted))
  const scopes = parseScope(requested)
  if (!scopes.every((token) => allowed.has(token))) {
    throw new OAuth2Error('invalid_scope', 'scope asks for more than was granted.')
  }
  return scopes.join(' ')
}
