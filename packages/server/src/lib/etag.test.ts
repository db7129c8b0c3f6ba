import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesEtag, strongEtag } from './etag.ts'

test('RFC 9110 §8.8.3: a strong entity tag, the same for the same body alone', () => {
  assert.match(strongEtag('body'), /^"[\w-]{27}"$/)
  assert.equal(strongEtag('body'), strongEtag('body'))
  assert.notEqual(strongEtag('body'), strongEtag('other'))
})

test('RFC 9110 §13.1.2: If-None-Match is a list or *, compared weakly', () => {
  for (const value of [
    '"a"',
    'W/"a"',
    '*',
    ' * ',
    '"b","a"',
    '"b" , W/"a"\t,"c"',
    '"x,y","a"',
    ',"a",',
  ]) {
    assert.equal(namesEtag(value, '"a"'), true, value)
  }
  for (const value of ['', 'a', '"b"', '"A"', '""a""', '"b"a"', 'w/"a"', '"a', '"a" "b"']) {
    assert.equal(namesEtag(value, '"a"'), false, value)
  }
})

test('a long list is read in time that grows with its length', () => {
  const started = performance.now()
  assert.equal(namesEtag('"x", '.repeat(3000), '"a"'), false)
  assert.equal(namesEtag(`${' '.repeat(16_000)}"`, '"a"'), false)
  assert.ok(performance.now() - started < 500)
})
