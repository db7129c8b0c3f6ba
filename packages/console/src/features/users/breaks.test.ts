import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breaksOf, grantNames } from './breaks.ts'
import { directory, person } from './fixtures.ts'
import { userWords } from './messages.ts'

const words = userWords.breaks
const none = { sessions: 0, grants: [] }

test('of whoever has nothing, the login alone ends', () => {
  assert.deepEqual(breaksOf(person(), directory, none), [words.login('anna')])
})

test('a key ends with a bot, not with a person who has a stale one', () => {
  const told = (isApiUser: boolean) =>
    breaksOf(person({ isApiUser, allowedAppKeys: 'key-1' }), directory, none)
  assert.ok(told(true).includes(words.key('key-1')))
  assert.equal(told(false).length, 1)
  assert.equal(breaksOf(person({ isApiUser: true, allowedAppKeys: '' }), directory, none).length, 1)
})

test('applications are told once each, one without a name by its id', () => {
  const grant = (clientName: string, clientId: string) => ({ clientName, clientId })
  const grants = [grant('Portal', 'a'), grant('Portal', 'a'), grant('', 'b')]
  assert.deepEqual(breaksOf(person(), directory, { sessions: 2, grants }).slice(1), [
    ...[words.sessions(2), words.grant('Portal'), words.grant('b')],
  ])
})

test('groups lose a manager, not a member; one that is gone is left out', () => {
  const user = person({ managerOf: [{ agentGroupId: 2 }, { agentGroupId: 99 }] })
  assert.deepEqual(breaksOf(user, directory, none).slice(1), [words.group('Night')])
})

test('while it is not known who acts for somebody, nobody is named', () => {
  assert.deepEqual(grantNames(undefined), [])
  assert.deepEqual(grantNames([]), [])
})
