import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import pg from 'pg'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedKey, signFor, type TestKey } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users'
const keys = '/app-key-manager/api/account/acme/keys'
const body = { appName: 'orders', privileges: [{ data: 'users', type: 'Read' }] }
const secretMembers = ['appSecret', 'token', 'tokenSecret'] as const

type Wire = Readonly<Record<string, unknown>> & {
  readonly keyId: string
  readonly appSecret: string
  readonly token: string
  readonly tokenSecret: string
  readonly revision: number
}

/** Everything that the database holds of keys and of the audit trail, as text. */
async function rawTables({ url }: TestServer): Promise<string> {
  const statements = ['api_keys', 'audit_events', 'api_key_uses', 'refused_requests']
  const rows: unknown[] = []
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true })
    for (const table of statements) rows.push(database.prepare(`select * from ${table}`).all())
    database.close()
  } else {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const table of statements) rows.push((await client.query(`select * from ${table}`)).rows)
    await client.end()
  }
  return JSON.stringify(rows)
}

async function trail({ storage }: TestServer, accountId: Parameters<typeof seedKey>[1]) {
  const everything = {
    from: undefined,
    to: undefined,
    objectTypes: ['ACApiKeyObject'],
    actorLoginNames: undefined,
    includeAutomatic: true,
    includeLpa: true,
  }
  const page = { limit: 100, offset: 0, order: [] }
  const events = await storage.read.audit.query(accountId, everything, page)
  return events.toSorted((a, b) => a.sequence - b.sequence)
}

