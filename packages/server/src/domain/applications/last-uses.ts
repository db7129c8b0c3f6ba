import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { unusedMs } from '#domain/statistics/attention.ts'
import type { StatisticRecorder } from '#domain/statistics/record-statistics.ts'
import { numberOfDay } from '#domain/statistics/statistics-range.ts'
import type { Clock } from '#lib/clock.ts'
import { localTime } from '#lib/time-zone.ts'
import type { Reads, Storage } from '#storage/port.ts'
import type { IssueCounter } from './count-issues.ts'

type Day = { readonly start: number; readonly end: number }

/** When applications were last used, by client id, and which of them have grants that live. */
export type LastUses = {
  readonly lastUses: ReadonlyMap<string, number>
  readonly withGrants: ReadonlySet<string>
}

/**
 * The last use of each application: of a grant, of its own tokens, or a call in the last 90 days. Of calls only the day
 * is known; `atOfDay` says which moment of it is meant.
 */
export async function readLastUses(
  read: Pick<Reads, 'grants' | 'applicationUses' | 'statistics'>,
  accountId: AccountId,
  { now, atOfDay }: { readonly now: number; readonly atOfDay: (day: Day) => number },
): Promise<LastUses> {
  const [grants, issues, calls] = await Promise.all([
    read.grants.lastUses(accountId, now),
    read.applicationUses.lastUses(accountId),
    read.statistics.list(accountId, {
      ...{ period: 'day', dimension: 'application' },
      ...{ from: numberOfDay(localTime(now - unusedMs, 'UTC')), to: 99_991_231 },
    }),
  ])
  const lastUses = new Map<string, number>()
  const called = calls.map(({ name, start }) => ({ clientId: name, at: atOfDay(dayOf(start)) }))
  for (const { clientId, at } of [...grants, ...issues, ...called]) {
    lastUses.set(clientId, Math.max(lastUses.get(clientId) ?? 0, at))
  }
  return { lastUses, withGrants: new Set(grants.map(({ clientId }) => clientId)) }
}

export type LastUsesPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
  readonly statistics: Pick<StatisticRecorder, 'flush'>
  readonly issues: Pick<IssueCounter, 'flush'>
}

/** The last use of each installed application; `undefined`: none is known. Where only a day is known, its beginning. */
export async function listLastUses(
  { storage, clock, statistics, issues }: LastUsesPorts,
  caller: Caller,
): Promise<readonly { readonly id: string; readonly at: number | undefined }[]> {
  requireAdministrator(caller)
  await Promise.all([statistics.flush(), issues.flush()])
  const [stored, { lastUses }] = await Promise.all([
    storage.read.applications.list(caller.accountId),
    readLastUses(storage.read, caller.accountId, {
      now: clock.now(),
      atOfDay: ({ start }) => start,
    }),
  ])
  return stored.map(({ application: { id } }) => ({ id, at: lastUses.get(id) }))
}

/** A day such as 20260131. */
function dayOf(day: number): Day {
  const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100]
  return { start: Date.UTC(year, month - 1, date), end: Date.UTC(year, month - 1, date + 1) }
}
