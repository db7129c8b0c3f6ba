import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { nextTurn } from '#lib/next-turn.ts'
import { migrate } from '#storage/migrate.ts'
import { openSqliteNonces } from '#storage/nonces/sqlite-nonces.ts'
import { openConnection } from '#storage/sqlite/connection.ts'
import { storageOver } from '#storage/sqlite/open-sqlite.ts'
import { until } from '../support/until.ts'
import { newAccount, someSkill } from './contract.ts'

async function setUp(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'watchword.db')
  const connection = openConnection(file)
  const written: string[] = []
  let failing: string | undefined
  const disk: { flush: () => Promise<void> } = { flush: connection.flush }
  const writer: typeof connection = {
    ...connection,
    flush: () => disk.flush(),
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
  return { storage, accountId, file, disk, flush: connection.flush, insert, commits, fail, written }
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

test('jobs get savepoints only when one of them failed, and then each keeps its own work', async (t) => {
  const { storage, accountId, insert, written } = await setUp(t)
  written.splice(0)
  await Promise.all([insert(1), insert(2)])
  assert.ok(!written.includes('savepoint job'))
  let runs = 0
  const giveUp = async () => {
    runs += 1
    throw new Error('given up')
  }
  const outcomes = await Promise.allSettled([insert(3), storage.write(giveUp), insert(4)])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.equal(runs, 2)
  assert.equal(written.filter((sql) => sql === 'savepoint job').length, 3)
  assert.equal(await storage.read.skills.count(accountId), 4)
})

test('when a savepoint cannot be released nobody is told of success, and nothing is kept', async (t) => {
  const { storage, accountId, insert, fail } = await setUp(t)
  fail('release job')
  const giveUp = storage.write(async () => {
    throw new Error('given up')
  })
  const outcomes = await Promise.allSettled([insert(1), giveUp, insert(2)])
  for (const outcome of outcomes) {
    assert.match(String(outcome.status === 'rejected' && outcome.reason), /release job fails/)
  }
  fail(undefined)
  assert.equal(await storage.read.skills.count(accountId), 0)
  assert.equal(await insert(3), 'inserted')
})

for (const step of ['begin immediate', 'commit']) {
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

test('a long transaction lets everything else go on, which sees what was committed', async (t) => {
  const { storage, accountId, insert } = await setUp(t)
  let isWriting = true
  const lookOn = async () => {
    let turns = 0
    for (; isWriting; turns += 1) {
      await nextTurn()
      assert.equal(await storage.read.skills.count(accountId), 0)
    }
    return turns
  }
  const [turns] = await Promise.all([
    lookOn(),
    storage.write(async (tx) => {
      for (let id = 0; id < 300; id += 1) {
        await tx.skills.insert(accountId, someSkill(id, `skill ${id}`))
      }
      isWriting = false
    }),
    insert(1000),
  ])
  assert.ok(turns > 10, `${turns} turns`)
  assert.equal(await storage.read.skills.count(accountId), 301)
})

test('while another program writes, everything else goes on, and the write is made after it', async (t) => {
  const { storage, accountId, file, insert } = await setUp(t)
  const other = openConnection(file)
  t.after(() => other.close())
  other.execute('begin immediate', [])
  let written = false
  const writing = insert(1).then(() => {
    written = true
  })
  const started = performance.now()
  for (let reads = 0; reads < 20; reads += 1) {
    await setTimeout(2)
    assert.equal(await storage.read.skills.count(accountId), 0)
  }
  assert.ok(performance.now() - started < 2000, 'nobody waited for the other program')
  assert.equal(written, false)
  other.execute('commit', [])
  await writing
  assert.equal(await storage.read.skills.count(accountId), 1)
})

test('a statement that nobody waited for is refused after a pause too', async (t) => {
  const { storage, accountId, insert } = await setUp(t)
  const late: Promise<unknown>[] = []
  await storage.write(async (tx) => {
    const until = performance.now() + 2
    while (performance.now() < until);
    // The slice is over: both begin with a pause.
    late.push(tx.skills.insert(accountId, someSkill(1, 'one')))
    late.push(tx.skills.insert(accountId, someSkill(2, 'two')))
    for (const statement of late) statement.catch(() => undefined)
  })
  const outcomes = await Promise.allSettled(late)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  await insert(3)
  assert.equal(await storage.read.skills.count(accountId), 1)
})

test('nobody is answered, and nobody reads what was written, before the disk has kept it', async (t) => {
  const { storage, accountId, disk, flush, insert } = await setUp(t)
  const kept = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  disk.flush = async () => {
    asked.resolve()
    await kept.promise
    await flush()
  }
  let answered = false
  const writing = insert(1).then(() => {
    answered = true
  })
  await asked.promise
  for (let turn = 0; turn < 5; turn += 1) {
    await setTimeout(2)
    assert.equal(await storage.read.skills.count(accountId), 0)
  }
  assert.equal(answered, false)
  kept.resolve()
  await writing
  assert.equal(await storage.read.skills.count(accountId), 1)
})

test('while the disk keeps a commit the file is free for other programs, and who comes waits together', async (t) => {
  const { storage, accountId, file, disk, flush, insert, commits } = await setUp(t)
  const kept = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  disk.flush = async () => {
    asked.resolve()
    await kept.promise
    await flush()
  }
  commits()
  const first = insert(1)
  await asked.promise
  const others = Promise.all([insert(2), insert(3)])
  await setTimeout(5)
  const program = openConnection(file)
  program.execute('begin immediate', [])
  program.execute('rollback', [])
  await program.close()
  assert.equal(commits(), 1)
  kept.resolve()
  await Promise.all([first, others])
  assert.equal(commits(), 1)
  assert.equal(await storage.read.skills.count(accountId), 3)
})

test('when the disk keeps a commit not, those that wait for it fail too', async (t) => {
  const { storage, accountId, disk, insert } = await setUp(t)
  const broken = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  disk.flush = () => {
    asked.resolve()
    return broken.promise
  }
  const first = insert(1)
  await asked.promise
  const second = insert(2)
  await setTimeout(5)
  broken.reject(new Error('EIO'))
  const outcomes = await Promise.allSettled([first, second])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(await storage.read.skills.count(accountId), 0)
})

test('a change by another process is told when reads can see it, not while a commit waits', async (t) => {
  const { storage, accountId, file, disk, flush, insert } = await setUp(t)
  const kept = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  disk.flush = async () => {
    asked.resolve()
    await kept.promise
    await flush()
  }
  const seen: Promise<string | undefined>[] = []
  storage.announcements.subscribe((announcement) => {
    if (announcement.about !== 'everything') return
    seen.push(storage.read.accounts.find(accountId).then((account) => account?.name))
  })
  const writing = insert(1)
  await asked.promise
  const other = openConnection(file)
  other.execute('update accounts set name = ?', ['renamed elsewhere'])
  await other.close()
  await setTimeout(600)
  assert.equal(seen.length, 0)
  kept.resolve()
  await writing
  await until(() => seen.length > 0, 1000)
  assert.deepEqual([...new Set(await Promise.all(seen))], ['renamed elsewhere'])
})

test('when the disk keeps a commit not, its jobs fail and nothing is written any more', async (t) => {
  const { storage, accountId, disk, flush, insert } = await setUp(t)
  await insert(1)
  disk.flush = async () => {
    throw new Error('EIO')
  }
  await assert.rejects(insert(2), /did not keep/)
  disk.flush = flush
  await assert.rejects(insert(3), /did not keep/)
  assert.equal(await storage.read.skills.count(accountId), 1, 'reads go on')
})

test('the log begins anew: it does not grow with all that is written', async (t) => {
  const { storage, accountId, file, insert } = await setUp(t)
  const size = () => statSync(`${file}-wal`).size
  for (let id = 0; id < 600; id += 1) {
    await insert(id)
    await storage.read.skills.find(accountId, id)
  }
  const early = size()
  for (let id = 600; id < 1800; id += 1) {
    await insert(id)
    await storage.read.skills.find(accountId, id)
  }
  assert.ok(size() <= 1.5 * early, `${early} bytes, then ${size()}`)
})
