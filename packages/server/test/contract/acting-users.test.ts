import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createActingUsers } from '#domain/authorization/acting-user.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { until } from '../support/until.ts'
import { newAccount, someUser } from './contract.ts'

for (const kind of databaseKinds) {
  describe(`users of tokens, on ${kind}`, () => {
    test('a user comes with their live profiles, the second time from memory', async (t) => {
      const { users, client } = await setUp(t)
      const found = await users.find(client, 1)
      assert.equal(found?.user.loginName, 'admin')
      assert.deepEqual(
        found?.profiles.map(({ name }) => name),
        ['Administrator'],
      )
      assert.ok(!(users.find(client, 1) instanceof Promise))
      assert.equal(await users.find(client, 2), undefined)
    })

    test('an application that is for some profiles is for nobody else, also from memory', async (t) => {
      const { users, client } = await setUp(t)
      const forProfile = (id: number) => ({ ...client, enabledForProfiles: new Set([id]) })
      for (let round = 0; round < 2; round += 1) {
        assert.equal((await users.find(forProfile(5), 1))?.user.id, 1)
        assert.equal(await users.find(forProfile(7), 1), undefined)
      }
    })

    for (const change of [{ isEnabled: false }, { blocked: true }, { deleted: true }]) {
      test(`who is ${JSON.stringify(change)} may not act: at once here, elsewhere in under a second`, async (t) => {
        const { users, usersElsewhere, client, changeUser } = await setUp(t)
        assert.ok(await users.find(client, 1))
        assert.ok(await usersElsewhere.find(client, 1))
        await changeUser(change)
        assert.equal(await users.find(client, 1), undefined)
        await until(async () => (await usersElsewhere.find(client, 1)) === undefined, 1000)
      })
    }

    async function setUp(t: TestContext) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const [storage, elsewhere] = [await database.open(), await database.open()]
      const accountId = await newAccount(storage)
      const user = someUser(1, 'admin', { profileIds: [5, 6] })
      await storage.write(async (tx) => {
        await tx.profiles.insert(accountId, profile(5, 'Administrator', false))
        await tx.profiles.insert(accountId, profile(6, 'Gone', true))
        await tx.users.insert(accountId, user)
      })
      return {
        users: createActingUsers({ storage }),
        usersElsewhere: createActingUsers({ storage: elsewhere }),
        client: { accountId, enabledForProfiles: undefined },
        /** As the domain does: with the next revision, which announces the account. */
        changeUser: (change: Partial<typeof user>) =>
          storage.write(async (tx) => {
            await tx.accounts.nextRevision(accountId)
            await tx.users.update(accountId, { ...user, ...change })
          }),
      }
    }
  })
}

function profile(id: number, name: string, deleted: boolean) {
  return {
    ...{ id, deleted, name, description: '', roleTypeId: 1, enabledPackages: [], permissions: [] },
    ...{ isAssignedToLPA: false, dateUpdated: 1 },
  }
}
