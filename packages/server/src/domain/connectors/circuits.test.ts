import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { createTestClock } from '../../../test/support/clock.ts'
import { type CallVerdict, type CircuitName, createCircuits } from './circuits.ts'

const accountId = parseAccountId('acme') ?? assert.fail()
const usual: CircuitName = { accountId, id: 7, target: 'token', url: 'https://brand.example/token' }
const down: CallVerdict = { refusal: 'unreachable', reason: 'it is down' }

function world() {
  const clock = createTestClock()
  const circuits = createCircuits({ clock })
  let asked = 0
  /** Whether the server was asked. */
  const call = async (verdict: CallVerdict, name = usual): Promise<boolean> => {
    const { ran } = await circuits.run(
      name,
      async () => {
        asked += 1
        return verdict
      },
      (outcome) => outcome,
    )
    return ran
  }
  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1) await call(down)
  }
  const report = () => circuits.report(usual) ?? assert.fail()
  return { clock, circuits, report, call, fail, asked: () => asked }
}

test('it opens after five failures in a row, and not after five of more', async () => {
  const { report, call, fail, clock, asked } = world()
  assert.throws(report)
  await fail(4)
  await call('works')
  await fail(4)
  assert.equal(report().state, 'closed')
  await fail(1)
  assert.equal(await call('works'), false)
  assert.equal(asked(), 10)
  const { state, failuresInARow, openUntil, lastSuccessAt, lastFailure } = report()
  assert.deepEqual([state, failuresInARow], ['open', 5])
  assert.equal(openUntil, clock.now() + 5000)
  assert.equal(lastSuccessAt, clock.now())
  assert.deepEqual(lastFailure, { refusal: 'unreachable', reason: 'it is down', at: clock.now() })
})

test('who is not let through is told as the server told last', async () => {
  const { circuits, fail } = world()
  await fail(5)
  const turned = await circuits.run(
    usual,
    async () => 1,
    () => 'works',
  )
  assert.ok(!turned.ran && turned.fault.refusal === 'unreachable')
  assert.match(turned.fault.reason, /not asked.*it is down/)
})

test('the wait doubles up to two minutes; one call tries each time', async () => {
  const { report, clock, fail, call, asked } = world()
  await fail(5)
  for (const seconds of [5, 10, 20, 40, 80, 120, 120]) {
    const before = asked()
    clock.advance(seconds * 1000 - 1)
    assert.equal(await call(down), false, `${seconds}`)
    clock.advance(1)
    assert.equal(report().state, 'half-open')
    const tried: readonly boolean[] = await Promise.all([call(down), call(down), call(down)])
    assert.deepEqual(tried, [true, false, false], `${seconds}`)
    assert.equal(asked(), before + 1)
  }
  clock.advance(120_000)
  assert.equal(await call('works'), true)
  assert.equal(report().state, 'closed')
  // It is as new: five failures, and 5 seconds.
  await fail(4)
  assert.equal(await call('works'), true)
})

test('a call that tries and tells nothing, or breaks, leaves the try to the next', async () => {
  const { circuits, report, clock, fail, call } = world()
  await fail(5)
  clock.advance(5000)
  assert.equal(await call('unknown'), true)
  const broken = circuits.run(
    usual,
    () => Promise.reject(new Error('broken')),
    () => 'works',
  )
  await assert.rejects(broken, /broken/)
  assert.equal(await call('works'), true)
  assert.equal(report().state, 'closed')
})

test('calls that were under way when it opened neither prolong the wait nor end it', async () => {
  const { circuits, report, clock, fail } = world()
  const gates = Array.from({ length: 10 }, () => Promise.withResolvers<CallVerdict>())
  const calls = gates.map(({ promise }) =>
    circuits.run(
      usual,
      () => promise,
      (outcome) => outcome,
    ),
  )
  await fail(5)
  const { openUntil } = report()
  clock.advance(1000)
  for (const [index, { resolve }] of gates.entries()) resolve(index === 9 ? 'works' : down)
  await Promise.all(calls)
  const after = report()
  assert.deepEqual([after.state, after.openUntil], ['open', openUntil])
  assert.equal(after.lastSuccessAt, clock.now())
})

test('a server that answers, if only to fail, is noted and asked again', async () => {
  const { report, clock, fail, call } = world()
  await fail(4)
  assert.equal(await call({ answered: { refusal: 'status', reason: 'status 500' } }), true)
  const { state, failuresInARow, lastSuccessAt, lastFailure } = report()
  assert.deepEqual([state, failuresInARow, lastSuccessAt], ['closed', 0, undefined])
  assert.equal(lastFailure?.reason, 'status 500')
  await fail(5)
  clock.advance(5000)
  assert.equal(await call({ answered: { refusal: 'status', reason: 'status 500' } }), true)
  assert.equal(report().state, 'closed')
})

test('other accounts, connectors, targets and URLs are other circuits', async () => {
  const { fail, call } = world()
  await fail(5)
  const zenith = parseAccountId('zenith') ?? assert.fail()
  const others: readonly Partial<CircuitName>[] = [
    { accountId: zenith },
    { id: 8 },
    { target: 'keys' },
    { url: 'https://brand.example/new' },
  ]
  for (const other of others) {
    assert.equal(await call('works', { ...usual, ...other }), true, JSON.stringify(other))
  }
})
