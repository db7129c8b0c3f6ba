import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { equalInConstantTime } from '#lib/digest.ts'
import type { AuditActor, AuditEvent, AuditHead } from './audit-event.ts'

/** The keyed hash of one event behind another: HMAC-SHA256 over a form in which every member has its place. */
export function auditHash(
  key: Uint8Array,
  event: Omit<AuditEvent, 'hash'>,
  previousHash: string,
): string {
  const { actor } = event
  return keyedHash(key, [
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
}

/** The keyed hash over both ends of a chain: neither can be moved without the key. */
export function headSeal(
  key: Uint8Array,
  accountId: AccountId,
  head: Omit<AuditHead, 'seal'>,
): string {
  const { sequence, hash, firstSequence, firstPreviousHash } = head
  return keyedHash(key, ['head', accountId, sequence, hash, firstSequence, firstPreviousHash])
}

/** Whether a head is as it was sealed, or of a chain that has not begun. */
export function isSealed(key: Uint8Array, accountId: AccountId, head: AuditHead): boolean {
  if (head.sequence === 0 && head.firstSequence === 1 && head.seal === '') return true
  return equalInConstantTime(headSeal(key, accountId, head), head.seal)
}

/** The seal of a head that was changed without the key. No event that follows makes it good again. */
export const brokenSeal = 'broken'

function keyedHash(key: Uint8Array, members: readonly unknown[]): string {
  return createHmac('sha256', key).update(JSON.stringify(members)).digest('hex')
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
