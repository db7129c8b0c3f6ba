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
