import type { DatabaseSync } from 'node:sqlite'
import type { NonceClaim } from './nonce-store.ts'
import { comparedBytes } from './seen-nonces.ts'

/** Claimed nonces in the order in which they were claimed, by every process that has the file. */
export type NonceLog = {
  /**
   * Keeps the claims as one entry. False, and nothing is kept, when another process appended since the last `follow`:
   * one of these may be among what it claimed.
   */
  append(claims: readonly NonceClaim[]): boolean
  /** Reads what other processes appended. */
  follow(): void
  /** Drops the oldest entries, at most so many, whose timestamps are all before this one (seconds). */
  drop(options: { readonly before: number; readonly entries: number }): void
}

/** Reads the log, and tells of each claim in it, now and whenever it follows the other processes. */
export function openNonceLog(
  database: DatabaseSync,
  onClaim: (claim: NonceClaim) => void,
): NonceLog {
  database.exec(
    'create table if not exists entries (id integer primary key, newest integer, claims blob)',
  )
  moveOldTable(database)
  const insert = database.prepare(
    'insert into entries (newest, claims) select ?, ? where coalesce((select max(id) from entries), 0) = ?',
  )
  const after = database.prepare('select id, claims from entries where id > ? order by id')
  // Never the last one: the next id is one more than it, so that nobody who follows misses an entry.
  const drop = database.prepare(
    'delete from entries where id in (select id from entries where id < ? order by id limit ?) and newest < ?',
  )
  let last = 0

  const follow = () => {
    for (const row of after.iterate(last)) {
      for (const claim of readClaims(row['claims'] as Uint8Array)) onClaim(claim)
      last = Number(row['id'])
    }
  }
  follow()
  return {
    follow,
    append: (claims) => {
      const { changes, lastInsertRowid } = insert.run(newestOf(claims), writeClaims(claims), last)
      if (changes !== 1) return false
      last = Number(lastInsertRowid)
      return true
    },
    drop: ({ before, entries }) => {
      drop.run(last, entries, before)
    },
  }
}

const timestampBytes = 6
const claimBytes = timestampBytes + comparedBytes

function writeClaims(claims: readonly NonceClaim[]): Buffer {
  const bytes = Buffer.allocUnsafe(claims.length * claimBytes)
  claims.forEach(({ timestamp, hash }, index) => {
    const at = index * claimBytes
    bytes.writeUIntLE(timestamp, at, timestampBytes)
    hash.copy(bytes, at + timestampBytes, 0, comparedBytes)
  })
  return bytes
}

function* readClaims(entry: Uint8Array): Generator<NonceClaim> {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength)
  for (let at = 0; at + claimBytes <= bytes.length; at += claimBytes) {
    yield {
      timestamp: bytes.readUIntLE(at, timestampBytes),
      hash: bytes.subarray(at + timestampBytes, at + claimBytes),
    }
  }
}

function newestOf(claims: readonly NonceClaim[]): number {
  return claims.reduce((newest, { timestamp }) => Math.max(newest, timestamp), 0)
}

const movedTogether = 100

/** Each nonce was a row of an index once. What a file of that time has holds. */
function moveOldTable(database: DatabaseSync): void {
  database.exec('begin immediate')
  try {
    const old = database.prepare(
      "select 1 from sqlite_schema where type = 'table' and name = 'nonces'",
    )
    if (old.get() !== undefined) {
      const claims = database.prepare('select timestamp, hash from nonces').all()
      const insert = database.prepare('insert into entries (newest, claims) values (?, ?)')
      for (let at = 0; at < claims.length; at += movedTogether) {
        const moved = claims.slice(at, at + movedTogether).map((row) => ({
          timestamp: Number(row['timestamp']),
          hash: Buffer.from(row['hash'] as Uint8Array),
        }))
        insert.run(newestOf(moved), writeClaims(moved))
      }
      database.exec('drop table nonces')
    }
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}
