import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AccountAttention } from '@watchword/protocol/api/statistics.ts'
import type { LockedUsers } from '@watchword/protocol/api/user-report.ts'
import type { User } from '#domain/users/user.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`locked users, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let zenith: SeededAccount
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedAccount(server, 'acme')
      zenith = await seedAccount(server, 'zenith')
    })
    after(() => server.stop())

    const ask = (bearer: string, account = acme) =>
      call(server, 'GET', `/api/account/${account.id}/watchword/users/locked`, { bearer })

    async function lockedOf(account: SeededAccount): Promise<LockedUsers> {
      const answer = await ask(account.users.admin.bearer, account)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as LockedUsers
    }

    const minute = 60_000
    async function lock(names: readonly string[], lockMs: number) {
      const now = server.clock.now()
      await server.storage.write(async (tx) => {
        for (const name of names) {
          const key = { kind: 'failures-in-a-row', key: name.toLowerCase() } as const
          await tx.loginCounters.add(acme.id, key, { now, windowMs: lockMs })
          await tx.loginCounters.lock(acme.id, key, now + lockMs)
        }
      })
    }

    async function seedMany(count: number) {
      const seeded: User[] = []
      for (let index = 0; index < count; index += 1) {
        const given = { id: 700 + index, loginName: `Locked-${index}`, profileIds: [] }
        seeded.push((await seedUser(server, acme.id, given)).user)
      }
      return seeded
    }

    test('nobody; then all of them, however many names strangers made up', async () => {
      assert.deepEqual(await lockedOf(acme), { total: 0, users: [] })
      const users = await seedMany(70)
      await lock(
        users.map(({ loginName }) => loginName),
        30 * minute,
      )
      const strangers = Array.from({ length: 1100 }, (_, index) => `made-up-${index}`)
      await lock(strangers, 60 * minute)
      const { total, users: told } = await lockedOf(acme)
      assert.deepEqual([total, told.length], [70, 70])
      const lockedUntil = new Date(server.clock.now() + 30 * minute).toISOString()
      assert.deepEqual(
        told,
        users.map(({ id, loginName }) => ({ id, loginName, lockedUntil })),
      )
      assert.deepEqual(await lockedOf(zenith), { total: 0, users: [] })
      const path = `/api/account/${acme.id}/watchword/statistics/attention`
      const { bearer } = acme.users.admin
      const { attention } = (await call(server, 'GET', path, { bearer })).body as AccountAttention
      assert.equal(attention.find((one) => one.kind === 'user_locked')?.total, 70)
    })

    test('one who is unlocked or deleted is told of no more, and a lock ends by itself', async () => {
      const { bearer } = acme.users.admin
      const base = `/api/account/${acme.id}`
      const unlock = `${base}/watchword/users/700/unlock`
      assert.equal((await call(server, 'POST', unlock, { bearer })).status, 200)
      const user = `${base}/configuration/le-users/users/701`
      assert.equal((await call(server, 'DELETE', user, { bearer })).status, 200)
      const { total, users } = await lockedOf(acme)
      assert.equal(total, 68)
      assert.ok(users.every(({ id }) => id > 701))
      await lock(['locked-9'], 200 * minute)
      server.clock.advance(31 * minute)
      const later = await seedUser(server, acme.id, {
        ...{ id: 900, loginName: 'later', profileIds: [acme.profileIds.admin] },
      })
      const answer = await ask(later.bearer)
      const left = (answer.body as LockedUsers).users
      assert.deepEqual(
        left.map(({ loginName }) => loginName),
        ['Locked-9'],
      )
    })

    test('a lock that an administrator must take away has no end', async () => {
      const { bearer } = await seedUser(server, acme.id, {
        ...{ id: 901, loginName: 'unlocker', profileIds: [acme.profileIds.admin] },
      })
      await lock(['unlocker'], 100 * 365 * 24 * 60 * minute)
      const { users } = (await ask(bearer)).body as LockedUsers
      assert.deepEqual(users.at(-1), { id: 901, loginName: 'unlocker', lockedUntil: null })
    })

    test('it is for administrators', async () => {
      const { id, users } = await seedAccount(server, 'for_admins')
      const path = `/api/account/${id}/watchword/users/locked`
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        const { bearer } = users[role]
        assert.equal((await call(server, 'GET', path, { bearer })).status, 403)
      }
      assert.equal((await call(server, 'GET', path)).status, 401)
      const { bearer } = users.admin
      assert.equal((await ask(bearer, zenith)).status, 404)
    })
  })
}
