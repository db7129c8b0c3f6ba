import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import type { Dimension, Outcome, Tally } from './statistic.ts'

/** Counts in memory, within bounds: a flood costs no memory, and little work. */
export type StatisticGatherer = {
  /**
   * What one account gathers at this moment, to count in; not to be kept. `undefined`: there is no room for another.
   * `isKnown`: the account exists for certain, and was not only named by a stranger.
   */
  of(accountId: AccountId, isKnown: boolean): AccountGathering | undefined
  /** What was gathered, and from then on it begins anew. */
  take(): readonly GatheredQuarter[]
}

/** Counts of one account in one quarter of an hour. */
export type AccountGathering = {
  count(dimension: Dimension, name: string, outcome: Outcome): void
  readonly isKnown: boolean
  readonly tallies: { readonly [D in Dimension]?: ReadonlyMap<string, Tally> }
}

/** Days of every time zone begin with a quarter of an hour. */
export type GatheredQuarter = {
  readonly at: number
  readonly accounts: ReadonlyMap<AccountId, AccountGathering>
}

export const quarterMs = 900_000

/** Of one moment. Each is some hundred bytes. */
export const mostAccounts = 10_000
/** Accounts of which nothing is known but that a stranger wrote their name. */
export const mostAccountsOfStrangers = 500
/** Of one dimension, in one account and moment. What is beyond is counted together. */
export const mostNames = 500
export const otherName = 'other'

/** Gathers statistics of all accounts. */
export function createStatisticGatherer({ clock }: { readonly clock: Clock }): StatisticGatherer {
  let done: GatheredQuarter[] = []
  let accounts = new Map<AccountId, Gathering>()
  let quarterAt = Number.NEGATIVE_INFINITY
  let size = 0
  let ofStrangers = 0

  function turnTo(now: number): void {
    if (accounts.size > 0) done.push({ at: quarterAt, accounts })
    accounts = new Map()
    quarterAt = Math.floor(now / quarterMs) * quarterMs
  }

  function fresh(accountId: AccountId, isKnown: boolean): Gathering | undefined {
    if (size >= mostAccounts || (!isKnown && ofStrangers >= mostAccountsOfStrangers)) {
      return undefined
    }
    size += 1
    if (!isKnown) ofStrangers += 1
    const gathering = createGathering(isKnown)
    accounts.set(accountId, gathering)
    return gathering
  }

  return {
    of: (accountId, isKnown) => {
      const now = clock.now()
      if (now - quarterAt >= quarterMs || now < quarterAt) turnTo(now)
      const known = accounts.get(accountId)
      if (known === undefined) return fresh(accountId, isKnown)
      if (isKnown && !known.isKnown) {
        known.isKnown = true
        ofStrangers -= 1
      }
      return known
    },
    take: () => {
      turnTo(clock.now())
      const taken = done
      done = []
      size = 0
      ofStrangers = 0
      return taken
    },
  }
}

type MutableTally = { count: number; refused: number; failed: number }
type Gathering = { isKnown: boolean } & Omit<AccountGathering, 'isKnown'>

function createGathering(isKnown: boolean): Gathering {
  const tallies: { [D in Dimension]?: Map<string, MutableTally> } = {}

  function tallyOf(dimension: Dimension, name: string): MutableTally {
    let ofDimension = tallies[dimension]
    if (ofDimension === undefined) {
      ofDimension = new Map()
      tallies[dimension] = ofDimension
    }
    const known = ofDimension.get(name)
    if (known !== undefined) return known
    if (ofDimension.size >= mostNames && name !== otherName) return tallyOf(dimension, otherName)
    const tally = { count: 0, refused: 0, failed: 0 }
    ofDimension.set(name, tally)
    return tally
  }

  return {
    isKnown,
    tallies,
    count: (dimension, name, outcome) => {
      const tally = tallyOf(dimension, name)
      tally.count += 1
      if (outcome === 'refused') tally.refused += 1
      else if (outcome === 'failed') tally.failed += 1
    },
  }
}
