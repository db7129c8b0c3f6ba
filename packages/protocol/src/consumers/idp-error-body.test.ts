import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail } from './id-token-rules.ts'
import { idpErrorBody, idpErrorStatus } from './idp-error-body.ts'
import type { IdpErrorCode } from './idp-errors.ts'

test('our decisions on IDP errors: the code as a text, its name, and the request', () => {
  assert.deepEqual(idpErrorBody('1024', 'r-1'), {
    internalErrorCode: '1024',
    error: 'ac_connector_not_found',
    error_description: 'There is no such connector on this account.',
    request_id: 'r-1',
  })
})

test('a token that fails a rule is told the rule, and no value of the token', () => {
  const failure = fail('iss', '9007', 'the issuer is not the one of the connector', {
    value: 'https://evil.example',
    advice: 'The connector has https://brand.example.',
  })
  assert.deepEqual(idpErrorBody(failure, 'r-2'), {
    internalErrorCode: '9007',
    error: 'iss',
    error_description:
      'The token of the identity provider is not valid. (iss: the issuer is not the one of the connector)',
    request_id: 'r-2',
  })
})

test('keys that could not be had are 502 or 504, a set that cannot be read 400', () => {
  const statusOf = (code: IdpErrorCode) =>
    idpErrorStatus(fail('keys', code, 'why', { advice: 'do' }))
  assert.deepEqual((['9011', '9013', '1038', '1028'] as const).map(statusOf), [502, 504, 400, 400])
  assert.equal(idpErrorStatus('9011'), 401)
  assert.equal(idpErrorStatus(fail('signature', '9007', 'why', { advice: 'do' })), 401)
})
