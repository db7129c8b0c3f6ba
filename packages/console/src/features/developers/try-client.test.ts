import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientOf, missingIn } from './try-client.ts'

const client = { clientId: 'an-id', clientSecret: 's3cret', scope: '' }

test('several scopes are sent with one space between them (RFC 6749 section 3.3)', () => {
  for (const [typed, sent] of [
    ['users:read skills:read', 'users:read skills:read'],
    ['  users:read \n skills:read\t', 'users:read skills:read'],
    ['users:read ', 'users:read'],
    [' ', ''],
    ['', ''],
  ] as const) {
    assert.equal(clientOf({ ...client, scope: typed }).scope, sent)
  }
})

test('blanks around an id are of the paste; those of a secret may be its own', () => {
  const typed = { ...client, clientId: ' an-id\n', clientSecret: ' a b ' }
  assert.deepEqual(clientOf(typed), { ...client, clientId: 'an-id', clientSecret: ' a b ' })
})

test('an id of blanks is none, and a scope need not be', () => {
  assert.deepEqual(missingIn({ clientId: ' ', clientSecret: '', scope: '' }), [
    'clientId',
    'clientSecret',
  ])
  assert.deepEqual(missingIn(client), [])
  assert.deepEqual(missingIn({ ...client, clientSecret: ' ' }), [])
})
