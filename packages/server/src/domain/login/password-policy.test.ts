import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  defaultSettings,
  type LoginPolicy,
  referenceLoginPolicy,
} from '#domain/accounts/settings.ts'
import { loadCommonPasswords } from '#lib/common-passwords.ts'
import { checkNewPassword } from './password-policy.ts'

const context = {
  loginName: 'anna.smith@brand.example',
  accountId: '12345678',
  accountName: 'Demo Brand',
}
const common = await loadCommonPasswords()

/** No rule at all but the one that is tested. */
const free: LoginPolicy = {
  ...defaultSettings.loginPolicy,
  minLength: 1,
  screenCommon: false,
  allowLoginNameInside: true,
}

function faults(password: string, policy: Partial<LoginPolicy> = {}, base = free) {
  return checkNewPassword({ ...base, ...policy }, context, password, (entry) => common.has(entry))
}

describe('contract 1 section 7.1: the login policy', () => {
  test('the shortest length is counted in characters, not in bytes or code units', () => {
    assert.deepEqual(faults('x'.repeat(14), { minLength: 15 }), ['needs at least 15 characters'])
    assert.deepEqual(faults('x'.repeat(15), { minLength: 15 }), [])
    assert.deepEqual(faults('🙂'.repeat(7), { minLength: 8 }), ['needs at least 8 characters'])
    assert.deepEqual(faults('🙂'.repeat(8), { minLength: 8 }), [])
    assert.deepEqual(faults('é'.repeat(8), { minLength: 8 }), [])
  })

  test('1024 bytes are taken, and no more; 64 characters of any kind are', () => {
    assert.deepEqual(faults('x'.repeat(1024)), [])
    assert.deepEqual(faults('x'.repeat(1025)), ['is longer than 1024 bytes'])
    assert.deepEqual(faults('é'.repeat(513)), ['is longer than 1024 bytes'])
    assert.deepEqual(faults('🙂'.repeat(64)), [])
    // One character that is eighteen once normalised.
    assert.deepEqual(faults('\ufdfa'.repeat(64)), ['is longer than 1024 bytes'])
  })

  const rules: readonly [Partial<LoginPolicy>, readonly string[], readonly string[]][] = [
    [{ requireLetter: true }, ['a', 'É', 'ж'], ['1', '!!', '🙂']],
    [{ requireDigit: true }, ['a1', '٣'], ['abc', '!']],
    [{ requireSpecial: true }, [...`!"#$%&'()*+,-./:;<=>?@\\^_\`{|}~`], ['a1', '[', ']', ' ', '£']],
    [{ maxSequential: 2 }, ['ab1ba', 'aceg', 'aabbcc', 'a'], ['abc', 'xx321', '12a45b789']],
    [{ maxSequential: 4 }, ['1234', 'dcba', '1234 4321'], ['12345', 'edcba', 'zabcdez']],
    [{ maxOccurrences: 2 }, ['aabb', 'abab'], ['aaba', '🙂a🙂b🙂']],
    [{ allowLoginNameInside: false }, ['brand.example'], ['xANNA.smith@brand.example7']],
  ]
  for (const [policy, good, bad] of rules) {
    test(`${JSON.stringify(policy)}`, () => {
      for (const password of good) assert.deepEqual(faults(password, policy), [], password)
      for (const password of bad) assert.equal(faults(password, policy).length, 1, password)
    })
  }

  test('a login name of one or two letters may be inside, but may not be all of it', () => {
    const check = (password: string) =>
      checkNewPassword(
        { ...free, allowLoginNameInside: false },
        { ...context, loginName: 'al' },
        password,
        () => false,
      )
    assert.deepEqual(check('a letter, already'), [])
    assert.equal(check('AL').length, 1)
  })

  test('every fault is told at once', () => {
    const policy = { minLength: 8, requireDigit: true, requireSpecial: true, maxSequential: 2 }
    assert.equal(faults('abc', policy).length, 4)
  })

  test('the defaults are ours, the preset is the reference’s', () => {
    const check = (password: string, policy: LoginPolicy) => faults(password, {}, policy)
    assert.deepEqual(check('correct horse battery', defaultSettings.loginPolicy), [])
    assert.equal(check('Sh0rt!one', defaultSettings.loginPolicy).length, 1)
    assert.deepEqual(check('Sh0rt!one', referenceLoginPolicy), [])
    assert.deepEqual(check('password', referenceLoginPolicy), [])
  })

  test('nothing that is typed makes the check fail', () => {
    const everything = { ...defaultSettings.loginPolicy, maxSequential: 2, maxOccurrences: 3 }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1500 }), (password) => {
        assert.ok(Array.isArray(faults(password, everything)))
      }),
    )
  })
})

describe('security section 1.5: common passwords and names that everybody knows', () => {
  const screened = { ...free, screenCommon: true, allowLoginNameInside: false }
  const refused = [
    'password',
    'PassWord',
    'password1234567',
    'Password1234567!',
    'iloveyou!!!!!!!!!!!!',
    'passwordpassword',
    'Dragon Dragon'.replace(' ', ''),
    '123456789012345',
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    'ｐａｓｓｗｏｒｄ',
    'Watchword2026!!!',
    'watchword watchword',
    'DemoBrand-12345',
    'demo brand demo brand',
    '12345678-12345678',
    'Anna.Smith-2026',
  ]
  for (const password of refused) {
    test(`"${password}" is refused`, () => {
      assert.notDeepEqual(faults(password, {}, screened), [])
    })
  }

  const taken = [
    'correct horse battery staple',
    'my watchword is a secret between us',
    'passwords are a nuisance, really',
    'the demo brand sells 40 kinds of soap',
    'smith and wesson and friends',
    'tr0ub4dor&3 and company',
  ]
  for (const password of taken) {
    test(`"${password}" is taken`, () => {
      assert.deepEqual(faults(password, {}, screened), [])
    })
  }

  test('screening can be switched off', () => {
    assert.deepEqual(faults('password', { screenCommon: false }), [])
  })

  test('the list has far more than the 3 000 that are asked for, in lower case', () => {
    assert.ok(common.size > 40_000)
    for (const entry of common) assert.equal(entry, entry.toLowerCase())
  })
})
