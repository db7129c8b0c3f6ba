import { hash } from 'node:crypto'

/** A strong entity tag (RFC 9110 section 8.8.3) of a body: equal bodies have equal tags, and no others. */
export function strongEtag(body: string): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 27)}"`
}

/**
 * Whether `If-None-Match` names the entity tag, RFC 9110 section 13.1.2: a list or `*`, compared weakly,
 * so `W/` does not count. What is no entity tag is passed over.
 */
export function namesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag) return true
  if (ifNoneMatch.trim() === '*') return true
  for (const [, tag] of ifNoneMatch.matchAll(entityTag)) if (tag === etag) return true
  return false
}

/** RFC 9110 section 8.8.3: a quoted tag may hold a comma, so a list is not split at commas. */
const entityTag = /(?:^|,)[ \t]*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")(?=[ \t]*(?:,|$))/g
