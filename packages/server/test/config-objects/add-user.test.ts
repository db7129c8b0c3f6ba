import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { insertAccountDefaults } from '#domain/users/account-defaults.ts'
import { addUser } from '#domain/users/add-user.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { password } from './support.ts'

const actor: AuditActor = {
  ...{ kind: 'system', userId: undefined, loginName: 'kickstart', fullName: '', employeeId: '' },
  ...{ profiles: [], authType: 'command', userAgent: '', address: '', isLpa: false },
}
const authority = { kind: 'system', actor, requestId: 'r' } as const

for (const database of databaseKinds) {
  describe(`users that no caller makes, on ${database}`, () => {
    let server: TestServer
    let account: Account
    before(async () => {
      server = await startTestServer(database)
      account = await emptyAccount('acme')
    })
    after(() => server.stop())

    async function emptyAccount(text: string): Promise<Account> {
      const { id } = await seedAccount(server, text)
      const found = await server.storage.read.accounts.find(id)
      assert.ok(found)
      return found
    }

    test('contract 1 section 2.4: a new account has a root group and four profiles', async () => {
      const id = parseAccountId('newborn')
      assert.ok(id)
      const ids = await server.storage.write(async (tx) => {
        const born = { ...account, id, nextObjectId: 1000 }
        await tx.accounts.insert(born, server.dataKeys.create(id))
        return insertAccountDefaults(tx, id, 5)
      })
      assert.deepEqual(Object.keys(ids), [
        'Administrator',
        'Agent',
        'Agent Manager',
        'Campaign Manager',
      ])
      const profiles = await server.storage.read.profiles.list(id)
      assert.deepEqual(
        profiles.map(({ roleTypeId }) => roleTypeId),
        [1, 2, 3, 4],
      )
      assert.ok(profiles[0]?.enabledPackages.includes(10001))
      assert.equal((await server.storage.read.agentGroups.find(id, -1))?.name, 'Main Group')
      assert.equal((await server.storage.read.accounts.find(id))?.nextObjectId, 1004)
    })

    test('what is left out takes the defaults, and the password need not be changed', async () => {
      const added = await addUser(
        server,
        account,
        { loginName: 'ada', password, profiles: ['Agent'] },
        authority,
      )
      assert.ok(typeof added === 'object')
      const { user } = added
      assert.deepEqual(
        [user.nickname, user.fullName, user.email, user.isEnabled, user.memberOf?.agentGroupId],
        ['ada', 'ada', '', true, -1],
      )
      const credential = await server.storage.read.credentials.find(account.id, user.id)
      assert.equal(credential?.mustChange, false)
      assert.ok(await server.passwords.verify(password, credential?.passwordHash ?? ''))
    })

    test('a name that is taken, or was, is an answer', async () => {
      const add = (rest: object = {}) =>
        addUser(
          server,
          account,
          { loginName: 'bea', password, profiles: ['Agent'], ...rest },
          authority,
        )
      const first = await add()
      assert.ok(typeof first === 'object')
      assert.equal(await add(), 'login_name_taken')
      assert.equal(await add({ loginName: 'BEA' }), 'login_name_taken')
      await server.storage.write((tx) =>
        tx.users.update(account.id, { ...first.user, deleted: true }),
      )
      assert.equal(await add({ onlyUnused: true }), 'login_name_was_used')
      assert.ok(typeof (await add({ fullName: 'Bea 2' })) === 'object')
    })

    test('two at once: exactly one is added', async () => {
      const add = () =>
        addUser(
          server,
          account,
          { loginName: 'cleo', password, profiles: ['Administrator'] },
          authority,
        )
      const answers = await Promise.all([add(), add()])
      assert.deepEqual(answers.map((answer) => typeof answer).sort(), ['object', 'string'])
    })

    test('what is wrong is thrown, every fault told', async () => {
      const add = (input: object) =>
        addUser(server, account, { loginName: 'dan', password, ...input }, authority)
      await assert.rejects(add({ profiles: ['Pilot'] }), { code: 'validation_failed' })
      await assert.rejects(add({ profiles: ['Agent'], password: 'short' }), {
        code: 'validation_failed',
      })
      await assert.rejects(add({ profiles: ['Agent'], password: undefined }), {
        code: 'validation_failed',
      })
      await assert.rejects(add({ profiles: [] }), { code: 'validation_failed' })
      await assert.rejects(add({ loginName: ' x ', profiles: ['Agent'] }), {
        code: 'validation_failed',
      })
    })
  })
}
