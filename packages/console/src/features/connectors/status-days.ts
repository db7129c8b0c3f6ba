import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import { refusedOf } from './health.ts'

type Told = Pick<ConnectorStatus, 'from' | 'to' | 'days'>

/** One day of a connector; days on which nothing happened are there, too. */
export type StatusDay = {
  readonly day: string
  readonly verified: number
  readonly refused: number
}

const dayMs = 86_400_000
/** However long a status says it is: nothing longer is drawn. */
const most = 100

/** Every day of the time that a status is of. */
export function daysOf({ from, to, days }: Told): readonly StatusDay[] {
  const told = new Map(days.map((one) => [one.day, one]))
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const count = Math.min(most, Math.floor((last - first) / dayMs) + 1)
  return Array.from({ length: Math.max(0, count || 0) }, (_, index) => {
    const day = new Date(first + index * dayMs).toISOString().slice(0, 10)
    const { verified = 0, refused = [] } = told.get(day) ?? {}
    return { day, verified, refused: refusedOf({ refused }) }
  })
}

/** Of a hundred who came, how many were let in; `undefined`: nobody came. */
export function shareLetIn(verified: number, refused: number): number | undefined {
  const all = verified + refused
  return all === 0 ? undefined : Math.floor((100 * verified) / all)
}
