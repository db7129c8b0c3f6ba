import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isObject } from './is-object.ts'

test('an object, and nothing else that JSON has', () => {
  for (const text of ['{}', '{"a":1}', '{"length":0}']) {
    assert.equal(isObject(JSON.parse(text)), true, text)
  }
  for (const text of ['null', '[]', '[{}]', '"{}"', '0', 'true']) {
    assert.equal(isObject(JSON.parse(text)), false, text)
  }
  assert.equal(isObject(undefined), false)
})
