import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call, seedUser, startTestServer, type TestServer } from '../support/test-server.ts'
import { startSettings } from './settings-support.ts'

for (const kind of databaseKinds) {
  describe(`settings and open sessions on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const { start, audited } = startSettings(() => server)

    test('shorter sessions hold at once, for sessions that are open', async () => {
      const { acme, url, patch } = await start()
      const { bearer } = acme.users.agent
      const me = `/api/account/${acme.id}/watchword/me`
      assert.equal((await call(server, 'GET', me, { bearer })).status, 200)
      server.clock.advance(10 * 60_000)
      assert.equal((await call(server, 'GET', me, { bearer })).status, 200)
      const admin = await call(server, 'GET', url, { bearer: acme.users.admin.bearer })
      assert.equal(admin.status, 200)
      assert.equal((await patch({ sessions: { absoluteMinutes: 15 } })).status, 200)
      assert.equal((await call(server, 'GET', me, { bearer })).status, 200)
      server.clock.advance(5 * 60_000)
      assert.equal((await call(server, 'GET', me, { bearer })).status, 401)
    })

    test('a lower limit of sessions ends the oldest of each user, audited', async () => {
      const { acme, patch } = await start()
      const bearers: string[] = []
      for (let index = 0; index < 3; index += 1) {
        server.clock.advance(1000)
        const { bearer } = await seedUser(server, acme.id, {
          id: 5000 + index,
          loginName: `extra${index}`,
        })
        bearers.push(bearer)
      }
      // The sessions of three users become those of one.
      const sessions = await server.storage.read.sessions.list(acme.id, server.clock.now())
      await server.storage.write(async (tx) => {
        for (const session of sessions.filter(({ userId }) => userId > 5000 && userId < 5003)) {
          await tx.sessions.remove(acme.id, session.id)
          await tx.sessions.insert({ ...session, userId: 5000 })
        }
      })
      assert.equal((await patch({ sessions: { maxPerUser: 2 } })).status, 200)
      const me = `/api/account/${acme.id}/watchword/me`
      const statuses = []
      for (const bearer of bearers)
        statuses.push((await call(server, 'GET', me, { bearer })).status)
      assert.deepEqual(statuses, [401, 200, 200])
      const ended = (await audited(acme)).filter(
        ({ objectType }) => objectType === 'ACSessionObject',
      )
      assert.equal(ended.length, 1)
    })

    test('a preview tells what a change would do, to sessions too, and does nothing', async () => {
      const { acme, url, bearer, get } = await start({ loginPolicy: { minLength: 20 } })
      const { agent, manager } = acme.users
      const before = await get()
      await server.storage.write(async (tx) => {
        const sessions = await tx.sessions.list(acme.id, server.clock.now())
        for (const [user, address] of [
          [agent, '203.0.113.7'],
          [manager, '198.51.100.7'],
        ] as const) {
          const session = sessions.find(({ userId }) => userId === user.user.id)
          assert.ok(session)
          await tx.sessions.remove(acme.id, session.id)
          await tx.sessions.insert({ ...session, address })
        }
      })
      const preview = (body: unknown, as = bearer) =>
        call(server, 'POST', `${url}/preview`, { bearer: as, body })
      const ranges = [{ range: '198.51.100.0/24', description: '' }]
      const open = (await server.storage.read.sessions.list(acme.id, server.clock.now())).length
      const answer = await preview({
        accessRestrictions: { enabled: true, ranges },
        loginPolicy: { minLength: 'default' },
      })
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(answer.body, {
        changes: [
          { element: 'accessRestrictions.enabled', oldValue: 'false (default)', newValue: 'true' },
          {
            element: 'accessRestrictions.ranges',
            oldValue: '[] (default)',
            newValue: JSON.stringify(ranges),
          },
          { element: 'loginPolicy.minLength', oldValue: '20', newValue: '15 (default)' },
        ],
        address: '127.0.0.1',
        shutsOutCaller: true,
        // All but the one who asks and the one from inside.
        endsSessions: open - 2,
        openSessions: open,
      })
      assert.deepEqual((await preview({})).body, {
        ...{ changes: [], address: '127.0.0.1', shutsOutCaller: false },
        ...{ endsSessions: 0, openSessions: open },
      })
      server.clock.advance(6 * 60_000)
      const idle = (await preview({ sessions: { idleMinutes: 5 } })).body as {
        readonly endsSessions: number
      }
      // The one that asks is in use.
      assert.equal(idle.endsSessions, open - 1)
      const faulty = await preview({
        accessRestrictions: { ranges: [{ range: 'x', description: '' }] },
      })
      assert.equal(faulty.status, 400)
      assert.match(faulty.text, /accessRestrictions\.ranges\[0\]\.range/)
      assert.equal((await preview({}, manager.bearer)).status, 403)
      assert.deepEqual(await get(), before)
      assert.deepEqual(await audited(acme), [])
    })

    test('tightened access restrictions end what was opened from outside, audited', async () => {
      const { acme, patch } = await start()
      const { users } = acme
      const openedAt = { agent: '203.0.113.7', manager: '198.51.100.7', admin: '198.51.100.8' }
      await server.storage.write(async (tx) => {
        const sessions = await tx.sessions.list(acme.id, server.clock.now())
        for (const [role, address] of Object.entries(openedAt)) {
          const { id } = users[role as keyof typeof openedAt].user
          const session = sessions.find(({ userId }) => userId === id)
          assert.ok(session)
          await tx.sessions.remove(acme.id, session.id)
          await tx.sessions.insert({ ...session, address })
        }
      })
      const me = `/api/account/${acme.id}/watchword/me`
      const statuses = () =>
        Promise.all(
          (['agent', 'manager', 'campaigner', 'admin'] as const).map(async (role) => {
            const { bearer } = users[role]
            return (await call(server, 'GET', me, { bearer })).status
          }),
        )
      const ranges = ['203.0.113.0/24', '127.0.0.1'].map((range) => ({ range, description: '' }))
      assert.equal((await patch({ accessRestrictions: { ranges } })).status, 200)
      assert.deepEqual(await statuses(), [200, 200, 200, 200], 'not switched on yet')
      assert.equal((await patch({ accessRestrictions: { enabled: true } })).status, 200)
      assert.deepEqual(await statuses(), [200, 401, 200, 200], 'who asks keeps their session')
      const ended = (await audited(acme)).filter(
        ({ objectType }) => objectType === 'ACSessionObject',
      )
      assert.deepEqual(
        ended.map(({ by }) => by),
        ['admin'],
      )
      // What does not touch the restrictions leaves sessions alone.
      assert.equal((await patch({ timeZone: 'Europe/Berlin' })).status, 200)
      assert.deepEqual(await statuses(), [200, 401, 200, 200])
    })
  })
}
