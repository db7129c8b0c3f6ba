import { beginWrite } from './begin-write.ts'
import type { SqliteConnection } from './connection.ts'
import type { TimeSlices } from './time-slices.ts'

/** Runs jobs on the writer connection; see `createGroupCommit`. */
export type GroupCommit = {
  submit<T>(job: () => Promise<T>): Promise<T>
  /** Resolves once everything submitted was answered. */
  idle(): Promise<void>
}

/** What else is done around a commit. */
export type CommitHooks = {
  /** From now on reads must not see what is committed. */
  readonly hideCommit: () => void
  /** What was committed is kept, or there was no commit: the next read sees the newest. */
  readonly showCommit: () => void
  /** A transaction is made in these. */
  readonly slices: TimeSlices
}

/**
 * The only writer. Jobs that wait together share one transaction, and so one wait for the disk. If one fails, all run
 * again, each in a savepoint of its own, so that a failing job takes back its own work alone. Nobody is answered, and
 * nobody reads what was written, before it is on the disk. A job that fails is answered then too: what it saw
 * of the others must be true.
 *
 * The next transaction begins when the disk has kept the one before: what it builds on must be true, and the file is
 * never held for other programs while we wait.
 */
export function createGroupCommit(connection: SqliteConnection, hooks: CommitHooks): GroupCommit {
  const waiting: Job[] = []
  const idleListeners: (() => void)[] = []
  const log = createLogKeeper(connection, hooks)
  let draining = false
  let keepingOne = false
  let kept = Promise.resolve()
  let lost: Error | undefined

  /** Waits for the disk, then answers. Does not fail: whoever comes next looks at `lost`. */
  async function keep({ jobs, answers }: Batch): Promise<void> {
    keepingOne = true
    try {
      await connection.flush()
      hooks.showCommit()
      for (const answer of answers) answer()
    } catch (cause) {
      lost = new Error('The disk did not keep a commit. Nothing is written until a restart.', {
        cause,
      })
      for (const job of jobs) job.reject(lost)
    }
    keepingOne = false
    tellWhenIdle()
  }

  async function commitNext(batch: Batch): Promise<void> {
    await kept
    batch.jobs.push(...waiting.splice(0, largestBatch))
    try {
      // What a failed wait for the disk left there is not known: nothing may be built on it.
      if (lost !== undefined) throw lost
      await commitTogether(connection, hooks, batch)
      kept = keep(batch)
    } catch (error) {
      for (const job of batch.jobs) job.reject(error)
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch: Batch = { jobs: [], answers: [] }
      await commitNext(batch)
      if (log.isDue(batch.jobs.length)) {
        await kept
        await log.shorten()
      }
    }
    draining = false
    tellWhenIdle()
  }

  function tellWhenIdle(): void {
    if (draining || keepingOne) return
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
      draining || keepingOne
        ? new Promise((resolve) => idleListeners.push(resolve))
        : Promise.resolve(),
  }
}

type Answer = () => void
type Job = { readonly run: () => Promise<Answer>; readonly reject: (error: unknown) => void }
/** The jobs of one commit, and what each is told once it is kept. */
type Batch = { readonly jobs: Job[]; readonly answers: Answer[] }

// Bounds how long a commit keeps the event loop, not how many may wait.
const largestBatch = 64

function settle<T>(value: T, resolve: (value: T) => void): Answer {
  return () => resolve(value)
}

/**
 * Runs the jobs one after the other. A savepoint for each would have SQLite copy every page that a job changes, and mostly
 * no job fails; so they get savepoints only once one of them did, when all run again.
 */
async function commitTogether(
  connection: SqliteConnection,
  hooks: CommitHooks,
  { jobs, answers }: Batch,
): Promise<void> {
  let oneFailed = false
  const runPlain = async (job: Job) => {
    try {
      return await job.run()
    } catch (error) {
      oneFailed = true
      throw error
    }
  }
  try {
    answers.push(...(await commitAll(connection, hooks, jobs, runPlain)))
  } catch (error) {
    if (!oneFailed) throw error
    answers.push(
      ...(await commitAll(connection, hooks, jobs, (job) => runInSavepoint(connection, job))),
    )
  }
}

/**
 * So long a transaction keeps the event loop before it lets everything else in. Reads go on beside it: they have a
 * connection of their own, and see what was committed. Where many jobs write at once the turns between would cost them
 * a tenth of what they get done.
 */
const sliceMs = 0.1
const longSliceMs = 1
const few = 4

async function commitAll(
  connection: SqliteConnection,
  { hideCommit, showCommit, slices }: CommitHooks,
  jobs: readonly Job[],
  run: (job: Job) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  await beginWrite(connection)
  slices.begin(jobs.length > few ? longSliceMs : sliceMs)
  try {
    for (const job of jobs) answers.push(await run(job))
    await slices.next()
    hideCommit()
    connection.execute('commit', [])
    return answers
  } catch (error) {
    if (connection.database.isTransaction) connection.execute('rollback', [])
    showCommit()
    throw error
  }
}

async function runInSavepoint(connection: SqliteConnection, job: Job): Promise<Answer> {
  connection.execute('savepoint job', [])
  let answer: Answer
  try {
    answer = await job.run()
  } catch (error) {
    connection.execute('rollback to job', [])
    answer = () => job.reject(error)
  }
  connection.execute('release job', [])
  return answer
}

/** As many pages as SQLite's own default: then the log is moved into the file, and begins anew. */
const longLog = 1000

/** Jobs after which it is looked at how long the log is. */
const looksEvery = 64

/** Moves the log into the file between two commits. */
function createLogKeeper(connection: SqliteConnection, { showCommit }: CommitHooks) {
  let jobs = 0
  return {
    isDue: (done: number) => {
      jobs += done
      return jobs >= looksEvery
    },
    /** A fault here harms no commit: the log is whole, only longer, and this is tried again later. */
    shorten: async (): Promise<void> => {
      jobs = 0
      try {
        const [state] = connection.all('pragma wal_checkpoint(noop)', [])
        if (!(Number(state?.['log']) >= longLog)) return
        await connection.moveLog()
        // The log begins anew at the next write, if no read of before is open then.
        showCommit()
      } catch {}
    },
  }
}
