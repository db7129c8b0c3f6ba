import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sha256Hex } from '#lib/digest.ts'
import { tamper } from '../audit/raw-database.ts'
import { entry, record } from '../audit/support.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { until } from '../support/until.ts'

type Listed = {
  readonly total: number
  readonly sessions: readonly {
    readonly id: string
    readonly userId: number
    readonly loginName: string
    readonly current: boolean
  }[]
}

for (const kind of databaseKinds) {
  describe(`sessions, me and the check of the chain on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    let accounts = 0
    async function start() {
      accounts += 1
      const acme = await seedAccount(server, `acme${accounts}`)
      const base = `/api/account/${acme.id}/watchword`
      const as = (
        role: keyof SeededAccount['users'],
        method: string,
        path: string,
        body?: unknown,
      ) => call(server, method, `${base}${path}`, { bearer: acme.users[role].bearer, body })
      return { acme, base, as }
    }

    /** A further session of a user; answers its bearer and id. */
    async function openAnother(acme: SeededAccount, role: keyof SeededAccount['users']) {
      const [known] = await server.storage.read.sessions.list(
        acme.id,
        server.clock.now(),
        acme.users[role].user.id,
      )
      assert.ok(known)
      const bearer = `${known.id}more${Math.floor(server.clock.now() / 1000)}`
      server.clock.advance(1000)
      const id = sha256Hex(bearer).slice(0, 16)
      await server.storage.write((tx) =>
        tx.sessions.insert({
          ...known,
          id,
          tokenHash: sha256Hex(bearer),
          cookieHash: sha256Hex(`cookie ${bearer}`),
          csrfHash: sha256Hex(`csrf ${bearer}`),
          createdAt: server.clock.now(),
        }),
      )
      return { bearer, id }
    }

    const isAlive = async (base: string, bearer: string) =>
      (await call(server, 'GET', `${base}/me`, { bearer })).status === 200

    test('GET me: who the bearer belongs to, and what they may do', async () => {
      const { acme, as } = await start()
      const answer = await as('manager', 'GET', '/me')
      assert.equal(answer.status, 200)
      const { user } = acme.users.manager
      const { packages, session, ...me } = answer.body as Record<string, unknown>
      assert.deepEqual(me, {
        accountId: acme.id,
        userId: user.id,
        loginName: 'manager',
        fullName: 'Full manager',
        isAdministrator: false,
        profiles: ['Agent Manager'],
        roles: [{ id: 3, name: 'Agent Manager' }],
        managedGroupIds: [-1],
        idleMinutes: 20,
      })
      assert.ok(Array.isArray(packages) && packages.length > 5)
      const now = new Date(server.clock.now())
      const { id, ...rest } = session as Record<string, unknown>
      assert.match(String(id), /^[0-9a-f]{16}$/)
      assert.deepEqual(rest, {
        userId: user.id,
        loginName: 'manager',
        current: true,
        createdAt: now.toISOString(),
        lastUsedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + 8 * 3_600_000).toISOString(),
        idleEndsAt: new Date(now.getTime() + 20 * 60_000).toISOString(),
        address: '127.0.0.1',
        userAgent: 'test',
        method: 'password',
      })
    })

    test('a list holds one’s own sessions, and nothing that is a credential', async () => {
      const { acme, as } = await start()
      const more = await openAnother(acme, 'agent')
      const answer = await as('agent', 'GET', '/sessions')
      assert.equal(answer.status, 200)
      const { sessions, total } = answer.body as Listed
      assert.equal(total, 2)
      assert.deepEqual(
        sessions.map(({ id, current }) => [id === more.id, current]),
        [
          [true, false],
          [false, true],
        ],
      )
      for (const secret of [more.bearer, acme.users.agent.bearer]) {
        assert.ok(!answer.text.includes(secret))
        assert.ok(!answer.text.includes(sha256Hex(secret)))
        assert.ok(!answer.text.includes(sha256Hex(`csrf ${secret}`)))
      }
    })

    test('administrators see the sessions of others; nobody else does', async () => {
      const { acme, as } = await start()
      const all = (await as('admin', 'GET', '/sessions?user=all')).body as Listed
      assert.equal(all.total, 4)
      assert.deepEqual(all.sessions.map(({ loginName }) => loginName).sort(), [
        'admin',
        'agent',
        'campaigner',
        'manager',
      ])
      const page = (await as('admin', 'GET', '/sessions?user=all&limit=3&offset=2')).body as Listed
      assert.deepEqual([page.total, page.sessions.length], [4, 2])
      const agent = acme.users.agent.user.id
      const one = (await as('admin', 'GET', `/sessions?userId=${agent}`)).body as Listed
      assert.deepEqual(
        one.sessions.map(({ userId, current }) => [userId, current]),
        [[agent, false]],
      )
      assert.equal((await as('agent', 'GET', `/sessions?userId=${agent}`)).status, 200)
      assert.equal((await as('manager', 'GET', '/sessions?user=all')).status, 403)
      assert.equal((await as('manager', 'GET', `/sessions?userId=${agent}`)).status, 403)
      assert.equal((await as('admin', 'GET', '/sessions?userId=1')).status, 404)
      for (const query of ['user=none', 'userId=x', 'limit=0', 'limit=1001', 'offset=-1']) {
        assert.equal((await as('admin', 'GET', `/sessions?${query}`)).status, 400, query)
      }
      assert.equal((await as('admin', 'GET', `/sessions?user=all&userId=${agent}`)).status, 400)
      assert.equal((await as('admin', 'GET', '/sessions?user=all&user=all')).status, 400)
    })

    test('a session that was idle for too long is listed no more', async () => {
      const { acme, as } = await start()
      server.clock.advance(15 * 60_000)
      assert.equal((await as('admin', 'GET', '/me')).status, 200)
      const { id } = acme.users.admin.user
      await until(async () => {
        const [used] = await server.storage.read.sessions.list(acme.id, 0, id)
        return used?.lastUsedAt === server.clock.now()
      }, 5000)
      server.clock.advance(10 * 60_000)
      const all = (await as('admin', 'GET', '/sessions?user=all')).body as Listed
      assert.deepEqual(
        all.sessions.map(({ userId }) => userId),
        [id],
      )
    })

    test('ending a session holds at once, and is audited', async () => {
      const { acme, base, as } = await start()
      const more = await openAnother(acme, 'agent')
      assert.ok(await isAlive(base, more.bearer))
      assert.equal((await as('manager', 'DELETE', `/sessions/${more.id}`)).status, 404)
      assert.ok(await isAlive(base, more.bearer))
      const ended = await as('admin', 'DELETE', `/sessions/${more.id}`)
      assert.equal(ended.status, 204)
      assert.equal(ended.text, '')
      assert.equal(await isAlive(base, more.bearer), false)
      assert.ok(await isAlive(base, acme.users.agent.bearer))
      assert.equal((await as('admin', 'DELETE', `/sessions/${more.id}`)).status, 404)
      for (const id of ['nothing', '..%2F..', '%00', 'x'.repeat(150)]) {
        assert.equal((await as('admin', 'DELETE', `/sessions/${id}`)).status, 404, id)
      }
      const [event, ...others] = await server.storage.read.audit.chain(acme.id, 1, 10)
      assert.deepEqual(
        [event?.objectType, event?.action, event?.objectId, event?.objectName],
        ['ACSessionObject', 'Delete', more.id, 'agent'],
      )
      assert.equal(event?.actor.loginName, 'admin')
      assert.deepEqual(others, [])
    })

    test('one may end one’s own session, the one in use too', async () => {
      const { base, as, acme } = await start()
      const { session } = (await as('agent', 'GET', '/me')).body as { session: { id: string } }
      assert.equal((await as('agent', 'DELETE', `/sessions/${session.id}`)).status, 204)
      assert.equal(await isAlive(base, acme.users.agent.bearer), false)
    })

    test('all sessions of a user: by themselves, perhaps but this one, or by an administrator', async () => {
      const { acme, base, as } = await start()
      const more = await openAnother(acme, 'agent')
      const agent = `/users/${acme.users.agent.user.id}/sessions`
      assert.equal((await as('manager', 'DELETE', agent)).status, 403)
      const others = await as('agent', 'DELETE', `${agent}?keepCurrent=true`)
      assert.deepEqual([others.status, others.body], [200, { ended: 1 }])
      assert.equal(await isAlive(base, more.bearer), false)
      assert.ok(await isAlive(base, acme.users.agent.bearer))
      assert.deepEqual((await as('admin', 'DELETE', agent)).body, { ended: 1 })
      assert.equal(await isAlive(base, acme.users.agent.bearer), false)
      assert.deepEqual((await as('admin', 'DELETE', agent)).body, { ended: 0 })
      assert.equal((await as('admin', 'DELETE', '/users/1/sessions')).status, 404)
      assert.equal((await as('admin', 'DELETE', '/users/x/sessions')).status, 404)
      assert.equal((await as('admin', 'DELETE', `${agent}?keepCurrent=maybe`)).status, 400)
    })

    test('an administrator unlocks a user; it is audited', async () => {
      const { acme, as } = await start()
      const { id } = acme.users.agent.user
      const key = { kind: 'failures-in-a-row', key: 'agent' } as const
      const now = server.clock.now()
      await server.storage.write(async (tx) => {
        await tx.loginCounters.add(acme.id, key, { now, windowMs: 1_800_000 })
        await tx.loginCounters.lock(acme.id, key, now + 1_800_000)
      })
      assert.equal((await as('manager', 'POST', `/users/${id}/unlock`)).status, 403)
      const first = await as('admin', 'POST', `/users/${id}/unlock`)
      assert.deepEqual([first.status, first.body], [200, { unlocked: true }])
      assert.equal(await server.storage.read.loginCounters.find(acme.id, key, now), undefined)
      assert.deepEqual((await as('admin', 'POST', `/users/${id}/unlock`)).body, { unlocked: false })
      assert.equal((await as('admin', 'POST', '/users/1/unlock')).status, 404)
      const events = await server.storage.read.audit.chain(acme.id, 1, 10)
      assert.deepEqual(
        events.map(({ element, oldValue, objectId }) => [element, oldValue, objectId]),
        [
          ['locked', 'true', `${id}`],
          ['locked', 'false', `${id}`],
        ],
      )
    })

    test('the check of the chain: whole, then tampered with, then against a checkpoint', async () => {
      const { acme, as } = await start()
      await record(server, acme, [entry(), entry(), entry()])
      const whole = await as('admin', 'POST', '/audit/verify')
      assert.equal(whole.status, 200)
      const { hash, ...verdict } = whole.body as Record<string, unknown>
      assert.deepEqual(verdict, { ok: true, events: 3, from: 1, to: 3 })
      const good = await as('admin', 'POST', '/audit/verify', { checkpoint: { sequence: 3, hash } })
      assert.equal((good.body as { ok: boolean }).ok, true)
      const other = createHmac('sha256', 'x').update('y').digest('hex')
      const rolledBack = await as('admin', 'POST', '/audit/verify', {
        checkpoint: { sequence: 3, hash: other },
      })
      assert.equal((rolledBack.body as { reason: string }).reason, 'checkpoint_missing')
      await tamper(
        server,
        `update audit_events set data = replace(data, 'jane', 'joan') where account_id = '${acme.id}' and sequence = 2`,
      )
      const changed = await as('admin', 'POST', '/audit/verify', {})
      assert.deepEqual(changed.body, {
        ok: false,
        sequence: 2,
        reason: 'event_changed',
        message: 'This event was changed, moved, or written by someone without the key.',
      })
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        assert.equal((await as(role, 'POST', '/audit/verify', { wrong: 1 })).status, 403)
      }
      const bad = await as('admin', 'POST', '/audit/verify', { wrong: 1 })
      assert.equal(bad.status, 400)
      assert.match(bad.text, /"wrong/)
    })

    test('401 without a bearer; another account’s bearer gets the answer of no account', async () => {
      const { acme, base } = await start()
      const other = await seedAccount(server, `other${accounts}`)
      const [session] = await server.storage.read.sessions.list(acme.id, server.clock.now())
      const user = acme.users.agent.user.id
      const operations: readonly (readonly [string, string])[] = [
        ['GET', '/me'],
        ['GET', '/sessions'],
        ['GET', '/settings'],
        ['PATCH', '/settings'],
        ['DELETE', `/sessions/${session?.id}`],
        ['DELETE', `/users/${user}/sessions`],
        ['POST', `/users/${user}/unlock`],
        ['POST', '/audit/verify'],
      ]
      const { bearer } = other.users.admin
      for (const [method, path] of operations) {
        assert.equal((await call(server, method, `${base}${path}`)).status, 401, path)
        const foreign = await call(server, method, `${base}${path}`, { bearer })
        const nobody = base.replace(acme.id, 'nobody')
        const missing = await call(server, method, `${nobody}${path}`, { bearer })
        assert.deepEqual([foreign.status, missing.status], [404, 404], path)
        assert.deepEqual(foreign.body, missing.body)
        // What is this account's is not found under the other's path either.
        const crossed = base.replace(acme.id, other.id)
        if (path.includes(`${user}`) || path.includes(`${session?.id}`)) {
          assert.equal((await call(server, method, `${crossed}${path}`, { bearer })).status, 404)
        }
      }
      assert.equal((await server.storage.read.sessions.list(acme.id, server.clock.now())).length, 4)
    })
  })
}
