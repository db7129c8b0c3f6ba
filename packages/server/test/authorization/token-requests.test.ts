import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  assertError,
  atIssuer,
  basic,
  codeFields,
  type Fields,
  installClient,
  postForm,
  seedCode,
  type TestClient,
} from './tokens.ts'

for (const kind of databaseKinds) {
  describe(`who asks the token endpoint, and how, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let zenith: SeededAccount
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedAccount(server, 'acme')
      zenith = await seedAccount(server, 'zenith')
      client = await installClient(server, acme.id)
      userId = acme.users.agent.user.id
    })
    after(() => server.stop())

    const token = (fields: Fields, by: TestClient = client) => atIssuer(server, by, 'token', fields)
    const newCode = (given: Parameters<typeof seedCode>[3] = {}, by: TestClient = client) =>
      seedCode(server, by, userId, given)

    describe('RFC 6749 section 2.3: who the client is', () => {
      const credentials = { grant_type: 'client_credentials' }
      const path = '/oidc/acme/token'

      test('by Basic or in the form, as it is registered', async () => {
        const { id, secret } = client
        const inForm = { ...credentials, client_id: id, client_secret: secret }
        assert.equal((await postForm(server, path, inForm)).status, 200)
        const onlyBasic = await installClient(server, acme.id, {
          token_endpoint_auth_method: 'client_secret_basic',
        })
        assert.equal((await token(credentials, onlyBasic)).status, 200)
        const byPost = { ...credentials, client_id: onlyBasic.id, client_secret: onlyBasic.secret }
        assertError(await postForm(server, path, byPost), 401, 'invalid_client')
      })

      test('refusals: 401 with a challenge when Basic was tried, the same for all', async () => {
        const wrong = await postForm(server, path, credentials, basic({ ...client, secret: 'x' }))
        const unknown = await postForm(
          server,
          path,
          credentials,
          basic({ id: 'nobody', secret: 'x' }),
        )
        for (const answer of [wrong, unknown]) {
          assertError(answer, 401, 'invalid_client')
          assert.equal(answer.headers.get('www-authenticate'), 'Basic realm="Watchword"')
        }
        assert.equal(wrong.text, unknown.text)
        const inForm = { ...credentials, client_id: client.id, client_secret: 'x' }
        const post = await postForm(server, path, inForm)
        assertError(post, 401, 'invalid_client')
        assert.equal(post.headers.get('www-authenticate'), null)
        const none = { ...credentials, client_id: client.id }
        assertError(await postForm(server, path, none), 401, 'invalid_client')
      })

      test('two ways at once, a client of another account, a public client', async () => {
        const both = { ...credentials, client_id: client.id, client_secret: client.secret }
        assertError(await postForm(server, path, both, basic(client)), 400, 'invalid_request')
        const foreign = await installClient(server, zenith.id)
        const answer = await postForm(server, path, credentials, basic(foreign))
        assertError(answer, 401, 'invalid_client')
        const open = await installClient(server, acme.id, { token_endpoint_auth_method: 'none' })
        const fields = { ...credentials, client_id: open.id }
        assertError(await postForm(server, path, fields), 400, 'unauthorized_client')
        const code = codeFields(await newCode({}, open), { client_id: open.id })
        assert.equal((await postForm(server, path, code)).status, 200)
      })

      test('a client that was disabled, or whose account is suspended, is nobody at once', async () => {
        const by = await installClient(server, acme.id)
        assert.equal((await token(credentials, by)).status, 200)
        const stored = await server.storage.read.applications.find(acme.id, by.id)
        assert.ok(stored)
        const application = { ...stored.application, enabled: false }
        await server.storage.write((tx) =>
          tx.applications.update(acme.id, { ...stored, application }),
        )
        assertError(await token(credentials, by), 401, 'invalid_client')
        const ofZenith = await installClient(server, zenith.id)
        await server.storage.write((tx) => tx.accounts.update(zenith.id, { status: 'suspended' }))
        const suspended = await token(credentials, ofZenith)
        assert.equal(suspended.status, 404)
        const missing = await postForm(server, '/oidc/nobody/token', credentials, basic(client))
        assert.deepEqual([suspended.status, suspended.text], [missing.status, missing.text])
        await server.storage.write((tx) => tx.accounts.update(zenith.id, { status: 'active' }))
        assert.equal((await token(credentials, ofZenith)).status, 200)
      })

      test('who fails too often is told to wait, and others are not', async () => {
        const by = await installClient(server, acme.id)
        const bad = { ...by, secret: 'wrong' }
        const statuses: number[] = []
        for (let attempt = 0; attempt < 31; attempt += 1) {
          statuses.push((await token(credentials, bad)).status)
        }
        assert.deepEqual(new Set(statuses.slice(0, 30)), new Set([401]))
        assert.equal(statuses[30], 429)
        const slowed = await token(credentials, by)
        assertError(slowed, 429, 'temporarily_unavailable')
        assert.ok(Number(slowed.headers.get('retry-after')) >= 1)
        assert.equal((await token(credentials)).status, 200)
        const refusals = (await audited('ACApplicationObject')).filter(
          ({ objectId, action }) => objectId === by.id && action === 'Refused',
        )
        assert.ok(refusals.length >= 1 && refusals.length < 10, `${refusals.length} are audited`)
        server.clock.advance(60_000)
        assert.equal((await token(credentials, by)).status, 200)
      })
    })

    describe('RFC 6749 section 3.2: what is sent, and how', () => {
      test('in the form body alone; secrets never in the URL', async () => {
        const { id, secret } = client
        const inUrl = new URLSearchParams({ client_id: id, client_secret: secret })
        const fields = { grant_type: 'client_credentials' }
        assertError(
          await postForm(server, `/oidc/acme/token?${inUrl}`, fields),
          400,
          'invalid_request',
        )
        const json = await call(server, 'POST', '/oidc/acme/token', {
          body: { ...fields, client_id: id, client_secret: secret },
        })
        assert.equal(json.status, 400)
        assert.equal((json.body as { error: string }).error, 'invalid_request')
        const text = await call(server, 'POST', '/oidc/acme/token', {
          headers: { 'content-type': 'text/plain', ...basic(client) },
        })
        assert.equal(text.status, 400)
      })

      test('a parameter twice, one that is missing, another grant type', async () => {
        const send = async (body: string) => {
          const headers = {
            ...basic(client),
            'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          }
          const response = await fetch(`${server.origin}/oidc/acme/token`, {
            ...{ method: 'POST', body, headers },
          })
          return [response.status, (await response.json()) as { error: string }] as const
        }
        const twice = 'grant_type=client_credentials&scope=users:read&scope=msg.consumer'
        for (const [body, error] of [
          [twice, 'invalid_request'],
          ['', 'invalid_request'],
          ['grant_type=password&username=a&password=b', 'unsupported_grant_type'],
          ['grant_type=refresh_token', 'invalid_request'],
          ['grant_type=client_credentials&scope=%22', 'invalid_scope'],
        ]) {
          const [status, answer] = await send(body ?? '')
          assert.deepEqual([status, answer.error], [400, error], String(body))
        }
        assert.equal((await send('grant_type=client_credentials&extra=foobar&scope='))[0], 200)
      })

      test('pages of the application may read the answer, others may not', async () => {
        const fields = { grant_type: 'client_credentials' }
        const from = (origin: string) =>
          postForm(server, '/oidc/acme/token', fields, { ...basic(client), origin })
        const allowed = (await from('https://app.example')).headers
        assert.equal(allowed.get('access-control-allow-origin'), 'https://app.example')
        assert.equal(allowed.get('access-control-allow-credentials'), null)
        for (const origin of ['https://evil.example', 'null', 'http://app.example']) {
          assert.equal((await from(origin)).headers.get('access-control-allow-origin'), null)
        }
      })
    })

    test('whatever a client that proved itself sends is answered, and never with a 5xx', async () => {
      const names = ['grant_type', 'code', 'refresh_token', 'scope', 'token', 'redirect_uri', 'v']
      const grants = ['authorization_code', 'refresh_token', 'client_credentials']
      const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...grants))
      const form = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value)
      for (const path of [
        ...['/oidc/acme/token', '/oidc/acme/introspect', '/oidc/acme/revoke'],
        ...['/sentinel/api/account/acme/token', '/sentinel/api/account/acme/app/token'],
        '/sentinel/api/account/acme/token/revoke',
      ]) {
        for (const fields of fc.sample(form, 40)) {
          const { status } = await postForm(server, path, fields, basic(client))
          assert.ok(status < 500, `${status} for ${path} ${JSON.stringify(fields)}`)
        }
      }
    })

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
