import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startsOf } from './record-statistics.ts'

describe('where statistics belong', () => {
  for (const [text, timeZone, day] of [
    ['2026-01-15T23:59:59Z', 'UTC', 20_260_115],
    ['2026-01-15T23:59:59Z', 'Europe/Berlin', 20_260_116],
    ['2026-01-15T04:59:59Z', 'America/New_York', 20_260_114],
    ['2026-01-15T18:15:00Z', 'Asia/Kathmandu', 20_260_116],
    ['2026-01-15T18:14:59Z', 'Asia/Kathmandu', 20_260_115],
  ] as const) {
    test(`${text} is on day ${day} in ${timeZone}`, () => {
      const at = Date.parse(text)
      assert.deepEqual(startsOf(at, timeZone), { hour: Math.floor(at / 3_600_000), day })
    })
  }
})
