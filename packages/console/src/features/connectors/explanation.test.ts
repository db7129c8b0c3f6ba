import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clockWords, grouped, readPasted, shown } from './explanation.ts'
import { fieldOfRule } from './rule-fields.ts'
import { someConnector } from './some-connector.ts'

describe('what is pasted into the debugger', () => {
  const id = '058a64be-1722-4834-8cf0-aa2100000207'

  test('a token, without the white space around it', () => {
    assert.deepEqual(readPasted(' \n a.b.c\t'), { kind: 'token', token: 'a.b.c' })
  })

  test('nothing is nothing', () => {
    for (const text of ['', '  \n']) assert.deepEqual(readPasted(text), { kind: 'nothing' })
  })

  test('the id of a request, as people copy it', () => {
    for (const text of [id, `"${id}"`, `Request ${id}`, id.toUpperCase()]) {
      const pasted = readPasted(text)
      assert.equal(pasted.kind === 'request' && pasted.requestId.toLowerCase(), id, text)
    }
  })

  test('the whole refusal, as a page shows it', () => {
    const refusal = `{"internalErrorCode":"9007","error":"aud","request_id":"${id}"}`
    assert.deepEqual(readPasted(refusal), { kind: 'request', requestId: id })
  })

  test('other JSON is a token that is none: the API says what it is', () => {
    const text = `{"id_token":"a.b.c","request_id":"${id}"}`
    assert.deepEqual(readPasted(text), { kind: 'token', token: text })
  })

  test('what is far too long is not sent', () => {
    assert.deepEqual(readPasted('a'.repeat(32 * 1024 + 1)), { kind: 'too-long' })
    assert.equal(readPasted('a'.repeat(32 * 1024)).kind, 'token')
  })
})

describe('an explanation', () => {
  const rule = (name: string, verdict: string) => ({
    ...{ rule: name, verdict, message: '', value: null, advice: null, code: null },
  })

  test('rules by what came of them, in their order', () => {
    const rules = [
      rule('size', 'pass'),
      rule('aud', 'fail'),
      rule('iat', 'fail'),
      rule('sub', 'skipped'),
    ]
    const { failed, passed, skipped } = grouped({ rules })
    const names = [failed, passed, skipped].map((all) => all.map((one) => one.rule).join())
    assert.deepEqual(names, ['aud,iat', 'size', 'sub'])
  })

  test('the clock in words', () => {
    const words = {
      ahead: (text: string) => `+${text}`,
      behind: (text: string) => `-${text}`,
      even: '=',
    }
    assert.equal(clockWords(0, words), '=')
    assert.equal(clockWords(-1, words), '=')
    assert.equal(clockWords(30, words), '+30 s')
    assert.equal(clockWords(-1800, words), '-30 min')
  })

  test('claims are told as they are', () => {
    assert.equal(shown({ b: 1, a: '<img>' }), '{\n  "b": 1,\n  "a": "<img>"\n}')
    assert.equal(shown(undefined), '')
  })

  test('a rule leads to the setting that decides it', () => {
    const pasted = someConnector(1, { jwtValidationType: 'PUBLIC_JWT_KEY' })
    assert.equal(fieldOfRule('signature', pasted), 'jwtPublicKey')
    assert.equal(fieldOfRule('kid', someConnector(1)), 'jwksEndpoint')
    assert.equal(fieldOfRule('aud', pasted), 'audience')
    for (const none of ['size', 'sub', 'constructor'])
      assert.equal(fieldOfRule(none, pasted), undefined)
  })
})
