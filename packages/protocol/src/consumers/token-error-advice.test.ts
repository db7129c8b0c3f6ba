import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenErrorAdvice } from './token-error-advice.ts'

test('RFC 6749 section 5.2 and contract 3 section 4.5: each code has advice, and unknown ones too', () => {
  const codes = ['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client']
  for (const code of [...codes, 'unsupported_grant_type', 'invalid_scope', 'json_parse_error']) {
    assert.ok((tokenErrorAdvice(code) ?? '').length > 20, code)
  }
  assert.equal(tokenErrorAdvice('invalid_code'), tokenErrorAdvice('invalid_grant'))
  for (const own of ['E-1234', 'toString', '__proto__']) {
    assert.match(tokenErrorAdvice(own) ?? '', /own making/)
  }
  assert.equal(tokenErrorAdvice(undefined), undefined)
})
