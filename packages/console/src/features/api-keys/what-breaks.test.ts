import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { botsWith, breaksOf } from './what-breaks.ts'

const usage = {
  ...{ keyId: 'k', appName: 'Orders', enabled: true, deleted: false, refusals: [] },
  ...{ lastUsedAt: '2026-03-02T10:00:00.000Z', lastUsedAddress: '10.0.0.2' },
  uses: [
    { api: 'users', day: '2026-03-02', count: 7, lastAddress: '10.0.0.2' },
    { api: 'skills', day: '2026-03-01', count: 1, lastAddress: '10.0.0.1' },
  ],
}
const when = (moment: string) => `at ${moment.slice(0, 10)}`

describe('what breaks with a key', () => {
  test('is named: calls by API, the last use, other addresses, bots', () => {
    assert.deepEqual(breaksOf(usage, ['router'], when), [
      '8 calls in 30 days: Users, Skills',
      'Whatever signed with it last, at 2026-03-02, from 10.0.0.2',
      'What calls from 10.0.0.1, last on 2026-03-01',
      'The bot router logs in with it',
    ])
  })

  test('a key that was used long ago breaks what used it then; an unused one nothing', () => {
    assert.equal(breaksOf({ ...usage, uses: [] }, [], when).length, 1)
    const unused = { ...usage, uses: [], lastUsedAt: null, lastUsedAddress: null }
    assert.deepEqual(breaksOf(unused, [], when), [])
    assert.deepEqual(breaksOf(undefined, ['router'], when), ['The bot router logs in with it'])
  })

  test('a crowd of addresses is cut short', () => {
    const uses = Array.from({ length: 40 }, (_, index) => ({
      ...{ api: 'users', day: '2026-03-01', count: 1, lastAddress: `10.0.1.${index}` },
    }))
    assert.equal(breaksOf({ ...usage, uses }, [], when).length, 2 + 6)
  })
})

test('bots are named by the key they log in with, people never', () => {
  const users = [
    { loginName: 'router', isApiUser: true, allowedAppKeys: 'k1' },
    { loginName: 'other', isApiUser: true, allowedAppKeys: 'k10' },
    { loginName: 'was-a-bot', isApiUser: false, allowedAppKeys: 'k1' },
    { loginName: 'ada', isApiUser: false },
    { loginName: 'old' },
  ]
  assert.deepEqual(botsWith(users, 'k1'), ['router'])
  assert.deepEqual(botsWith(users, ''), [])
  assert.deepEqual(botsWith([], 'k1'), [])
})
