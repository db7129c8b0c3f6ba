import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  atIssuer,
  codeFields,
  type Fields,
  installClient,
  postForm,
  seedCode,
  type TestClient,
} from './tokens.ts'

for (const kind of databaseKinds) {
  describe(`revocation and introspection on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let opaque: TestClient
    let signed: TestClient
    let other: TestClient
    let resource: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: 'http://id.example' })
      acme = await seedAccount(server, 'acme')
      opaque = await installClient(server, acme.id, { access_token_format: 'opaque' })
      signed = await installClient(server, acme.id)
      other = await installClient(server, acme.id)
      resource = await installClient(server, acme.id, { scope: 'introspect' })
      userId = acme.users.agent.user.id
    })
    after(() => server.stop())

    async function grant(by: TestClient) {
      const { body } = await atIssuer(
        server,
        by,
        'token',
        codeFields(await seedCode(server, by, userId)),
      )
      return { access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' }
    }
    const ofItself = async (by: TestClient) => {
      const { body } = await atIssuer(server, by, 'token', { grant_type: 'client_credentials' })
      return body['access_token'] ?? ''
    }
    const revoke = (by: TestClient, token: string, change: Fields = {}) =>
      atIssuer(server, by, 'revoke', { token, ...change })
    const introspect = async (by: TestClient, token: string, change: Fields = {}) =>
      (await atIssuer(server, by, 'introspect', { token, ...change })).body as Readonly<
        Record<string, unknown>
      >
    const refresh = (by: TestClient, refresh_token: string) =>
      atIssuer(server, by, 'token', { grant_type: 'refresh_token', refresh_token })
    const isAlive = async (bearer: string) => {
      const path = `/api/account/acme/configuration/le-users/users/${userId}`
      return (await call(server, 'GET', path, { bearer })).status === 200
    }

    describe('RFC 7009', () => {
      test('a refresh token takes its grant along, and no other', async () => {
        for (const by of [opaque, signed]) {
          const [one, neighbour] = [await grant(by), await grant(by)]
          const answer = await revoke(by, one.refresh)
          assert.deepEqual([answer.status, answer.text], [200, ''])
          assert.equal(answer.headers.get('cache-control'), 'no-store')
          assert.equal(await isAlive(one.access), false)
          assert.equal((await refresh(by, one.refresh)).status, 400)
          assert.equal(await isAlive(neighbour.access), true)
          assert.equal((await refresh(by, neighbour.refresh)).status, 200)
        }
      })

      test('an opaque access token ends alone, by whatever hint', async () => {
        for (const token_type_hint of [undefined, 'access_token', 'refresh_token', 'nonsense']) {
          const one = await grant(opaque)
          assert.equal(await isAlive(one.access), true)
          assert.equal((await revoke(opaque, one.access, { token_type_hint })).status, 200)
          assert.equal(await isAlive(one.access), false)
          assert.equal((await refresh(opaque, one.refresh)).status, 200)
        }
      })

      test('a JWT of a user ends with its grant; one of the application itself cannot end', async () => {
        const one = await grant(signed)
        assert.equal((await revoke(signed, one.access)).status, 200)
        assert.equal(await isAlive(one.access), false)
        assert.equal((await refresh(signed, one.refresh)).status, 400)
        const answer = await revoke(signed, await ofItself(signed))
        assert.deepEqual([answer.status, answer.body['error']], [400, 'unsupported_token_type'])
      })

      test('unknown, foreign, or spent: 200; another client’s stays', async () => {
        const one = await grant(opaque)
        for (const token of ['unknown', 'a.b.c', one.refresh, one.access, '\u0000']) {
          assert.equal((await revoke(other, token)).status, 200)
        }
        assert.equal(await isAlive(one.access), true)
        const next = await refresh(opaque, one.refresh)
        assert.equal((await revoke(opaque, one.refresh)).status, 200)
        const token = next.body['refresh_token'] ?? ''
        assert.equal((await refresh(opaque, token)).status, 400, 'a spent one is of the grant too')
      })

      test('the client proves who it is, a public one names itself; a token must be there', async () => {
        const wrong = { ...opaque, secret: 'wrong' }
        assert.equal((await revoke(wrong, 'x')).status, 401)
        assert.equal((await revoke(opaque, '')).status, 400)
        const open = await installClient(server, acme.id, { token_endpoint_auth_method: 'none' })
        const code = codeFields(await seedCode(server, open, userId), { client_id: open.id })
        const { body } = await postForm(server, '/oidc/acme/token', code)
        const fields = { token: body['refresh_token'], client_id: open.id }
        assert.equal((await postForm(server, '/oidc/acme/revoke', fields)).status, 200)
        assert.equal(await isAlive(body['access_token'] ?? ''), false)
      })
    })

    describe('RFC 7662', () => {
      test('a live token of a user, opaque or signed, and its refresh token', async () => {
        for (const by of [opaque, signed]) {
          const one = await grant(by)
          const now = Math.floor(server.clock.now() / 1000)
          const { jti, ...told } = await introspect(by, one.access)
          assert.equal(jti === undefined, by === opaque)
          assert.deepEqual(told, {
            active: true,
            iss: 'http://id.example/oidc/acme',
            client_id: by.id,
            sub: String(userId),
            username: 'agent',
            aud: 'http://id.example/api/account/acme',
            scope: 'openid users:read offline_access',
            token_type: 'Bearer',
            iat: now,
            exp: now + 600,
          })
          const ofRefresh = await introspect(by, one.refresh, { token_type_hint: 'access_token' })
          assert.deepEqual(
            [ofRefresh['active'], ofRefresh['exp'], 'token_type' in ofRefresh],
            [true, now + 30 * 86_400, false],
          )
        }
      })

      test('a token of the application itself', async () => {
        for (const by of [opaque, signed]) {
          const told = await introspect(by, await ofItself(by))
          assert.deepEqual(
            [told['active'], told['sub'], told['client_id'], 'username' in told],
            [true, by.id, by.id, false],
          )
        }
      })

      test('what is not for the one who asks is inactive, and nothing else', async () => {
        const one = await grant(opaque)
        for (const token of [
          one.access,
          one.refresh,
          'unknown',
          'a.b.c',
          acme.users.agent.bearer,
        ]) {
          assert.deepEqual(await introspect(other, token), { active: false })
        }
        assert.equal((await introspect(opaque, one.access))['active'], true)
      })

      test('a resource server is told of every access token of its account, of no refresh token', async () => {
        const zenith = await seedAccount(server, `zenith${kind}`)
        const foreign = await installClient(server, zenith.id, { scope: 'introspect' })
        for (const by of [opaque, signed]) {
          const one = await grant(by)
          assert.equal((await introspect(resource, one.access))['active'], true)
          assert.deepEqual(await introspect(resource, one.refresh), { active: false })
          assert.deepEqual(await introspect(foreign, one.access), { active: false })
        }
      })

      test('inactive at once: expired, spent, revoked, of a user or a client that may not act', async () => {
        const ended: readonly (() => Promise<unknown>)[] = [
          async () => server.clock.advance(600_000),
          async () => changeUser({ isEnabled: false }),
          async () => changeUser({ blocked: true }),
          async () => changeClient(false),
          async () => server.storage.write((tx) => tx.grants.revokeOfUser(acme.id, userId)),
        ]
        for (const end of ended) {
          const tokens = await Promise.all(
            [opaque, signed].map(async (by) => (await grant(by)).access),
          )
          for (const token of tokens) {
            assert.equal((await introspect(resource, token))['active'], true)
          }
          await end()
          for (const token of tokens) {
            assert.deepEqual(await introspect(resource, token), { active: false }, String(end))
          }
          await changeUser({ isEnabled: true, blocked: false })
          await changeClient(true)
        }
        const one = await grant(opaque)
        await refresh(opaque, one.refresh)
        assert.deepEqual(await introspect(opaque, one.refresh), { active: false })
      })

      test('who asks proves who they are', async () => {
        const open = await installClient(server, acme.id, { token_endpoint_auth_method: 'none' })
        const path = '/oidc/acme/introspect'
        const answer = await postForm(server, path, { token: 'x', client_id: open.id })
        assert.deepEqual([answer.status, answer.body['error']], [401, 'invalid_client'])
        assert.equal((await postForm(server, path, { token: 'x' })).status, 401)
        const inUrl = await postForm(server, `${path}?token=x`, {})
        assert.equal(inUrl.status, 400)
      })
    })

    async function changeUser(change: object): Promise<void> {
      await server.storage.write(async (tx) => {
        const user = await tx.users.find(acme.id, userId)
        assert.ok(user)
        await tx.users.update(acme.id, { ...user, ...change })
        await tx.accounts.nextRevision(acme.id)
      })
    }

    async function changeClient(enabled: boolean): Promise<void> {
      for (const { id } of [opaque, signed]) {
        await server.storage.write(async (tx) => {
          const stored = await tx.applications.find(acme.id, id)
          assert.ok(stored)
          const application = { ...stored.application, enabled }
          await tx.applications.update(acme.id, { ...stored, application })
        })
      }
    }
  })
}
