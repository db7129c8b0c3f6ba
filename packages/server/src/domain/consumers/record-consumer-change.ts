import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditAction, AuditActor } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Writes } from '#storage/port.ts'
import type { ConsumerEventType } from './consumer-event.ts'

/** Who changes consumers of which account. */
export type ConsumerAsk = {
  readonly accountId: AccountId
  readonly actor: AuditActor
  readonly requestId: string
}

/** What happened to a consumer. */
export type ConsumerChange = {
  readonly at: number
  readonly action: AuditAction
  /** The pseudonym; empty: nobody named the consumer. */
  readonly consumerId: string
  readonly element: string
  readonly oldValue?: string
  readonly newValue?: string
  /** Told to other services, if it concerns them. */
  readonly event?: {
    readonly type: ConsumerEventType
    readonly toId?: string
    readonly session?: string
  }
}

/** For how long other services may ask what happened. */
const eventsKeptMs = 30 * 86_400_000

/**
 * Notes what happened to a consumer in the audit trail, under their pseudonym, and for other services; answers its
 * number. The trail is held until the end of the transaction: nobody sees a later event before an earlier one.
 */
export async function recordConsumerChange(
  ports: { readonly dataKeys: DataKeys; readonly tx: Writes },
  { accountId, actor, requestId }: ConsumerAsk,
  change: ConsumerChange,
): Promise<number> {
  const { at, action, consumerId, element, oldValue = '', newValue = '', event } = change
  const of = { objectType: 'ACConsumerObject', objectId: consumerId, objectName: consumerId }
  const entry = { at, action, ...of, element, oldValue, newValue, actor, requestId }
  await recordAudit(ports, accountId, [{ ...entry, automatic: false }])
  const { sequence } = await ports.tx.audit.lockHead(accountId)
  if (event !== undefined) {
    const { type, toId, session } = event
    const told = { consumerId: consumerId === '' ? undefined : consumerId, toId, session }
    const dropBefore = at - eventsKeptMs
    await ports.tx.consumerEvents.add(accountId, { sequence, at, type, ...told }, dropBefore)
  }
  return sequence
}
