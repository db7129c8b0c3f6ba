import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import { keyOfWarning, sortedWarnings, textOfWarning, warningsOf } from './connector-warnings.ts'

const status: ConnectorStatus = {
  ...{ connectorId: 1, from: '2026-01-01', to: '2026-01-30', verified: 0, refused: [], days: [] },
  ...{ lastVerifiedAt: null, lastRefused: null, lastHandshake: null, reportOnly: null },
  ...{ wouldRefuse: [], identityProvider: [], keys: null },
}
const refused = { name: 'expired', count: 3, lastAt: '2026-01-30T10:00:00.000Z' }
const server = {
  ...{ target: 'keys', url: 'https://login.brand.example/jwks', state: 'open' },
  ...{ failuresInARow: 5, openUntil: null, lastSuccessAt: null, lastFailure: null },
}

test('of what is not known, nothing is said', () => {
  assert.deepEqual(warningsOf(undefined, undefined), [])
})

test('nobody has come: that is said, as it may be a mistake or simply new', () => {
  assert.deepEqual(warningsOf(status, undefined), [{ kind: 'unused' }])
})

test('everybody was refused: how many, and why the last', () => {
  const failing = { ...status, lastRefused: refused, refused: [refused, { ...refused, count: 2 }] }
  assert.deepEqual(warningsOf(failing, undefined), [
    { kind: 'failing', refused: 5, reason: 'expired' },
  ])
  const once = { ...failing, lastVerifiedAt: '2026-01-02T10:00:00.000Z', verified: 1 }
  assert.deepEqual(warningsOf(once, undefined), [])
})

test('the doctor’s faults come first, its warnings last, what is well not at all', () => {
  const finding = (id: string, verdict: string) => ({
    ...{ id, verdict, message: `about ${id}`, value: null, advice: null },
  })
  const check = {
    verdict: 'fault',
    findings: [finding('a', 'warning'), finding('b', 'ok'), finding('c', 'fault')],
  }
  const down = { ...status, identityProvider: [server, { ...server, state: 'closed' }] }
  assert.deepEqual(
    warningsOf(down, check).map(({ kind }) => kind),
    ['fault', 'down', 'unused', 'warning'],
  )
})

const words = {
  down: (url: string) => `${url} is not asked`,
  unused: 'nobody came',
  failing: (count: number, reason: string) => `${count}: ${reason}`,
}
const found = { message: 'The keys are old.', advice: 'Renew them.' }
const every = [
  { kind: 'fault', id: 'keys', ...found },
  { kind: 'down', url: 'https://a.example/jwks' },
  { kind: 'down', url: 'https://a.example/token' },
  { kind: 'failing', refused: 5, reason: 'expired' },
  { kind: 'unused' },
  { kind: 'warning', id: 'clock', message: 'The clock is late.', advice: null },
] as const

test('what keeps everybody out is apart from the rest, and none is lost', () => {
  const { all, bad, rest } = sortedWarnings(every, false)
  assert.deepEqual(all, every)
  assert.deepEqual(bad, every.slice(0, 4))
  assert.deepEqual(rest, every.slice(4))
})

test('that nobody ever came without a name is no warning', () => {
  assert.deepEqual(sortedWarnings([{ kind: 'unused' }], true).all, [])
  assert.equal(sortedWarnings(every, true).all.length, every.length - 1)
})

test('each is told in words, with the advice where there is one, and known by a name of its own', () => {
  assert.deepEqual(
    every.map((one) => textOfWarning(one, words)),
    [
      ...['The keys are old. Renew them.', 'https://a.example/jwks is not asked'],
      ...['https://a.example/token is not asked', '5: expired', 'nobody came'],
      'The clock is late.',
    ],
  )
  assert.equal(new Set(every.map(keyOfWarning)).size, every.length)
})
