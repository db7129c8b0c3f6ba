import { isObject } from '../json/is-object.ts'
/**
 * Where a JWT says that it comes from, read before anybody has checked it: enough to find the key to check it with,
 * and good for nothing else. RFC 7519 section 4.1 and RFC 9068 section 2.1.
 */
export type TokenOrigin = {
  readonly typ: string
  readonly issuer: string
  readonly audience: string
}

/** The longest token that is looked at. */
const mostCharacters = 8192

const compactJws = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/

/** Whether a bearer has the form of a JWT: other tokens of ours have no dot. */
export function looksLikeJwt(token: string): boolean {
  return token.includes('.')
}

/** `undefined`: not a JWT with `typ`, one `iss` and one `aud`, as all of ours are. */
export function tokenOrigin(token: string): TokenOrigin | undefined {
  const parts = token.length <= mostCharacters ? compactJws.exec(token) : null
  const header = objectIn(parts?.[1])
  const claims = objectIn(parts?.[2])
  const typ = header?.['typ']
  const issuer = claims?.['iss']
  const audience = claims?.['aud']
  if (typeof typ !== 'string' || typeof issuer !== 'string' || typeof audience !== 'string') {
    return undefined
  }
  return { typ, issuer, audience }
}

function objectIn(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (part === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
