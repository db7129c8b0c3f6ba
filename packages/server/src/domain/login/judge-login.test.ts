import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultSettings } from '#domain/accounts/settings.ts'
import { plainUser } from '../../../test/support/plain-user.ts'
import { addressJudge, isAddressAllowed, judgeLogin, type LoginFacts } from './judge-login.ts'

const day = 86_400_000
const now = Date.UTC(2026, 0, 15)

const user = plainUser(now, { id: 7, loginName: 'anna', dateCreated: now - 1000 * day })

const credential = {
  userId: 7,
  passwordHash: 'hash',
  changedAt: now - 10 * day,
  mustChange: false,
  history: [],
  lastLoginAt: now - 5 * day,
}

const fine: LoginFacts = {
  user,
  credential,
  matches: true,
  locked: false,
  isAdministrator: false,
  addressAllowed: true,
  policy: defaultSettings.loginPolicy,
  now,
}

const policy = (change: Partial<LoginFacts['policy']>) => ({ ...fine.policy, ...change })
const hidden = (...reasons: readonly string[]) => ({ kind: 'hidden', reasons })
const open = (reason: string) => ({ kind: 'open', reason })

describe('contract README "login refused": who is let in, and what the others are told', () => {
  const cases: readonly [string, Partial<LoginFacts>, object][] = [
    ['all is well', {}, { kind: 'accepted' }],
    ['nobody of that name', { user: undefined }, hidden('unknown_login_name')],
    ['a deleted user', { user: { ...user, deleted: true } }, hidden('unknown_login_name')],
    ['no password', { credential: undefined, matches: false }, hidden('no_password')],
    ['an API user', { user: { ...user, isApiUser: true } }, hidden('no_password')],
    ['the wrong password', { matches: false }, hidden('wrong_password')],
    ['a locked name', { locked: true }, hidden('locked')],
    ['a disabled user', { user: { ...user, isEnabled: false } }, hidden('user_disabled')],
    ['a strange address', { addressAllowed: false }, hidden('address_not_allowed')],
    [
      'several reasons: all are kept',
      { matches: false, addressAllowed: false, user: { ...user, isEnabled: false } },
      hidden('wrong_password', 'user_disabled', 'address_not_allowed'),
    ],
    ['a blocked user', { user: { ...user, blocked: true } }, open('user_blocked')],
    [
      'a blocked user whose name is locked',
      { user: { ...user, blocked: true }, locked: true },
      hidden('locked'),
    ],
    ['an old password', { policy: policy({ expiresAfterDays: 10 }) }, open('password_expired')],
    ['not old enough', { policy: policy({ expiresAfterDays: 11 }) }, { kind: 'accepted' }],
    [
      'an old password that is wrong',
      { policy: policy({ expiresAfterDays: 10 }), matches: false },
      hidden('wrong_password'),
    ],
    [
      'a password given by somebody else',
      { credential: { ...credential, mustChange: true } },
      open('password_must_change'),
    ],
    [
      'a user marked to change it',
      { user: { ...user, changePwdNextLogin: true } },
      open('password_must_change'),
    ],
    ['long away', { policy: policy({ inactiveAfterDays: 5 }) }, hidden('inactive_too_long')],
    ['not long enough away', { policy: policy({ inactiveAfterDays: 6 }) }, { kind: 'accepted' }],
    [
      'an administrator long away',
      { policy: policy({ inactiveAfterDays: 5 }), isAdministrator: true },
      { kind: 'accepted' },
    ],
    [
      'never logged in, and given a password long ago',
      {
        policy: policy({ inactiveAfterDays: 10 }),
        credential: { ...credential, lastLoginAt: undefined },
      },
      hidden('inactive_too_long'),
    ],
    [
      'long away, with a new password',
      {
        policy: policy({ inactiveAfterDays: 5 }),
        credential: { ...credential, changedAt: now - day },
      },
      { kind: 'accepted' },
    ],
  ]
  for (const [name, change, expected] of cases) {
    test(name, () => assert.deepEqual(judgeLogin({ ...fine, ...change }), expected))
  }

  test('an address that cannot be read is in no list', () => {
    const ranges = [{ range: '0.0.0.0/0', description: '' }]
    assert.equal(isAddressAllowed({ enabled: true, ranges }, 'unknown'), false)
    assert.equal(isAddressAllowed({ enabled: false, ranges }, 'unknown'), true)
  })

  test('for many addresses each entry is read once', () => {
    let reads = 0
    const ranges = [
      'no range',
      ...Array.from({ length: 499 }, (_, index) => `10.${index % 250}.0.0/16`),
    ].map((range) => ({
      get range() {
        reads += 1
        return range
      },
      description: '',
    }))
    const isAllowed = addressJudge({ enabled: true, ranges })
    const addresses = Array.from({ length: 1000 }, (_, index) => `10.${index % 256}.0.1`)
    const allowed = addresses.filter(isAllowed)
    assert.equal(
      allowed.length,
      addresses.filter((address) => Number(address.split('.')[1]) < 250).length,
    )
    assert.equal(reads, 500)
  })
})
