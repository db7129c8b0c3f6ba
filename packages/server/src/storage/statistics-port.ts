/** What is counted of accounts' traffic. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Dimension, Period, Statistic } from '#domain/statistics/statistic.ts'

export type StatisticReader = {
  /** From one start to another, both included: by name, then start. */
  list(
    accountId: AccountId,
    filter: {
      readonly period: Period
      readonly dimension: Dimension
      readonly from: number
      readonly to: number
    },
  ): Promise<readonly Statistic[]>
}

export type StatisticWriter = StatisticReader & {
  /** Adds to what is there: any number of processes may do so at once, and nothing is lost. */
  add(accountId: AccountId, statistics: readonly Statistic[]): Promise<void>
  /**
   * Drops at most `most` hours and as many days that are too long ago, of any account. The last of a transaction: it
   * leaves out what others hold, and holds what it drops.
   */
  drop(before: { readonly [P in Period]: number }, most: number): Promise<void>
}
