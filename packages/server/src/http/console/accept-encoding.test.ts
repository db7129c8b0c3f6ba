import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ContentCoding, chooseCoding } from './accept-encoding.ts'

const both = new Set<ContentCoding>(['br', 'gzip'])
const gzip = new Set<ContentCoding>(['gzip'])

test('RFC 9110 section 12.5.3: the smallest form that is accepted, and none that is refused', () => {
  const rows: readonly (readonly [string | undefined, ReadonlySet<ContentCoding>, unknown])[] = [
    [undefined, both, undefined],
    ['', both, undefined],
    ['gzip, deflate, br, zstd', both, 'br'],
    ['gzip, deflate, br, zstd', gzip, 'gzip'],
    ['GZIP', both, 'gzip'],
    ['gzip;q=1.0, br;q=0', both, 'gzip'],
    ['br;q=0.1', both, 'br'],
    ['*', both, 'br'],
    ['*, br;q=0', both, 'gzip'],
    ['*;q=0', both, undefined],
    ['identity', both, undefined],
    ['br', gzip, undefined],
    ['br', new Set(), undefined],
    ['br;q=x', both, undefined],
    [',;,=;q', both, undefined],
    ['__proto__, constructor', both, undefined],
  ]
  for (const [accepted, offered, expected] of rows) {
    assert.equal(chooseCoding(accepted, offered), expected, String(accepted))
  }
})
