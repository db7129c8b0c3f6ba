/** What is counted of an account's traffic, and how it is named. */
import type { statisticDimensions } from '@watchword/protocol/api/statistics.ts'

/** By what an account's traffic is told apart. */
export type Dimension = (typeof statisticDimensions)[number]

export type Period = 'hour' | 'day'

/** What became of a request, a login or a handshake: it was served, refused, or failed here. */
export type Outcome = 'served' | 'refused' | 'failed'

/** How often something happened, refused and failed ones included, and how many of them were that. */
export type Tally = { readonly count: number; readonly refused: number; readonly failed: number }

/** What one thing of one dimension adds up to in one hour or day. */
export type Statistic = Tally & {
  readonly period: Period
  /** Of an hour: hours since 1970. Of a day: 20270131, as the account's own calendar had it at that moment. */
  readonly start: number
  readonly dimension: Dimension
  readonly name: string
}

/** Hours and days that are kept. */
export const hoursKept = 31 * 24
export const daysKept = 400
