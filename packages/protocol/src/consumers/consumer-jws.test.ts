import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumerJwsClaims, readConsumerJwsClaims } from './consumer-jws.ts'

const consumerId = 'ab'.repeat(32)
const claims = consumerJwsClaims({ accountId: 'a1', extConsumerId: 'x', consumerId })

test('contract 3 section 2.2: exactly three claims, in their order, and no lifetime', () => {
  assert.equal(
    JSON.stringify(claims),
    `{"account_id":"a1","ext_consumer_id":"x","lp_consumer_id":"${consumerId}"}`,
  )
  assert.deepEqual(readConsumerJwsClaims(claims, 'a1'), claims)
})

test('a token with other claims, of another account or without a name is no ConsumerJWS', () => {
  for (const other of [
    { ...claims, exp: 1 },
    { ...claims, iss: 'Sentinel' },
    { account_id: 'a1', ext_consumer_id: 'x' },
    { ...claims, account_id: 'a2' },
    { ...claims, account_id: ['a1'] },
    { ...claims, ext_consumer_id: '' },
    { ...claims, ext_consumer_id: 5 },
    { ...claims, lp_consumer_id: 'AB'.repeat(32) },
    { ...claims, lp_consumer_id: 'ab' },
    { sub: 'x', aud: 'a1', exp: 1 },
    {},
  ]) {
    assert.equal(readConsumerJwsClaims(other, 'a1'), undefined)
  }
})
