import type { Face } from './grant.ts'

/** Among what a user allowed: a token of the compatible face, which has all rights of the user. */
export const allRights = 'all-rights'

/**
 * What a user must have allowed for a request: its scopes, and on the compatible face what its token is beside them.
 * So a consent that was given to less at the standard issuer is none for that.
 */
export function scopesToAllow(face: Face, scopes: readonly string[]): readonly string[] {
  return face === 'sentinel' ? [allRights, ...scopes] : scopes
}
