import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Client } from '#domain/applications/client.ts'
import type { Grant } from '#domain/authorization/grant.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  seedAppJwt,
  seedClient,
  seedGrant,
  seedToken,
  withPublicOrigin,
} from '../support/tokens.ts'

const url = '/oidc/1001/userinfo'
const claimsUrl = (id: number) => `/api/account/1001/watchword/users/${id}/standard-claims`

for (const kind of databaseKinds) {
  describe(`userinfo and standard claims, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let client: Client

    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      account = await seedAccount(server, '1001')
      await seedAccount(server, '1002')
      client = (await seedClient(server, account.id, { scope: 'users:read' })).client
    })
    after(() => server.stop())

    async function tokenOf(scope: string, given: Partial<Grant> = {}): Promise<string> {
      const { id } = account.users.agent.user
      const grant = await seedGrant(server, client, id, { scope, ...given })
      return seedToken(server, client, { grant })
    }
    const get = (bearer: string) => call(server, 'GET', url, { bearer })

    test('OpenID Connect Core section 5.3.2: the claims of the scopes, and the sub of the id_token', async () => {
      const { user } = account.users.agent
      const answer = await get(await tokenOf('openid profile email'))
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      assert.deepEqual(answer.body, {
        sub: String(user.id),
        name: user.fullName,
        nickname: user.nickname,
        preferred_username: 'agent',
        updated_at: Math.floor(user.dateUpdated / 1000),
        email: user.email,
        email_verified: false,
      })
      const alone = await get(await tokenOf('openid'))
      assert.deepEqual(alone.body, { sub: String(user.id) })
    })

    test('section 5.5: what the claims parameter asked to find here, and only that', async () => {
      const claims = JSON.stringify({
        userinfo: { email: { essential: true }, nothing: null },
        id_token: { nickname: null },
      })
      const answer = await get(await tokenOf('openid', { claims }))
      assert.deepEqual(Object.keys(answer.body as object), ['sub', 'email'])
    })

    test('standard claims are set by whoever may edit the user, and told by scope', async () => {
      const { user } = account.users.agent
      const admin = account.users.admin.bearer
      const claims = {
        given_name: 'Ada',
        phone_number: '+44 20 7946 0000',
        phone_number_verified: true,
        address: { country: 'GB', locality: 'London' },
      }
      const set = await call(server, 'PUT', claimsUrl(user.id), { bearer: admin, body: claims })
      assert.equal(set.status, 200, set.text)
      assert.deepEqual(set.body, claims)
      const told = await get(await tokenOf('openid phone address'))
      assert.deepEqual(told.body, {
        sub: String(user.id),
        phone_number: '+44 20 7946 0000',
        phone_number_verified: true,
        address: { locality: 'London', country: 'GB' },
      })
      const own = await call(server, 'GET', claimsUrl(user.id), {
        bearer: account.users.agent.bearer,
      })
      assert.deepEqual(own.body, claims, 'everybody reads their own')

      // The Users API neither tells them nor takes them away, and the audit trail has both values.
      const users = '/api/account/1001/configuration/le-users/users'
      const read = await call(server, 'GET', `${users}/${user.id}?select=$all`, { bearer: admin })
      assert.equal('standardClaims' in (read.body as object), false)
      const written = await call(server, 'PUT', `${users}/${user.id}`, {
        bearer: admin,
        body: { ...(read.body as object), nickname: 'Nick', standardClaims: {} },
      })
      assert.equal(written.status, 200, written.text)
      const after = await call(server, 'GET', claimsUrl(user.id), { bearer: admin })
      assert.deepEqual(after.body, claims)
      const events = await server.storage.read.audit.query(account.id, ofUsers, newest)
      const event = events.find(({ element }) => element === 'standardClaims')
      assert.deepEqual(JSON.parse(event?.newValue ?? ''), claims)

      const etag = after.headers.get('etag') ?? ''
      const stale = await call(server, 'PUT', claimsUrl(user.id), {
        bearer: admin,
        body: {},
        headers: { 'if-match': '"1"' },
      })
      assert.equal(stale.status, 412)
      const cleared = await call(server, 'PUT', claimsUrl(user.id), {
        bearer: admin,
        body: {},
        headers: { 'if-match': etag },
      })
      assert.deepEqual(cleared.body, {})
    })

    test('standard claims: who may, what is wrong, and what is not there', async () => {
      const { agent, admin, manager } = account.users
      const put = (bearer: string, id: number, body: unknown) =>
        call(server, 'PUT', claimsUrl(id), { bearer, body })
      assert.equal((await put(agent.bearer, agent.user.id, {})).status, 403, 'not of oneself')
      assert.equal((await put(agent.bearer, admin.user.id, { bad: 1 })).status, 404)
      assert.equal((await put(manager.bearer, agent.user.id, {})).status, 200, 'of their agents')
      const bad = await put(admin.bearer, agent.user.id, { birthdate: 'x', more: 1 })
      assert.equal(bad.status, 400)
      assert.match(bad.text, /birthdate: must/)
      assert.match(bad.text, /more: is not known/)
      for (const id of ['0', '999', 'x', '1e3']) {
        const answer = await call(
          server,
          'GET',
          `/api/account/1001/watchword/users/${id}/standard-claims`,
          { bearer: admin.bearer },
        )
        assert.equal(answer.status, 404, id)
      }
    })

    test('by POST, in the header or in the form; RFC 6750 section 2: never twice, never in the address', async () => {
      const token = await tokenOf('openid')
      const post = (headers: Record<string, string>, body?: string, query = '') =>
        fetch(`${server.origin}${url}${query}`, {
          method: 'POST',
          headers,
          ...(body === undefined ? {} : { body }),
        })
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const bearer = { authorization: `Bearer ${token}` }
      assert.equal((await post(bearer)).status, 200)
      assert.equal((await post(form, `access_token=${token}`)).status, 200)
      assert.equal((await post({ ...form, ...bearer }, '')).status, 200)
      assert.equal((await post({ ...form, ...bearer }, `access_token=${token}`)).status, 400)
      assert.equal((await post(form, `access_token=${token}&access_token=${token}`)).status, 400)
      assert.equal((await post(bearer, undefined, `?access_token=${token}`)).status, 400)
      const address = await fetch(`${server.origin}${url}?access_token=${token}`)
      assert.equal(address.status, 400)
    })

    test('refused: nothing, no access token, no openid, no user, another account', async () => {
      const nothing = await call(server, 'GET', url)
      assert.equal(nothing.status, 401)
      assert.equal(nothing.headers.get('www-authenticate'), 'Bearer realm="Watchword"')
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const tokenless: readonly RequestInit[] = [
        { method: 'POST' },
        { method: 'POST', headers: form, body: 'a=b' },
        { headers: { authorization: 'Basic eDp5' } },
      ]
      for (const init of tokenless) {
        const answer = await fetch(`${server.origin}${url}`, init)
        assert.equal(answer.status, 401)
        const challenge = answer.headers.get('www-authenticate')
        assert.equal(challenge, 'Bearer realm="Watchword"', 'RFC 6750 section 3.1: no code')
      }
      const wrongInForm = { method: 'POST', headers: form, body: 'access_token=x' }
      const refused = await fetch(`${server.origin}${url}`, wrongInForm)
      assert.match(refused.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
      for (const bad of ['x', 'a.b.c', account.users.admin.bearer]) {
        const answer = await get(bad)
        assert.equal(answer.status, 401, bad)
        assert.equal((answer.body as { readonly error: string }).error, 'invalid_token')
        assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
      }
      const sentinel = await tokenOf('openid', { face: 'sentinel' })
      const noOpenid = await tokenOf('profile email')
      for (const weak of [
        noOpenid,
        sentinel,
        await seedToken(server, client, { scope: 'openid' }),
        await seedAppJwt(server, client),
      ]) {
        const answer = await get(weak)
        assert.equal(answer.status, 403)
        assert.match(
          answer.headers.get('www-authenticate') ?? '',
          /error="insufficient_scope", scope="openid"/,
        )
      }
      const token = await tokenOf('openid')
      const elsewhere = await call(server, 'GET', '/oidc/1002/userinfo', { bearer: token })
      const nowhere = await call(server, 'GET', '/oidc/1003/userinfo', { bearer: token })
      assert.deepEqual([elsewhere.status, elsewhere.text], [nowhere.status, nowhere.text])
      assert.equal(elsewhere.status, 404)
    })

    test('CORS: for the origins of the account’s redirect URIs, without credentials', async () => {
      const token = await tokenOf('openid')
      const ask = async (origin: string, method = 'GET') => {
        const answer = await fetch(`${server.origin}${url}`, {
          method,
          headers: { origin, ...(method === 'GET' ? { authorization: `Bearer ${token}` } : {}) },
        })
        await answer.body?.cancel()
        assert.equal(answer.headers.get('access-control-allow-credentials'), null)
        return answer.headers
      }
      const allowed = 'https://app.example'
      assert.equal((await ask(allowed)).get('access-control-allow-origin'), allowed)
      assert.equal((await ask(allowed)).get('vary'), 'Origin')
      const preflight = await ask(allowed, 'OPTIONS')
      assert.equal(preflight.get('access-control-allow-origin'), allowed)
      assert.match(preflight.get('access-control-allow-headers') ?? '', /Authorization/)
      for (const origin of ['https://evil.example', 'null', 'https://app.example.evil']) {
        assert.equal((await ask(origin)).get('access-control-allow-origin'), null, origin)
        assert.equal((await ask(origin, 'OPTIONS')).get('access-control-allow-origin'), null)
      }
    })
  })
}

const ofUsers = {
  from: undefined,
  to: undefined,
  objectTypes: ['ACUserObject'],
  actorLoginNames: undefined,
  includeAutomatic: true,
  includeLpa: true,
}
const newest = { limit: 10, offset: 0, order: [{ by: 'at' as const, descending: true }] }
