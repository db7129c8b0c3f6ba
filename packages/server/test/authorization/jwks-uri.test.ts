import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { type ForeignServer, startForeignServer } from '../support/foreign-server.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { installClient, postForm, type TestClient } from './tokens.ts'

const publicOrigin = 'http://id.example'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const ownPort = 'https://keys.example:8443/jwks'

/** A key pair of a client, as it publishes and uses it. */
async function makeKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } }
}
type Key = Awaited<ReturnType<typeof makeKey>>

for (const kind of databaseKinds) {
  describe(`private_key_jwt with jwks_uri on ${kind}`, () => {
    let keyServer: ForeignServer
    /** What each path publishes. */
    const published = new Map<string, readonly JWK[]>()
    let server: TestServer
    let accounts: Readonly<Record<string, Awaited<ReturnType<typeof seedAccount>>>>

    before(async () => {
      keyServer = await startForeignServer((request, response) => {
        const keys = published.get(request.url ?? '')
        response.writeHead(keys === undefined ? 404 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ keys }))
      })
      server = await startTestServer(kind, {
        WATCHWORD_PUBLIC_ORIGIN: publicOrigin,
        WATCHWORD_OUTBOUND_ALLOW: `localhost:${keyServer.port}`,
      })
      accounts = {
        acme: await seedAccount(server, 'acme'),
        zenith: await seedAccount(server, 'zenith'),
      }
    })
    beforeEach(() => keyServer.start().catch(() => undefined))
    after(async () => {
      await server.stop()
      await keyServer.stop()
    })

    /** A client whose keys are at a path of its own, and what it publishes there. */
    async function withUri(keys: readonly Key[], account = 'acme') {
      const path = `/${randomUUID()}`
      const publish = (now: readonly Key[]) =>
        published.set(
          path,
          now.map(({ jwk }) => jwk),
        )
      publish(keys)
      const client = await install(`https://localhost:${keyServer.port}${path}`, account)
      const fetches = () => keyServer.requests.filter(({ url }) => url === path).length
      return { client, path, publish, fetches }
    }

    function install(jwks_uri: string, account = 'acme'): Promise<TestClient> {
      const { id } = accounts[account] ?? assert.fail()
      return installClient(server, id, {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri,
      })
    }

    function sign(client: TestClient, { kid, privateKey }: Key): Promise<string> {
      const now = Math.floor(server.clock.now() / 1000)
      const claims = {
        ...{ iss: client.id, sub: client.id, aud: `${publicOrigin}/oidc/${client.accountId}` },
        ...{ jti: randomUUID(), iat: now, exp: now + 60 },
      }
      return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
    }

    const ask = (client: TestClient, client_assertion: string) =>
      postForm(server, `/oidc/${client.accountId}/token`, {
        ...{ grant_type: 'client_credentials', client_assertion_type: jwtBearer },
        client_assertion,
      })

    async function statusOf(client: TestClient, key: Key): Promise<number> {
      const { status, body } = await ask(client, await sign(client, key))
      if (status !== 200) assert.equal(body['error'], 'invalid_client')
      return status
    }

    test('tokens for whoever holds the published key; the set is fetched once', async () => {
      const key = await makeKey('a')
      const { client, fetches } = await withUri([key])
      const statuses = await Promise.all([1, 2, 3].map(() => statusOf(client, key)))
      assert.deepEqual(statuses, [200, 200, 200])
      assert.equal(await statusOf(client, await makeKey('a')), 401)
      assert.equal(fetches(), 1)
    })

    test('a rotated key is found at its first use; the old one ends with that', async () => {
      const [first, second] = [await makeKey('a'), await makeKey('b')]
      const { client, publish, fetches } = await withUri([first])
      assert.equal(await statusOf(client, first), 200)
      publish([second])
      server.clock.advance(30_000)
      assert.equal(await statusOf(client, first), 200)
      assert.equal(await statusOf(client, second), 200)
      assert.equal(await statusOf(client, first), 401)
      assert.equal(fetches(), 2)
    })

    test('a flood of unknown kids makes one fetch in 30 seconds', async () => {
      const key = await makeKey('a')
      const { client, fetches } = await withUri([key])
      assert.equal(await statusOf(client, key), 200)
      const flood = async () => {
        const asked = Array.from({ length: 10 }, (_, index) =>
          statusOf(client, { ...key, kid: `unknown ${index}` }),
        )
        assert.deepEqual(new Set(await Promise.all(asked)), new Set([401]))
      }
      await flood()
      assert.equal(fetches(), 1)
      server.clock.advance(30_000)
      await flood()
      assert.equal(fetches(), 2)
      assert.equal(await statusOf(client, key), 200)
    })

    test('keys that are known work on while their server is down', async () => {
      const key = await makeKey('a')
      const { client } = await withUri([key])
      assert.equal(await statusOf(client, key), 200)
      await keyServer.stop()
      server.clock.advance(60 * 60_000)
      assert.equal(await statusOf(client, key), 200)
      server.clock.advance(25 * 60 * 60_000)
      assert.equal(await statusOf(client, key), 401)
      await keyServer.start()
      server.clock.advance(30_000)
      assert.equal(await statusOf(client, key), 200)
    })

    test('one kid at two clients, and in two accounts, is two keys', async () => {
      const keys = [await makeKey('a'), await makeKey('a'), await makeKey('a')] as const
      const clients = [
        (await withUri([keys[0]])).client,
        (await withUri([keys[1]])).client,
        (await withUri([keys[2]], 'zenith')).client,
      ] as const
      for (const client of clients) {
        for (const key of keys) {
          const isOwn = clients.indexOf(client) === keys.indexOf(key)
          assert.equal(await statusOf(client, key), isOwn ? 200 : 401)
        }
      }
    })

    test('what is no token makes no fetch', async () => {
      const { client, fetches } = await withUri([await makeKey('a')])
      const { status } = await ask(
        client,
        `${(await sign(client, await makeKey('a'))).slice(0, -1)}!`,
      )
      assert.ok(status === 400 || status === 401)
      assert.equal(fetches(), 0)
    })

    test('an address that is not public is not asked; the audit trail says so', async () => {
      const key = await makeKey('a')
      const inside = `https://127.0.0.1:${keyServer.port}/inside`
      const refused: readonly [string, RegExp][] = [
        ['https://127.0.0.1/jwks', /not public/],
        ['https://169.254.169.254/latest/meta-data', /not public/],
        [inside, /usual port/],
        [ownPort, /usual port/],
      ]
      const asked = keyServer.requests.length
      for (const [uri, reason] of refused) {
        const client = await install(uri)
        assert.equal(await statusOf(client, key), 401, uri)
        assert.match(await auditedReason(client), reason, uri)
      }
      assert.equal(keyServer.requests.length, asked)
    })

    /** The last refusal of the client, as an administrator reads it. */
    async function auditedReason(client: TestClient): Promise<string> {
      const events = await server.storage.read.audit.chain(client.accountId, 1, 1000)
      return JSON.stringify(events.filter(({ objectId }) => objectId === client.id))
    }
  })
}
