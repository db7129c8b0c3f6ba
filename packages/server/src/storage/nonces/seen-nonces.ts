import { randomBytes } from 'node:crypto'
import type { NonceClaim } from './nonce-store.ts'

/** The nonces that were claimed, in memory. */
export type SeenNonces = {
  has(claim: NonceClaim): boolean
  add(claim: NonceClaim): void
  /** Drops those of timestamps before this one (seconds). */
  forget(before: number): void
  count(): number
}

/** Bytes of a hash that tell nonces of one timestamp apart. Two that are equal in them by chance: one in 2^64. */
export const comparedBytes = 8

/**
 * By timestamp, so that the oldest go at once. A nonce takes 8 bytes of a table that is between a quarter and a half
 * full: a thousand calls a second are some 15 MB for as long as they are remembered.
 */
export function createSeenNonces(): SeenNonces {
  const bySecond = new Map<number, Table>()
  let count = 0
  return {
    has: ({ timestamp, hash }) => bySecond.get(timestamp)?.has(hash) ?? false,
    add: ({ timestamp, hash }) => {
      let table = bySecond.get(timestamp)
      if (table === undefined) {
        table = createTable()
        bySecond.set(timestamp, table)
      }
      if (table.add(hash)) count += 1
    },
    forget: (before) => {
      for (const [timestamp, table] of bySecond) {
        if (timestamp >= before) continue
        bySecond.delete(timestamp)
        count -= table.size()
      }
    },
    count: () => count,
  }
}

type Table = {
  has(hash: Buffer): boolean
  /** False when it was there. */
  add(hash: Buffer): boolean
  size(): number
}

// Odd, and known to nobody else: whoever chooses nonces cannot choose where they are looked for.
const factors = randomBytes(8)
const [lowFactor, highFactor] = [factors.readUInt32LE(0) | 1, factors.readUInt32LE(4) | 1]
const firstBits = 4

/** Pairs of 32 bits in one array, each at the first free place from its own on. Two zeros are a free place. */
function createTable(): Table {
  let bits = firstBits
  let places = new Uint32Array(2 ** (bits + 1))
  let size = 0

  /** Index of the pair, or of the free place for it. */
  const find = (low: number, high: number) => {
    let at = ((Math.imul(low, lowFactor) + Math.imul(high, highFactor)) >>> (32 - bits)) * 2
    while (!isAt(at, low, high) && !isAt(at, 0, 0)) at = (at + 2) % places.length
    return at
  }
  const isAt = (at: number, low: number, high: number) =>
    places[at] === low && places[at + 1] === high
  const put = (at: number, low: number, high: number) => {
    places[at] = low
    places[at + 1] = high
  }
  const grow = () => {
    const before = places
    bits += 1
    places = new Uint32Array(2 ** (bits + 1))
    for (let at = 0; at < before.length; at += 2) {
      const [low = 0, high = 0] = before.subarray(at, at + 2)
      if (low !== 0 || high !== 0) put(find(low, high), low, high)
    }
  }

  return {
    has: (hash) => {
      const [low, high] = pairOf(hash)
      return isAt(find(low, high), low, high)
    },
    add: (hash) => {
      const [low, high] = pairOf(hash)
      if (isAt(find(low, high), low, high)) return false
      size += 1
      if (size * 4 > places.length) grow()
      put(find(low, high), low, high)
      return true
    },
    size: () => size,
  }
}

/** Never two zeros. */
function pairOf(hash: Buffer): readonly [low: number, high: number] {
  const low = hash.readUInt32LE(0)
  const high = hash.readUInt32LE(4)
  return [low, low === 0 && high === 0 ? 1 : high]
}
