import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentTypes } from '@watchword/protocol/api/audit-components.ts'
import {
  codeOf,
  countFilters,
  dayOf,
  exportQueryOf,
  objectText,
  parseObject,
  questionOf,
  readAuditSearch,
} from './search.ts'

test('an address is read: what cannot be looked for is left out', () => {
  assert.deepEqual(readAuditSearch({}), {})
  assert.deepEqual(
    readAuditSearch({
      from: '2026-01-01',
      to: '1.1.2026',
      who: ' ann ',
      type: 'ACUserObject',
      object: 'user:7',
      action: 'Explode',
      address: '',
      text: 123,
      automatic: 'false',
      event: '7',
      evil: '<img>',
    }),
    {
      ...{ from: '2026-01-01', who: 'ann', type: 'ACUserObject', object: 'user:7' },
      ...{ text: '123', automatic: false, event: 7 },
    },
  )
  for (const event of ['x', -1, 0, 1.5, {}]) assert.deepEqual(readAuditSearch({ event }), {})
  assert.deepEqual(readAuditSearch({ type: 'constructor', who: {}, automatic: true }), {})
  assert.equal(readAuditSearch({ text: 'x'.repeat(500) }).text?.length, 200)
})

test('filters are counted, the open event is none', () => {
  assert.equal(countFilters(readAuditSearch({ event: 5, who: 'a', automatic: false })), 2)
})

test('an object is named by kind and id, whatever the id holds', () => {
  assert.deepEqual(parseObject('user:12'), { types: ['ACUserObject', 'ACLoginObject'], id: '12' })
  assert.deepEqual(parseObject('ACSkillObject:3'), { types: ['ACSkillObject'], id: '3' })
  assert.deepEqual(parseObject('application:a:b'), { types: ['ACApplicationObject'], id: 'a:b' })
  assert.deepEqual(parseObject('constructor:1'), { types: undefined, id: 'constructor:1' })
  assert.deepEqual(parseObject('12'), { types: undefined, id: '12' })
  for (const type of componentTypes) {
    const { types, id } = parseObject(objectText(type, 'x:1'))
    assert.ok(types?.includes(type), type)
    assert.equal(id, 'x:1')
  }
})

test('labels lead back to codes; one that is not known stays', () => {
  assert.equal(codeOf('API keys'), 'ACApiKeyObject')
  assert.equal(codeOf('ACOldObject'), 'ACOldObject')
})

test('the question has what was asked for and nothing else; a chosen kind wins over the object’s', () => {
  assert.deepEqual(questionOf({}, 'UTC'), { timezone: 'UTC', lpa: true, automaticUpdates: true })
  const asked = { object: 'user:7', type: 'ACLoginObject', who: 'ann', automatic: false } as const
  assert.deepEqual(questionOf(asked, 'Europe/Berlin'), {
    ...{ timezone: 'Europe/Berlin', lpa: true, automaticUpdates: false },
    ...{ users: ['ann'], componentTypes: ['ACLoginObject'], objectIds: ['7'] },
  })
})

test('the export is asked the same, as text', () => {
  const asked = { from: '2026-01-01', object: 'user:7', text: 'x', action: 'Edit' }
  assert.deepEqual(exportQueryOf(asked, 'UTC'), {
    ...{ timezone: 'UTC', lpa: 'true', automaticUpdates: 'true', fromDate: '2026-01-01' },
    ...{ componentTypes: 'ACUserObject,ACLoginObject', objectIds: '7' },
    ...{ actionTypes: 'Edit', text: 'x' },
  })
})

test('days are counted in the calendar', () => {
  const at = new Date(2026, 2, 1, 0, 30)
  assert.equal(dayOf(at), '2026-03-01')
  assert.equal(dayOf(at, 1), '2026-02-28')
})
