import { Problem } from '#api/problem.ts'
import { batchesOf } from '../batches.ts'
import { isSameUser } from '../conflict.ts'
import type { FullUser } from '../user-types.ts'
import type { UserBody } from '../writable.ts'
import type { Verdict } from './plan.ts'

/** What became of one row. */
export type Outcome = {
  readonly line: number
  readonly loginName: string
  readonly result: 'added' | 'changed' | 'failed' | 'not_tried'
  /** Why it failed, in the server's words. */
  readonly reason: string
  readonly user?: FullUser
  /** That was made for somebody new, and is told once. */
  readonly password?: string
}

/** What the run does with the API; `ifMatch` is the revision of the account that changes are based on. */
export type RunPorts = {
  readonly create: (bodies: readonly UserBody[]) => Promise<Written>
  readonly replace: (
    bodies: readonly (UserBody & { readonly id: number })[],
    ifMatch: string | undefined,
  ) => Promise<Written>
  /** All users as they are now, with the revision. */
  readonly read: () => Promise<Written>
  /** For somebody new whose row has none. */
  readonly makePassword: (loginName: string) => string
  readonly wait: (seconds: number) => Promise<void>
}

export type Written = { readonly users: readonly FullUser[]; readonly revision: string | undefined }

export type RunAbout = {
  readonly revision: string | undefined
  readonly signal: AbortSignal
  readonly onProgress: (outcomes: readonly Outcome[]) => void
  readonly words: { readonly changedMeanwhile: string }
}

type Task = Extract<Verdict, { readonly kind: 'new' | 'change' }>

/** Passwords are hashed slowly on purpose, so a batch of new people is small. */
const newBatch = 20
const changeBatch = 200

/**
 * Writes what was planned, in batches. A batch of which one row is refused writes nothing (contract, our decisions):
 * that row is told and the rest is sent again. When nobody answers it stops; what was not tried can be tried again.
 */
export async function runImport(
  ports: RunPorts,
  verdicts: readonly Verdict[],
  about: RunAbout,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly stopped: unknown }> {
  const tasks = verdicts.filter((one): one is Task => one.kind === 'new' || one.kind === 'change')
  const outcomes: Outcome[] = []
  const tell = (some: readonly Outcome[]) => {
    outcomes.push(...some)
    about.onProgress(outcomes)
  }
  const writeChanges = changesWriter(ports, about)
  const writeNew = newWriter(ports)
  const running = {
    ...{ signal: about.signal, wait: ports.wait, tell },
    refusals: { message: '', count: 0 },
  }
  let stopped: unknown
  try {
    // Changes first: they are based on the revision that was read.
    for (const batch of batchesOf(tasks.filter(isChange), changeBatch)) {
      await writeBatch(batch, writeChanges, running)
    }
    for (const batch of batchesOf(tasks.filter(isNew), newBatch)) {
      await writeBatch(batch, writeNew, running)
    }
  } catch (fault) {
    stopped = fault
  }
  const tried = new Set(outcomes.map(({ line }) => line))
  const left = tasks.filter(({ line }) => !tried.has(line))
  tell(left.map(({ line, loginName }) => ({ line, loginName, result: 'not_tried', reason: '' })))
  return { outcomes, stopped }
}

type Running = Pick<RunPorts, 'wait'> & {
  readonly signal: AbortSignal
  readonly tell: (outcomes: readonly Outcome[]) => void
  readonly refusals: Refusals
}

/** How rows of one kind are written. */
type Writer<T> = {
  /** Writes some rows at once, or throws what the server said of them. */
  readonly write: (some: readonly T[]) => Promise<readonly Outcome[]>
  /** Why a row is not to be sent any more, as far as it is known. */
  readonly refusalOf: (task: T) => string | undefined
  /** Somebody changed the account meanwhile: reads how it is now. */
  readonly refresh: () => Promise<void>
}

/** So often in a row the account may have been changed meanwhile. */
const mostConflicts = 8

type NewTask = Extract<Task, { readonly kind: 'new' }>
type ChangeTask = Extract<Task, { readonly kind: 'change' }>

function isChange(task: Task): task is ChangeTask {
  return task.kind === 'change'
}

function isNew(task: Task): task is NewTask {
  return task.kind === 'new'
}

