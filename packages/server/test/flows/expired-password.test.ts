import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import type { Storage } from '#storage/port.ts'
import { givePassword, goodPassword, login, withSession } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'

const day = 86_400_000
const nextPassword = 'quite Another long phrase 9'
const url = '/api/account/acme/watchword/password'

async function start(kind: Storage['kind'], settings: StoredSettings = {}) {
  const server = await startTestServer(kind)
  const acme = await seedAccount(server, 'acme', settings)
  const { user } = acme.users.agent
  await givePassword(server, acme.id, user.id)
  const changePassword = (
    oldPassword: unknown,
    newPassword: unknown,
    username: unknown = 'agent',
  ) => call(server, 'POST', url, { body: { username, oldPassword, newPassword } })
  return { server, acme, user, changePassword }
}

for (const kind of databaseKinds) {
  describe(`contract README "login refused after a correct password" on ${kind}`, () => {
    test('an expired password: 401 9401, and changing it is the way back in', async (t) => {
      const { server, acme, user, changePassword } = await start(kind, {
        loginPolicy: { expiresAfterDays: 90 },
      })
      t.after(() => server.stop())
      server.clock.advance(90 * day - 1)
      const before = await login(server, 'acme', 'agent')
      assert.equal(before.status, 200)
      server.clock.advance(1)
      const expired = await login(server, 'acme', 'agent')
      assert.equal(expired.status, 401)
      assert.deepEqual(expired.body['error'], {
        time: 'Apr 15, 2026 12:00:00 PM',
        message: 'The password has expired. Change it at changePasswordUrl, then log in.',
        internalCode: 9401,
        responseStatus: 'UNAUTHORIZED',
        changePasswordUrl: url,
      })
      const changed = await changePassword(goodPassword, nextPassword)
      assert.equal(changed.status, 200)
      assert.equal(changed.text, '')
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      assert.equal((await login(server, 'acme', 'agent', nextPassword)).status, 200)
      assert.equal((await withSession(server, 'refresh', 'acme', before)).status, 401)
      const kept = await server.storage.read.users.find(acme.id, user.id)
      assert.equal(kept?.lastPwdChangeDate, server.clock.now())
      assert.equal(await server.storage.read.accounts.revision(acme.id), 2)
    })

    test('a password that must be changed: 401 9402, by either mark', async (t) => {
      const { server, acme, user, changePassword } = await start(kind)
      t.after(() => server.stop())
      await givePassword(server, acme.id, user.id, goodPassword, { mustChange: true })
      const marked = await login(server, 'acme', 'agent')
      assert.equal(marked.status, 401)
      assert.equal(Object(marked.body['error']).internalCode, 9402)
      assert.equal(Object(marked.body['error']).changePasswordUrl, url)
      assert.equal((await login(server, 'acme', 'agent', 'wrong')).status, 401)
      await givePassword(server, acme.id, user.id)
      await server.storage.write((tx) =>
        tx.users.update(acme.id, { ...user, changePwdNextLogin: true }),
      )
      assert.equal(Object((await login(server, 'acme', 'agent')).body['error']).internalCode, 9402)
      assert.equal((await changePassword(goodPassword, nextPassword)).status, 200)
      assert.equal((await login(server, 'acme', 'agent', nextPassword)).status, 200)
    })

    test('the old password is refused as at login: same body, same counters, same comparison', async (t) => {
      const { server, acme, changePassword } = await start(kind)
      t.after(() => server.stop())
      const refused = await login(server, 'acme', 'agent', 'wrong')
      for (const username of ['agent', 'nobody']) {
        server.passwords.asked.length = 0
        const answer = await changePassword('wrong', 'x', username)
        assert.equal(answer.status, 401)
        assert.deepEqual(answer.body, refused.body)
        assert.equal(server.passwords.asked.length, 1)
      }
      for (let index = 0; index < 8; index += 1) await changePassword('wrong', nextPassword)
      // Locked now: the right old password changes nothing, and a bad new one tells nothing.
      assert.deepEqual((await changePassword(goodPassword, nextPassword)).body, refused.body)
      assert.deepEqual((await changePassword(goodPassword, 'x')).body, refused.body)
      const events = await server.storage.read.audit.chain(acme.id, 1, 100)
      assert.equal(events.filter(({ newValue }) => newValue === 'locked').length, 2)
    })

    test('a new password that the policy refuses: 400 with every fault', async (t) => {
      const { server, changePassword } = await start(kind, {
        loginPolicy: { requireDigit: true, requireSpecial: true },
      })
      t.after(() => server.stop())
      const { status, body } = await changePassword(goodPassword, 'agent')
      assert.equal(status, 400)
      assert.deepEqual(Object(Object(body)['error']).fields, [
        'newPassword: needs at least 15 characters',
        'newPassword: needs a digit',
        `newPassword: needs one of ! " # $ % & ' ( ) * + , - . / : ; < = > ? @ \\ ^ _ \` { | } ~`,
        'newPassword: must not contain the login name',
        'newPassword: is among the passwords that are tried first; choose another',
      ])
      const same = await changePassword(goodPassword, goodPassword)
      assert.equal(same.status, 400)
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
    })

    test('a blocked user cannot change it: 451; a suspended account neither', async (t) => {
      const { server, acme, user, changePassword } = await start(kind)
      t.after(() => server.stop())
      await server.storage.write((tx) => tx.users.update(acme.id, { ...user, blocked: true }))
      assert.equal((await changePassword(goodPassword, nextPassword)).status, 451)
      await server.storage.write((tx) => tx.accounts.update(acme.id, { status: 'suspended' }))
      assert.equal((await changePassword('wrong', nextPassword)).status, 451)
    })

    test('of two changes at once against one old password, one wins', async (t) => {
      const { server, changePassword } = await start(kind)
      t.after(() => server.stop())
      server.clock.advance(1)
      const tries = ['first long Phrase 1234', 'second long Phrase 1234']
      const answers = await Promise.all(tries.map((next) => changePassword(goodPassword, next)))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401])
      const winner = tries[answers.findIndex(({ status }) => status === 200)]
      assert.equal((await login(server, 'acme', 'agent', winner)).status, 200)
    })

    test('the change is in the audit, without either password', async (t) => {
      const { server, acme, changePassword } = await start(kind)
      t.after(() => server.stop())
      await changePassword(goodPassword, nextPassword)
      const [event, ...more] = await server.storage.read.audit.chain(acme.id, 1, 100)
      assert.equal(more.length, 0)
      assert.equal(event?.action, 'Edit')
      assert.equal(event?.objectType, 'ACUserObject')
      assert.equal(event?.element, 'password')
      assert.equal(event?.actor.loginName, 'agent')
      assert.doesNotMatch(JSON.stringify(event), /phrase/i)
    })

    test('unknown members are refused: the body is our own', async (t) => {
      const { server } = await start(kind)
      t.after(() => server.stop())
      const body = { username: 'a', oldPassword: 'b', newPassword: 'c', more: 1 }
      assert.equal((await call(server, 'POST', url, { body })).status, 400)
    })
  })
}
