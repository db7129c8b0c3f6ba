import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { giveBackMemory } from './give-back-memory.ts'

describe('memory that is given back', () => {
  test('what nobody holds any more is gone once it resolves', async () => {
    const gone = new WeakRef(new Array(100_000).fill('unused'))
    // A weak reference holds until the turn in which it was made has ended.
    await new Promise((resolve) => setImmediate(resolve))
    await giveBackMemory()
    assert.equal(gone.deref(), undefined)
  })

  test('it can be done again', async () => {
    await giveBackMemory()
    await giveBackMemory()
  })
})
