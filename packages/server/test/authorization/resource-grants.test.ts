import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Client } from '#domain/applications/client.ts'
import type { Grant } from '#domain/authorization/grant.ts'
import { randomInteger } from '#lib/random.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedClient, seedGrant, seedToken, withPublicOrigin } from '../support/tokens.ts'

for (const kind of databaseKinds) {
  describe(`grants and consents of users, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let client: Client
    let ofAgent: Grant
    let ofAdmin: Grant

    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
    })
    after(() => server.stop())
    beforeEach(async () => {
      account = await seedAccount(server, `g${randomInteger(0, 1e9)}`)
      client = (await seedClient(server, account.id, { scope: 'users:read grants:read' })).client
      const { agent, admin } = account.users
      ofAdmin = await seedGrant(server, client, admin.user.id, { scope: 'users:read' })
      server.clock.advance(1000)
      ofAgent = await seedGrant(server, client, agent.user.id, { scope: 'openid users:read' })
      await consent(agent.user.id)
      await consent(admin.user.id)
    })

    const consent = (userId: number) =>
      server.storage.write((tx) =>
        tx.consents.put(account.id, {
          userId,
          clientId: client.id,
          scopes: ['openid', 'users:read'],
          createdAt: server.clock.now(),
          updatedAt: server.clock.now(),
        }),
      )
    const at = (path: string) => `/api/account/${account.id}/watchword/${path}`
    const ask = (bearer: string, path: string, method = 'GET') =>
      call(server, method, at(path), { bearer })
    const idsOf = ({ body }: { readonly body: unknown }) =>
      (body as { readonly grants: readonly { readonly id: string }[] }).grants.map(({ id }) => id)
    const auditOf = (objectTypes: readonly string[]) =>
      server.storage.read.audit.query(
        account.id,
        {
          from: undefined,
          to: undefined,
          objectTypes,
          actorLoginNames: undefined,
          includeAutomatic: true,
          includeLpa: true,
        },
        { limit: 10, offset: 0, order: [{ by: 'at', descending: true }] },
      )

    test('an administrator sees every grant, newest first, or those of a user or an application', async () => {
      const { bearer } = account.users.admin
      const all = await ask(bearer, 'grants')
      assert.equal(all.status, 200, all.text)
      assert.deepEqual(idsOf(all), [ofAgent.id, ofAdmin.id])
      assert.deepEqual((all.body as { readonly grants: readonly unknown[] }).grants[0], {
        id: ofAgent.id,
        userId: account.users.agent.user.id,
        loginName: 'agent',
        clientId: client.id,
        clientName: client.name,
        path: 'oidc',
        scopes: ['openid', 'users:read'],
        current: false,
        createdAt: new Date(ofAgent.createdAt).toISOString(),
        lastUsedAt: new Date(ofAgent.lastUsedAt).toISOString(),
        expiresAt: new Date(ofAgent.expiresAt).toISOString(),
      })
      const { id } = account.users.agent.user
      assert.deepEqual(idsOf(await ask(bearer, `grants?userId=${id}`)), [ofAgent.id])
      assert.deepEqual(idsOf(await ask(bearer, `grants?clientId=${client.id}&limit=1`)), [
        ofAgent.id,
      ])
      assert.deepEqual(idsOf(await ask(bearer, 'grants?clientId=other')), [])
    })

    test('everybody sees their own, and nobody else’s', async () => {
      const { agent, admin } = account.users
      assert.deepEqual(idsOf(await ask(agent.bearer, 'me/grants')), [ofAgent.id])
      for (const path of ['grants', `grants?userId=${admin.user.id}`, 'consents']) {
        assert.equal((await ask(agent.bearer, path)).status, 403, path)
      }
      assert.equal((await ask(agent.bearer, `grants/${ofAdmin.id}`, 'DELETE')).status, 404)
      const consents = `users/${admin.user.id}/consents/${client.id}`
      assert.equal((await ask(agent.bearer, consents, 'DELETE')).status, 404)
      assert.notEqual(await server.storage.read.grants.find(account.id, ofAdmin.id), undefined)
    })

    test('a grant that is taken back ends its tokens at once, and is audited', async () => {
      const token = await seedToken(server, client, { grant: ofAgent })
      const users = `/api/account/${account.id}/configuration/le-users/users`
      assert.equal((await call(server, 'GET', users, { bearer: token })).status, 200)
      const ended = await ask(account.users.admin.bearer, `grants/${ofAgent.id}`, 'DELETE')
      assert.equal(ended.status, 204, ended.text)
      assert.equal((await call(server, 'GET', users, { bearer: token })).status, 401)
      const again = await ask(account.users.admin.bearer, `grants/${ofAgent.id}`, 'DELETE')
      assert.equal(again.status, 404)
      const [event] = await auditOf(['ACGrantObject'])
      assert.deepEqual(
        [event?.action, event?.objectId, event?.objectName, event?.actor.loginName],
        ['Delete', ofAgent.id, client.name, 'admin'],
      )
    })

    test('one’s own grant, by the token that follows from it: it is the current one, and can end itself', async () => {
      const scope = 'grants:read grants:write'
      const { client: other } = await seedClient(server, account.id, { scope })
      const grant = await seedGrant(server, other, account.users.agent.user.id, { scope })
      const token = await seedToken(server, other, { grant })
      const own = (await ask(token, 'me/grants')).body as {
        readonly grants: readonly { readonly id: string; readonly current: boolean }[]
      }
      assert.deepEqual(
        own.grants.filter(({ current }) => current).map(({ id }) => id),
        [grant.id],
      )
      assert.equal((await ask(token, `grants/${grant.id}`, 'DELETE')).status, 204)
      assert.equal((await ask(token, 'me/grants')).status, 401)
    })

    test('a consent that is taken back ends the grants of that user and application alone', async () => {
      const { agent, admin } = account.users
      const own = await ask(agent.bearer, 'me/consents')
      assert.deepEqual(
        (own.body as { readonly consents: readonly { readonly scopes: unknown }[] }).consents.map(
          ({ scopes }) => scopes,
        ),
        [['openid', 'users:read']],
      )
      const { client: other } = await seedClient(server, account.id, {})
      const elsewhere = await seedGrant(server, other, agent.user.id)
      assert.equal((await ask(agent.bearer, `me/consents/${client.id}`, 'DELETE')).status, 204)
      const { grants, consents } = server.storage.read
      assert.equal(await grants.find(account.id, ofAgent.id), undefined)
      assert.notEqual(await grants.find(account.id, elsewhere.id), undefined)
      assert.notEqual(await grants.find(account.id, ofAdmin.id), undefined)
      assert.equal(await consents.find(account.id, agent.user.id, client.id), undefined)
      assert.equal((await ask(agent.bearer, `me/consents/${client.id}`, 'DELETE')).status, 404)
      const events = await auditOf(['ACGrantObject', 'ACConsentObject'])
      assert.deepEqual(events.map(({ objectType }) => objectType).sort(), [
        'ACConsentObject',
        'ACGrantObject',
      ])
      const byAdmin = `users/${admin.user.id}/consents/${client.id}`
      assert.equal((await ask(admin.bearer, byAdmin, 'DELETE')).status, 204)
    })

    test('another account’s grant is as one that does not exist', async () => {
      const other = await seedAccount(server, `h${randomInteger(0, 1e9)}`)
      const { bearer } = other.users.admin
      const url = (id: string) => `/api/account/${other.id}/watchword/grants/${id}`
      const theirs = await call(server, 'DELETE', url(ofAgent.id), { bearer })
      const none = await call(server, 'DELETE', url('0'.repeat(32)), { bearer })
      assert.deepEqual([theirs.status, none.status], [404, 404])
      for (const id of ['..', '%00', 'x'.repeat(150)]) {
        const answer = await call(server, 'DELETE', url(id), { bearer })
        assert.ok(answer.status >= 400 && answer.status < 500, id)
      }
    })
  })
}
