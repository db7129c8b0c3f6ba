import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { Ids, NamedReference, nullableSchema, selectedSchema } from './response-schema.ts'

const Whole = Type.Object({
  id: Type.Integer(),
  place: nullableSchema(Type.Object({ group: Type.Integer(), since: Type.String() })),
  profiles: Type.Array(NamedReference),
  tags: Ids,
})

test('contract 1 section 4.3: null stands beside one type, and other types still do not', () => {
  const schema = nullableSchema(Type.Integer())
  const sample: Static<typeof schema> = null
  assert.ok(Check(schema, sample))
  assert.ok(Check(schema, 4))
  assert.ok(!Check(schema, '4'))
  assert.deepEqual({ ...schema }, { type: ['integer', 'null'] })
  assert.throws(() => nullableSchema(Type.Union([Type.Integer(), Type.String()])), TypeError)
})

test('contract 1 section 4.2: a selection needs no member, at any depth', () => {
  const schema = selectedSchema(Whole)
  const sample: Static<typeof schema> = { place: { group: 1 }, profiles: [{ id: 1 }, {}] }
  assert.ok(Check(schema, sample))
  assert.ok(Check(schema, {}))
  assert.ok(!Check(Whole, sample))
})

test('contract 1 section 4.2: a selection keeps every member and its type', () => {
  const schema = selectedSchema(Whole)
  assert.ok(!Check(schema, { id: '1' }))
  assert.ok(!Check(schema, { profiles: [{ name: 4 }] }))
  assert.ok(!Check(schema, { tags: ['x'] }))
  assert.equal(JSON.stringify(schema).includes('"required":'), false)
})

test('contract 1 section 4.2: a member named "required" or "items" is a member', () => {
  const schema = selectedSchema(Type.Object({ required: Type.String(), items: Type.Boolean() }))
  assert.ok(Check(schema, {}))
  assert.ok(!Check(schema, { required: 1 }))
  assert.ok(!Check(schema, { items: 1 }))
})
