import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Caller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { AuditFilter, AuditInside, AuditPage, Reads } from '#storage/port.ts'
import type { AuditEvent } from './audit-event.ts'
import {
  type AuditSearch,
  type CheckedSearch,
  checkAuditSearch,
  refuseFaults,
} from './audit-search.ts'
import { oldestKept } from './record-audit.ts'

export type AuditQueryPorts = {
  readonly storage: { readonly read: Pick<Reads, 'accounts' | 'users' | 'audit'> }
  readonly clock: Clock
}

/** A search, which part of its answer, and in what order (contract 1 §6.1). */
export type AuditQuestion = AuditSearch & {
  readonly first?: number | undefined
  readonly offset?: number | undefined
  /** Ours: only events before that number, by number, so that new ones move nothing from page to page. */
  readonly belowSequence?: number | undefined
  /** Columns, and beside each its direction. */
  readonly orderBy?: readonly string[] | undefined
  readonly orderDirection?: readonly string[] | undefined
}

/** One page, and how many there are in all. */
export type AuditAnswer = {
  readonly total: number
  readonly events: readonly AuditEvent[]
  readonly timeZone: string
}

/** The reference documents the first; the others bound what one call may cost. */
export const pageLimits = {
  defaultFirst: 50,
  mostFirst: 1000,
  mostOffset: 100_000,
  mostSorted: 50_000,
  /** Events that are looked into, one by one, for what no index helps with. */
  mostScanned: 300_000,
  /** Each of them with each thing that is looked for: SQLite answers in our own thread, while everybody waits. */
  mostCompared: 1_000_000,
}

/** Whoever reads the trail needs the package that is called so. */
export const auditPackage = 10015

/** One page of the audit trail. */
export async function queryAudit(
  ports: AuditQueryPorts,
  caller: Caller,
  question: AuditQuestion,
): Promise<AuditAnswer> {
  requireAuditPackage(caller)
  const search = checkAuditSearch(question)
  const page = pageOf(question)
  const { belowSequence } = question
  const filter: AuditFilter = {
    ...(await filterOf(ports, caller.accountId, search)),
    ...(belowSequence !== undefined && { belowSequence }),
  }
  const { audit } = ports.storage.read
  await refuseLongScan(audit, caller.accountId, filter)
  const total = await audit.count(caller.accountId, filter)
  refuseFaults([
    page.order[0]?.by !== 'at' &&
      total > pageLimits.mostSorted &&
      `orderBy: ${total} events match; at most ${pageLimits.mostSorted} are put in another order ` +
        'than that of time, so narrow the dates',
  ])
  // To look for what is not there would cost the same once more.
  const events = total === 0 ? [] : await audit.query(caller.accountId, filter, page)
  return { total, events, timeZone: search.timeZone }
}

/** Refuses to look into more events than a server can while others wait. */
export async function refuseLongScan(
  audit: Pick<Reads['audit'], 'count'>,
  accountId: AccountId,
  { inside, ...filter }: AuditFilter,
): Promise<void> {
  if (inside === undefined) return
  const events = await audit.count(accountId, filter)
  const { mostScanned, mostCompared } = pageLimits
  const most = Math.min(mostScanned, Math.floor(mostCompared / weightOf(inside)))
  refuseFaults([
    events > most &&
      `fromDate: ${events} events would be searched; at most ${most} are for so much that is looked for, so narrow the ` +
        'dates, or look for less',
  ])
}

/** Of a long text every letter may be compared at every place. */
const lettersOfOne = 10

function weightOf({
  objectIds = [],
  addresses = [],
  actions = [],
  text = '',
}: AuditInside): number {
  const words = Math.ceil(text.length / lettersOfOne)
  return Math.max(1, objectIds.length + addresses.length + actions.length + words)
}

/** Refuses a caller without the package of the audit trail. */
export function requireAuditPackage(caller: Caller): void {
  // What a key or an application may do was demanded at the door.
  if (caller.kind !== 'user' || caller.packages.has(auditPackage)) return
  throw new DomainError(
    'forbidden',
    `The audit trail needs the permission package ${auditPackage} in one of your profiles.`,
  )
}

/** What the store is asked: nothing older than the retention, which may not have been dropped yet. */
export async function filterOf(
  { storage, clock }: AuditQueryPorts,
  accountId: AccountId,
  { filter, users }: CheckedSearch,
): Promise<AuditFilter> {
  const account = await storage.read.accounts.find(accountId)
  const oldest = oldestKept(account?.settings ?? {}, clock.now())
  return {
    ...filter,
    from: Math.max(filter.from ?? oldest, oldest),
    actorLoginNames: users && (await loginNamesOf(storage.read, accountId, users)),
  }
}

/** The trail keeps login names as they were: what was asked for is looked up by id, by name, and as it is. */
async function loginNamesOf(
  { users }: Pick<Reads, 'users'>,
  accountId: AccountId,
  asked: readonly string[],
): Promise<readonly string[]> {
  const ids = asked.map((text) => (/^\d{1,15}$/.test(text) ? Number(text) : -1))
  const [byId, byName] = await Promise.all([
    users.findMany(
      accountId,
      ids.filter((id) => id >= 0),
    ),
    Promise.all(asked.map((name) => users.findByName(accountId, name))),
  ])
  const found = [...byId, ...byName].flatMap((user) => (user === undefined ? [] : [user.loginName]))
  return [...new Set([...asked, ...found])]
}

function pageOf(question: AuditQuestion): AuditPage {
  const { first = pageLimits.defaultFirst, offset = 0 } = question
  const columns = question.orderBy ?? []
  const directions = (question.orderDirection ?? []).map((text) => text.toUpperCase())
  refuseFaults([
    !isWithin(first, pageLimits.mostFirst) && `first: must be from 0 to ${pageLimits.mostFirst}`,
    !isWithin(offset, pageLimits.mostOffset) &&
      `offset: must be from 0 to ${pageLimits.mostOffset}; narrow the dates instead`,
    columns.some((column) => !orderColumns.has(column)) &&
      `orderBy: each must be one of ${[...orderColumns.keys()].join(', ')}`,
    columns.length > orderColumns.size && `orderBy: must have at most ${orderColumns.size} items`,
    directions.some((direction) => direction !== 'ASC' && direction !== 'DESC') &&
      'orderDirection: each must be ASC or DESC',
    directions.length > Math.max(columns.length, 1) &&
      'orderDirection: must not have more items than orderBy',
    question.belowSequence !== undefined &&
      columns.length + directions.length > 0 &&
      'orderBy: goes not with belowSequence, which orders by number',
  ])
  // Clocks of several processes differ: only numbers are without a gap.
  if (question.belowSequence !== undefined) return { limit: first, offset, order: [] }
  const named = columns.length === 0 ? ['changeTimestamp'] : columns
  const order = named.flatMap((column, index) => {
    const by = orderColumns.get(column)
    return by === undefined ? [] : [{ by, descending: directions[index] !== 'ASC' }]
  })
  return { limit: first, offset, order }
}

const orderColumns: ReadonlyMap<string, AuditPage['order'][number]['by']> = new Map([
  ['changeTimestamp', 'at'],
  ['changeDate', 'at'],
  ['objectType', 'object_type'],
  ['originator', 'actor_login_name'],
  ['originatorLoginName', 'actor_login_name'],
])

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most
}
