import type { OpenSession as OpenSessionBody } from '@watchword/protocol/api/session.ts'
import type { OpenSession } from '#domain/login/list-sessions.ts'

/** A session on the wire: its members are named one by one, so that no other can leave. */
export function sessionBody(session: OpenSession): OpenSessionBody {
  const { id, userId, loginName, current, address, userAgent, method } = session
  return {
    ...{ id, userId, loginName, current, address, userAgent, method },
    createdAt: new Date(session.createdAt).toISOString(),
    lastUsedAt: new Date(session.lastUsedAt).toISOString(),
    expiresAt: new Date(session.expiresAt).toISOString(),
    idleEndsAt: new Date(session.idleEndsAt).toISOString(),
  }
}
