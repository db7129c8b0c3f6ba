import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { defaultSettings, referenceLoginPolicy } from '#domain/accounts/settings.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { type SettingsAnswer as Answer, startSettings } from './settings-support.ts'

for (const kind of databaseKinds) {
  describe(`settings on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const { start, audited } = startSettings(() => server)

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
      const other = await seedAccount(server, `${acme.id}other`)
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
