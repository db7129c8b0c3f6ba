import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClients } from '#domain/applications/create-clients.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedClient, seedGrant, seedToken, withPublicOrigin } from '../support/tokens.ts'

const keys = '/app-key-manager/api/account/1001/keys'
const day = 86_400_000

for (const kind of databaseKinds) {
  describe(`from an API key to an application, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let admin: string

    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      account = await seedAccount(server, '1001')
      admin = account.users.admin.bearer
    })
    after(() => server.stop())

    async function makeKey(appName: string, more: object = {}): Promise<string> {
      const privileges = [
        { data: 'users', type: 'Read' },
        { data: 'users', type: 'Write' },
        { data: 'user-login', type: 'Invoke' },
      ]
      const body = { appName, developerID: 'x', privileges, ipRanges: [], ...more }
      const made = await call(server, 'POST', keys, { bearer: admin, body })
      assert.equal(made.status, 201, made.text)
      return (made.body as { readonly keyId: string }).keyId
    }
    const migrate = (keyId: string, body?: unknown, bearer = admin) =>
      call(server, 'POST', `/api/account/1001/watchword/api-keys/${keyId}/migrate`, {
        bearer,
        ...(body === undefined ? {} : { body }),
      })

    test('the application may do what the key may, and both work until the key ends', async () => {
      const keyId = await makeKey('Nightly')
      await seedUser(server, account.id, {
        id: 777,
        loginName: 'night.bot',
        isApiUser: true,
        userTypeId: 2,
        allowedAppKeys: keyId,
        profileIds: [account.profileIds.agent],
      })
      const answer = await migrate(keyId)
      assert.equal(answer.status, 201, answer.text)
      const { clientId, clientSecret, ...rest } = answer.body as {
        readonly clientId: string
        readonly clientSecret: string
      }
      const endsAt = server.clock.now() + 30 * day
      assert.deepEqual(rest, {
        keyId,
        keyEndsAt: new Date(endsAt).toISOString(),
        scopes: ['user-login:invoke', 'users:read', 'users:write'],
        botLoginNames: ['night.bot'],
      })
      const clients = createClients(server)
      const client = await clients.find(account.id, clientId)
      assert.deepEqual(
        [client?.name, client?.scope, [...(client?.grantTypes ?? [])]],
        ['Nightly', 'user-login:invoke users:read users:write', ['client_credentials']],
      )
      assert.equal(await clients.secretMatches(account.id, clientId, clientSecret), true)
      const stored = await server.storage.read.apiKeys.find(account.id, keyId)
      assert.deepEqual([stored?.key.enabled, stored?.key.expiresAt], [true, endsAt])
      const filter = {
        from: undefined,
        to: undefined,
        objectTypes: ['ACApplicationObject', 'ACApiKeyObject'],
        actorLoginNames: ['admin'],
        includeAutomatic: true,
        includeLpa: true,
      }
      const page = { limit: 50, offset: 0, order: [{ by: 'at' as const, descending: true }] }
      const events = await server.storage.read.audit.query(account.id, filter, page)
      assert.ok(events.some((event) => event.objectId === clientId && event.action === 'Add new'))
      assert.ok(events.some((event) => event.objectId === keyId && event.action === 'Edit'))
      assert.doesNotMatch(JSON.stringify(events), new RegExp(clientSecret))
    })

    test('a key that ends earlier keeps its end; another name and time are taken', async () => {
      const keyId = await makeKey('Short', { expirationTime: server.clock.now() + day })
      const stored = await server.storage.read.apiKeys.find(account.id, keyId)
      const answer = await migrate(keyId, { name: 'Another', overlapDays: 7 })
      assert.equal(answer.status, 201, answer.text)
      const { keyEndsAt } = answer.body as { readonly keyEndsAt: string }
      assert.equal(Date.parse(keyEndsAt), stored?.key.expiresAt)
    })

    test('all or nothing: a name that is taken leaves the key as it was', async () => {
      const keyId = await makeKey('Twin')
      await seedClient(server, account.id, { client_name: 'Twin' })
      const answer = await migrate(keyId)
      assert.equal(answer.status, 409, answer.text)
      const stored = await server.storage.read.apiKeys.find(account.id, keyId)
      assert.equal(stored?.key.expiresAt, undefined)
      assert.equal(stored?.key.revision, 1)
    })

    test('for administrators who may change keys; a token needs both scopes', async () => {
      const keyId = await makeKey('Guarded')
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        const { bearer } = account.users[role]
        assert.equal((await migrate(keyId, undefined, bearer)).status, 403, role)
      }
      const scope = 'app-keys:write applications:write'
      const { client } = await seedClient(server, account.id, { scope })
      const tokenWith = async (granted: string) => {
        const { id } = account.users.admin.user
        const grant = await seedGrant(server, client, id, { scope: granted })
        return seedToken(server, client, { grant })
      }
      const weak = await migrate(keyId, undefined, await tokenWith('app-keys:write'))
      assert.equal(weak.status, 403)
      assert.match(weak.headers.get('www-authenticate') ?? '', /scope="applications:write"/)
      assert.equal((await migrate(keyId, undefined, await tokenWith(scope))).status, 201)
    })

    test('bad input, and a key that is not there', async () => {
      const keyId = await makeKey('Careful')
      for (const body of [
        { overlapDays: -1 },
        { overlapDays: 366 },
        { name: '' },
        { days: 1 },
        [],
      ]) {
        assert.equal((await migrate(keyId, body)).status, 400, JSON.stringify(body))
      }
      for (const id of ['nothing', '..%2f', 'x'.repeat(100)]) {
        assert.equal((await migrate(id)).status, 404, id)
      }
      const other = await seedAccount(server, `x${kind.slice(0, 4)}`)
      const theirs = await call(
        server,
        'POST',
        `/api/account/${other.id}/watchword/api-keys/${keyId}/migrate`,
        { bearer: other.users.admin.bearer },
      )
      assert.equal(theirs.status, 404)
    })
  })
}
