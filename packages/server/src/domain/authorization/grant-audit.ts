import type { Client } from '#domain/applications/client.ts'
import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import { actorOf, type Origin } from '#domain/caller.ts'
import type { Grant } from './grant.ts'

/** Component code of what users allowed applications; the reference has none (contract 1 section 6). */
export const grantObjectType = 'ACGrantObject'

/** An entry about a grant: its id, the application's name, and the user's id beside what happened. */
export function grantEntry(
  about: {
    readonly at: number
    readonly grant: Pick<Grant, 'id' | 'userId' | 'scope'>
    readonly clientName: string
    readonly actor: AuditActor
    readonly requestId: string
  },
  event: Pick<AuditEntry, 'action'> & Partial<Pick<AuditEntry, 'element' | 'automatic'>>,
): AuditEntry {
  const { at, grant, clientName, actor, requestId } = about
  const value = JSON.stringify({ userId: grant.userId, scope: grant.scope })
  const isEnd = event.action === 'Delete'
  return {
    at,
    objectType: grantObjectType,
    objectId: grant.id,
    objectName: clientName,
    element: 'N/A',
    oldValue: isEnd ? value : '',
    newValue: isEnd ? '' : value,
    actor,
    requestId,
    automatic: false,
    ...event,
  }
}

/** An application that acts in its own name, as the audit trail names it. */
export function clientActor(client: Client, origin: Origin): AuditActor {
  const { accountId, id, displayName } = client
  return actorOf(
    { kind: 'application', accountId, clientId: id, clientName: displayName, scopes: new Set() },
    origin,
  )
}
