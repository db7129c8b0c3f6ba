import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { passwordRules } from '@watchword/protocol/api/password-rules.ts'
import { userBodies, userFields } from '@watchword/protocol/api/user.ts'
import fc from 'fast-check'
import { directory, person } from './fixtures.ts'
import { carefulLimits, generatePassword, randomBelow } from './generate-password.ts'
import { bodyOf, faultsOfForm, formFieldOf, newValues, valuesOf } from './user-values.ts'
import { writableOf } from './writable.ts'

const values = fc
  .record({
    loginName: fc.constantFrom('anna', ' bob ', '', '=cmd', 'x'.repeat(254)),
    nickname: fc.constantFrom('', ' ', 'Anna', '<b>'),
    email: fc.constantFrom('', ' a@b.example ', 'no', 'a@b@c'),
    maxChats: fc.constantFrom<number | string>(0, 1000, 1001, 1.5, '', '7', -1),
    isBot: fc.boolean(),
    allowedAppKey: fc.constantFrom(null, '', 'key'),
    password: fc.constantFrom('', 'a password'),
    profiles: fc.constantFrom({}, { 2: '21' }, { 2: null }, { 1: '11', 3: '31' }),
  })
  .map((given) => ({ ...newValues, ...given }))

describe('contract 1 section 4.3: what the form sends', () => {
  test('whatever was typed: where the form tells no fault of a newcomer, the server takes the body', () => {
    let good = 0
    fc.assert(
      fc.property(values, (typed) => {
        if (Object.keys(faultsOfForm(typed, undefined)).length > 0) return
        good += 1
        const read = userBodies.parse.created(bodyOf(typed, undefined))
        assert.ok(read.ok, JSON.stringify(read))
      }),
      { numRuns: 2000 },
    )
    assert.ok(good > 20, `${good}`)
  })

  test('a user as they are is a body that replaces them, whatever else is known of them', () => {
    for (const user of [
      person(),
      person({ memberOf: null, maxAsyncChats: 4, pictureUrl: '/a.png', permissionGroups: [1] }),
      person({ isApiUser: true, allowedAppKeys: 'key', userTypeId: 2 }),
    ]) {
      assert.ok(userBodies.parse.one(writableOf(user)).ok)
      assert.ok(userBodies.parse.one(bodyOf(valuesOf(user, directory.profiles), user)).ok)
    }
  })

  test('every member that is written is one that the server reads', () => {
    const body = writableOf(person({ description: 'x', mobileNumber: '1', pnCertName: 'x' }))
    for (const name of Object.keys(body)) assert.ok(Object.hasOwn(userFields, name), name)
    for (const [member, field] of Object.entries(formFieldOf)) {
      assert.ok(Object.hasOwn(userFields, member), member)
      assert.ok(Object.hasOwn(newValues, field), field)
    }
  })

  test('a profile that the account does not know any more is not lost by opening the form', () => {
    const user = person({ profileIds: [21, 404, 405] })
    assert.deepEqual(bodyOf(valuesOf(user, directory.profiles), user).profileIds, [21, 404, 405])
  })

  test('a bot that becomes a person loses its key and has a password', () => {
    const bot = person({ isApiUser: true, userTypeId: 2, allowedAppKeys: 'key' })
    const typed = { ...valuesOf(bot, directory.profiles), isBot: false, password: 'a password' }
    const body = bodyOf(typed, bot)
    assert.deepEqual([body['userTypeId'], body['passwordSh']], [1, 'a password'])
    assert.ok(!('allowedAppKeys' in body))
  })
})

describe('a password that is made', () => {
  test('a draw that would favour some is drawn again', (t) => {
    const draws = [2 ** 32 - 1, 2 ** 32 - 4, 9]
    t.mock.method(crypto, 'getRandomValues', (into: Uint32Array) => {
      into[0] = draws.shift() ?? 0
      return into
    })
    assert.equal(randomBelow(7), 2, '2^32 is 4 more than a multiple of 7')
    assert.equal(draws.length, 0)
  })

  test('it holds the login name only if the policy lets it', () => {
    const always = (letter: number) => () => letter
    const limits = { ...carefulLimits, requireDigit: false, requireSpecial: false }
    assert.equal(generatePassword(limits, 'aaaa', always(0)), undefined)
    const lenient = { ...limits, allowLoginNameInside: true }
    assert.equal(generatePassword(lenient, 'aaaa', always(0)), 'aaaaaa-aaaaaa-aaaaaa-aaaaaa')
  })

  test('nothing of it is taken for another letter, and it is as long as the policy says', () => {
    for (const minLength of [8, 24, 25, 64]) {
      const limits = { ...carefulLimits, minLength }
      const password = generatePassword(limits, 'anna') ?? ''
      assert.ok([...password].length >= Math.max(24, minLength))
      assert.doesNotMatch(password, /[lIO01]/)
      assert.ok(passwordRules(limits, 'anna').every(({ isMet }) => isMet(password)))
    }
  })
})
