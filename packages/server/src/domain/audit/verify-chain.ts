import { setImmediate } from 'node:timers/promises'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { equalInConstantTime } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import type { AuditEvent, AuditHead } from './audit-event.ts'
import { auditHash, isSealed } from './chain-hash.ts'

export type VerifyChainPorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'audit'> }
  readonly dataKeys: DataKeys
}

/** What the check of a chain found. `hash` at `to` is a checkpoint for the next check. */
export type ChainVerdict =
  | {
      readonly ok: true
      readonly events: number
      readonly from: number
      readonly to: number
      readonly hash: string
    }
  | { readonly ok: false; readonly sequence: number; readonly reason: ChainFault }

/** What is wrong with a chain. */
export type ChainFault =
  | 'head_changed'
  | 'event_changed'
  | 'event_missing'
  | 'event_inserted'
  | 'checkpoint_missing'

/** Each fault in words, for a person. */
export const chainFaultText: Readonly<Record<ChainFault, string>> = {
  head_changed: 'The record of where the trail begins and ends is not the one that was sealed.',
  event_changed: 'This event was changed, moved, or written by someone without the key.',
  event_missing: 'This event was removed.',
  event_inserted: 'This event was added behind the end of the trail.',
  checkpoint_missing: 'The trail does not hold the event of the checkpoint: it was taken back.',
}

/** An earlier verdict's `to` and `hash`, kept where the database's owner cannot write. */
export type Checkpoint = { readonly sequence: number; readonly hash: string }

/**
 * Recomputes every keyed hash of an account's trail, page by page, while others go on writing. It finds what
 * was changed, removed, inserted, reordered, cut off at either end or forged without the key. That the whole
 * trail was put back to an earlier state shows only against a checkpoint.
 */
export async function verifyChain(
  ports: VerifyChainPorts,
  accountId: AccountId,
  checkpoint?: Checkpoint,
): Promise<ChainVerdict> {
  const { audit } = ports.storage.read
  const { bytes: key } = await ports.dataKeys.derive(accountId, 'audit')
  for (let attempt = 1; ; attempt += 1) {
    const head = await audit.head(accountId)
    const verdict = await walk({ audit, key, accountId, checkpoint }, head ?? noHead)
    if (verdict.ok || attempt >= mostAttempts) return verdict
    // Retention may have moved the beginning while we read; then what we missed was dropped, not removed.
    const headNow = await audit.head(accountId)
    if (headNow?.firstSequence === head?.firstSequence) return verdict
  }
}

const pageSize = 500
const mostAttempts = 5

const noHead: AuditHead = {
  sequence: 0,
  hash: '',
  firstSequence: 1,
  firstPreviousHash: '',
  seal: '',
}

type Walk = {
  readonly audit: Storage['read']['audit']
  readonly key: Uint8Array
  readonly accountId: AccountId
  readonly checkpoint: Checkpoint | undefined
}

async function walk(context: Walk, head: AuditHead): Promise<ChainVerdict> {
  const { audit, key, accountId, checkpoint } = context
  if (!isSealed(key, accountId, head)) return fault(head, 'head_changed')
  let checkpointSeen = checkpoint === undefined || checkpoint.sequence < head.firstSequence
  let previousHash = head.firstPreviousHash
  let next = head.firstSequence
  while (next <= head.sequence) {
    const page = await audit.chain(accountId, next, Math.min(pageSize, head.sequence - next + 1))
    if (page.length === 0) return fault({ sequence: next }, 'event_missing')
    for (const event of page) {
      const reason = faultOf(key, event, next, previousHash)
      if (reason !== undefined) return fault({ sequence: next }, reason)
      previousHash = event.hash
      if (next === checkpoint?.sequence) checkpointSeen = event.hash === checkpoint.hash
      next += 1
    }
    // SQLite answers at once: others get their turn between two pages.
    await setImmediate()
  }
  if (previousHash !== head.hash) return fault(head, 'head_changed')
  if (!checkpointSeen) return fault(checkpoint ?? head, 'checkpoint_missing')
  return checkEnd(context, head)
}

function faultOf(
  key: Uint8Array,
  event: AuditEvent,
  sequence: number,
  previousHash: string,
): ChainFault | undefined {
  if (event.sequence !== sequence) return 'event_missing'
  const hash = auditHash(key, event, previousHash)
  return equalInConstantTime(hash, event.hash) ? undefined : 'event_changed'
}

/** Events are read before the head: one that was added in between is then behind the head we see. */
async function checkEnd({ audit, accountId }: Walk, head: AuditHead): Promise<ChainVerdict> {
  const [beyond] = await audit.chain(accountId, head.sequence + 1, 1)
  const headNow = (await audit.head(accountId)) ?? noHead
  if (beyond !== undefined && beyond.sequence > headNow.sequence) {
    return fault(beyond, head === noHead ? 'head_changed' : 'event_inserted')
  }
  const { firstSequence: from, sequence: to, hash } = head
  return { ok: true, events: to - from + 1, from, to, hash }
}

function fault({ sequence }: { readonly sequence: number }, reason: ChainFault): ChainVerdict {
  return { ok: false, sequence, reason }
}
