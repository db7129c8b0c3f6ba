import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isBrowserSessionOver } from './browser-session-end.ts'

const minute = 60_000
const limits = { absoluteMinutes: 60, idleMinutes: 20 }
const session = { createdAt: 0, lastUsedAt: 40 * minute, expiresAt: 60 * minute }

describe('when a browser session is over', () => {
  const rows: readonly [string, object, object, number, boolean][] = [
    ['in use', {}, {}, 59, false],
    ['at its end', {}, {}, 60, true],
    ['idle', { lastUsedAt: 10 * minute }, {}, 30, true],
    ['almost idle', { lastUsedAt: 10 * minute }, {}, 29, false],
    ['the limit was shortened', {}, { absoluteMinutes: 45 }, 45, true],
    ['the limit was lengthened', {}, { absoluteMinutes: 90 }, 60, true],
    ['idle by a limit of now', {}, { idleMinutes: 5 }, 45, true],
    [
      'extended',
      { expiresAt: 90 * minute, lastUsedAt: 80 * minute, extended: true },
      {},
      89,
      false,
    ],
    [
      'at its new end',
      { expiresAt: 90 * minute, lastUsedAt: 80 * minute, extended: true },
      {},
      90,
      true,
    ],
  ]
  for (const [name, given, changed, minutes, over] of rows) {
    test(`${name}, after ${minutes} min: ${over ? 'over' : 'lives'}`, () => {
      const now = minutes * minute
      assert.equal(
        isBrowserSessionOver({ ...session, ...given }, { ...limits, ...changed }, now),
        over,
      )
    })
  }
})
