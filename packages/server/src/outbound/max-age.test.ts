import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maxAgeSeconds } from '#outbound/max-age.ts'

test('RFC 9111: how long an answer is fresh', () => {
  const rows: readonly [string | undefined, string | undefined, number | undefined][] = [
    [undefined, undefined, undefined],
    ['public', undefined, undefined],
    ['max-age=600', undefined, 600],
    ['public, Max-Age="600", must-revalidate', undefined, 600],
    ['max-age=600, max-age=60', undefined, 60],
    ['max-age=600', '100', 500],
    ['max-age=600', '700', 0],
    ['max-age=600', 'soon', 600],
    ['no-store', undefined, 0],
    ['max-age=600, no-cache', undefined, 0],
    ['s-maxage=600', undefined, undefined],
    ['max-age=-1', undefined, undefined],
    ['max-age=99999999999999999999', undefined, undefined],
  ]
  for (const [control, age, seconds] of rows) {
    assert.equal(maxAgeSeconds(control, age), seconds, `${control} ${age}`)
  }
})