async function writeBatch<T extends Task>(
  batch: readonly T[],
  writer: Writer<T>,
  run: Running,
): Promise<void> {
  let left = batch
  for (let conflicts = 0; ; ) {
    run.signal.throwIfAborted()
    const gone = left.flatMap((task) => failure(task, writer.refusalOf(task)))
    if (gone.length > 0) run.tell(gone)
    left = left.filter((task) => writer.refusalOf(task) === undefined)
    if (left.length === 0) return
    try {
      run.tell(await writer.write(left))
      run.refusals.count = 0
      return
    } catch (fault) {
      if (!(fault instanceof Problem) || fault.status === 0 || fault.status >= 500) throw fault
      if (fault.status === 429) {
        await run.wait(fault.retryAfterSeconds ?? 5)
        continue
      }
      if (fault.isConflict) {
        conflicts += 1
        if (conflicts > mostConflicts) throw fault
        await writer.refresh()
        continue
      }
      const refused = refusedRows(left, fault)
      if (refused.size === 0) {
        await split(left, writer, fault, run)
        return
      }
      run.tell(left.flatMap((task, index) => failure(task, refused.get(index))))
      left = left.filter((_, index) => !refused.has(index))
    }
  }
}

/** So many rows in a row that are refused alike, without a field being named, end an import. */
const mostAlike = 3

/** Refusals of single rows that named no field, one after the other. */
type Refusals = { message: string; count: number }

/** No row was named: each half is tried, down to the one that is at fault. */
async function split<T extends Task>(
  left: readonly T[],
  writer: Writer<T>,
  fault: Problem,
  run: Running,
): Promise<void> {
  const { refusals, tell } = run
  const [only] = left
  if (left.length === 1 && only !== undefined) {
    tell(failure(only, fault.message))
    refusals.count = refusals.message === fault.message ? refusals.count + 1 : 1
    refusals.message = fault.message
    // It is not the rows: the account is full, or a right was taken away.
    if (refusals.count >= mostAlike) throw fault
    return
  }
  const middle = Math.ceil(left.length / 2)
  await writeBatch(left.slice(0, middle), writer, run)
  await writeBatch(left.slice(middle), writer, run)
}

/** Rows that the server named, with what it said: `[3].email: must be an e-mail address`. */
export function refusedRows(
  batch: readonly unknown[],
  { fields }: Pick<Problem, 'fields'>,
): ReadonlyMap<number, string> {
  const refused = new Map<number, string>()
  for (const { path, reason } of fields) {
    const index = /^\[(\d+)\]\.?/.exec(path)
    if (index === null || Number(index[1]) >= batch.length) continue
    const said = `${path.slice(index[0].length)} ${reason}`.trim()
    const before = refused.get(Number(index[1]))
    refused.set(Number(index[1]), before === undefined ? said : `${before}; ${said}`)
  }
  return refused
}

function failure({ line, loginName }: Task, reason: string | undefined): readonly Outcome[] {
  return reason === undefined ? [] : [{ line, loginName, result: 'failed', reason }]
}

function newWriter(ports: RunPorts): Writer<NewTask> {
  return {
    write: (some) => createAll(ports, some),
    refusalOf: () => undefined,
    refresh: async () => undefined,
  }
}

async function createAll(ports: RunPorts, tasks: readonly NewTask[]): Promise<readonly Outcome[]> {
  const made = tasks.map(({ isGenerated, loginName }) =>
    isGenerated ? ports.makePassword(loginName) : undefined,
  )
  const bodies = tasks.map(({ body }, index) => {
    const passwordSh = made[index]
    return passwordSh === undefined ? body : { ...body, passwordSh }
  })
  const { users } = await ports.create(bodies)
  return tasks.map(({ line, loginName }, index) => {
    const password = made[index]
    const user = users[index]
    return {
      ...{ line, loginName, result: 'added' as const, reason: '' },
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
    }
  })
}

/**
 * Somebody who was changed since the dry run is not written over: that row fails, and says so. What was read after a
 * conflict is kept for all rows that follow: they go over its revision, so it is what they are compared with.
 */
function changesWriter(ports: RunPorts, { revision, words }: RunAbout): Writer<ChangeTask> {
  let base = revision
  let now: ReadonlyMap<number, FullUser> | undefined
  return {
    async write(tasks) {
      const bodies = tasks.map(({ before, body }) => ({ id: before.id, ...body }))
      const written = await ports.replace(bodies, base)
      base = written.revision
      return tasks.map(({ line, loginName }, index): Outcome => {
        const user = written.users[index]
        const outcome = { line, loginName, result: 'changed' as const, reason: '' }
        return user === undefined ? outcome : { ...outcome, user }
      })
    },
    refusalOf({ before }) {
      if (now === undefined) return undefined
      const user = now.get(before.id)
      return user !== undefined && isSameUser(before, user) ? undefined : words.changedMeanwhile
    },
    async refresh() {
      const read = await ports.read()
      base = read.revision
      now = new Map(read.users.map((user) => [user.id, user]))
    },
  }
}
