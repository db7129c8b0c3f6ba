import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engagementRemovalOf, pauseOf, removalOf } from './questions.ts'

const words = {
  ...{ lead: 'It stops.', nothing: 'Nothing is in it.' },
  title: (name: string) => `Sure about ${name}?`,
  breaks: (name: string) => `${name} ends`,
  last: (name: string) => `${name} is empty then`,
}
const shown = { id: 1, name: 'For <b>all</b>', enabled: true }
const hidden = { id: 2, name: 'For nobody', enabled: false }

test('pausing ends what is shown; where nothing is shown, nothing is asked', () => {
  assert.deepEqual(pauseOf('Spring', [shown, hidden], words), {
    ...{ title: 'Sure about Spring?', lead: 'It stops.', breaks: ['For <b>all</b> ends'] },
  })
  assert.deepEqual(pauseOf('Spring', [hidden], words).breaks, [])
  assert.deepEqual(pauseOf('Spring', [], words).breaks, [])
})

test('deleting ends all that is in it, shown or not; of an empty one, that is said', () => {
  assert.deepEqual(removalOf('Spring', [shown, hidden], words), {
    ...{ title: 'Sure about Spring?', lead: 'It stops.' },
    breaks: ['For <b>all</b> ends', 'For nobody ends'],
  })
  assert.equal(removalOf('Spring', [], words).lead, 'Nothing is in it. It stops.')
})

test('the last engagement leaves an empty campaign, also if somebody added it meanwhile', () => {
  const told = (...engagementIds: readonly number[]) =>
    engagementRemovalOf(shown, { name: 'Spring', engagementIds }, words).breaks
  assert.deepEqual(told(1), ['Spring is empty then'])
  assert.deepEqual(told(1, 2), ['Spring ends'])
  assert.deepEqual(told(2), ['Spring ends'], 'another one is left')
  assert.deepEqual(told(), ['Spring is empty then'])
})
