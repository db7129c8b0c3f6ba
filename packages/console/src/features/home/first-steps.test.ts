import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countVouched, progressOf, steps } from './first-steps.ts'

const everything = () => true

test('an empty account has everything before it: its first user is who set it up', () => {
  const counts = { user: 1, apiKey: 0, application: 0, connector: 0, campaign: 0 }
  const progress = progressOf(counts, everything)
  assert.deepEqual(
    progress.map(({ step }) => step),
    steps,
  )
  assert.ok(progress.every(({ isDone }) => !isDone))
})

test('each step is done by itself', () => {
  const done = progressOf({ user: 2, campaign: 1 }, everything).filter(({ isDone }) => isDone)
  assert.deepEqual(
    done.map(({ step }) => step),
    ['user', 'campaign'],
  )
})

test('what somebody may not do is no step of theirs', () => {
  const progress = progressOf({}, (right) => right === 'campaigns:write')
  assert.deepEqual(progress, [{ step: 'campaign', isDone: false }])
})

test('the connector that every account has, and deleted ones, are not counted', () => {
  const connectors = [
    { type: 0, deleted: false },
    { type: 1, deleted: true },
    { type: 2, deleted: false },
  ]
  assert.equal(countVouched(connectors), 1)
})
