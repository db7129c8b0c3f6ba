import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import fc from 'fast-check'
import { accountInPath } from '../../entrance-address.ts'
import { pathOfAccount } from './account-path.ts'

test('blanks around an id are of the paste', () => {
  for (const typed of ['12345678', ' 12345678\n', '\u00a012345678']) {
    assert.equal(pathOfAccount(typed), '/console/12345678')
  }
})

test('nothing that is typed leads out of the console', () => {
  const hostile = [
    '',
    ' ',
    '-',
    '..',
    '../x',
    '//evil.example',
    'a/b',
    'a?b',
    'a#b',
    'javascript:1',
  ]
  for (const typed of [...hostile, 'a b', 'ä', '１２３', 'x'.repeat(21), 'a\nb']) {
    assert.equal(pathOfAccount(typed), undefined, typed)
  }
})

test('what an account may be called leads to it, and nothing else does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\w{0,22}$/)), (typed) => {
      const path = pathOfAccount(typed)
      assert.equal(path !== undefined, parseAccountId(typed.trim()) !== undefined)
      if (path !== undefined) assert.equal(accountInPath(path), typed.trim())
    }),
  )
})
