import { readPerson } from '@watchword/protocol/api/consumer-person.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { StoredDelegation } from '#domain/delegation/delegated-tokens.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import type { ConsumerEvent } from './consumer-event.ts'
import { type FindPersonPorts, gatherPerson, rootsOf } from './find-person.ts'
import { type KnownConsumer, readConsumer } from './read-consumers.ts'
import { readOrRefuse } from './read-or-refuse.ts'
import { type ConsumerAsk, recordConsumerChange } from './record-consumer-change.ts'
import type { HandshakeRecorder } from './record-handshakes.ts'
import type { RefusedHandshake } from './refused-handshake.ts'
import { refusedHandshakesOf } from './refused-handshakes-of.ts'

export type ExportConsumerPorts = Omit<FindPersonPorts, 'storage'> & {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly handshakes: Pick<HandshakeRecorder, 'flush'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** All that is kept of one person. */
export type ExportedPerson = {
  readonly exportedAt: number
  readonly consumerIds: readonly string[]
  readonly consumers: readonly KnownConsumer[]
  /** That the brand's tokens are kept, and not the tokens: they are the brand's. */
  readonly delegations: readonly StoredDelegation[]
  readonly handshakes: readonly RefusedHandshake[]
  readonly events: readonly ConsumerEvent[]
  /** Before when tokens of each id are dead, milliseconds since 1970. */
  readonly revocations: readonly { readonly consumerId: string; readonly before: number }[]
}

/** Exports a person, under every id that is linked to theirs. It is noted who did, and of whom. */
export async function exportConsumer(
  ports: ExportConsumerPorts,
  ask: ConsumerAsk & { readonly caller: Caller },
  body: unknown,
): Promise<ExportedPerson> {
  requireAdministrator(ask.caller)
  const { storage, dataKeys, clock } = ports
  const { read } = storage
  const { accountId } = ask
  const roots = await rootsOf(ports, accountId, readOrRefuse(readPerson(body)))
  const key = await dataKeys.derive(accountId, 'consumer-data')
  const { ids, names } = await gatherPerson(read, { key, accountId }, roots)
  await ports.handshakes.flush()
  const ofEach = async <T>(list: (id: string) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const lists: (readonly T[])[] = []
    for (const id of ids) lists.push(await list(id))
    return lists.flat()
  }
  const told = await ofEach((id) => read.consumerEvents.ofConsumer(accountId, id))
  const now = clock.now()
  await storage.write(async (tx) => {
    for (const consumerId of ids) {
      const change = { at: now, action: 'Other', consumerId, element: 'export' } as const
      await recordConsumerChange({ dataKeys, tx }, ask, change)
    }
  })
  return {
    exportedAt: now,
    consumerIds: [...ids].sort(),
    consumers: await ofEach(async (id) => {
      const known = await readConsumer(ports, accountId, id)
      return known === undefined ? [] : [known]
    }),
    delegations: await ofEach((id) => read.delegatedTokens.list(accountId, id)),
    handshakes: refusedHandshakesOf(
      await read.refusedHandshakes.list(accountId, { since: 0 }),
      names,
    ),
    events: [...new Map(told.map((event) => [event.sequence, event])).values()],
    revocations: await ofEach(async (consumerId) => {
      const subjects = [`consumer:${consumerId}`, `linked:${consumerId}`] as const
      const before = await read.consumerRevocations.latest(accountId, subjects)
      return before === undefined ? [] : [{ consumerId, before }]
    }),
  }
}
