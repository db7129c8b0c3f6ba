import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createWriteBehind } from './write-behind.ts'

function gathering() {
  let gathered: string[] = []
  return {
    add: (text: string) => gathered.push(text),
    take: () => {
      if (gathered.length === 0) return undefined
      const taken = gathered
      gathered = []
      return taken
    },
  }
}

function failOn(fault: unknown): void {
  assert.fail(String(fault))
}

describe('writing behind', () => {
  test('once a second, and one batch after the other: a slow writer lets the next batch grow', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const { add, take } = gathering()
    const written: string[][] = []
    const slow = Promise.withResolvers<void>()
    const write = async (batch: string[]) => {
      written.push(batch)
      await slow.promise
    }
    const behind = createWriteBehind({ take, write, onFault: failOn })
    add('a')
    t.mock.timers.tick(999)
    assert.deepEqual(written, [])
    t.mock.timers.tick(1)
    await Promise.resolve()
    assert.deepEqual(written, [['a']])
    for (const text of ['b', 'c']) {
      add(text)
      t.mock.timers.tick(5000)
    }
    assert.deepEqual(written, [['a']], 'nothing stands in a queue')
    slow.resolve()
    await behind.close()
    assert.deepEqual(written, [['a'], ['b', 'c']])
  })

  test('a fault is told, and ends nothing', async () => {
    const { add, take } = gathering()
    const faults: unknown[] = []
    let isBroken = true
    const written: string[][] = []
    const write = async (batch: string[]) => {
      if (isBroken) throw new Error('broken')
      written.push(batch)
    }
    const behind = createWriteBehind({ take, write, onFault: (fault) => faults.push(fault) })
    add('lost')
    await behind.flush()
    assert.equal(faults.length, 1)
    isBroken = false
    add('kept')
    await behind.close()
    assert.deepEqual(written, [['kept']])
  })

  test('nothing gathered, nothing written', async () => {
    const behind = createWriteBehind({
      take: () => undefined,
      write: async () => assert.fail('there was nothing'),
      onFault: failOn,
    })
    await behind.flush()
    await behind.close()
  })
})
