import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { statisticDimensions } from '@watchword/protocol/api/statistics.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { Clock } from '#lib/clock.ts'
import { createRecentlyUsed } from '#lib/recently-used.ts'
import { localTime } from '#lib/time-zone.ts'
import { createWriteBehind, type WriteBehind } from '#lib/write-behind.ts'
import type { Storage, Writes } from '#storage/port.ts'
import {
  type AccountGathering,
  createStatisticGatherer,
  type GatheredQuarter,
} from './gather-statistics.ts'
import { type Dimension, daysKept, hoursKept, type Outcome, type Statistic } from './statistic.ts'
import { numberOfDay } from './statistics-range.ts'

/**
 * Counts what happens in accounts. Gathered in memory and written together, off the requests' path: a process that is
 * killed loses its last seconds of *statistics*, never of security state.
 */
export type StatisticRecorder = WriteBehind &
  Counting & {
    /** An answered request. The account is as a stranger wrote it, unless the credential is that of somebody known. */
    answered(accountId: AccountId, request: AnsweredRequest): void
  }

/** The part of a recorder that others tell what they see. */
export type Counting = {
  /** To be told of accounts that exist. */
  count(accountId: AccountId, dimension: Dimension, name: string, outcome: Outcome): void
}

/**
 * By what a request was let in. `client`: an application said who it is, where tokens are given. `none`: by nothing, or
 * by nothing that was accepted.
 */
export type CredentialKind =
  | 'session'
  | 'user-token'
  | 'application-token'
  | 'api-key'
  | 'consumer-token'
  | 'client'
  | 'none'

/** What is counted of a request. */
export type AnsweredRequest = {
  readonly api: string
  readonly credential: CredentialKind
  /** Whose token it was. */
  readonly clientId: string | undefined
  readonly outcome: Outcome
  /** Why it was refused. */
  readonly reason: string | undefined
}

const everyMs = 5000
const accountsPerWrite = 50
/** Beside as many as were added: what is kept stays bounded, and no write is long. */
const leastDrops = 8

type Ports = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly clock: Clock
  readonly onFault: (fault: unknown) => void
}

/** Made once in each process, and closed with the server. */
export function createStatisticRecorder(ports: Ports): StatisticRecorder {
  const { clock, onFault } = ports
  const gatherer = createStatisticGatherer({ clock })
  // Accounts that were there at the last writing: strangers who flood with other names take nothing from them.
  const written = createRecentlyUsed<{ readonly accountId: AccountId }>(10_000)
  const behind = createWriteBehind({
    everyMs,
    take: () => {
      const quarters = gatherer.take()
      return quarters.length === 0 ? undefined : quarters
    },
    write: async (quarters: readonly GatheredQuarter[]) => {
      for (const quarter of quarters) await writeQuarter({ ...ports, written }, quarter)
    },
    onFault,
  })

  return {
    count: (accountId, dimension, name, outcome) =>
      gatherer.of(accountId, true)?.count(dimension, name, outcome),
    answered: (accountId, { api, credential, clientId, outcome, reason }) => {
      const isNamed = credential === 'none' || credential === 'client'
      const isKnown = !isNamed || written.has(accountId)
      const gathering = gatherer.of(accountId, isKnown)
      if (gathering === undefined) return
      gathering.count('api', api, outcome)
      gathering.count('credential', credential, outcome)
      if (clientId !== undefined) gathering.count('application', clientId, outcome)
      if (reason !== undefined) gathering.count('refusal', reason, outcome)
    },
    ...behind,
  }
}

type WritePorts = Ports & {
  readonly written: ReturnType<typeof createRecentlyUsed<{ readonly accountId: AccountId }>>
}
type Gathered = readonly [accountId: AccountId, gathering: AccountGathering]

/** Some accounts in each transaction. */
async function writeQuarter(ports: WritePorts, quarter: GatheredQuarter): Promise<void> {
  // In one order everywhere: two processes never wait for each other's accounts in a circle.
  const accounts = [...quarter.accounts].toSorted(([one], [other]) => (one < other ? -1 : 1))
  for (let index = 0; index < accounts.length; index += accountsPerWrite) {
    const some = await existing(ports, accounts.slice(index, index + accountsPerWrite))
    if (some.length === 0) continue
    const write = () =>
      ports.storage.write((tx) => addAll(ports, tx, { at: quarter.at, accounts: some }))
    // Once more, because an account may have been erased between being looked for and being written to.
    await write().catch(write).catch(ports.onFault)
  }
}

/** Names that strangers made up are looked for before anything is written. */
async function existing(
  { storage, onFault }: WritePorts,
  accounts: readonly Gathered[],
): Promise<readonly Gathered[]> {
  const found: Gathered[] = []
  for (const gathered of accounts) {
    const [accountId, { isKnown }] = gathered
    try {
      if (isKnown || (await storage.read.accounts.find(accountId)) !== undefined) {
        found.push(gathered)
      }
    } catch (fault) {
      onFault(fault)
    }
  }
  return found
}

type Batch = { readonly at: number; readonly accounts: readonly Gathered[] }

async function addAll(
  { clock, written }: WritePorts,
  tx: Pick<Writes, 'accounts' | 'statistics'>,
  { at, accounts }: Batch,
): Promise<void> {
  let added = 0
  for (const [accountId, { tallies }] of accounts) {
    const account = await tx.accounts.find(accountId)
    if (account === undefined) {
      // It was erased meanwhile.
      written.delete(accountId)
      continue
    }
    const { timeZone } = resolveSettings(account.settings)
    const statistics = statisticsOf(tallies, startsOf(at, timeZone))
    await tx.statistics.add(accountId, statistics)
    written.set(accountId, { accountId })
    added += statistics.length
  }
  await tx.statistics.drop(oldestKept(clock.now()), leastDrops + added)
}

type Starts = { readonly hour: number; readonly day: number }

/** The hour that a moment is in, and the day by the calendar of a time zone. */
export function startsOf(at: number, timeZone: string): Starts {
  return { hour: Math.floor(at / 3_600_000), day: numberOfDay(localTime(at, timeZone)) }
}

/** A day more than is shown, because days of time zones differ. */
function oldestKept(now: number): Starts {
  const { day } = startsOf(now - (daysKept + 1) * 86_400_000, 'UTC')
  return { hour: Math.floor(now / 3_600_000) - hoursKept, day }
}

function statisticsOf(tallies: AccountGathering['tallies'], starts: Starts): readonly Statistic[] {
  return statisticDimensions.flatMap((dimension) =>
    [...(tallies[dimension] ?? [])].flatMap(([name, tally]) => [
      { ...tally, period: 'hour' as const, start: starts.hour, dimension, name },
      { ...tally, period: 'day' as const, start: starts.day, dimension, name },
    ]),
  )
}
