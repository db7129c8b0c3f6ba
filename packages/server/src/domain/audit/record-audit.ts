import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Writes } from '#storage/port.ts'
import type { AuditActor, AuditEntry, AuditEvent } from './audit-event.ts'

/**
 * Adds entries to an account's audit trail, in the transaction of the change they tell of. Each is hashed,
 * under a key of the account, together with the one before it: nobody who can only write to the database
 * can change, remove or insert one unseen.
 */
export async function recordAudit(
  ports: { readonly dataKeys: DataKeys; readonly tx: Writes },
  accountId: AccountId,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const key = await ports.dataKeys.derive(accountId, 'audit', ports.tx.accounts)
  const head = await ports.tx.audit.lockHead(accountId)
  let { sequence, hash } = head
  const events = entries.map((entry): AuditEvent => {
    sequence += 1
    hash = auditHash(key.bytes, { ...entry, accountId, sequence }, hash)
    return { ...entry, accountId, sequence, hash }
  })
  await ports.tx.audit.append(accountId, events, { ...head, sequence, hash })
}

/** The keyed hash of one event behind another: HMAC-SHA256 over a form in which every member has its place. */
export function auditHash(
  key: Uint8Array,
  event: Omit<AuditEvent, 'hash'>,
  previousHash: string,
): string {
  const { actor } = event
  const canonical = JSON.stringify([
    previousHash,
    event.accountId,
    event.sequence,
    event.at,
    event.action,
    event.objectType,
    event.objectId,
    event.objectName,
    event.element,
    event.oldValue,
    event.newValue,
    event.requestId,
    event.automatic,
    actorMembers(actor),
  ])
  return createHmac('sha256', key).update(canonical).digest('hex')
}

function actorMembers(actor: AuditActor): readonly unknown[] {
  return [
    actor.kind,
    actor.userId ?? null,
    actor.loginName,
    actor.fullName,
    actor.employeeId,
    actor.profiles,
    actor.authType,
    actor.userAgent,
    actor.address,
    actor.isLpa,
  ]
}
