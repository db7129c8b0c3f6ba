import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { openNonceLog } from './nonce-log.ts'
import type { NonceClaim } from './nonce-store.ts'
import { comparedBytes } from './seen-nonces.ts'

const claim = (timestamp: number): NonceClaim => ({ timestamp, hash: randomBytes(20) })
const nameOf = ({ timestamp, hash }: NonceClaim) =>
  `${timestamp} ${hash.toString('hex', 0, comparedBytes)}`

function newFile(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-log-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'nonces')
  const database = () => {
    const opened = new DatabaseSync(file)
    t.after(() => opened.isOpen && opened.close())
    return opened
  }
  return {
    database,
    /** A process: its log, and what it has read of the others. */
    open: () => {
      const read: string[] = []
      return { read, log: openNonceLog(database(), (one) => read.push(nameOf(one))) }
    },
    ids: () =>
      database()
        .prepare('select id from entries order by id')
        .all()
        .map(({ id }) => Number(id)),
  }
}

describe('the log of nonces', () => {
  test('what was appended is read by whoever opens it, in its order', (t) => {
    const { open } = newFile(t)
    const claims = [claim(1_700_000_000), claim(4_294_967_296), claim(1_700_000_001)]
    const { log, read } = open()
    assert.equal(log.append(claims.slice(0, 2)), true)
    assert.equal(log.append(claims.slice(2)), true)
    assert.deepEqual(read, [], 'one knows one’s own')
    assert.deepEqual(open().read, claims.map(nameOf))
  })

  test('nobody appends before they read what others appended', (t) => {
    const { open, ids } = newFile(t)
    const [one, other] = [open(), open()]
    const [first, second] = [claim(100), claim(100)]
    assert.equal(one.log.append([first]), true)
    assert.equal(other.log.append([second]), false)
    assert.deepEqual(ids(), [1], 'nothing of it was kept')
    other.log.follow()
    assert.deepEqual(other.read, [nameOf(first)])
    assert.equal(other.log.append([second]), true)
    one.log.follow()
    assert.deepEqual(one.read, [nameOf(second)])
  })

  test('the old go, oldest first and so many at once, and never the last', (t) => {
    const { open, ids } = newFile(t)
    const { log } = open()
    for (const timestamp of [100, 101, 500, 102, 103]) log.append([claim(timestamp), claim(50)])
    log.drop({ before: 101, entries: 10 })
    assert.deepEqual(ids(), [2, 3, 4, 5], 'an entry is as young as its youngest')
    log.drop({ before: 400, entries: 1 })
    assert.deepEqual(ids(), [3, 4, 5])
    log.drop({ before: 1000, entries: 10 })
    assert.deepEqual(ids(), [5])
  })

  test('who follows after everything was dropped misses nothing', (t) => {
    const { open } = newFile(t)
    const [one, other] = [open(), open()]
    one.log.append([claim(100)])
    one.log.append([claim(101)])
    one.log.drop({ before: 1000, entries: 10 })
    assert.equal(other.log.append([claim(102)]), false)
    other.log.follow()
    assert.equal(other.read.length, 1)
    assert.equal(other.log.append([claim(102)]), true)
    assert.equal(one.log.append([claim(103)]), false)
  })

  test('a file with a row for each nonce holds what it held', (t) => {
    const { database, open } = newFile(t)
    const old = database()
    old.exec(
      'create table nonces (timestamp integer, hash blob, primary key (timestamp, hash)) without rowid',
    )
    const claims = Array.from({ length: 250 }, (_, index) => claim(1000 + index))
    const insert = old.prepare('insert into nonces (timestamp, hash) values (?, ?)')
    old.exec('begin')
    for (const { timestamp, hash } of claims) insert.run(timestamp, hash)
    old.exec('commit')
    assert.deepEqual(open().read, claims.map(nameOf))
    assert.deepEqual(open().read, claims.map(nameOf), 'once, and it stays')
    const tables = old.prepare("select name from sqlite_schema where name = 'nonces'").all()
    assert.deepEqual(tables, [])
  })
})
