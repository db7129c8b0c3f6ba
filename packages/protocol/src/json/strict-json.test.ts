import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deepestNesting, parseStrictJson } from './strict-json.ts'

const refused = (text: string) => {
  const result = parseStrictJson(text)
  assert.equal(result.ok, false, text)
  return result.ok ? '' : result.reason
}

test('RFC 8259: what JSON.parse reads, and nothing twice, is read the same', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const result = parseStrictJson(text)
      if (result.ok) assert.deepEqual(result.value, JSON.parse(text))
      else assert.match(result.reason, /twice|__proto__|deep/)
    }),
  )
})

test('RFC 8259 section 4: a member that comes twice in one object is refused, however it is spelled', () => {
  for (const text of [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"sub":"1" , "sub" : "2"}}]',
    '{"a":{"b":1},"a":0}',
  ]) {
    assert.match(refused(text), /twice/)
  }
})

test('the same name in two objects, and a value that looks like a name, are fine', () => {
  for (const text of ['[{"a":1},{"a":2}]', '{"a":{"a":1}}', '{"a":"b","b":"a"}', '["a","a"]']) {
    assert.equal(parseStrictJson(text).ok, true, text)
  }
})

test('numbers beyond a double, __proto__ and endless nesting are refused', () => {
  assert.match(refused('{"exp":1e400}'), /too large/)
  assert.match(refused('-1e999'), /too large/)
  assert.match(refused('{"__proto__":{}}'), /__proto__/)
  assert.match(refused('{"\\u005f_proto__":{}}'), /__proto__/)
  assert.equal(parseStrictJson('['.repeat(deepestNesting) + ']'.repeat(deepestNesting)).ok, true)
  assert.match(refused('['.repeat(65) + ']'.repeat(65)), /deep/)
  assert.match(refused('['.repeat(500_000)), /valid/)
})

test('text that is not JSON is refused', () => {
  for (const text of ['', '{', '\ufeff{}', "{'a':1}", '{"a":01}', 'NaN', '{"a":1}x']) refused(text)
})
