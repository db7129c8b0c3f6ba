import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lobBodies } from '@watchword/protocol/api/lob.ts'
import { bodyOfLob, newLob, skillsIn, valuesOfLob } from './lob.ts'

const lob = { id: 3, deleted: false, name: 'Retail', description: 'Shops' }

test('a line of business is sent back whole', () => {
  assert.deepEqual(bodyOfLob({ ...valuesOfLob(lob), name: ' Travel ' }, lob), {
    ...lob,
    name: 'Travel',
  })
  assert.deepEqual(bodyOfLob({ ...newLob, name: 'x' }, undefined), { name: 'x', description: '' })
  assert.equal(valuesOfLob({ id: 1, deleted: false, name: 'x' }).description, '')
})

test('the skills in it are named, with the way to each', () => {
  const skills = [
    { id: 1, deleted: false, name: 'Orders', lobIds: [3, 4] },
    { id: 2, deleted: false, name: 'Returns' },
  ]
  assert.deepEqual(skillsIn(3, skills, 'Skills'), [
    { label: 'Skills', names: [{ name: 'Orders', to: '/skills/1' }] },
  ])
  assert.deepEqual(skillsIn(9, skills, 'Skills'), [])
})

test('contract 1 section 5.1: what is sent is what the server takes', () => {
  const sent = bodyOfLob({ name: ' Retail ', description: 'two\nlines' }, undefined)
  assert.ok(lobBodies.parse.created(sent).ok)
  assert.ok(lobBodies.parse.one(bodyOfLob(valuesOfLob(lob), lob)).ok)
  for (const name of [' \t', 'x'.repeat(101)]) {
    assert.ok(!lobBodies.parse.created(bodyOfLob({ name, description: '' }, undefined)).ok)
  }
})

test('a description that is emptied is sent as empty: the old one goes', () => {
  assert.deepEqual(bodyOfLob({ name: 'Retail', description: '' }, lob), { ...lob, description: '' })
})
