import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { passwordRules } from '@watchword/protocol/api/password-rules.ts'
import { Problem } from '#api/problem.ts'
import { browserOf } from '#ui/browser-of.ts'
import { claimFaultsOf, claimsOf, claimValuesOf } from './claims.ts'
import { differencesOfUser, isSameUser, tellerOf } from './conflict.ts'
import { directory, person } from './fixtures.ts'
import { carefulLimits, generatePassword, randomBelow } from './generate-password.ts'
import { bodyOf, faultsOfForm, newValues, valuesOf } from './user-values.ts'

const { profiles } = directory

describe('the form of a user', () => {
  test('a user who is opened and saved unchanged is the same', () => {
    for (const user of [
      person({ description: 'x', mobileNumber: '+1', maxAsyncChats: 5 }),
      person({ profileIds: [31], memberOf: null, maxChats: 0, skillIds: [], uid: 9 }),
      person({
        profileIds: [11, 31],
        managerOf: [{ agentGroupId: 1 }],
        memberOf: null,
        skillIds: [],
      }),
      person({ isApiUser: true, userTypeId: 2, allowedAppKeys: 'key' }),
      person({ userTypeId: 0 }),
    ]) {
      const body = bodyOf(valuesOf(user, profiles), user)
      const kept = { maxChats: user.profileIds?.includes(21) ? (user.maxChats ?? 0) : 0 }
      const next = { ...user, ...body, ...kept } as typeof user
      assert.ok(isSameUser({ ...user, ...kept }, next), JSON.stringify(body))
    }
  })

  test('somebody new takes names from what is there, and has a password', () => {
    const body = bodyOf(
      { ...newValues, loginName: ' bob ', profiles: { 2: '21' }, password: 'secret words' },
      undefined,
    )
    assert.deepEqual(
      [body['loginName'], body.fullName, body.nickname, body['passwordSh']],
      ['bob', 'bob', 'bob', 'secret words'],
    )
    assert.deepEqual(body['memberOf'], { agentGroupId: -1 })
    assert.equal(body['changePwdNextLogin'], true)
  })

  test('a bot has a key and no password', () => {
    const values = {
      ...newValues,
      loginName: 'bot',
      isBot: true,
      allowedAppKey: 'key',
      password: 'x',
    }
    const body = bodyOf(values, undefined)
    assert.equal(body['allowedAppKeys'], 'key')
    assert.equal(body['userTypeId'], 2)
    assert.ok(!('passwordSh' in body))
    const person2 = bodyOf({ ...valuesOf(person(), profiles), isBot: false }, person())
    assert.ok(!('allowedAppKeys' in person2))
  })

  test('who is no agent any more loses what belongs to agents', () => {
    const values = { ...valuesOf(person(), profiles), profiles: { 1: '11', 2: null } }
    const body = bodyOf(values, person())
    assert.deepEqual([body['skillIds'], body['maxChats'], body['memberOf']], [[], 0, undefined])
    assert.deepEqual(body.profileIds, [11])
  })

  test('faults are told by field, before anybody is asked', () => {
    assert.deepEqual(faultsOfForm(newValues, undefined), {
      ...{ loginName: 'required', profiles: 'profile', password: 'password' },
    })
    const agent = { ...valuesOf(person(), profiles), email: 'no', maxChats: '', nickname: ' ' }
    assert.deepEqual(faultsOfForm({ ...agent, maxChats: 1.5 }, person()), {
      ...{ email: 'email', maxChats: 'maxChats', nickname: 'required' },
    })
    const emptied = { ...valuesOf(person(), profiles), maxChats: '' }
    assert.deepEqual(faultsOfForm(emptied, person()), { maxChats: 'maxChats' }, 'it is not 0')
    assert.deepEqual(faultsOfForm({ ...emptied, maxChats: '0' }, person()), {})
    assert.deepEqual(faultsOfForm({ ...emptied, profiles: { 1: '11' } }, person()), {})
    const bot = { ...newValues, loginName: 'bot', isBot: true, profiles: { 2: '21' } }
    assert.deepEqual(faultsOfForm(bot, undefined), { allowedAppKey: 'key' })
    const before = person({ isApiUser: true })
    assert.deepEqual(faultsOfForm({ ...valuesOf(before, profiles), isBot: false }, before), {
      password: 'password',
    })
  })
})

