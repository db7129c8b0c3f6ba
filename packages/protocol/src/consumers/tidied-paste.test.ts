import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tidiedPaste } from './tidied-paste.ts'

test('what comes along with a pasted token is taken off, and said', () => {
  const cases: readonly (readonly [pasted: string, remarks: number])[] = [
    ['a.b.c', 0],
    ['  a.b.c\r\n', 0],
    ['\uFEFFa.b.c', 0],
    ['Bearer a.b.c', 1],
    ['authorization: bearer  a.b.c', 1],
    ['"a.b.c"', 1],
    ["'a.b.c'\n", 1],
    ['Bearer "a.b.c"', 2],
  ]
  for (const [pasted, remarks] of cases) {
    const tidied = tidiedPaste(pasted)
    assert.equal(tidied.text, 'a.b.c', pasted)
    assert.equal(tidied.remarks.length, remarks, pasted)
  }
})

test('what stands inside is left: the rules tell what is wrong with it', () => {
  for (const pasted of ['a.b\n.c', 'a b', '"a', '{"a":1}', '']) {
    assert.equal(tidiedPaste(pasted).text, pasted)
  }
})
