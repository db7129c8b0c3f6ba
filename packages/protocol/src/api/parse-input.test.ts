import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Check } from 'typebox/value'
import { nameText } from './entity-text.ts'
import { entityId, flag, ids, integer, list, nullable } from './input-reader.ts'
import {
  IdList,
  inputListSchema,
  inputSchema,
  maxBulkItems,
  object,
  optional,
  parseIdList,
  parseInput,
  parseInputList,
  required,
  requiredOn,
} from './parse-input.ts'

const fields = {
  name: required(nameText),
  parent: required(nullable(entityId)),
  login: requiredOn('create', nameText),
  enabled: requiredOn('update', flag),
  limit: optional(integer(0, 9)),
  place: optional(object({ group: required(entityId), since: requiredOn('update', nameText) })),
  places: optional(list(object({ group: required(entityId) }), 3)),
  tags: optional(ids(9)),
}

const created = { name: 'a', parent: null, login: 'l' }
const updated = { name: 'a', parent: '1', enabled: 'true' }

function faultsOf(result: ReturnType<typeof parseInput>): readonly string[] {
  return result.ok ? [] : result.faults.map(({ path, reason }) => `${path}: ${reason}`)
}

describe('contract 1 section 4.3: one body', () => {
  test('tolerant values come out with their real types', () => {
    const result = parseInput(fields, { ...created, limit: '4', enabled: 'false' }, 'create')
    assert.deepEqual(result, { ok: true, value: { ...created, limit: 4, enabled: false } })
  })

  test('absent, undefined and null differ: only null is in the value', () => {
    const sent = { ...created, limit: null, tags: undefined }
    assert.deepEqual(parseInput(fields, sent, 'create'), {
      ok: true,
      value: { ...created, limit: null },
    })
  })

  test('what is required depends on the mode', () => {
    assert.deepEqual(faultsOf(parseInput(fields, {}, 'create')), [
      'name: is required',
      'parent: is required',
      'login: is required',
    ])
    assert.deepEqual(faultsOf(parseInput(fields, {}, 'update')), [
      'name: is required',
      'parent: is required',
      'enabled: is required',
    ])
  })

  test('a required field is not null unless it may be; in the other mode it may', () => {
    const sent = { name: null, parent: null, login: null, enabled: true }
    assert.deepEqual(faultsOf(parseInput(fields, sent, 'update')), ['name: must be a string'])
    assert.deepEqual(faultsOf(parseInput(fields, sent, 'create')), [
      'name: must be a string',
      'login: must be a string',
    ])
  })

  test('contract README "validation failure": every fault is told at once, nested ones by path', () => {
    const sent = {
      name: 4,
      parent: 'x',
      enabled: 'maybe',
      limit: 99,
      place: { group: true },
      places: [{ group: 1 }, 'x', {}],
      tags: ['1', 'b'],
    }
    assert.deepEqual(faultsOf(parseInput(fields, sent, 'update')), [
      'name: must be a string',
      'parent: must be an integer',
      'enabled: must be true or false',
      'limit: must be from 0 to 9',
      'place.group: must be an integer',
      'place.since: is required',
      'places[1]: must be an object',
      'places[2].group: is required',
      'tags[1]: must be an integer',
    ])
  })

  test('unknown and read-only members are accepted and ignored', () => {
    const sent = { ...created, dateUpdated: 7, deleted: 'x', extra: { deep: [1] } }
    assert.deepEqual(parseInput(fields, sent, 'create'), { ok: true, value: created })
  })

  test('an id is ignored on create, whatever it is, and read on update', () => {
    for (const id of [0, null, '', 'new', {}]) {
      assert.deepEqual(parseInput(fields, { ...created, id }, 'create'), {
        ok: true,
        value: created,
      })
    }
    const result = parseInput(fields, { ...updated, id: '7' }, 'update')
    assert.deepEqual(result, { ok: true, value: { id: 7, name: 'a', parent: 1, enabled: true } })
    assert.deepEqual(faultsOf(parseInput(fields, { ...updated, id: 'x' }, 'update')), [
      'id: must be an integer',
    ])
    assert.ok(parseInput(fields, updated, 'update').ok)
  })

  test('what is not an object is refused with one fault', () => {
    for (const body of [undefined, null, 1, 'x', true, [], [created]]) {
      assert.deepEqual(faultsOf(parseInput(fields, body, 'create')), [': must be an object'])
    }
  })

  test('no prototype is read or written', () => {
    const inherited = JSON.parse('{"__proto__":{"name":"x","parent":null,"login":"y"}}')
    assert.equal(faultsOf(parseInput(fields, inherited, 'create')).length, 3)
    assert.equal(parseInput(fields, Object.create(created), 'create').ok, false)
    const hostile = { ...created, ...JSON.parse('{"__proto__":{"a":1},"constructor":{"b":1}}') }
    const result = parseInput(fields, hostile, 'create')
    assert.ok(result.ok)
    assert.equal(Object.getPrototypeOf(result.value), Object.prototype)
    assert.deepEqual(Object.keys(result.value), Object.keys(created))
  })
})

