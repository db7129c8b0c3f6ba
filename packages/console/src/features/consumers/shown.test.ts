import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumerTabs, fullNameOf, rowsOf } from './shown.ts'

test('events and erasures are there for administrators alone', () => {
  const words = { people: 'People', events: 'Events', erasures: 'Erasures' }
  const tabs = (isAdministrator: boolean) =>
    consumerTabs(isAdministrator, words).map(({ to }) => to)
  assert.deepEqual(tabs(false), ['/consumers'])
  assert.deepEqual(tabs(true), ['/consumers', '/consumers/events', '/consumers/erasures'])
})

test('a consumer is called by what is known of the name', () => {
  for (const [known, name] of [
    [{ firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace'],
    [{ lastName: 'Lovelace' }, 'Lovelace'],
    [{ firstName: ' Ada ', lastName: '' }, 'Ada'],
    [{ firstName: ' ', lastName: '\n' }, ''],
    [{ firstName: '<img src=x>' }, '<img src=x>'],
    [{}, ''],
  ] as const) {
    assert.equal(fullNameOf(known), name)
  }
})

test('rows of all tables are counted, also when there were none', () => {
  assert.equal(rowsOf({ consumers: 2, links: 0, tokens: 5 }), 7)
  assert.equal(rowsOf({}), 0)
})
