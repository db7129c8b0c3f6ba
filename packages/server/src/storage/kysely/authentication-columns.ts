import type { Authentication, Face } from '#domain/authorization/grant.ts'
import type { GrantRow } from '../schema.ts'

/** The columns that a code and the grant that it becomes have in common. */
type SharedColumns = Pick<
  GrantRow,
  | 'client_id'
  | 'face'
  | 'user_id'
  | 'browser_session_id'
  | 'auth_time'
  | 'amr'
  | 'acr'
  | 'scope'
  | 'claims'
  | 'nonce'
>

type Shared = Authentication & {
  readonly clientId: string
  readonly face: Face
  readonly scope: string
  readonly claims: string | undefined
  readonly nonce: string | undefined
}

export function sharedColumns(of: Shared): SharedColumns {
  return {
    client_id: of.clientId,
    face: of.face,
    user_id: of.userId,
    browser_session_id: of.browserSessionId,
    auth_time: of.authTime,
    amr: of.amr.join(' '),
    acr: of.acr ?? null,
    scope: of.scope,
    claims: of.claims ?? null,
    nonce: of.nonce ?? null,
  }
}

export function parseShared(row: SharedColumns): Shared {
  return {
    clientId: row.client_id,
    face: parseFace(row.face),
    userId: row.user_id,
    browserSessionId: row.browser_session_id,
    authTime: row.auth_time,
    amr: row.amr === '' ? [] : row.amr.split(' '),
    acr: row.acr ?? undefined,
    scope: row.scope,
    claims: row.claims ?? undefined,
    nonce: row.nonce ?? undefined,
  }
}

export function parseFace(text: string): Face {
  return text === 'oidc' ? 'oidc' : 'sentinel'
}
