import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizedPassword, type PasswordLimits, passwordRules } from './password-rules.ts'

const none: PasswordLimits = {
  minLength: 1,
  requireLetter: false,
  requireDigit: false,
  requireSpecial: false,
  maxSequential: null,
  maxOccurrences: null,
  allowLoginNameInside: true,
}

function unmet(password: string, limits: Partial<PasswordLimits>, loginName = 'anna'): string {
  return passwordRules({ ...none, ...limits }, loginName)
    .filter(({ isMet }) => !isMet(normalizedPassword(password)))
    .map(({ name }) => name)
    .join()
}

test('contract 1 section 7.1: a rule that a policy does not have is not told', () => {
  assert.deepEqual(
    passwordRules(none, 'anna').map(({ name, limit }) => [name, limit]),
    [['minLength', 1]],
  )
  const all = {
    ...{ minLength: 8, requireLetter: true, requireDigit: true, requireSpecial: true },
    ...{ maxSequential: 2, maxOccurrences: 3, allowLoginNameInside: false },
  }
  assert.deepEqual(
    passwordRules(all, 'anna').map(({ name, limit }) => `${name} ${limit}`),
    [
      ...['minLength 8', 'requireLetter 0', 'requireDigit 0', 'requireSpecial 0'],
      ...['maxSequential 2', 'maxOccurrences 3', 'loginName 0'],
    ],
  )
})

test('contract 1 section 7.1: each rule says of a password whether it is met', () => {
  const cases: readonly (readonly [string, Partial<PasswordLimits>, string])[] = [
    ['🙂🙂', { minLength: 3 }, 'minLength'],
    ['🙂🙂🙂', { minLength: 3 }, ''],
    ['12!', { requireLetter: true }, 'requireLetter'],
    ['ж', { requireLetter: true }, ''],
    ['abc', { requireDigit: true, requireSpecial: true }, 'requireDigit,requireSpecial'],
    ['٣_', { requireDigit: true, requireSpecial: true }, ''],
    ['xabcx', { maxSequential: 2 }, 'maxSequential'],
    ['ab1ba', { maxSequential: 2 }, ''],
    ['aaba', { maxOccurrences: 2 }, 'maxOccurrences'],
    ['xANNAx', { allowLoginNameInside: false }, 'loginName'],
    ['', { minLength: 8, maxSequential: 2, maxOccurrences: 2 }, 'minLength'],
  ]
  for (const [password, limits, expected] of cases) {
    assert.equal(unmet(password, limits), expected, `${password} ${JSON.stringify(limits)}`)
  }
})

test('a login name that is not known yet, or of two letters, is inside of nothing', () => {
  assert.equal(unmet('anything', { allowLoginNameInside: false }, ''), '')
  assert.equal(unmet('a letter, already', { allowLoginNameInside: false }, 'al'), '')
  assert.equal(unmet('AL', { allowLoginNameInside: false }, 'al'), 'loginName')
})
