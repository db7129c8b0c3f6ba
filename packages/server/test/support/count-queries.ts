import { StatementSync } from 'node:sqlite'
import pg from 'pg'

/**
 * Counts the statements that this process sends to its databases while `job` runs, whichever kind they are of. What the
 * process does on its own meanwhile is counted too: compare what is sure to be quiet.
 */
export async function countQueries(job: () => Promise<unknown>): Promise<number> {
  let count = 0
  const counted = <Given extends unknown[], Answer>(
    run: (this: unknown, ...given: Given) => Answer,
  ) =>
    function (this: unknown, ...given: Given): Answer {
      count += 1
      return run.apply(this, given)
    }
  const { all, run } = StatementSync.prototype
  const { query } = pg.Client.prototype
  Object.assign(StatementSync.prototype, { all: counted(all), run: counted(run) })
  Object.assign(pg.Client.prototype, { query: counted(query as (...given: unknown[]) => unknown) })
  try {
    await job()
  } finally {
    Object.assign(StatementSync.prototype, { all, run })
    Object.assign(pg.Client.prototype, { query })
  }
  return count
}
