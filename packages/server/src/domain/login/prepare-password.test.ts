import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { LoginPolicy } from '#domain/accounts/settings.ts'
import { DomainError } from '#domain/errors.ts'
import type { Credential } from '#storage/port.ts'
import { createCheapPasswords } from '../../../test/support/cheap-passwords.ts'
import { createTestClock } from '../../../test/support/clock.ts'
import { type NewPassword, prepareNewPassword } from './prepare-password.ts'

const hour = 3_600_000
const phrases = [
  'first long Phrase 1',
  'second long Phrase 2',
  'third long Phrase 3',
  'fourth long Phrase 4',
]
const [first = '', second = '', third = '', fourth = ''] = phrases

/** One user whose password is changed over and over. */
function world(loginPolicy: Partial<LoginPolicy> = {}) {
  const clock = createTestClock()
  const passwords = createCheapPasswords()
  let kept: Credential | undefined
  const storage = { read: { credentials: { find: async () => kept } } }
  const account = accountWith(loginPolicy)
  const change = async (password: string, request: Partial<NewPassword> = {}) => {
    clock.advance(hour)
    kept = await prepareNewPassword(
      { storage, passwords, clock },
      {
        account,
        user: { id: 7, loginName: 'anna' },
        password,
        mustChange: false,
        byTheUser: true,
        ...request,
      },
    )
    return kept
  }
  return { change, clock, passwords, credential: () => kept }
}

function accountWith(loginPolicy: Partial<LoginPolicy>): Account {
  const id = parseAccountId('acme')
  assert.ok(id)
  return {
    id,
    name: 'Acme',
    zone: 'local',
    status: 'active',
    settings: { loginPolicy },
    settingsRevision: 1,
    revision: 1,
    nextObjectId: 1,
    createdAt: 0,
    suspendedAt: undefined,
  }
}

function refusal(...fields: readonly string[]) {
  return (error: unknown) => {
    assert.ok(error instanceof DomainError)
    assert.equal(error.code, 'validation_failed')
    assert.deepEqual(error.details.fields, fields)
    return true
  }
}

describe('a new password', () => {
  test('is hashed, dated and marked, and nothing but its hash is answered', async () => {
    const { change, clock, passwords } = world()
    const credential = await change(first, { mustChange: true, byTheUser: false })
    const { passwordHash, ...rest } = credential
    assert.equal(await passwords.verify(first, passwordHash), true)
    assert.deepEqual(rest, {
      userId: 7,
      changedAt: clock.now(),
      mustChange: true,
      history: [],
      lastLoginAt: undefined,
    })
  })

  test('of a user that does not exist yet looks nothing up', async () => {
    const { change } = world({ historyLength: 5 })
    const credential = await change(first, { user: { id: 0, loginName: 'new' } })
    assert.equal(credential.userId, 0)
  })

  test('is checked against the policy before anything is hashed', async () => {
    const { change, passwords } = world()
    await assert.rejects(change('tr0ub4dor&3'), refusal('password: needs at least 15 characters'))
    await assert.rejects(
      change('x'.repeat(2000), { field: 'newPassword' }),
      refusal('newPassword: is longer than 1024 bytes'),
    )
    assert.deepEqual(passwords.asked, [])
  })

  test('may not be one of the last N, the current one among them', async () => {
    const { change } = world({ historyLength: 3 })
    for (const phrase of [first, second, third]) await change(phrase)
    for (const phrase of [first, second, third]) {
      await assert.rejects(change(phrase), refusal('password: was used before; choose another'))
    }
    await change(fourth)
    const { history } = await change(first)
    assert.equal(history.length, 2)
  })

  test('no more old hashes are kept than the policy needs', async () => {
    const { change } = world({ historyLength: 0 })
    for (const phrase of [first, second, first]) {
      assert.deepEqual((await change(phrase)).history, [])
    }
  })

  test('without a history the user still may not keep the same one; an administrator may set it', async () => {
    const { change } = world({ historyLength: 0 })
    await change(first)
    await assert.rejects(change(first), refusal('password: was used before; choose another'))
    await change(first, { byTheUser: false })
  })

  test('may be changed by the user only so often in 24 hours; resets by others do not count', async () => {
    const { change, clock } = world({ maxChangesPerDay: 2 })
    await change(first, { byTheUser: false })
    await change(second)
    await change(third, { byTheUser: false })
    await change(fourth)
    await assert.rejects(
      change(first),
      refusal('password: was changed 2 times within a day; wait, or ask for a reset'),
    )
    await change(first, { byTheUser: false })
    clock.advance(22 * hour)
    await change(second)
  })
})
