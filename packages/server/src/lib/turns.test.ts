import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns, type TurnLimits } from './turns.ts'

/** Turns whose work is held until the test lets it go. */
function world(limits: TurnLimits) {
  const turns = createTurns(limits)
  const started: string[] = []
  const held = new Map<string, () => void>()
  const run = (name: string, label: string) =>
    turns.run(name, async () => {
      started.push(label)
      await new Promise<void>((resolve) => held.set(label, resolve))
      return label
    })
  const finish = async (label: string) => {
    held.get(label)?.()
    await settled()
  }
  return { turns, started, run, finish }
}

/** Every callback that is ready has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a name has so many places; who is too many waits, and more than that is turned away', async () => {
  const { started, run, finish } = world({ ofOne: 2, ofAll: 20, waiting: 1 })
  const first = run('a', 'a1')
  const others = [run('a', 'a2'), run('a', 'a3')]
  assert.deepEqual(await run('a', 'a4'), { ran: false })
  assert.deepEqual(started, ['a1', 'a2'])
  void run('b', 'b1')
  assert.deepEqual(started, ['a1', 'a2', 'b1'])
  await finish('a1')
  assert.deepEqual(await first, { ran: true, outcome: 'a1' })
  assert.deepEqual(started, ['a1', 'a2', 'b1', 'a3'])
  await finish('a2')
  await finish('a3')
  assert.deepEqual((await Promise.all(others)).length, 2)
})

test('when half of all is taken, a name gets one place and no more', async () => {
  const { started, run, finish } = world({ ofOne: 3, ofAll: 6, waiting: 2 })
  for (const label of ['a1', 'a2', 'a3']) void run('a', label)
  void run('b', 'b1')
  void run('b', 'b2')
  assert.deepEqual(started, ['a1', 'a2', 'a3', 'b1'])
  void run('c', 'c1')
  void run('d', 'd1')
  assert.deepEqual(started.slice(4), ['c1', 'd1'])
  // All are taken: a name that has none waits, and comes before the second of another.
  void run('e', 'e1')
  await finish('a1')
  assert.deepEqual(started.slice(6), ['e1'])
  for (const label of ['a2', 'a3', 'c1']) await finish(label)
  assert.deepEqual(started.slice(7), [])
  await finish('d1')
  assert.deepEqual(started.slice(7), ['b2'])
})

test('waiting is bounded for all names together, and none of them fills it', async () => {
  const { run } = world({ ofOne: 1, ofAll: 4, waiting: 10 })
  void run('a', 'a0')
  for (const label of ['a1', 'a2']) void run('a', label)
  assert.deepEqual(await run('a', 'a3'), { ran: false })
  for (const name of ['b', 'c', 'd']) void run(name, name)
  void run('e', 'e1')
  assert.deepEqual(await run('e', 'e2'), { ran: false })
  void run('f', 'f1')
  assert.deepEqual(await run('g', 'g1'), { ran: false })
})

test('work that fails gives its place back', async () => {
  const { turns } = world({ ofOne: 1, ofAll: 2, waiting: 0 })
  for (let count = 0; count < 5; count += 1) {
    await assert.rejects(
      turns.run('a', () => Promise.reject(new Error('broken'))),
      /broken/,
    )
  }
  assert.deepEqual(await turns.run('a', async () => 7), { ran: true, outcome: 7 })
})
