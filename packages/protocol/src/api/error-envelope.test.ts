import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { DomainApiError, ErrorEnvelope, fieldsOf, responseStatusOf } from './error-envelope.ts'

test('contract 1 section 2.6: the worked error body fits the envelope', () => {
  const body = {
    error: {
      time: 'Sep 22, 2016 4:10:15 PM',
      message: 'CSRF token invalid!',
      internalCode: 10,
      responseStatus: 'UNAUTHORIZED',
    },
  }
  assert.ok(Check(ErrorEnvelope, body))
  assert.ok(Check(ErrorEnvelope, { error: { ...body.error, fields: ['name: is required'] } }))
  assert.ok(!Check(ErrorEnvelope, { error: { ...body.error, internalCode: '10' } }))
  assert.ok(!Check(ErrorEnvelope, body.error))
})

test('contract 1 section 0.1 (3): the worked Domain API error is unwrapped, its time in ms', () => {
  const body = { time: 1503028861116, message: 'Invalid Account id: x', internalCode: 6 }
  assert.ok(Check(DomainApiError, body))
  assert.ok(!Check(DomainApiError, { ...body, time: 'Sep 22, 2016 4:10:15 PM' }))
})

test('contract 1 section 0.1 (1): responseStatus is the HTTP reason in upper case', () => {
  const cases = [
    [400, 'BAD_REQUEST'],
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [409, 'CONFLICT'],
    [412, 'PRECONDITION_FAILED'],
    [429, 'TOO_MANY_REQUESTS'],
    [451, 'UNAVAILABLE_FOR_LEGAL_REASONS'],
    [500, 'INTERNAL_SERVER_ERROR'],
    [503, 'SERVICE_UNAVAILABLE'],
  ] as const
  for (const [status, name] of cases) assert.equal(responseStatusOf(status), name)
})

test('contract 1 section 0.1 (1): a status without a name takes that of its class', () => {
  assert.equal(responseStatusOf(418), 'BAD_REQUEST')
  assert.equal(responseStatusOf(599), 'INTERNAL_SERVER_ERROR')
})

test('contract README "validation failure": fields lists every fault as path and reason', () => {
  const faults = [
    { path: '[1].email', reason: 'is required' },
    { path: '', reason: 'must be an object' },
  ]
  assert.deepEqual(fieldsOf(faults), ['[1].email: is required', 'body: must be an object'])
})
