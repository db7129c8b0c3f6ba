import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import { auditOf } from './config-audit.ts'
import type { Change } from './config-change.ts'
import type { ConfigKind, ConfigObject } from './config-object.ts'
import { createFaults } from './faults.ts'

/** What every write of a configuration object needs. */
export type ConfigWritePorts = {
  readonly storage: Pick<Storage, 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** Whose configuration is written, by whom, and against which revision. */
export type ConfigWrite = {
  readonly accountId: AccountId
  /** The revision the client last saw; `undefined`: it does not say. */
  readonly revision: number | undefined
  readonly actor: AuditActor
  readonly requestId: string
}

/** What a write works on while it holds the account. */
export type WriteScope = {
  readonly tx: Writes
  readonly account: Account
  readonly now: number
}

/** How one kind of object is written. */
export type ConfigPlan<T> = {
  /** Works out every change, or refuses. Nothing was written yet. */
  plan(scope: WriteScope): Promise<readonly Change<T>[]>
  /** What is stored besides the object itself. */
  store?(scope: WriteScope, change: Change<T>): Promise<void>
  /** Rules on what has come out, once all of it is stored. */
  settle?(scope: WriteScope, changes: readonly Change<T>[]): Promise<void>
}

/**
 * Writes objects of one kind, all or none, as one revision of the account (contract 1 §4.4). The account is
 * held from the start, so what is checked stays true until it is kept.
 */
export async function writeConfig<T extends ConfigObject>(
  ports: ConfigWritePorts,
  kind: ConfigKind<T>,
  write: ConfigWrite,
  plan: ConfigPlan<T>,
): Promise<{ readonly objects: readonly T[]; readonly revision: number }> {
  return ports.storage.write(async (tx) => {
    const account = await tx.accounts.lock(write.accountId)
    if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
    if (write.revision !== undefined && write.revision !== account.revision) {
      throw new DomainError(
        'stale_revision',
        `The configuration is at revision ${account.revision}, not ${write.revision}. Read it again.`,
      )
    }
    const scope = { tx, account, now: ports.clock.now() }
    const changes = await plan.plan(scope)
    if (changes.length === 0) return { objects: [], revision: account.revision }
    await keep(kind, scope, changes)
    for (const change of changes) await plan.store?.(scope, change)
    await plan.settle?.(scope, changes)
    const { dataKeys } = ports
    const entries = changes.flatMap((change) => auditOf(kind, { ...write, now: scope.now }, change))
    await recordAudit({ dataKeys, tx }, account.id, entries)
    const revision = await tx.accounts.nextRevision(account.id)
    return { objects: changes.map(({ next }) => next), revision }
  })
}

/** New ids for the objects of a body, as many as there are, if the account may have so many more. */
export async function takeIds<T extends ConfigObject>(
  kind: ConfigKind<T>,
  { tx, account }: WriteScope,
  count: number,
): Promise<number> {
  if ((await kind.readerOf(tx).count(account.id)) + count > kind.limit) {
    throw new DomainError(
      'limit_reached',
      `An account has at most ${kind.limit} objects of this kind (${kind.noun}).`,
    )
  }
  return tx.accounts.takeObjectIds(account.id, count)
}

/** The live objects of a body's ids, in its order; throws `not_found`, naming each that is missing. */
export async function findLive<T extends ConfigObject>(
  kind: ConfigKind<T>,
  { tx, account }: WriteScope,
  wanted: readonly { readonly id: number; readonly place: string }[],
  isVisible: (object: T) => boolean = () => true,
): Promise<readonly T[]> {
  const found = await kind.readerOf(tx).findMany(
    account.id,
    wanted.map(({ id }) => id),
  )
  const live = found.filter((object) => !object.deleted && isVisible(object))
  const byId = new Map(live.map((object) => [object.id, object]))
  const faults = createFaults('not_found')
  const objects = wanted.flatMap(({ id, place }) => {
    const object = byId.get(id)
    if (object === undefined) faults.add(place, 'id', 'does not exist')
    return object === undefined ? [] : [object]
  })
  faults.settle(notFoundMessage(kind))
  return objects
}

/** What is said of one that does not exist, and of one that the caller may not know of. */
export function notFoundMessage(kind: { readonly noun: string }): string {
  return `There is no such ${kind.noun}.`
}

async function keep<T extends ConfigObject>(
  kind: ConfigKind<T>,
  { tx, account }: WriteScope,
  changes: readonly Change<T>[],
): Promise<void> {
  const store = kind.writerOf(tx)
  const taken = createFaults('name_taken')
  const takenMessage = `Another live ${kind.noun} has this name. Choose a different one.`
  for (const { place, previous, next } of changes) {
    if (!next.deleted && (previous === undefined || kind.nameOf(previous) !== kind.nameOf(next))) {
      const other = await store.findByName(account.id, kind.nameOf(next))
      if (other !== undefined && other.id !== next.id) {
        taken.add(place, kind.nameField, 'is taken')
        continue
      }
    }
    const outcome = await (previous === undefined
      ? store.insert(account.id, next)
      : store.update(account.id, next))
    if (outcome === 'not_found') throw new Error('An object that is held has disappeared.')
    if (outcome === 'name_taken') {
      // The name itself was free, so it is the other unique one; the transaction is over now.
      taken.add(place, 'fullName', 'is taken')
      break
    }
  }
  taken.settle(takenMessage)
}
