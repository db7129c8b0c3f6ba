import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { defaultSettings, referenceLoginPolicy } from '#domain/accounts/settings.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

type Answer = {
  readonly revision: number
  readonly settings: typeof defaultSettings
  readonly set: readonly string[]
}

for (const kind of databaseKinds) {
  describe(`settings on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    let accounts = 0
    async function start(settings = {}) {
      accounts += 1
      const acme = await seedAccount(server, `acme${accounts}`, settings)
      const url = `/api/account/${acme.id}/watchword/settings`
      const { bearer } = acme.users.admin
      const get = async () => (await call(server, 'GET', url, { bearer })).body as Answer
      const patch = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
        call(server, 'PATCH', url, { bearer, body, headers })
      return { acme, url, bearer, get, patch }
    }

    async function audited({ id }: SeededAccount) {
      const events = await server.storage.read.audit.chain(id, 1, 1000)
      return events.map(({ objectType, objectId, element, oldValue, newValue, actor }) => ({
        objectType,
        objectId,
        element,
        oldValue,
        newValue,
        by: actor.loginName,
      }))
    }

    test('GET answers what holds and what was set, with the revision as ETag', async () => {
      const { url, bearer } = await start({
        loginPolicy: { minLength: 20 },
        timeZone: 'US/Eastern',
      })
      const answer = await call(server, 'GET', url, { bearer })
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('etag'), '"1"')
      assert.deepEqual(answer.body, {
        revision: 1,
        settings: {
          ...defaultSettings,
          loginPolicy: { ...defaultSettings.loginPolicy, minLength: 20 },
          timeZone: 'US/Eastern',
        },
        set: ['loginPolicy.minLength', 'timeZone'],
        defaults: defaultSettings,
      })
    })

    test('PATCH changes what it names alone; each change is audited by its path', async () => {
      const { acme, patch, get } = await start()
      const answer = await patch({
        loginPolicy: { minLength: 12, expiresAfterDays: 60 },
        sessions: { idleMinutes: 30 },
        features: { 'Common.LiveChat': true },
        timeZone: 'Europe/Berlin',
      })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('etag'), '"2"')
      const body = answer.body as Answer
      assert.deepEqual(body, await get())
      assert.deepEqual(body.set, [
        'features.Common.LiveChat',
        'loginPolicy.expiresAfterDays',
        'loginPolicy.minLength',
        'sessions.idleMinutes',
        'timeZone',
      ])
      assert.equal(body.settings.sessions.absoluteMinutes, 480)
      const line = { objectType: 'ACAccountObject', objectId: acme.id, by: 'admin' }
      assert.deepEqual(await audited(acme), [
        { ...line, element: 'features.Common.LiveChat', oldValue: '', newValue: 'true' },
        {
          ...line,
          element: 'loginPolicy.expiresAfterDays',
          oldValue: 'null (default)',
          newValue: '60',
        },
        { ...line, element: 'loginPolicy.minLength', oldValue: '15 (default)', newValue: '12' },
        { ...line, element: 'sessions.idleMinutes', oldValue: '20 (default)', newValue: '30' },
        { ...line, element: 'timeZone', oldValue: 'UTC (default)', newValue: 'Europe/Berlin' },
      ])
    })

    test('null is a value where it may be one; "default" and a null section go back', async () => {
      const { patch } = await start()
      const set = { lockMinutes: null, maxFailures: 5, inactiveAfterDays: 30 }
      const first = (await patch({ loginPolicy: set, features: { a: true, b: false } }))
        .body as Answer
      assert.equal(first.settings.loginPolicy.lockMinutes, null)
      const one = (
        await patch({ loginPolicy: { lockMinutes: 'default' }, features: { a: 'default' } })
      ).body as Answer
      assert.equal(one.settings.loginPolicy.lockMinutes, 30)
      assert.deepEqual(one.set, [
        'features.b',
        'loginPolicy.inactiveAfterDays',
        'loginPolicy.maxFailures',
      ])
      const all = (await patch({ loginPolicy: null, features: null, timeZone: null }))
        .body as Answer
      assert.deepEqual(all, {
        revision: 4,
        settings: defaultSettings,
        set: [],
        defaults: defaultSettings,
      })
    })

    test('the preset `reference` is contract 1 §7.1, and the rest of the patch lies over it', async () => {
      const { patch } = await start({ loginPolicy: { requireDigit: true } })
      const plain = (await patch({ preset: 'reference' })).body as Answer
      assert.deepEqual(plain.settings.loginPolicy, referenceLoginPolicy)
      const over = (await patch({ preset: 'reference', loginPolicy: { minLength: 10 } }))
        .body as Answer
      assert.deepEqual(over.settings.loginPolicy, { ...referenceLoginPolicy, minLength: 10 })
    })

    test('nothing is written when nothing changes', async () => {
      const { acme, patch } = await start({ sessions: { idleMinutes: 30 } })
      for (const body of [
        {},
        { sessions: { idleMinutes: 30 } },
        { loginPolicy: {} },
        { force: true },
      ]) {
        const answer = await patch(body)
        assert.equal(answer.status, 200)
        assert.equal((answer.body as Answer).revision, 1)
      }
      assert.deepEqual(await audited(acme), [])
    })

    test('400: every fault is named by its path, unknown members among them', async () => {
      const { acme, patch } = await start()
      const answer = await patch({
        loginPolicy: {
          minLength: 7,
          maxFailures: '5',
          minLenght: 9,
          maxSequential: 10,
          requireDigit: 1,
        },
        sessions: { absoluteMinutes: 1.5, idleMinutes: 0 },
        retention: { auditDays: 29 },
        accessRestrictions: { ranges: [{ range: '10.0.0.1', description: '' }, { range: 'x' }, 5] },
        features: { '1': true, ok: 'yes' },
        timeZone: 5,
        preset: 'other',
        colour: 'blue',
      })
      assert.equal(answer.status, 400)
      const { fields } = (answer.body as { error: { fields: string[] } }).error
      assert.deepEqual(fields.map((field) => field.split(':')[0]).sort(), [
        'accessRestrictions.ranges[1].description',
        'accessRestrictions.ranges[2]',
        'colour',
        'features.1',
        'features.ok',
        'loginPolicy.maxFailures',
        'loginPolicy.maxSequential',
        'loginPolicy.minLenght',
        'loginPolicy.minLength',
        'loginPolicy.requireDigit',
        'preset',
        'retention.auditDays',
        'sessions.absoluteMinutes',
        'sessions.idleMinutes',
        'timeZone',
      ])
      const semantic = await patch({
        accessRestrictions: { ranges: [{ range: '10.0.0.300', description: '' }] },
        timeZone: 'Mars/Base',
      })
      assert.equal(semantic.status, 400)
      assert.match(semantic.text, /accessRestrictions\.ranges\[0\]\.range: must be an address/)
      assert.match(semantic.text, /timeZone: must be a name/)
      for (const body of [[], null, 'text', 5, { loginPolicy: 5 }, { loginPolicy: [] }]) {
        assert.equal((await patch(body)).status, 400, JSON.stringify(body))
      }
      assert.deepEqual(await audited(acme), [])
    })

    test('access restrictions that shut out the caller need "force"', async () => {
      const { patch, get } = await start()
      const ranges = [{ range: '203.0.113.0/24', description: 'office' }]
      const refused = await patch({ accessRestrictions: { enabled: true, ranges } })
      assert.equal(refused.status, 400)
      assert.match(refused.text, /would shut out 127\.0\.0\.1/)
      assert.equal((await patch({ accessRestrictions: { enabled: false, ranges } })).status, 200)
      assert.equal((await patch({ accessRestrictions: { enabled: true } })).status, 400)
      // What does not touch the restrictions is not held up by them.
      const forced = await patch({ accessRestrictions: { enabled: true }, force: true })
      assert.equal(forced.status, 200)
      assert.equal((await patch({ timeZone: 'UTC' })).status, 200)
      const more = [...ranges, { range: '127.0.0.0-127.0.0.9', description: 'here' }]
      assert.equal((await patch({ accessRestrictions: { ranges: more } })).status, 200)
      assert.deepEqual((await get()).settings.accessRestrictions, { enabled: true, ranges: more })
    })

    test('If-Match: a stale revision is 412 and changes nothing; any other form is 400', async () => {
      const { patch, get } = await start()
      const body = (minLength: number) => ({ loginPolicy: { minLength } })
      assert.equal((await patch(body(9), { 'if-match': '"1"' })).status, 200)
      const stale = await patch(body(10), { 'if-match': '"1"' })
      assert.equal(stale.status, 412)
      assert.match(stale.text, /"responseStatus":"PRECONDITION_FAILED"/)
      assert.equal((await get()).settings.loginPolicy.minLength, 9)
      for (const any of ['2', '*', '-1']) {
        assert.equal((await patch(body(9), { 'if-match': any })).status, 200, any)
      }
      for (const wrong of ['"x"', 'W/"2"', '"2", "3"', '""']) {
        assert.equal((await patch(body(9), { 'if-match': wrong })).status, 400, wrong)
      }
    })

    test('401, 403 before the body is looked at, 404 for another account', async () => {
      const { acme, url, bearer } = await start()
      const other = await seedAccount(server, `other${accounts}`)
      for (const method of ['GET', 'PATCH']) {
        const body = method === 'GET' ? {} : { body: { wrong: 1 } }
        assert.equal((await call(server, method, url, body)).status, 401)
        for (const role of ['agent', 'manager', 'campaigner'] as const) {
          const refused = await call(server, method, url, {
            ...body,
            bearer: acme.users[role].bearer,
          })
          assert.equal(refused.status, 403, role)
        }
        const foreign = await call(server, method, url, {
          ...body,
          bearer: other.users.admin.bearer,
        })
        const missing = await call(server, method, url.replace(acme.id, 'nobody'), {
          ...body,
          bearer,
        })
        assert.equal(foreign.status, 404)
        assert.equal(missing.status, 404)
      }
    })

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

    test('100 changes at once: every one is kept and audited, and the chain is unbroken', async () => {
      const { acme, patch, get } = await start()
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => patch({ features: { [`f${index}`]: true } })),
      )
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
      const { revision, set } = await get()
      assert.equal(revision, 101)
      assert.equal(set.length, 100)
      const verdict = await verifyChain(server, acme.id)
      assert.equal(verdict.ok && verdict.events, 100)
      assert.equal((await patch({ features: { one: true } })).status, 400)
    })

    test('of two changes with one revision, one wins', async () => {
      const { patch } = await start()
      const answers = await Promise.all(
        [9, 10, 11, 12].map((minLength) =>
          patch({ loginPolicy: { minLength } }, { 'if-match': '"1"' }),
        ),
      )
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
    })

    test('no body yields a 5xx, and no unknown member passes', async () => {
      const { patch } = await start()
      const names = fc.constantFrom(
        ...['loginPolicy', 'accessRestrictions', 'sessions', 'retention', 'features', 'timeZone'],
        ...['preset', 'minLength', 'ranges', 'enabled', 'constructor', 'toString', 'x'],
      )
      const bodies = fc.letrec((tie) => ({
        value: fc.oneof(
          { depthSize: 'small' },
          fc.constantFrom<unknown>(null, true, 0, -1, 1e300, 8, 'default', 'UTC', '', '\0\uD800'),
          fc.array(tie('value'), { maxLength: 3 }),
          fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
        ),
      })).value
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const { status, text } = await patch(body)
          assert.ok(status === 200 || status === 400, `${status}: ${text}`)
          const known = ['loginPolicy', 'accessRestrictions', 'sessions', 'retention', 'features']
          const members = typeof body === 'object' && body !== null ? Object.keys(body) : []
          for (const name of Array.isArray(body) ? [] : members) {
            if ([...known, 'timeZone', 'preset'].includes(name)) continue
            assert.equal(status, 400)
            assert.ok(text.includes(`"${name}: is not known`), text)
          }
        }),
        { numRuns: 200 },
      )
    })
  })
}