describe('contract 1 section 4.1: a bulk body', () => {
  test('a list yields its items; a bare object is a list of one and marked', () => {
    const many = parseInputList(fields, [created, created], 'create')
    assert.deepEqual(many, { ok: true, value: { single: false, items: [created, created] } })
    const one = parseInputList(fields, created, 'create')
    assert.deepEqual(one, { ok: true, value: { single: true, items: [created] } })
    assert.deepEqual(parseInputList(fields, [], 'create'), {
      ok: true,
      value: { single: false, items: [] },
    })
  })

  test('on update every element names its object', () => {
    const result = parseInputList(fields, [{ ...updated, id: '5' }, updated], 'update')
    assert.deepEqual(result.ok ? [] : result.faults, [{ path: '[1].id', reason: 'is required' }])
    const bare = parseInputList(fields, { ...updated, id: null }, 'update')
    assert.deepEqual(bare.ok ? [] : bare.faults, [{ path: 'id', reason: 'must be an integer' }])
  })

  test('no object is named twice, even by number and by text', () => {
    const sent = [
      { ...updated, id: 5 },
      { ...updated, id: '5' },
    ]
    const result = parseInputList(fields, sent, 'update')
    assert.deepEqual(result.ok ? [] : result.faults, [{ path: '[1].id', reason: 'is named twice' }])
  })

  test('contract README "bulk write with one bad item": nothing is taken, the index is told', () => {
    const result = parseInputList(fields, [created, { ...created, name: '' }, null], 'create')
    assert.deepEqual(result.ok ? [] : result.faults, [
      { path: '[1].name', reason: 'must not be empty' },
      { path: '[2]', reason: 'must be an object' },
    ])
  })

  test('more objects than an account may hold are refused unread', () => {
    const result = parseInputList(fields, new Array(maxBulkItems + 1).fill(1), 'create')
    assert.deepEqual(result.ok ? [] : result.faults, [
      { path: '', reason: 'must have at most 18000 items' },
    ])
  })
})

describe('contract 1 section 4.1: the body of a bulk delete', () => {
  test('ids are texts or numbers, each once', () => {
    assert.deepEqual(parseIdList(['987654321', 1232455, '1232455']), {
      ok: true,
      value: [987654321, 1232455],
    })
    assert.deepEqual(parseIdList([]), { ok: true, value: [] })
  })

  test('anything else is refused, each fault by its index', () => {
    for (const body of ['1', 1, null, undefined, { ids: [1] }])
      assert.equal(parseIdList(body).ok, false)
    const result = parseIdList(['1', 'x', null, 1.5])
    assert.deepEqual(result.ok ? [] : result.faults.map(({ path }) => path), ['[1]', '[2]', '[3]'])
  })

  test('the published schema takes the documented example', () => {
    assert.ok(Check(IdList, ['987654321', '1232455']))
    assert.ok(!Check(IdList, '987654321'))
  })
})

describe('contract README "validation failure": the published schema and the engine agree', () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      'a',
      '',
      null,
      undefined,
      4,
      '4',
      'true',
      false,
      99,
      1.5,
      '-1',
      [],
      {},
    ),
    fc.record({ group: fc.constantFrom<unknown>(1, '1', 'x'), since: fc.constantFrom('a', '') }),
    fc.array(fc.constantFrom<unknown>(1, '2', 'x', { group: 1 }), { maxLength: 4 }),
  )
  const keys = ['id', ...Object.keys(fields), 'extra']
  const body = fc
    .tuple(
      fc.constantFrom<object>(created, updated),
      fc.dictionary(fc.constantFrom(...keys), value),
    )
    .map(([base, changes]) => ({ ...base, ...changes }))

  for (const mode of ['create', 'update'] as const) {
    test(`what ${mode} takes, its schema takes, alone and in bulk`, () => {
      const schema = inputSchema(fields, mode)
      const listSchema = inputListSchema(fields, mode)
      fc.assert(
        fc.property(body, (sent) => {
          const json: unknown = JSON.parse(JSON.stringify(sent))
          if (parseInput(fields, json, mode).ok) assert.ok(Check(schema, json))
          if (parseInputList(fields, [json], mode).ok) assert.ok(Check(listSchema, [json]))
        }),
        { numRuns: 500 },
      )
    })

    test(`${mode} neither throws nor changes what it has read`, () => {
      fc.assert(
        fc.property(fc.anything(), (sent) => {
          const result = parseInput(fields, sent, mode)
          if (!result.ok) assert.ok(result.faults.length > 0)
          else assert.deepEqual(parseInput(fields, result.value, mode), result)
        }),
      )
    })
  }
})
