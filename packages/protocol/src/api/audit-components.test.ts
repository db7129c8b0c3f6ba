import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentLabel, componentTypes, isComponentType } from './audit-components.ts'

test('contract 1 §6.1: each code has the label that the reference shows', () => {
  assert.equal(componentLabel('ACUserObject'), 'Users')
  assert.equal(componentLabel('ACSkillObject'), 'Skills')
  assert.equal(componentLabel('ACProfileObject'), 'Profiles')
  assert.equal(componentLabel('ACAgentGroupObject'), 'Agent Groups')
})

test('every code is known, in the spelling of the reference; others are not', () => {
  for (const code of componentTypes) {
    assert.match(code, /^AC[A-Z][A-Za-z]*Object$/)
    assert.ok(isComponentType(code))
  }
  for (const code of ['', 'Users', 'acuserobject', 'constructor']) {
    assert.equal(isComponentType(code), false)
  }
})

test('an event of a kind that is no longer known is named by its code', () => {
  assert.equal(componentLabel('ACOldObject'), 'ACOldObject')
})
