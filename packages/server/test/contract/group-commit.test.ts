import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { migrate } from '#storage/migrate.ts'
import { openSqliteNonces } from '#storage/nonces/sqlite-nonces.ts'
import { openConnection } from '#storage/sqlite/connection.ts'
import { storageOver } from '#storage/sqlite/open-sqlite.ts'
import { newAccount, someSkill } from './contract.ts'

async function setUp(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'watchword.db')
  const connection = openConnection(file)
  const written: string[] = []
  let failing: string | undefined
  const writer: typeof connection = {
    ...connection,
    execute: (sql, parameters) => {
      written.push(sql)
      if (sql === failing) throw new Error(`${sql} fails`)
      return connection.execute(sql, parameters)
    },
  }
  const storage = storageOver(
    writer,
    openConnection(file),
    openSqliteNonces(`${file}-nonces`, { isNew: true }),
  )
  t.after(() => storage.close())
  await migrate(storage)
  const accountId = await newAccount(storage)
  const insert = (id: number) =>
    storage.write((tx) => tx.skills.insert(accountId, someSkill(id, `skill ${id}`)))
  const commits = () => written.splice(0).filter((sql) => sql === 'commit').length
  const fail = (sql: string | undefined) => {
    failing = sql
  }
  return { storage, accountId, insert, commits, fail }
}

test('writes that wait together are committed together', async (t) => {
  const { insert, commits } = await setUp(t)
  commits()
  await Promise.all(Array.from({ length: 20 }, (_, id) => insert(id)))
  assert.equal(commits(), 1)
  await Promise.all(Array.from({ length: 200 }, (_, id) => insert(100 + id)))
  const many = commits()
  assert.ok(many > 1 && many < 10, `${many} commits: a bounded group each`)
})

for (const step of ['begin immediate', 'commit', 'release job']) {
  test(`when "${step}" fails nobody is told of success, nothing is kept, and the next write works`, async (t) => {
    const { storage, accountId, insert, fail } = await setUp(t)
    fail(step)
    const outcomes = await Promise.allSettled([insert(1), insert(2), insert(3)])
    for (const outcome of outcomes) {
      assert.match(String(outcome.status === 'rejected' && outcome.reason), /fails/)
    }
    fail(undefined)
    assert.equal(await storage.read.skills.count(accountId), 0)
    await insert(4)
    assert.deepEqual(
      (await storage.read.skills.list(accountId)).map(({ id }) => id),
      [4],
    )
  })
}
