import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { installClient, postForm, type TestClient } from './tokens.ts'

const issuer = 'http://id.example/oidc/acme'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

for (const kind of databaseKinds) {
  describe(`private_key_jwt on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    before(async () => {
      server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: 'http://id.example' })
      acme = await seedAccount(server, 'acme')
    })
    after(() => server.stop())

    /** A client that is registered with the public half of a new key. */
    async function withKey(alg: string, named: { readonly kid?: string } = {}) {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
      const jwk = { ...(await exportJWK(publicKey)), alg, ...named }
      const client = await installClient(server, acme.id, {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [jwk] },
      })
      return { client, privateKey, alg }
    }
    type Signer = Awaited<ReturnType<typeof withKey>>

    function sign(
      { client, privateKey, alg }: Signer,
      change: Readonly<Record<string, unknown>> = {},
      header: Partial<JWTHeaderParameters> = {},
    ): Promise<string> {
      const now = Math.floor(server.clock.now() / 1000)
      const claims = {
        ...{ iss: client.id, sub: client.id, aud: issuer, jti: randomUUID() },
        ...{ iat: now, exp: now + 60 },
        ...change,
      }
      return new SignJWT(claims).setProtectedHeader({ alg, ...header }).sign(privateKey)
    }

    const ask = (client_assertion: string, change: Readonly<Record<string, string>> = {}) =>
      postForm(server, '/oidc/acme/token', {
        ...{ grant_type: 'client_credentials', client_assertion_type: jwtBearer },
        client_assertion,
        ...change,
      })

    test('each algorithm, by its kind of key; with and without kid; for the issuer or the endpoint', async () => {
      for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
        const signer = await withKey(alg, { kid: 'k' })
        assert.equal((await ask(await sign(signer))).status, 200, alg)
        assert.equal((await ask(await sign(signer, {}, { kid: 'k' }))).status, 200, alg)
        const atEndpoint = await sign(signer, { aud: `${issuer}/token` }, { typ: 'JWT' })
        const answer = await ask(atEndpoint, { client_id: signer.client.id })
        assert.equal(answer.status, 200, answer.text)
      }
    })

    test('an assertion is good once, of two at once for one', async () => {
      const signer = await withKey('ES256')
      const assertion = await sign(signer)
      const answers = await Promise.all([ask(assertion), ask(assertion), ask(assertion)])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401])
      server.clock.advance(65_000)
      assert.equal((await ask(assertion)).status, 401)
    })

    test('refused, each with the same words', async () => {
      const signer = await withKey('ES256', { kid: 'k' })
      const stranger = await withKey('ES256')
      const now = Math.floor(server.clock.now() / 1000)
      const { client } = signer
      const assertions: readonly [string, Promise<string>][] = [
        ['the key of another', sign({ ...stranger, client })],
        ['another kid', sign(signer, {}, { kid: 'other' })],
        ['an access token', sign(signer, {}, { typ: 'at+jwt' })],
        ['another iss', sign(signer, { iss: 'other' })],
        ['another audience', sign(signer, { aud: 'https://other.example' })],
        ['two audiences', sign(signer, { aud: [issuer, 'https://other.example'] })],
        ['no exp', sign(signer, { exp: undefined })],
        ['expired', sign(signer, { exp: now - 300 })],
        ['too long-lived', sign(signer, { exp: now + 3600 })],
        ['not yet', sign(signer, { nbf: now + 300 })],
        ['no jti', sign(signer, { jti: undefined })],
        ['alg none', unsigned(client)],
      ]
      const texts = new Set<string>()
      for (const [name, assertion] of assertions) {
        const answer = await ask(await assertion)
        assert.deepEqual([answer.status, answer.body['error']], [401, 'invalid_client'], name)
        texts.add(answer.text)
      }
      assert.equal(texts.size, 1)
      const other = await ask(await sign(signer), { client_id: stranger.client.id })
      assert.deepEqual([other.status, other.body['error']], [400, 'invalid_request'])
    })

    test('its secret is no way in, on neither face', async () => {
      const { client } = await withKey('ES256')
      const fields = {
        ...{ grant_type: 'client_credentials', client_id: client.id },
        client_secret: client.secret,
      }
      assert.equal((await postForm(server, '/oidc/acme/token', fields)).status, 401)
      const sentinel = '/sentinel/api/account/acme/app/token'
      assert.equal((await postForm(server, sentinel, fields)).status, 401)
    })

    async function unsigned(client: TestClient): Promise<string> {
      const now = Math.floor(server.clock.now() / 1000)
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const claims = { iss: client.id, sub: client.id, aud: issuer, jti: 'x', exp: now + 60 }
      return `${encode({ alg: 'none' })}.${encode(claims)}.AAAA`
    }
  })
}
