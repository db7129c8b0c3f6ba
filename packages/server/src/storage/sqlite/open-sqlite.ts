import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createJobLimits, type Database } from '../kysely/database.ts'
import { createReads, createWrites } from '../kysely/stores.ts'
import type { Migratable } from '../migrate.ts'
import { openSqliteNonces } from '../nonces/sqlite-nonces.ts'
import type { Announcement, NonceStore, Storage, Writes } from '../port.ts'
import { openConnection, type SqliteConnection } from './connection.ts'
import { type BeforeStatement, kyselyOver } from './dialect.ts'
import { createGroupCommit } from './group-commit.ts'
import { createTimeSlices } from './time-slices.ts'

/** How soon a change by another process (a command on the same file) is noticed. */
const otherProcessPollMs = 200

/** The embedded default: one SQLite file, a reader and a writer. Made with mode 0600. */
export function openSqlite(file: string): Storage & Migratable {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const isNew = !existsSync(file)
  const writer = openConnection(file)
  const reader = openConnection(file)
  const nonces = openSqliteNonces(`${file}-nonces`, { isNew })
  return storageOver(writer, reader, nonces)
}

/** The storage over two open connections to one file, which it closes. */
export function storageOver(
  writer: SqliteConnection,
  reader: SqliteConnection,
  nonces: NonceStore,
): Storage & Migratable {
  const snapshot = createSnapshot(reader)
  const slices = createTimeSlices()
  const groupCommit = createGroupCommit(writer, { ...snapshot, slices })
  const listeners: ((announcement: Announcement) => void)[] = []
  const tell = (announcement: Announcement) => {
    for (const listener of listeners) listener(announcement)
  }
  const stopWatching = watchOtherProcesses(writer, () =>
    snapshot.whenShown(() => tell({ about: 'everything' })),
  )
  const runJob = async <T>(job: (tx: Writes) => Promise<T>) => {
    const announced: Announcement[] = []
    const limits = createJobLimits()
    const beforeStatement = () => {
      const pause = slices.next()
      return pause === undefined ? limits.check() : pause.then(limits.check)
    }
    const announce = async (announcement: Announcement) => {
      limits.check()
      announced.push(announcement)
    }
    const answer = await limits.within(() =>
      job(createWrites({ ...databaseOver(writer, beforeStatement), announce })),
    )
    return { answer, announced }
  }

  return {
    kind: 'sqlite',
    read: createReads(databaseOver(reader, snapshot.begin)),
    write: async (job) => {
      const { answer, announced } = await groupCommit.submit(() => runJob(job))
      announced.forEach(tell)
      return answer
    },
    announcements: {
      reliable: () => true,
      subscribe: (listener) => {
        listeners.push(listener)
      },
    },
    nonces,
    migrateWith: (job) => groupCommit.submit(() => job(kyselyOver(writer, () => {}))),
    close: async () => {
      await groupCommit.idle()
      if (!writer.database.isOpen) return
      stopWatching()
      await nonces.close()
      snapshot.showCommit()
      await reader.close()
      await writer.close()
    },
  }
}

function databaseOver(connection: SqliteConnection, before: BeforeStatement): Database {
  return {
    kind: 'sqlite',
    query: kyselyOver(connection, before),
    run: async <Row>({ sql }: { readonly sql: string }, parameters: readonly unknown[]) => {
      const pause = before()
      if (pause !== undefined) await pause
      return connection.all(sql, parameters) as readonly Row[]
    },
  }
}

/**
 * One read transaction per turn of the event loop: every read in it sees the same state, and the cost of
 * opening one is shared. It ends early when the writer has committed, so that a process reads its own writes;
 * until the disk has kept them it goes on, so that nobody acts on what a power cut may undo.
 */
function createSnapshot(connection: SqliteConnection) {
  let open = false
  let held = false
  const waiting: (() => void)[] = []
  const end = () => {
    if (!open || held) return
    open = false
    connection.execute('commit', [])
  }
  const begin = () => {
    if (open) return
    connection.execute('begin', [])
    open = true
    setImmediate(end)
  }
  return {
    begin,
    /** Runs once the next read sees the newest state: whoever is told of it reads at once. */
    whenShown: (act: () => void) => {
      end()
      if (held) waiting.push(act)
      else act()
    },
    hideCommit: () => {
      begin()
      // A snapshot is taken by the first read in it.
      connection.all('select 1 from sqlite_schema where rowid = 1', [])
      held = true
    },
    showCommit: () => {
      held = false
      end()
      for (const act of waiting.splice(0)) act()
    },
  }
}

/** `data_version` moves on a connection when, and only when, another connection has written. */
function watchOtherProcesses(writer: SqliteConnection, changed: () => void): () => void {
  const version = () => writer.all('pragma data_version', [])[0]?.['data_version']
  let seen = version()
  const timer = setInterval(() => {
    const now = version()
    if (now === seen) return
    seen = now
    changed()
  }, otherProcessPollMs)
  timer.unref()
  return () => clearInterval(timer)
}
