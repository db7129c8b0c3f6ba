import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../api/problem.ts'
import { faultsOf } from './form-problems.ts'

const problem = (...fields: readonly (readonly [string, string])[]) =>
  new Problem('Some fields are wrong.', {
    status: 400,
    fields: fields.map(([path, reason]) => ({ path, reason })),
  })

test('a fault goes to the field that its path names first', () => {
  const fault = problem(['[0].email', 'is no address'], ['redirect_uris[1]', 'is not https'])
  assert.deepEqual(faultsOf(fault, ['email', 'redirect_uris']), {
    byField: { email: 'is no address', redirect_uris: 'is not https' },
    rest: undefined,
  })
})

test('what belongs to no field of the form is kept, whole', () => {
  const fault = problem(['email', 'is no address'], ['hidden', 'is wrong'])
  const { byField, rest } = faultsOf(fault, ['email'])
  assert.deepEqual(byField, { email: 'is no address' })
  assert.equal(rest, fault)
})

test('a fault without fields, or of another kind, is the rest', () => {
  const other = new Error('no')
  assert.equal(faultsOf(other, ['email']).rest, other)
  const none = problem()
  assert.equal(faultsOf(none, ['email']).rest, none)
})

test('the first of several faults of a field is told; one below it is of the field', () => {
  const fault = problem(['body.address.country', 'is long'], ['address', 'is odd'], ['[12]', 'x'])
  const { byField, rest } = faultsOf(fault, ['address', 'body'])
  assert.deepEqual(byField, { address: 'is long' })
  assert.equal(rest, fault, 'a fault of a whole row is of no field')
})

test('a field whose name only begins like another is not that one', () => {
  const fault = problem(['emails', 'is odd'], ['bodyText', 'is odd'])
  assert.deepEqual(faultsOf(fault, ['email', 'Text', 'bodyText']).byField, { bodyText: 'is odd' })
})
