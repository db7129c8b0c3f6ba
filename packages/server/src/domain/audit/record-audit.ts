import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Writes } from '#storage/port.ts'
import type { AuditActor, AuditAnchor, AuditEntry, AuditEvent } from './audit-event.ts'
import { auditHash, brokenSeal, headSeal, isSealed } from './chain-hash.ts'

/**
 * Adds entries to an account's audit trail, in the transaction of the change they tell of. Each is hashed,
 * under a key of the account, together with the one before it: nobody who can only write to the database
 * can change, remove or insert one unseen.
 *
 * Every twentieth event also drops some that are older than the account's retention, so that the trail
 * follows what is kept without a job of its own.
 */
export async function recordAudit(
  ports: { readonly dataKeys: DataKeys; readonly tx: Writes },
  accountId: AccountId,
  entries: readonly AuditEntry[],
): Promise<void> {
  const last = entries.at(-1)
  if (last === undefined) return
  const key = await ports.dataKeys.derive(accountId, 'audit', ports.tx.accounts)
  const head = await ports.tx.audit.lockHead(accountId)
  let { sequence, hash } = head
  const events = entries.map((entry): AuditEvent => {
    sequence += 1
    const event = { ...keepable(entry), accountId, sequence }
    hash = auditHash(key.bytes, event, hash)
    return { ...event, hash }
  })
  const isDue = Math.floor(sequence / dropEvery) > Math.floor(head.sequence / dropEvery)
  const anchor = isDue ? await dropOld(ports.tx, accountId, last.at, entries.length) : undefined
  const next = { ...head, ...anchor, sequence, hash }
  // A change must not fail because somebody tampered with the trail; but it must not hide that either.
  const intact = isSealed(key.bytes, accountId, head)
  const seal = intact ? headSeal(key.bytes, accountId, next) : brokenSeal
  await ports.tx.audit.append(accountId, events, { ...next, seal })
}

/** When the oldest event of an account's trail may have happened. */
export function oldestKept(settings: Parameters<typeof resolveSettings>[0], now: number): number {
  return now - resolveSettings(settings).retention.auditDays * 86_400_000
}

/** More is dropped than is added, so that a shortened retention is caught up with. */
const dropEvery = 20
const dropsAtATime = 100

async function dropOld(
  tx: Writes,
  accountId: AccountId,
  now: number,
  added: number,
): Promise<AuditAnchor | undefined> {
  const account = await tx.accounts.find(accountId)
  if (account === undefined) return undefined
  const limit = Math.max(dropsAtATime, 2 * added)
  return tx.audit.dropOld(accountId, oldestKept(account.settings, now), limit)
}

/** Texts of strangers are among these: each gets an end, and only characters that both databases keep. */
function keepable(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    objectType: text(entry.objectType, 100),
    objectId: text(entry.objectId, 300),
    objectName: text(entry.objectName, 300),
    element: text(entry.element, 300),
    oldValue: text(entry.oldValue, 10_000),
    newValue: text(entry.newValue, 10_000),
    requestId: text(entry.requestId, 100),
    actor: keepableActor(entry.actor),
  }
}

function keepableActor(actor: AuditActor): AuditActor {
  return {
    ...actor,
    loginName: text(actor.loginName, 300),
    fullName: text(actor.fullName, 300),
    employeeId: text(actor.employeeId, 300),
    profiles: actor.profiles.slice(0, 100).map((profile) => text(profile, 300)),
    authType: text(actor.authType, 100),
    userAgent: text(actor.userAgent, 300),
    address: text(actor.address, 100),
  }
}

function text(value: string, max: number): string {
  const kept = value.length > max ? `${value.slice(0, max - 1)}…` : value
  return kept.replaceAll('\0', '\uFFFD').toWellFormed()
}
