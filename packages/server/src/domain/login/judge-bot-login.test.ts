import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ApiKey } from '#domain/api-keys/api-key.ts'
import type { User } from '#domain/users/user.ts'
import { type BotLoginFacts, judgeBotLogin, judgeKey } from './judge-bot-login.ts'

const now = Date.UTC(2026, 0, 15)

const key: ApiKey = {
  keyId: 'key-1',
  token: 't',
  appName: 'bots',
  appDescription: '',
  developerId: '',
  purpose: '',
  keyType: '',
  privileges: [{ data: 'user-login', type: 'Invoke' }],
  enabled: true,
  ipRanges: [],
  expiresAt: undefined,
  callsPerMinute: undefined,
  createdAt: now,
  updatedAt: now,
  revision: 1,
  deleted: false,
}

describe('contract 1 section 2.3: what a key must be, to log users in', () => {
  const cases: readonly [string, Parameters<typeof judgeKey>[0], readonly string[]][] = [
    ['all is well', asked(), []],
    ['no such key', { ...asked(), key: undefined }, ['unknown_key']],
    ['a wrong secret', { ...asked(), proven: false }, ['wrong_secret']],
    ['disabled', asked({ enabled: false }), ['key_disabled']],
    ['ends this moment', asked({ expiresAt: now }), ['key_expired']],
    ['ends the next moment', asked({ expiresAt: now + 1 }), []],
    ['in its ranges', asked({ ipRanges: ['10.0.0.0/8', '192.0.2.1-192.0.2.9'] }), []],
    ['elsewhere', asked({ ipRanges: ['10.0.0.0/8'] }), ['key_address_not_allowed']],
    ['for another API', asked({ privileges: [] }), ['key_without_user_login']],
    [
      'may read what it should invoke',
      asked({ privileges: [{ data: 'user-login', type: 'Read' }] }),
      ['key_without_user_login'],
    ],
    [
      'all at once',
      { ...asked({ enabled: false, expiresAt: 1, privileges: [] }), proven: false },
      ['wrong_secret', 'key_disabled', 'key_expired', 'key_without_user_login'],
    ],
  ]
  for (const [name, input, expected] of cases) {
    test(name, () => assert.deepEqual(judgeKey(input), expected))
  }
})

function asked(change: Partial<ApiKey> = {}) {
  return { key: { ...key, ...change }, proven: true, address: '192.0.2.7', now }
}

describe('contract 1 section 2.3: which user a key logs in', () => {
  const user = {
    deleted: false,
    isEnabled: true,
    isApiUser: true,
    allowedAppKeys: 'key-1',
    blocked: false,
    changePwdNextLogin: true,
  } as User
  const client = { id: 'key-1', reasons: [], expiresAt: undefined }
  const fine: BotLoginFacts = { user, client, addressAllowed: true }
  const cases: readonly [string, Partial<BotLoginFacts>, object][] = [
    ['all is well, whatever a password would need', {}, { kind: 'accepted' }],
    ['nobody', { user: undefined }, hidden('unknown_login_name')],
    ['deleted', { user: { ...user, deleted: true } }, hidden('unknown_login_name')],
    ['a person', { user: { ...user, isApiUser: false } }, hidden('not_an_api_user')],
    ['disabled', { user: { ...user, isEnabled: false } }, hidden('user_disabled')],
    ['of another key', { user: { ...user, allowedAppKeys: 'key-2' } }, hidden('key_not_allowed')],
    ['of no key', { user: { ...user, allowedAppKeys: undefined } }, hidden('key_not_allowed')],
    [
      'of no key, with no key',
      {
        user: { ...user, allowedAppKeys: undefined },
        client: { ...client, id: undefined, reasons: ['unknown_key'] },
      },
      hidden('unknown_key', 'key_not_allowed'),
    ],
    ['elsewhere', { addressAllowed: false }, hidden('address_not_allowed')],
    ['blocked', { user: { ...user, blocked: true } }, { kind: 'open', reason: 'user_blocked' }],
    [
      'blocked, with the wrong secret',
      { user: { ...user, blocked: true }, client: { ...client, reasons: ['wrong_secret'] } },
      hidden('wrong_secret'),
    ],
  ]
  for (const [name, change, expected] of cases) {
    test(name, () => assert.deepEqual(judgeBotLogin({ ...fine, ...change }), expected))
  }
})

function hidden(...reasons: readonly string[]) {
  return { kind: 'hidden', reasons }
}
