import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { LRUCache } from 'lru-cache'
import type { Caller } from '#domain/caller.ts'
import type { Reads } from '#storage/port.ts'
import type { ConfigKind, ConfigObject } from './config-object.ts'
import { missing } from './config-rules.ts'
import { type ConfigRights, rightsOf } from './rights.ts'

/** How one kind of object is read. `V` is what its wire form needs to know of other objects. */
export type ConfigReading<T extends ConfigObject, V> = {
  readonly kind: ConfigKind<T>
  /** What the caller may read; `undefined`: everything. */
  visibleTo(
    reads: Reads,
    accountId: AccountId,
    rights: ConfigRights,
  ): Promise<((object: T) => boolean) | undefined>
  loadView(reads: Reads, accountId: AccountId, objects: readonly T[]): Promise<V>
}

/** What is asked for, and which revision the client already has. */
export type ReadAsk = {
  readonly caller: Caller
  readonly includeDeleted: boolean
  readonly known: number | undefined
}

/** Objects as of a revision, or word that the client has them. */
export type ReadResult<O> =
  | { readonly revision: number; readonly changed: false }
  | { readonly revision: number; readonly changed: true; readonly found: O }

/** One object and what is told with it. The same one, as long as the account's revision is the same. */
export type Found<T, V> = { readonly object: T; readonly view: V }

/** Reads of one kind of object. */
export type ConfigReads<T extends ConfigObject, V> = {
  list(
    ask: ReadAsk,
    withView: boolean,
  ): Promise<ReadResult<{ readonly objects: readonly T[]; readonly view: V | undefined }>>
  find(ask: ReadAsk, id: number): Promise<ReadResult<Found<T, V>>>
}

/** Ready objects that are kept in memory, of each kind. Users are by far the most asked for. */
const cachedUsers = 5000
const cachedOthers = 1000

/** The revision is read first: what is read after it may be newer than it says, but never older. */
export function createConfigReads<T extends ConfigObject, V>(
  ports: { readonly reads: Reads },
  reading: ConfigReading<T, V>,
): ConfigReads<T, V> {
  const { reads } = ports
  const { kind } = reading
  const cache = new LRUCache<string, { readonly revision: number; readonly found: Found<T, V> }>({
    max: kind.store === 'users' ? cachedUsers : cachedOthers,
  })

  async function revisionOf(accountId: AccountId): Promise<number> {
    const revision = await reads.accounts.revision(accountId)
    if (revision === undefined) throw missing({ noun: 'account' })
    return revision
  }

  async function load(accountId: AccountId, id: number, revision: number): Promise<Found<T, V>> {
    const key = `${accountId} ${id}`
    const cached = cache.get(key)
    if (cached?.revision === revision) return cached.found
    const object = await kind.readerOf(reads).find(accountId, id)
    if (object === undefined) throw missing(kind)
    const found = { object, view: await reading.loadView(reads, accountId, [object]) }
    cache.set(key, { revision, found })
    return found
  }

  return {
    async list({ caller, includeDeleted, known }, withView) {
      const { accountId } = caller
      const revision = await revisionOf(accountId)
      if (revision === known) return { revision, changed: false }
      const isVisible = await reading.visibleTo(reads, accountId, rightsOf(caller))
      const all = await kind.readerOf(reads).list(accountId, { includeDeleted })
      const objects = isVisible === undefined ? all : all.filter(isVisible)
      const view = withView ? await reading.loadView(reads, accountId, objects) : undefined
      return { revision, changed: true, found: { objects, view } }
    },

    async find({ caller, includeDeleted, known }, id) {
      const { accountId } = caller
      const revision = await revisionOf(accountId)
      const found = await load(accountId, id, revision)
      if (found.object.deleted && !includeDeleted) throw missing(kind)
      const isVisible = await reading.visibleTo(reads, accountId, rightsOf(caller))
      if (isVisible !== undefined && !isVisible(found.object)) throw missing(kind)
      if (revision === known) return { revision, changed: false }
      return { revision, changed: true, found }
    },
  }
}
