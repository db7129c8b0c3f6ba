import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { readPerson } from '@watchword/protocol/api/consumer-person.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { orderedId } from '#lib/ordered-id.ts'
import type { Storage, Writes } from '#storage/port.ts'
import { anonymousRemembranceMs } from './end-consumer-logins.ts'
import { type ErasureReceipt, type RemovedRows, writeReceipt } from './erasure-receipt.ts'
import { type FindPersonPorts, gatherPerson, type Person, rootsOf } from './find-person.ts'
import { readOrRefuse } from './read-or-refuse.ts'
import { type ConsumerAsk, recordConsumerChange } from './record-consumer-change.ts'
import type { HandshakeRecorder } from './record-handshakes.ts'
import { refusedHandshakesOf } from './refused-handshakes-of.ts'

export type EraseConsumerPorts = Omit<FindPersonPorts, 'storage'> & {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly handshakes: Pick<HandshakeRecorder, 'flush'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** A receipt, with the keyed hash that shows that nobody changed it. */
export type SealedReceipt = { readonly receipt: ErasureReceipt; readonly mac: string }

/** As long as somebody may ask whether an erasure was made: six years. */
const receiptsKeptMs = 6 * 366 * 86_400_000

/**
 * Erases a person from every table, under every id that is linked to theirs, and ends their tokens (architecture §7).
 * What is left is the pseudonym: in the audit trail, in the receipt, and for as long as a token could still be shown,
 * among revocations. An unknown person gets the same receipt, with nothing in it.
 */
export async function eraseConsumer(
  ports: EraseConsumerPorts,
  ask: ConsumerAsk & { readonly caller: Caller },
  body: unknown,
): Promise<SealedReceipt> {
  requireAdministrator(ask.caller)
  const { storage, dataKeys, clock, handshakes } = ports
  const { accountId } = ask
  const roots = await rootsOf(ports, accountId, readOrRefuse(readPerson(body)))
  const [key, receiptKey] = await Promise.all([
    dataKeys.derive(accountId, 'consumer-data'),
    dataKeys.derive(accountId, 'consumer-receipts'),
  ])
  await handshakes.flush()
  const now = clock.now()
  return storage.write(async (tx) => {
    // Each is held as it is found: nobody becomes one of them meanwhile.
    const held = { ...tx, consumers: { ...tx.consumers, find: tx.consumers.lock } }
    const person = await gatherPerson(held, { key, accountId }, roots)
    const removed = await remove(tx, accountId, person)
    for (const id of person.ids) {
      const end = { before: now, expiresAt: now + anonymousRemembranceMs, now }
      await tx.consumerRevocations.revoke(accountId, `consumer:${id}`, end)
    }
    const auditSequence = await record({ dataKeys, tx }, ask, { person, now })
    const id = orderedId(now)
    const consumerIds = [...person.ids].sort()
    const receipt = { id, accountId, erasedAt: now, consumerIds, removed, auditSequence }
    const written = writeReceipt(receipt)
    const mac = createHmac('sha256', receiptKey.bytes).update(written).digest('hex')
    const kept = { id, at: now, receipt: JSON.stringify({ written, mac }) }
    await tx.consumerErasures.insert(accountId, kept, now - receiptsKeptMs)
    return { receipt, mac }
  })
}

async function remove(
  tx: Writes,
  accountId: AccountId,
  { ids, stored, names }: Person,
): Promise<RemovedRows> {
  const shown = refusedHandshakesOf(await tx.refusedHandshakes.list(accountId, { since: 0 }), names)
  let [consumers, links, delegated] = [0, 0, 0]
  for (const id of ids) {
    consumers += (await tx.consumers.remove(accountId, id)) ? 1 : 0
    links += await tx.consumerLinks.removeOf(accountId, id)
    delegated += await tx.delegatedTokens.removeOf(accountId, id)
  }
  return {
    consumers,
    consumer_attributes: stored.filter((one) => one.sealedAttributes !== undefined).length,
    consumer_links: links,
    delegated_tokens: delegated,
    refused_handshakes: await tx.refusedHandshakes.remove(
      accountId,
      shown.map(({ id }) => id),
    ),
  }
}

/** A line for each id; of nobody, one. */
async function record(
  ports: { readonly dataKeys: DataKeys; readonly tx: Writes },
  ask: ConsumerAsk,
  { person, now }: { readonly person: Person; readonly now: number },
): Promise<number> {
  const erased = { at: now, action: 'Delete', element: 'N/A' } as const
  let sequence = 0
  for (const consumerId of person.ids) {
    const event = { type: 'consumer.erased' } as const
    sequence = await recordConsumerChange(ports, ask, { ...erased, consumerId, event })
  }
  return person.ids.length > 0
    ? sequence
    : recordConsumerChange(ports, ask, { ...erased, consumerId: '' })
}
