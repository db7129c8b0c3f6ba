import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router'
import { componentTypes } from '@watchword/protocol/api/audit-components.ts'
import fc from 'fast-check'
import {
  type AuditSearch,
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

test('a day that the API would refuse is no filter, and days stand in their order', () => {
  for (const day of ['2026-02-30', '2026-13-01', '2026-00-10', '2100-02-29', '1899-12-31', 5]) {
    assert.deepEqual(readAuditSearch({ from: day, to: day }), {}, `${day}`)
  }
  assert.equal(readAuditSearch({ from: '2028-02-29' }).from, '2028-02-29')
  assert.deepEqual(readAuditSearch({ from: '2026-03-02', to: '2026-03-01' }), {
    from: '2026-03-02',
  })
  const oneDay = { from: '2026-03-01', to: '2026-03-01' }
  assert.deepEqual(readAuditSearch(oneDay), oneDay)
})

test('a text that the API would refuse is no filter; a long one is cut between characters', () => {
  for (const text of ['a\u0000b', 'a\nb', '\u{d83d}', 'x\u{de00}y', ' ', true, null, ['a']]) {
    assert.deepEqual(readAuditSearch({ text, who: text, object: text }), {}, JSON.stringify(text))
  }
  assert.equal(readAuditSearch({ text: `${'x'.repeat(199)}😀` }).text, 'x'.repeat(199))
  assert.equal(readAuditSearch({ text: `${'x'.repeat(198)}😀y` }).text, `${'x'.repeat(198)}😀`)
  assert.equal(readAuditSearch({ text: `${'x'.repeat(199)} y` }).text, 'x'.repeat(199))
  assert.deepEqual(readAuditSearch({ object: 'user: ' }), {}, 'a kind without an id')
})

test('an event has a number that the list can be asked with', () => {
  const most = Number.MAX_SAFE_INTEGER
  assert.equal(readAuditSearch({ event: most - 1 }).event, most - 1)
  for (const event of [most, `${most}`, 1e300, '0x10', '1e3', ' 7', true, [7], '', null]) {
    assert.deepEqual(readAuditSearch({ event }), {}, JSON.stringify(event))
  }
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 250 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '123',
    '007',
    '1e3',
    'true',
    'null',
    '"a"',
    '{"a":1}',
  ),
  fc.constantFrom('a&event=5', '#x', '%00', 'a+b', '2026-01-01', 'user:7', '😀'.repeat(150)),
)
const names = [
  'from',
  'to',
  'who',
  'type',
  'object',
  'action',
  'address',
  'text',
  'automatic',
] as const
const anySearch = fc.record(
  Object.fromEntries([
    ...names.map((name) => [name, fc.oneof(hostile, fc.jsonValue())]),
    ['event', fc.oneof(fc.nat(), hostile)],
  ]),
  { requiredKeys: [] },
)

test('what was read stays the same once it stood in an address', () => {
  // As the router writes and reads addresses unless it is told otherwise.
  const write = stringifySearchWith(JSON.stringify, JSON.parse)
  const read = parseSearchWith(JSON.parse)
  const through = (search: AuditSearch) => readAuditSearch(read(write(search)))
  const whole: AuditSearch = {
    ...{ from: '2026-03-01', to: '2026-03-29', who: '12345678901234567890', type: 'ACUserObject' },
    ...{ object: 'application:a:b&c', action: 'Add new', address: '2001:db8::/32', text: 'true' },
    ...{ automatic: false, event: 7 },
  }
  assert.deepEqual(through(whole), whole)
  fc.assert(
    fc.property(anySearch, (raw) => {
      const search = readAuditSearch(raw)
      assert.deepEqual(through(search), search)
    }),
    { numRuns: 300 },
  )
})

test('whatever the address holds, the API can be asked with it', () => {
  fc.assert(
    fc.property(anySearch, (raw) => {
      const { timezone: _, ...question } = questionOf(readAuditSearch(raw), 'UTC')
      for (const value of Object.values(question).flat()) {
        if (typeof value === 'boolean') continue
        assert.ok(value !== '' && value.length <= 200 && value.isWellFormed(), value)
        assert.doesNotMatch(value, /\p{Cc}/u)
      }
    }),
    { numRuns: 300 },
  )
})

test('a day is the reader’s own, whatever their clocks do', (t) => {
  const zone = process.env['TZ']
  t.after(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })
  const table = [
    // One moment, three calendars.
    ['Pacific/Kiritimati', '2026-03-01T11:00:00Z', 0, '2026-03-02'],
    ['UTC', '2026-03-01T11:00:00Z', 0, '2026-03-01'],
    ['Pacific/Pago_Pago', '2026-03-01T10:59:59Z', 0, '2026-02-28'],
    // A day of 23 hours: so many hours back would be two days.
    ['Europe/Berlin', '2026-03-29T22:30:00Z', 1, '2026-03-29'],
    // A day of 25 hours: so many hours back would be the same day.
    ['Europe/Berlin', '2026-10-25T22:30:00Z', 1, '2026-10-24'],
    ['Europe/Berlin', '2026-10-25T22:30:00Z', -1, '2026-10-26'],
    // A day that has no midnight.
    ['America/Santiago', '2026-09-07T03:30:00Z', 1, '2026-09-06'],
    ['UTC', '2028-03-01T00:00:00Z', 1, '2028-02-29'],
    ['UTC', '2026-01-01T00:00:00Z', 366, '2024-12-31'],
  ] as const
  for (const [name, at, before, day] of table) {
    process.env['TZ'] = name
    assert.equal(dayOf(new Date(at), before), day, `${name} ${at}`)
  }
})
