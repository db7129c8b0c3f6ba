import type { SqliteConnection } from './connection.ts'

/** Runs jobs on the writer connection; see `createGroupCommit`. */
export type GroupCommit = {
  submit<T>(job: () => Promise<T>): Promise<T>
  /** Resolves once everything submitted was answered. */
  idle(): Promise<void>
}

/**
 * The only writer. Jobs that wait together share one transaction, and so one wait for the disk: each runs in
 * a savepoint of its own, so that a failing job takes back its own work alone, and nobody is answered before
 * the commit. A job that fails is answered after the commit too: what it saw of the others must be true.
 */
export function createGroupCommit(
  connection: SqliteConnection,
  afterCommit: () => void,
): GroupCommit {
  const waiting: Job[] = []
  const idleListeners: (() => void)[] = []
  let draining = false

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, largestBatch)
      try {
        const answers = await commitTogether(connection, batch)
        afterCommit()
        for (const answer of answers) answer()
      } catch (error) {
        for (const job of batch) job.reject(error)
      }
    }
    draining = false
    for (const listener of idleListeners.splice(0)) listener()
  }

  return {
    submit: <T>(run: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ run: async () => settle(await run(), resolve), reject })
        if (draining) return
        draining = true
        setImmediate(drain)
      }),
    idle: () =>
      draining ? new Promise((resolve) => idleListeners.push(resolve)) : Promise.resolve(),
  }
}

type Answer = () => void
type Job = { readonly run: () => Promise<Answer>; readonly reject: (error: unknown) => void }

// Bounds how long a commit keeps the event loop, not how many may wait.
const largestBatch = 64

function settle<T>(value: T, resolve: (value: T) => void): Answer {
  return () => resolve(value)
}

async function commitTogether(
  connection: SqliteConnection,
  batch: readonly Job[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  connection.execute('begin immediate', [])
  try {
    for (const job of batch) {
      connection.execute('savepoint job', [])
      try {
        answers.push(await job.run())
      } catch (error) {
        connection.execute('rollback to job', [])
        answers.push(() => job.reject(error))
      }
      connection.execute('release job', [])
    }
    connection.execute('commit', [])
  } catch (error) {
    if (connection.database.isTransaction) connection.execute('rollback', [])
    throw error
  }
  return answers
}