describe('two who change one user', () => {
  test('a change of somebody else of the account is none of this user', () => {
    assert.ok(isSameUser(person(), person({ dateUpdated: '2026-02-02 00:00:00' })))
    assert.ok(!isSameUser(person(), person({ nickname: 'Other' })))
  })

  test('what differs is told by names', () => {
    const mine = bodyOf({ ...valuesOf(person(), profiles), profiles: { 2: '22' } }, person())
    const labels = {
      nickname: 'Nickname',
      profileIds: 'Profiles',
      memberOf: 'Group',
      missing: 'No',
    }
    const now = person({ memberOf: { agentGroupId: 2 } })
    assert.deepEqual(differencesOfUser(mine, now, { directory, labels, none: 'none' }), [
      { field: 'Profiles', mine: 'Senior; agent', theirs: 'Agent' },
      { field: 'Group', mine: 'Support', theirs: 'Night' },
    ])
  })

  test('ids without a name are told as they are', () => {
    const tell = tellerOf(directory, 'none')
    assert.equal(tell('skillIds', [102, 999, 101]), '999, Orders, Returns')
    assert.equal(tell('memberOf', null), 'none')
    assert.equal(tell('isEnabled', true), 'yes')
    assert.equal(tell('maxChats', 0), '0')
  })
})

describe('a password that is made', () => {
  test('passes the policy, whatever it is', () => {
    const policies = [
      carefulLimits,
      { ...carefulLimits, minLength: 64, maxSequential: 2, maxOccurrences: 9 },
      { ...carefulLimits, requireSpecial: false, maxOccurrences: 2 },
    ]
    for (const policy of policies) {
      const password = generatePassword(policy, 'anna')
      assert.ok(password !== undefined && password.length >= policy.minLength)
      for (const { name, isMet } of passwordRules(policy, 'anna')) assert.ok(isMet(password), name)
    }
    assert.notEqual(generatePassword(carefulLimits, ''), generatePassword(carefulLimits, ''))
  })

  test('there is none that random letters pass', () => {
    assert.equal(
      generatePassword({ ...carefulLimits, minLength: 64, maxOccurrences: 1 }, ''),
      undefined,
    )
  })

  test('every number is drawn, and none beyond', () => {
    const seen = new Set(Array.from({ length: 500 }, () => randomBelow(7)))
    assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6])
  })
})

test('claims: what is empty is not told, what was said to be false stays said', () => {
  const before = { given_name: 'Anna', email_verified: false, address: { country: 'PT' } }
  const values = claimValuesOf(before)
  assert.deepEqual(claimsOf(values, before), before)
  const emptied = { ...values, texts: { ...values.texts, given_name: ' ' }, address: {} }
  assert.deepEqual(claimsOf(emptied, before), { email_verified: false })
  assert.deepEqual(claimsOf(claimValuesOf({}), {}), {})
  const verified = { ...values, truths: { phone_number_verified: true } }
  assert.equal(claimsOf(verified, before).phone_number_verified, true)
})

test('faults of claims stand at their fields; what is of none is told apart', () => {
  const fields = [
    { path: 'birthdate', reason: 'must be YYYY-MM-DD' },
    { path: 'address.country', reason: 'is too long' },
  ]
  const refused = new Problem('no', { status: 400, fields })
  assert.deepEqual(claimFaultsOf(refused), {
    byField: { 'texts.birthdate': 'must be YYYY-MM-DD', 'address.country': 'is too long' },
    rest: undefined,
  })
  const other = new Problem('no', { status: 400, fields: [{ path: 'odd', reason: 'x' }] })
  assert.equal(claimFaultsOf(other).rest, other)
  const none = new Error('gone')
  assert.deepEqual(claimFaultsOf(none), { byField: {}, rest: none })
})

test('a browser is told by its name', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/130.0.0.0 Safari/537.36'
  assert.equal(browserOf(chrome), 'Chrome on Linux')
  assert.equal(browserOf(`${chrome} Edg/130.0`), 'Edge on Linux')
  assert.equal(
    browserOf('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Firefox/130.0'),
    'Firefox on Windows',
  )
  assert.equal(browserOf('curl/8.0'), 'curl/8.0')
  assert.equal(browserOf(''), '–')
})
