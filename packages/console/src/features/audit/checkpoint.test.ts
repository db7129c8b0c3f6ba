import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkpointText, parseCheckpoint } from './checkpoint.ts'

const hash = '0a'.repeat(32)

test('a checkpoint is read as it was written, blanks around it forgiven', () => {
  const checkpoint = { sequence: 71, hash }
  assert.deepEqual(parseCheckpoint(` ${checkpointText(checkpoint)}\n`), checkpoint)
})

test('what is no checkpoint is none', () => {
  for (const text of ['', '71', `0:${hash}`, `-1:${hash}`, `71:${hash.slice(1)}`, `x:${hash}`]) {
    assert.equal(parseCheckpoint(text), undefined, text)
  }
  assert.equal(parseCheckpoint(`71:${hash.toUpperCase()}`), undefined)
})
