import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAtPath } from './value-at-path.ts'

const profile = { personal: { contacts: [{ email: 'a@b.example' }, { phone: '1' }] } }

test('a path leads to members and into lists', () => {
  assert.equal(valueAtPath(profile, 'personal.contacts[0].email'), 'a@b.example')
  assert.deepEqual(valueAtPath(profile, 'personal.contacts[1]'), { phone: '1' })
  assert.equal(valueAtPath(profile, ''), profile)
})

test('what is not there, and what every object inherits, is nothing', () => {
  for (const path of ['personal.x', 'x.y', 'personal.contacts[7].email', 'personal.constructor']) {
    assert.equal(valueAtPath(profile, path), undefined, path)
  }
})
