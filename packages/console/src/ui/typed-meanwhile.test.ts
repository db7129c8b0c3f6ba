import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTypedMeanwhile } from './typed-meanwhile.ts'

const sent = { name: 'Ann', tags: ['a', 'b'], limit: 3 as number | undefined }

test('what came back is shown, also where the server wrote it in another way', () => {
  const saved = { name: 'ann', tags: ['b', 'a'], limit: 3 }
  assert.deepEqual(withTypedMeanwhile(sent, { ...sent, tags: ['a', 'b'] }, saved), saved)
})

test('what was typed while it was saved stays, field by field', () => {
  const saved = { ...sent, name: 'ann' }
  assert.deepEqual(withTypedMeanwhile(sent, { ...sent, tags: ['a'] }, saved), {
    ...{ name: 'ann', tags: ['a'], limit: 3 },
  })
  assert.deepEqual(withTypedMeanwhile(sent, { ...sent, limit: undefined }, saved), {
    ...{ name: 'ann', tags: ['a', 'b'], limit: undefined },
  })
})