for (const kind of databaseKinds) {
  describe(`the key manager on ${kind}`, () => {
    async function start(t: { after(run: () => Promise<void>): void }) {
      const server = await startTestServer(kind, { WATCHWORD_ALLOWED_HOSTS: '*' })
      t.after(() => server.stop())
      const account = await seedAccount(server, 'acme')
      const { bearer } = account.users.admin
      const ask = (method: string, path = '', options: Parameters<typeof call>[3] = {}) =>
        call(server, method, `${keys}${path}`, { bearer, ...options })
      const make = async (change: object = {}) =>
        (await ask('POST', '', { body: { ...body, ...change } })).body as Wire
      return { server, account, ask, make }
    }

    const testKey = ({ keyId, appSecret, token, tokenSecret }: Wire): TestKey => ({
      keyId,
      secrets: { appSecret, token, tokenSecret },
    })
    const signed = (server: TestServer, key: TestKey, method: string, url: string, options = {}) =>
      call(server, method, url, {
        headers: { authorization: signFor(server, key, method, url, options) },
      })

    test('create, list, get, change, disable, delete', async (t) => {
      const { server, ask } = await start(t)
      const created = await ask('POST', '?v=1.0', { body })
      assert.equal(created.status, 201, created.text)
      const key = created.body as Wire
      assert.match(key.keyId, /^[0-9a-f]{32}$/)
      for (const name of secretMembers) assert.match(key[name], /^[0-9a-f]{32,}$/, name)
      assert.equal(created.headers.get('location'), `${keys}/${key.keyId}`)
      assert.equal(created.headers.get('etag'), '"1"')
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 200)
      const list = await ask('GET', '?v=1.0')
      assert.deepEqual(list.body, [key])
      assert.equal(list.headers.get('cache-control'), 'no-store')

      const changed = await ask('PUT', `/${key.keyId}`, { body: { appName: 'renamed' } })
      assert.equal(changed.status, 200, changed.text)
      const { appName, revision, privileges } = changed.body as Wire
      assert.deepEqual([appName, revision, privileges], ['renamed', 2, body.privileges])
      for (const name of secretMembers) assert.equal(changed.text.includes(key[name]), false)
      await ask('PUT', `/${key.keyId}`, { body: { enabled: false } })
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 401)
      await ask('PUT', `/${key.keyId}`, { body: { enabled: 'true' } })
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 200)

      assert.equal((await ask('DELETE', `/${key.keyId}`)).status, 204)
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 401)
      assert.deepEqual((await ask('GET')).body, [])
      for (const method of ['GET', 'DELETE', 'PUT']) {
        const options = method === 'PUT' ? { body: {} } : {}
        assert.equal((await ask(method, `/${key.keyId}`, options)).status, 404, method)
      }
    })

    test('secrets=false: no secret is told, so none is audited, to a person or to a key', async (t) => {
      const { server, account, ask, make } = await start(t)
      const key = await make({ privileges: [{ data: 'app-keys', type: 'Read' }] })
      const { appSecret, token, tokenSecret, ...rest } = key
      const asked = ['?v=1.0&secrets=false', `/${key.keyId}?secrets=false`]
      const [list, one] = await Promise.all(asked.map((path) => ask('GET', path)))
      assert.deepEqual(list?.body, [rest])
      assert.deepEqual(one?.body, rest)
      assert.equal((await trail(server, account.id)).length, 1, 'that it was made, alone')
      const bySelf = await signed(server, testKey(key), 'GET', `${keys}?secrets=false`)
      assert.deepEqual(bySelf.body, [rest])
      const told = await ask('GET', `/${key.keyId}?secrets=true`)
      assert.equal((told.body as Wire).appSecret, appSecret)
      assert.equal((await trail(server, account.id)).length, 2)
      for (const wrong of ['?secrets=no', '?secrets=false&secrets=false', '?secrets=']) {
        assert.equal((await ask('GET', wrong)).status, 400, wrong)
      }
      assert.ok(token !== tokenSecret)
    })

    test('who may do what, and who sees secrets', async (t) => {
      const { server, account, make } = await start(t)
      const key = await make()
      const own = testKey(key)
      await server.storage.write(async (tx) => {
        for (const [index, enabledPackages] of [[10_006], [40_008], [10_006]].entries()) {
          await tx.profiles.insert(account.id, {
            ...{ id: 70 + index, deleted: false, name: `p${index}`, description: '' },
            ...{ roleTypeId: index === 2 ? 1 : 4, enabledPackages, permissions: [] },
            ...{ isAssignedToLPA: false, dateUpdated: 0 },
          })
        }
      })
      const people = {
        keeper: { profile: 70, list: 200, write: true, sees: false },
        viewer: { profile: 71, list: 200, write: false, sees: false },
        administrator: { profile: 72, list: 200, write: true, sees: true },
        agent: { profile: account.profileIds.agent, list: 403, write: false, sees: false },
        manager: { profile: account.profileIds.manager, list: 403, write: false, sees: false },
      }
      for (const [index, [name, may]] of Object.entries(people).entries()) {
        const profileIds = [may.profile]
        const given = { id: 9000 + index, loginName: `k-${name}`, profileIds }
        const { bearer } = await seedUser(server, account.id, given)
        for (const path of [keys, `${keys}/${key.keyId}`]) {
          const answer = await call(server, 'GET', path, { bearer })
          assert.equal(answer.status, may.list, `${name} GET ${path}`)
          for (const secret of secretMembers) {
            assert.equal(answer.text.includes(key[secret]), may.sees, `${name} ${secret}`)
            assert.equal(answer.text.includes(`"${secret}"`), may.sees, `${name} ${secret}`)
          }
        }
        for (const [method, path, sent, status] of [
          ['POST', keys, body, 201],
          ['PUT', `${keys}/${key.keyId}`, {}, 200],
          ['POST', `${keys}/nobody/reroll`, {}, 404],
          ['DELETE', `${keys}/nobody`, undefined, 404],
        ] as const) {
          const answer = await call(server, method, path, { bearer, body: sent })
          assert.equal(answer.status, may.write ? status : 403, `${name} ${method} ${path}`)
        }
        for (const report of ['privileges', 'usage', 'migration']) {
          const path = `/api/account/acme/watchword/api-keys/${report}`
          assert.equal((await call(server, 'GET', path, { bearer })).status, may.list, name)
        }
      }
      // A key without the privilege, then keys with it: they read, see only their own secrets, and never write.
      assert.equal((await signed(server, own, 'GET', keys)).status, 403)
      const reader = await seedKey(server, account.id, {
        privileges: [{ data: 'app-keys', type: 'Read' }],
      })
      for (const options of [{}, { twoLegged: true }]) {
        const list = await signed(server, reader, 'GET', keys, options)
        assert.equal(list.status, 200, list.text)
        for (const secret of secretMembers) assert.equal(list.text.includes(key[secret]), false)
        assert.ok(list.text.includes(reader.secrets.tokenSecret))
        const one = await signed(server, reader, 'GET', `${keys}/${key.keyId}`, options)
        assert.equal(one.status, 200)
        for (const secret of secretMembers) assert.equal(one.text.includes(key[secret]), false)
      }
      for (const method of ['POST', 'PUT', 'DELETE']) {
        const path = method === 'POST' ? keys : `${keys}/${reader.keyId}`
        assert.equal((await signed(server, reader, method, path)).status, 403, method)
      }
      const twoLegged = { twoLegged: true }
      assert.equal((await signed(server, reader, 'GET', users, twoLegged)).status, 401)
    })

    test('another account, an unknown key and a strange id get one answer', async (t) => {
      const { server, ask } = await start(t)
      const other = await seedAccount(server, 'other')
      const foreign = await seedKey(server, other.id)
      const texts = new Set<string>()
      for (const keyId of [foreign.keyId, 'nobody', '%00', '..%2f', 'unknown', 'x'.repeat(100)]) {
        for (const method of ['GET', 'PUT', 'DELETE', 'POST']) {
          const path = method === 'POST' ? `/${keyId}/reroll` : `/${keyId}`
          const sent = method === 'PUT' || method === 'POST' ? { body: {} } : {}
          const answer = await ask(method, path, sent)
          assert.equal(answer.status, 404, `${method} ${path}`)
          texts.add(answer.text.replace(/"time":"[^"]*"/, ''))
        }
      }
      assert.equal(texts.size, 1)
      const { bearer } = other.users.admin
      assert.equal((await call(server, 'GET', keys, { bearer })).status, 404)
      assert.deepEqual(
        await server.storage.read.apiKeys.find(other.id, foreign.keyId).then((k) => k?.key.enabled),
        true,
      )
    })

    test('If-Match: 304 on a read, 412 when stale, and of two writes at once one', async (t) => {
      const { ask, make } = await start(t)
      const { keyId } = await make()
      const path = `/${keyId}`
      const headers = (value: string) => ({ headers: { 'if-match': value } })
      for (const value of ['1', '"1"']) {
        const unchanged = await ask('GET', path, headers(value))
        assert.deepEqual([unchanged.status, unchanged.text], [304, ''])
      }
      const known = await ask('GET', path, { headers: { 'if-none-match': '"1"' } })
      assert.equal(known.status, 304)
      const put = (value: string, appName: string) =>
        ask('PUT', path, { ...headers(value), body: { appName } })
      const race = await Promise.all(['a', 'b', 'c', 'd'].map((name) => put('"1"', name)))
      assert.deepEqual(race.map(({ status }) => status).toSorted(), [200, 412, 412, 412])
      assert.equal((await put('-1', 'e')).status, 200)
      assert.equal((await ask('PUT', path, { body: { appName: 'f' } })).status, 200)
      assert.equal((await put('nonsense', 'g')).status, 400)
      assert.equal((await ask('GET', path, headers('1'))).status, 200)
      const reroll = await ask('POST', `${path}/reroll`, { ...headers('1'), body: {} })
      assert.equal(reroll.status, 412)
      assert.equal((await ask('DELETE', path, headers('1'))).status, 412)
      assert.equal((await ask('DELETE', path, headers('4'))).status, 204)
    })

    test('a reroll: both sets work while they overlap, then the new one alone', async (t) => {
      const { server, ask, make } = await start(t)
      const old = await make({
        privileges: [...body.privileges, { data: 'app-keys', type: 'Read' }],
      })
      const rerolled = await ask('POST', `/${old.keyId}/reroll`, { body: { overlapMinutes: 10 } })
      assert.equal(rerolled.status, 200, rerolled.text)
      const fresh = rerolled.body as Wire
      assert.equal(fresh['rerollOverlapUntil'], '2026-01-15 12:10:00')
      for (const name of secretMembers) assert.notEqual(fresh[name], old[name])
      const status = async (key: Wire) => (await signed(server, testKey(key), 'GET', users)).status
      assert.deepEqual([await status(old), await status(fresh)], [200, 200])
      // Whoever has the old secrets is not told the new ones.
      const path = `${keys}/${old.keyId}`
      const byOld = await signed(server, testKey(old), 'GET', path)
      assert.equal(byOld.status, 200)
      for (const name of secretMembers) assert.equal(byOld.text.includes(fresh[name]), false)
      const byFresh = await signed(server, testKey(fresh), 'GET', path)
      assert.ok(byFresh.text.includes(fresh.tokenSecret))
      // Without a token nothing names the set of secrets: both are tried.
      const twoLegged = (key: Wire) =>
        signed(server, testKey(key), 'GET', path, { twoLegged: true })
      const twoByOld = await twoLegged(old)
      assert.equal(twoByOld.status, 200, twoByOld.text)
      for (const name of secretMembers) assert.equal(twoByOld.text.includes(fresh[name]), false)
      assert.ok((await twoLegged(fresh)).text.includes(fresh.tokenSecret))

      server.clock.advance(10 * 60_000 - 1)
      assert.deepEqual([await status(old), (await twoLegged(old)).status], [200, 200])
      server.clock.advance(1)
      assert.deepEqual([await status(old), await status(fresh)], [401, 200])
      assert.deepEqual([(await twoLegged(old)).status, (await twoLegged(fresh)).status], [401, 200])
      const shown = (await ask('GET', `/${old.keyId}`)).body as Wire
      assert.equal(shown['rerollOverlapUntil'], null)

      const last = (await ask('POST', `/${old.keyId}/reroll`)).body as Wire
      assert.deepEqual([await status(fresh), await status(last)], [401, 200])
      for (const wrong of [
        { overlapMinutes: 43_201 },
        { overlapMinutes: -1 },
        { overlap: 5 },
        [],
      ]) {
        const answer = await ask('POST', `/${old.keyId}/reroll`, { body: wrong })
        assert.equal(answer.status, 400, JSON.stringify(wrong))
      }
      assert.equal(await status(last), 200)
    })

    test('a key ends when it expires, and every fault of a body is told', async (t) => {
      const { server, ask, make } = await start(t)
      const key = await make({ expirationTime: server.clock.now() + 60_000 })
      assert.equal(key['expirationTime'], '2026-01-15 12:01:00')
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 200)
      server.clock.advance(60_000)
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 401)
      const extended = await ask('PUT', `/${key.keyId}`, { body: { expirationTime: null } })
      assert.equal((extended.body as Wire)['expirationTime'], null)
      assert.equal((await signed(server, testKey(key), 'GET', users)).status, 200)

      const wrong = await ask('POST', '', {
        body: { privileges: [{ data: 'nothing' }, { data: 'users', type: 'Invoke' }], enabled: 3 },
      })
      assert.equal(wrong.status, 400)
      const { fields } = (wrong.body as { error: { fields: readonly string[] } }).error
      assert.deepEqual(
        fields.map((field) => field.split(':', 1)[0]),
        ['appName', 'privileges[0].data', 'privileges[1].type', 'enabled'],
      )
      const far = await ask('POST', '', { body: { ...body, expirationTime: 8e15 } })
      assert.equal(far.status, 400)
      const range = await ask('POST', '', { body: { ...body, ipRanges: ['10.0.0.0/8', 'x'] } })
      assert.match(range.text, /ipRanges\[1\]/)
    })

    test('at most 100 keys, also when many are made at once', async (t) => {
      const { server, account, ask } = await start(t)
      for (let made = 0; made < 98; made += 1) await seedKey(server, account.id)
      const last = await Promise.all([1, 2, 3, 4].map(() => ask('POST', '', { body })))
      assert.deepEqual(last.map(({ status }) => status).toSorted(), [201, 201, 409, 409])
      const [first] = (await ask('GET')).body as readonly Wire[]
      assert.equal((await ask('DELETE', `/${first?.keyId}`)).status, 204)
      assert.equal((await ask('POST', '', { body })).status, 201)
    })

    test('every event is audited, and no secret stands in the database', async (t) => {
      const { server, account, ask, make } = await start(t)
      const key = await make()
      const path = `/${key.keyId}`
      await ask('PUT', path, { body: { enabled: false, ipRanges: ['10.0.0.0/8'] } })
      const fresh = (await ask('POST', `${path}/reroll`, { body: { overlapMinutes: 5 } }))
        .body as Wire
      await ask('GET', path)
      await ask('GET', path, { headers: { 'if-match': '3' } })
      await ask('GET')
      await signed(server, testKey(key), 'GET', users)
      await server.app.close()
      const stored = await rawTables(server)
      for (const made of [key, fresh]) {
        for (const secret of [made.appSecret, made.tokenSecret]) {
          assert.equal(stored.includes(secret), false)
        }
      }
      const { storage } = server
      await storage.write((tx) =>
        tx.apiKeys.find(account.id, key.keyId).then((found) => assert.ok(found?.sealedSecrets)),
      )
      const events = await trail(server, account.id)
      assert.deepEqual(
        events.map(({ action, element, objectId }) => [action, element, objectId === key.keyId]),
        [
          ['Add new', 'N/A', true],
          ['Edit', 'enabled', true],
          ['Edit', 'ipRanges', true],
          ['Edit', 'secrets', true],
          ['Other', 'secrets', true],
          ['Other', 'secrets', true],
        ],
      )
      assert.match(events[3]?.newValue ?? '', /^made new; the old ones end 2026-01-15T12:05/)
      const told = JSON.stringify(events)
      for (const made of [key, fresh]) {
        for (const name of secretMembers) assert.equal(told.includes(made[name]), false, name)
      }
      assert.ok(events.every(({ actor }) => actor.loginName === 'admin'))
    })
  })
}
