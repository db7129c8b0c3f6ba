import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { accessTokenHash } from '@watchword/protocol/oidc/id-token.ts'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { until } from '../support/until.ts'
import {
  assertError,
  atIssuer,
  codeFields,
  type Fields,
  headerOf,
  installClient,
  payloadOf,
  redirectUri,
  seedCode,
  type TestClient,
} from './tokens.ts'

for (const kind of databaseKinds) {
  describe(`the token endpoint of an issuer on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: 'http://id.example' })
      acme = await seedAccount(server, 'acme')
      client = await installClient(server, acme.id)
      userId = acme.users.agent.user.id
    })
    after(() => server.stop())

    const issuer = 'http://id.example/oidc/acme'
    const token = (fields: Fields, by: TestClient = client) => atIssuer(server, by, 'token', fields)
    const newCode = (given: Parameters<typeof seedCode>[3] = {}, by: TestClient = client) =>
      seedCode(server, by, userId, given)

    test('a code for tokens: signed by the account, bound together, accepted by the APIs', async () => {
      const answer = await token(codeFields(await newCode()))
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.equal(answer.headers.get('pragma'), 'no-cache')
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      const { access_token, id_token, refresh_token, ...rest } = answer.body
      assert.deepEqual(rest, {
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'openid users:read offline_access',
      })
      assert.match(refresh_token ?? '', /^[0-9a-f]{128}$/)

      const jwks = (await call(server, 'GET', '/oidc/acme/jwks')).body
      const keys = createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0])
      const currentDate = new Date(server.clock.now())
      const id = await jwtVerify(id_token ?? '', keys, { issuer, audience: client.id, currentDate })
      assert.equal(id.protectedHeader.alg, 'RS256')
      const now = Math.floor(server.clock.now() / 1000)
      assert.deepEqual(
        { ...id.payload, sid: undefined },
        {
          iss: issuer,
          sub: String(userId),
          aud: client.id,
          iat: now,
          exp: now + 600,
          auth_time: now - 5,
          nonce: 'n-0S6_WzA2Mj',
          amr: ['pwd'],
          at_hash: accessTokenHash(access_token ?? '', 'RS256'),
          sid: undefined,
        },
      )
      const audience = 'http://id.example/api/account/acme'
      const access = await jwtVerify(access_token ?? '', keys, {
        ...{ issuer, audience, currentDate },
        typ: 'at+jwt',
      })
      assert.equal(access.protectedHeader.alg, 'ES256')
      assert.deepEqual(
        [access.payload.sub, access.payload['client_id'], access.payload['scope']],
        [String(userId), client.id, 'openid users:read offline_access'],
      )
      const me = await call(
        server,
        'GET',
        `/api/account/acme/configuration/le-users/users/${userId}`,
        {
          bearer: access_token ?? '',
        },
      )
      assert.equal(me.status, 200, me.text)
    })

    test('an opaque access token for who asks for it, and no id_token without openid', async () => {
      const opaque = await installClient(server, acme.id, { access_token_format: 'opaque' })
      const code = await newCode({ scope: 'users:read' }, opaque)
      const { body } = await token(codeFields(code), opaque)
      assert.match(body['access_token'] ?? '', /^[0-9a-f]{64}$/)
      assert.equal('id_token' in body, false)
      const without = await installClient(server, acme.id, { grant_types: ['authorization_code'] })
      const answer = await token(codeFields(await newCode({}, without)), without)
      assert.equal('refresh_token' in answer.body, false)
    })

    test('each algorithm for who asks for it', async () => {
      for (const alg of ['ES256', 'PS256', 'EdDSA']) {
        const by = await installClient(server, acme.id, {
          id_token_signed_response_alg: alg,
          access_token_signed_response_alg: alg,
        })
        const { body } = await token(codeFields(await newCode({}, by)), by)
        assert.equal(headerOf(body['id_token'])['alg'], alg)
        assert.equal(headerOf(body['access_token'])['alg'], alg)
        const hash = accessTokenHash(body['access_token'] ?? '', alg as 'ES256')
        assert.equal(payloadOf(body['id_token'])['at_hash'], hash)
      }
    })

    test('the claims parameter puts what it asks for into the id_token', async () => {
      const claims = '{"id_token":{"email":null,"name":{"essential":true},"sub":null}}'
      const { body } = await token(codeFields(await newCode({ claims })))
      const { email, name, sub } = payloadOf(body['id_token'])
      const { user } = acme.users.agent
      assert.deepEqual([email, name, sub], [user.email, user.fullName, String(userId)])
    })

    describe('a code is refused, and stays good, when', () => {
      let other: TestClient
      let open: TestClient
      before(async () => {
        other = await installClient(server, acme.id)
        open = await installClient(server, acme.id, { require_pkce: false })
      })
      const cases: readonly [string, Fields, Parameters<typeof seedCode>[3]?][] = [
        ['the verifier is wrong', { code_verifier: 'x'.repeat(43) }],
        ['the verifier is missing', { code_verifier: undefined }],
        ['the verifier is empty', { code_verifier: '' }],
        ['the verifier is short', { code_verifier: 'x' }],
        ['the redirect_uri is another', { redirect_uri: `${redirectUri}/` }],
        ['the redirect_uri is missing', { redirect_uri: undefined }],
        ['a verifier comes for a code without a challenge', {}, { codeChallenge: undefined }],
        ['the code was made by the other face', {}, { face: 'sentinel' }],
      ]
      for (const [name, change, given] of cases) {
        test(name, async () => {
          const code = await newCode(given)
          const refused = await token(codeFields(code, change))
          assertError(refused, 400, 'invalid_grant')
          if (given !== undefined) return
          assert.equal((await token(codeFields(code))).status, 200, 'it was not spent')
        })
      }

      test('another client sends it', async () => {
        const code = await newCode()
        assertError(await token(codeFields(code), other), 400, 'invalid_grant')
        assert.equal((await token(codeFields(code))).status, 200)
      })

      test('the redirect_uri was not sent before: it may be left out now, but not be another', async () => {
        const code = await newCode({ redirectUriSent: false })
        const wrong = codeFields(code, { redirect_uri: 'https://evil.example/' })
        assertError(await token(wrong), 400, 'invalid_grant')
        assert.equal((await token(codeFields(code, { redirect_uri: undefined }))).status, 200)
      })

      test('PKCE was left out by a client that may: no verifier is needed, and none is taken', async () => {
        const code = await newCode({ codeChallenge: undefined }, open)
        assertError(await token(codeFields(code), open), 400, 'invalid_grant')
        const answer = await token(codeFields(code, { code_verifier: undefined }), open)
        assert.equal(answer.status, 200)
      })
    })

    test('a code lives for 60 seconds', async () => {
      const [young, old] = [await newCode(), await newCode()]
      server.clock.advance(59_999)
      assert.equal((await token(codeFields(young))).status, 200)
      server.clock.advance(1)
      assertError(await token(codeFields(old)), 400, 'invalid_grant')
    })

    test('a second use is refused, ends what the first was given, and is audited', async () => {
      const code = await newCode()
      const first = await token(codeFields(code))
      const bearer = first.body['access_token'] ?? ''
      const path = `/api/account/acme/configuration/le-users/users/${userId}`
      assert.equal((await call(server, 'GET', path, { bearer })).status, 200)
      assertError(await token(codeFields(code)), 400, 'invalid_grant')
      assert.equal((await call(server, 'GET', path, { bearer })).status, 401)
      const refresh = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] }
      assertError(await token(refresh), 400, 'invalid_grant')
      const [event] = await audited('ACGrantObject')
      assert.deepEqual([event?.action, event?.element], ['Delete', 'codeReplay'])
    })

    test('a replay after the code has expired still tells', async () => {
      const code = await newCode()
      const first = await token(codeFields(code))
      server.clock.advance(5 * 60_000)
      assertError(await token(codeFields(code)), 400, 'invalid_grant')
      const refresh = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] }
      assertError(await token(refresh), 400, 'invalid_grant')
    })

    test('of 20 exchanges at once exactly one succeeds, and none of its tokens lives', async () => {
      const code = await newCode()
      const answers = await Promise.all(Array.from({ length: 20 }, () => token(codeFields(code))))
      assert.deepEqual(
        answers
          .map(({ status }) => status)
          .sort()
          .slice(0, 2),
        [200, 400],
      )
      const won = answers.find(({ status }) => status === 200)
      const refresh = { grant_type: 'refresh_token', refresh_token: won?.body['refresh_token'] }
      assertError(await token(refresh), 400, 'invalid_grant')
    })

    test('a user who may not act gets nothing: disabled, blocked, or not for this application', async () => {
      for (const change of [{ isEnabled: false }, { blocked: true }, { deleted: true }]) {
        const code = await newCode()
        await changeUser(change)
        assertError(await token(codeFields(code)), 400, 'invalid_grant')
        await changeUser({ isEnabled: true, blocked: false, deleted: false })
      }
      const managers = await installClient(server, acme.id, {
        enabled_for_profiles: [acme.profileIds.manager],
      })
      assertError(
        await token(codeFields(await newCode({}, managers)), managers),
        400,
        'invalid_grant',
      )
    })

    test('client credentials: a token of its own, no refresh token, no id_token', async () => {
      const answer = await token({ grant_type: 'client_credentials' })
      assert.deepEqual(Object.keys(answer.body).sort(), [
        'access_token',
        'expires_in',
        'scope',
        'token_type',
      ])
      assert.equal(answer.body['scope'], 'users:read msg.consumer')
      const claims = payloadOf(answer.body['access_token'])
      assert.deepEqual(
        [claims['sub'], claims['client_id'], 'grant' in claims],
        [client.id, client.id, false],
      )
      const bearer = answer.body['access_token'] ?? ''
      const users = await call(server, 'GET', '/api/account/acme/configuration/le-users/users', {
        bearer,
      })
      assert.equal(users.status, 200, users.text)
      const narrowed = await token({
        grant_type: 'client_credentials',
        scope: 'msg.consumer openid',
      })
      assert.equal(narrowed.body['scope'], 'msg.consumer')
      const more = { grant_type: 'client_credentials', scope: 'users:write' }
      assertError(await token(more), 400, 'invalid_scope')
    })

    test('issues are counted by application and hour, refusals are audited', async () => {
      const by = await installClient(server, acme.id)
      for (let issue = 0; issue < 3; issue += 1)
        await token({ grant_type: 'client_credentials' }, by)
      const none = await installClient(server, acme.id, { grant_types: ['authorization_code'] })
      const refused = await token({ grant_type: 'client_credentials' }, none)
      assertError(refused, 400, 'unauthorized_client')
      const events = await audited('ACApplicationObject')
      assert.equal(events.find(({ action }) => action === 'Refused')?.objectId, none.id)
      await until(async () => {
        const [use] = await server.storage.read.applicationUses.list(acme.id, by.id, 0)
        return use?.count === 3
      }, 5000)
    })

    async function changeUser(change: object): Promise<void> {
      await server.storage.write(async (tx) => {
        const user = await tx.users.find(acme.id, userId)
        assert.ok(user)
        await tx.users.update(acme.id, { ...user, ...change })
        await tx.accounts.nextRevision(acme.id)
      })
    }

    async function audited(objectType: string) {
      const filter = {
        ...{ from: undefined, to: undefined, actorLoginNames: undefined },
        ...{ objectTypes: [objectType], includeAutomatic: true, includeLpa: true },
      }
      return server.storage.read.audit.query(acme.id, filter, {
        ...{ limit: 100, offset: 0 },
        order: [{ by: 'at', descending: true }],
      })
    }
  })
}
