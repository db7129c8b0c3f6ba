import { readUnlink } from '@watchword/protocol/api/consumer-person.ts'
import { withoutAttributesFrom } from '@watchword/protocol/consumers/unverified-attributes.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { ConsumerLink, Storage, Writes } from '#storage/port.ts'
import { openAttributes, sealAttributes } from './consumer-attributes.ts'
import { type KnownLink, openLink } from './link-provenance.ts'
import { readOrRefuse } from './read-or-refuse.ts'
import { type ConsumerAsk, recordConsumerChange } from './record-consumer-change.ts'

export type UnlinkPorts = {
  readonly storage: Pick<Storage, 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

const mostLinks = 1000

/**
 * Takes a step-up back: the anonymous identity lives again, and what came along with it is taken away from whom it was
 * given to. `id` is either of the two; of somebody with several, `from` in the body says which.
 */
export async function unlinkConsumer(
  { storage, dataKeys, clock }: UnlinkPorts,
  ask: ConsumerAsk & { readonly caller: Caller },
  { id, body }: { readonly id: string; readonly body: unknown },
): Promise<KnownLink> {
  requireAdministrator(ask.caller)
  const { from } = readOrRefuse(readUnlink(body))
  const { accountId } = ask
  const now = clock.now()
  const key = await dataKeys.derive(accountId, 'consumer-data')
  return storage.write(async (tx) => {
    const link = await findLive(tx, ask, { id, from })
    const { fromId, toId } = link
    // In the order in which a step-up holds them.
    await tx.consumers.lock(accountId, fromId)
    const known = await tx.consumers.lock(accountId, toId)
    if (!(await tx.consumerLinks.end(accountId, link.id, now))) throw notLinked()
    await tx.consumerRevocations.lift(accountId, `linked:${fromId}`)
    if (known !== undefined) {
      const of = { key, accountId, id: toId }
      const kept = openAttributes(of, known.sealedAttributes)
      const left = sealAttributes(of, withoutAttributesFrom(kept, fromId))
      await tx.consumers.setAttributes(accountId, toId, left)
    }
    await recordConsumerChange({ dataKeys, tx }, ask, {
      ...{ at: now, action: 'Edit', consumerId: fromId, element: 'link', oldValue: toId },
      event: { type: 'consumer.unlinked', toId },
    })
    return openLink({ key, accountId }, { ...link, unlinkedAt: now })
  })
}

async function findLive(
  tx: Pick<Writes, 'consumerLinks'>,
  { accountId }: ConsumerAsk,
  { id, from }: { readonly id: string; readonly from: string | undefined },
): Promise<ConsumerLink> {
  const links = await tx.consumerLinks.list(accountId, from ?? id, mostLinks)
  const live = links.filter(
    ({ unlinkedAt, fromId, toId }) => unlinkedAt === undefined && (fromId === id || toId === id),
  )
  const [first, ...others] = live
  if (first === undefined) throw notLinked()
  if (others.length === 0) return first
  throw new DomainError(
    'bad_request',
    `${live.length} anonymous consumers turned out to be this one: name one, as "from".`,
  )
}

function notLinked(): DomainError {
  return new DomainError('not_found', 'There is no such link, or it was taken back.')
}
