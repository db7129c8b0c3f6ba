import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { randomHex, randomInteger } from '#lib/random.ts'
import {
  atIssuer,
  codeFields,
  installClient,
  seedCode,
  type TestClient,
} from '../authorization/tokens.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type Role,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

type Listed = {
  readonly sessions: readonly {
    readonly id: string
    readonly userId: number
    readonly current: boolean
    readonly method: string
  }[]
}

for (const kind of databaseKinds) {
  describe(`which session is the caller’s own, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())
    beforeEach(async () => {
      acme = await seedAccount(server, `own${randomInteger(0, 1e9)}`)
    })

    const install = (manifest: Readonly<Record<string, unknown>> = {}) =>
      installClient(server, acme.id, {
        ...{ scope: 'users:read sessions:read sessions:write', access_token_format: 'opaque' },
        ...manifest,
      })

    /** Lets a user allow an application, in a browser session of that id; its tokens. */
    async function allow(
      client: TestClient,
      role: Role,
      given: { readonly browserSessionId: string; readonly scope?: string },
    ) {
      const code = await seedCode(server, client, acme.users[role].user.id, {
        scope: 'openid sessions:read',
        ...given,
      })
      const { status, text, body } = await atIssuer(server, client, 'token', codeFields(code))
      assert.equal(status, 200, text)
      return { access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' }
    }

    const list = (bearer: string, query = '') =>
      call(server, 'GET', `/api/account/${acme.id}/watchword/sessions${query}`, { bearer })

    async function currentOf(bearer: string, query = ''): Promise<readonly string[]> {
      const answer = await list(bearer, query)
      assert.equal(answer.status, 200, answer.text)
      const { sessions } = answer.body as Listed
      return sessions.filter(({ current }) => current).map(({ id }) => id)
    }

    for (const format of ['opaque', 'at+jwt']) {
      test(`a token (${format}) knows the browser session it ends with, among others that look alike`, async () => {
        const client = await install({ access_token_format: format })
        const [here, there] = [randomHex(16), randomHex(16)]
        const first = await allow(client, 'agent', { browserSessionId: here })
        const second = await allow(client, 'agent', { browserSessionId: there })
        const again = await allow(client, 'agent', { browserSessionId: here })
        assert.deepEqual(await currentOf(first.access), [here])
        assert.deepEqual(await currentOf(second.access), [there])
        assert.deepEqual(await currentOf(again.access), [here])
        // Known from memory now, and still.
        assert.deepEqual(await currentOf(first.access), [here])
      })
    }

    test('a refreshed token knows it too', async () => {
      const client = await install()
      const browserSessionId = randomHex(16)
      const { refresh } = await allow(client, 'agent', { browserSessionId })
      const fields = { grant_type: 'refresh_token', refresh_token: refresh }
      const { body } = await atIssuer(server, client, 'token', fields)
      assert.deepEqual(await currentOf(body['access_token'] ?? ''), [browserSessionId])
    })

    test('what may outlive the browser session is in none (offline_access)', async () => {
      const client = await install()
      const browserSessionId = randomHex(16)
      const scope = 'openid sessions:read offline_access'
      const { access } = await allow(client, 'agent', { browserSessionId, scope })
      assert.deepEqual(await currentOf(access), [])
      const { bearer } = acme.users.agent
      const path = `/api/account/${acme.id}/watchword/sessions/${browserSessionId}`
      assert.equal((await call(server, 'DELETE', path, { bearer })).status, 204)
      assert.equal((await list(access)).status, 200, 'it outlived it')
    })

    test('a session of the Login Service is current to its bearer alone, and no browser’s to it', async () => {
      const client = await install()
      const { access } = await allow(client, 'agent', { browserSessionId: randomHex(16) })
      const own = await currentOf(acme.users.agent.bearer)
      assert.equal(own.length, 1)
      assert.ok(!(await currentOf(access)).includes(own[0] ?? ''))
      const { sessions } = (await list(acme.users.agent.bearer)).body as Listed
      assert.deepEqual(sessions.map(({ method, current }) => [method, current]).toSorted(), [
        ['browser', false],
        ['password', true],
      ])
    })

    test('of everybody’s, an administrator’s token finds their own; nobody else sees those of others', async () => {
      const client = await install()
      const [ofAdmin, ofAgent] = [randomHex(16), randomHex(16)]
      const admin = await allow(client, 'admin', { browserSessionId: ofAdmin })
      const agent = await allow(client, 'agent', { browserSessionId: ofAgent })
      assert.deepEqual(await currentOf(admin.access, '?user=all'), [ofAdmin])
      const { id } = acme.users.agent.user
      assert.deepEqual(await currentOf(admin.access, `?userId=${id}`), [])
      assert.equal((await list(agent.access, '?user=all')).status, 403)
      const adminId = acme.users.admin.user.id
      assert.equal((await list(agent.access, `?userId=${adminId}`)).status, 403)
    })

    describe('all but what one asks from (keepCurrent)', () => {
      const scope = 'openid sessions:read sessions:write'
      const endAllOf = (bearer: string, role: Role, query = '?keepCurrent=true') => {
        const { id } = acme.users[role].user
        const path = `/api/account/${acme.id}/watchword/users/${id}/sessions${query}`
        return call(server, 'DELETE', path, { bearer })
      }
      const refreshed = async (client: TestClient, refresh: string) =>
        (
          await atIssuer(server, client, 'token', {
            grant_type: 'refresh_token',
            refresh_token: refresh,
          })
        ).status
      const open = async (role: Role) => {
        const { id } = acme.users[role].user
        const { browserSessions } = server.storage.read
        const kept = await browserSessions.list(acme.id, id, server.clock.now())
        return kept.map((session) => session.id)
      }

      for (const format of ['opaque', 'at+jwt']) {
        test(`a token (${format}) keeps its grant and its browser session; the rest of its user ends`, async () => {
          const client = await install({ access_token_format: format })
          const other = await install({ access_token_format: format })
          const [here, there] = [randomHex(16), randomHex(16)]
          const own = await allow(client, 'agent', { browserSessionId: here, scope })
          const beside = await allow(other, 'agent', { browserSessionId: here, scope })
          const far = await allow(client, 'agent', { browserSessionId: there, scope })
          const away = { browserSessionId: there, scope: `${scope} offline_access` }
          const offline = await allow(client, 'agent', away)
          const admin = await allow(client, 'admin', { browserSessionId: randomHex(16), scope })
          const { status, body } = await endAllOf(own.access, 'agent')
          assert.deepEqual(
            [status, body],
            [200, { ended: 2 }],
            'that of the login, and the other one',
          )
          const events = await server.storage.read.audit.chain(acme.id, 1, 100)
          const told = events.filter(({ objectType }) => objectType === 'ACSessionObject')
          assert.equal(told.length, 2)
          assert.ok(told.some(({ objectId }) => objectId === there))
          assert.deepEqual(await open('agent'), [here])
          assert.deepEqual(await currentOf(own.access), [here])
          assert.equal(await refreshed(client, own.refresh), 200)
          for (const { access } of [beside, far, offline]) {
            assert.equal((await list(access)).status, 401)
          }
          assert.equal(await refreshed(client, offline.refresh), 400)
          assert.equal((await list(acme.users.agent.bearer)).status, 401)
          assert.equal((await list(admin.access)).status, 200, 'nobody else’s')
        })
      }

      test('a token that may outlive its browser session keeps its grant alone', async () => {
        const client = await install()
        const given = { browserSessionId: randomHex(16), scope: `${scope} offline_access` }
        const { access } = await allow(client, 'agent', given)
        assert.equal((await endAllOf(access, 'agent')).status, 200)
        assert.equal((await list(access)).status, 200)
        assert.deepEqual(await open('agent'), [])
      })

      test('not asked to keep it, a token ends itself', async () => {
        const client = await install()
        const { access } = await allow(client, 'agent', { browserSessionId: randomHex(16), scope })
        assert.equal((await endAllOf(access, 'agent', '')).status, 200)
        assert.equal((await list(access)).status, 401)
        assert.deepEqual(await open('agent'), [])
      })

      test('of another user nothing is kept, and only administrators may', async () => {
        const client = await install()
        const shared = randomHex(16)
        const admin = await allow(client, 'admin', { browserSessionId: shared, scope })
        const agent = await allow(client, 'agent', { browserSessionId: randomHex(16), scope })
        assert.equal((await endAllOf(agent.access, 'admin')).status, 403)
        assert.equal((await endAllOf(admin.access, 'agent')).status, 200)
        assert.equal((await list(agent.access)).status, 401)
        assert.deepEqual([await open('agent'), await open('admin')], [[], [shared]])
        assert.equal((await list(admin.access)).status, 200)
      })
    })

    test('a token without the scope is told of no session, and a session that ends ends its token', async () => {
      const client = await install()
      const browserSessionId = randomHex(16)
      const scope = 'openid users:read'
      const blind = await allow(client, 'agent', { browserSessionId, scope })
      const refused = await list(blind.access)
      assert.equal(refused.status, 403)
      assert.ok(!refused.text.includes(browserSessionId))
      const seeing = await allow(client, 'agent', { browserSessionId })
      assert.deepEqual(await currentOf(seeing.access), [browserSessionId])
      const path = `/api/account/${acme.id}/watchword/sessions/${browserSessionId}`
      const { bearer } = acme.users.agent
      assert.equal((await call(server, 'DELETE', path, { bearer })).status, 204)
      assert.equal((await list(seeing.access)).status, 401)
    })
  })
}
