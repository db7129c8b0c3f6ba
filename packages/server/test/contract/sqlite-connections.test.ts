import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { mock, type TestContext, test } from 'node:test'
import { migrate } from '#storage/migrate.ts'
import type { Announcement } from '#storage/port.ts'
import { openConnection } from '#storage/sqlite/connection.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { until } from '../support/until.ts'

function temporaryFile(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'watchword.db')
}

function pragmasOf(database: DatabaseSync) {
  const pragma = (name: string) => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]
  return {
    journal_mode: pragma('journal_mode'),
    synchronous: pragma('synchronous'),
    foreign_keys: pragma('foreign_keys'),
    waitsWhenBusy: Number(pragma('busy_timeout')) > 0,
  }
}

// The storage waits for the disk itself, see group-commit.test.ts.
const durable = { journal_mode: 'wal', synchronous: 1, foreign_keys: 1, waitsWhenBusy: true }

test('both connections of the storage have WAL, synchronous=NORMAL, foreign keys, a busy timeout', async (t) => {
  const exec = mock.method(DatabaseSync.prototype, 'exec')
  t.after(() => exec.mock.restore())
  const file = temporaryFile(t)
  const storage = openSqlite(file)
  const all = new Set(exec.mock.calls.map((call) => call.this as DatabaseSync))
  // Nonces have a file of their own, and other promises.
  const opened = new Set([...all].filter((database) => database.location() === file))
  assert.equal(opened.size, 2, 'a reader and a writer')
  for (const database of opened) assert.deepEqual(pragmasOf(database), durable)
  await migrate(storage)
  await storage.write((tx) => tx.instance.set('a', 'b'))
  for (const database of opened) assert.deepEqual(pragmasOf(database), durable)
  await storage.close()
})

test('a connection opened alone has them too, also on a file that was in another mode', (t) => {
  const file = temporaryFile(t)
  const before = new DatabaseSync(file)
  before.exec('pragma journal_mode = delete; create table t (a)')
  before.close()
  const { database } = openConnection(file)
  assert.deepEqual(pragmasOf(database), durable)
  database.close()
})

test('a row that refers to no account is refused', async (t) => {
  const storage = openSqlite(temporaryFile(t))
  await migrate(storage)
  await assert.rejects(
    storage.migrateWith((query) =>
      query
        .insertInto('account_keys')
        .values({ account_id: 'nobody', sealed_key: 'x', created_at: 1 })
        .execute(),
    ),
    /FOREIGN KEY/,
  )
  await storage.close()
})

test('the file and its companions are readable by their owner alone, whatever the umask', async (t) => {
  const previous = process.umask(0)
  t.after(() => process.umask(previous))
  const file = temporaryFile(t)
  const storage = openSqlite(file)
  await migrate(storage)
  const companions = [`${file}-wal`, `${file}-shm`, `${file}-nonces`, `${file}-nonces-wal`]
  for (const name of [file, ...companions]) {
    assert.equal(statSync(name).mode & 0o777, 0o600, name)
  }
  await storage.close()
})

test('a file that others could read is closed to them', async (t) => {
  const file = temporaryFile(t)
  writeFileSync(file, '')
  chmodSync(file, 0o644)
  const storage = openSqlite(file)
  await migrate(storage)
  for (const name of [file, `${file}-wal`]) assert.equal(statSync(name).mode & 0o777, 0o600, name)
  await storage.close()
})

test('a change by another program is announced as everything in under a second', async (t) => {
  const file = temporaryFile(t)
  const storage = openSqlite(file)
  await migrate(storage)
  const told: Announcement[] = []
  storage.announcements.subscribe((announcement) => told.push(announcement))
  await storage.write((tx) => tx.instance.set('mine', 'x'))
  await new Promise((resolve) => setTimeout(resolve, 450))
  assert.deepEqual(told, [], 'what it wrote itself is not a surprise')
  const command = new DatabaseSync(file)
  command.exec("insert into instance (key, value) values ('theirs', 'y')")
  await until(() => told.length > 0, 1000)
  assert.deepEqual(told, [{ about: 'everything' }])
  assert.equal(await storage.read.instance.get('theirs'), 'y')
  command.close()
  await storage.close()
})

test('a write waits while another program holds the file', async (t) => {
  const file = temporaryFile(t)
  const storage = openSqlite(file)
  await migrate(storage)
  const holder = spawn(process.execPath, ['-e', holdsUntilTold, file])
  t.after(() => holder.kill())
  await once(holder.stdout, 'data')
  let isWritten = false
  const writing = storage.write(async (tx) => {
    await tx.instance.set('mine', 'x')
    isWritten = true
  })
  for (let looks = 0; looks < 20; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    assert.equal(await storage.read.instance.get('mine'), undefined)
  }
  assert.equal(isWritten, false, 'it waits')
  holder.stdin.end()
  await writing
  assert.equal(await storage.read.instance.get('theirs'), 'y')
  assert.equal(await storage.read.instance.get('mine'), 'x')
  await storage.close()
})

const holdsUntilTold = `
  const database = new (require('node:sqlite').DatabaseSync)(process.argv[1])
  database.exec("begin immediate; insert into instance (key, value) values ('theirs', 'y')")
  require('node:fs').writeSync(1, 'held')
  process.stdin.resume().once('end', () => database.exec('commit'))
`

test('a file that is no database is refused, and left as it was', (t) => {
  const file = temporaryFile(t)
  const text = 'not a database, but long enough to be mistaken for one'.repeat(100)
  writeFileSync(file, text)
  assert.throws(() => openSqlite(file), /not a database/)
  assert.equal(readFileSync(file, 'utf8'), text)
})
