import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createIssueCounter } from '#domain/applications/count-issues.ts'
import { createClients } from '#domain/applications/create-clients.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { auditTrail, seedApps, type Wire } from './support.ts'

for (const kind of databaseKinds) {
  describe(`secrets and clients on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const watchword = (accountId: string, path: string) =>
      `/api/account/${accountId}/watchword/applications${path}`

    test('a reroll with an overlap: both secrets work until its end, then the new one alone', async () => {
      const { account, install } = await seedApps(server)
      const { storage, clock } = server
      const clients = createClients({ storage, clock })
      const app = await install()
      const { bearer } = account.users.admin
      const matches = async (secret = '') => clients.secretMatches(account.id, app.id, secret)
      assert.equal(await matches(app.client_secret), true)

      const url = watchword(account.id, `/${app.id}/reroll`)
      const answer = await call(server, 'POST', url, { bearer, body: { overlapMinutes: 10 } })
      assert.equal(answer.status, 200)
      const next = answer.body as Wire
      assert.match(next.client_secret ?? '', /^[0-9a-v]{32}$/)
      assert.notEqual(next.client_secret, app.client_secret)
      const until = clock.now() + 600_000
      assert.equal(next['previous_client_secret_expires_at'], Math.floor(until / 1000))
      assert.deepEqual(
        [await matches(app.client_secret), await matches(next.client_secret)],
        [true, true],
      )
      clock.advance(599_999)
      assert.equal(await matches(app.client_secret), true)
      clock.advance(1)
      assert.deepEqual(
        [await matches(app.client_secret), await matches(next.client_secret)],
        [false, true],
      )
      for (const wrong of ['', 'x', `${next.client_secret} `, 'x'.repeat(100_000)]) {
        assert.equal(await matches(wrong), false)
      }

      const ended = await call(server, 'POST', url, { bearer })
      assert.equal(ended.status, 200)
      assert.equal((ended.body as Wire)['previous_client_secret_expires_at'], undefined)
      assert.equal(await matches(next.client_secret), false)
      assert.equal(await matches((ended.body as Wire).client_secret), true)
      const text = JSON.stringify(await auditTrail(server, account.id))
      assert.match(text, /made new; the old one ends 20/)
      for (const { client_secret: secret = '-' } of [app, next, ended.body as Wire]) {
        assert.ok(!text.includes(secret))
      }
    })

    test('a reroll is an administrator’s, of their own account, of a known revision, with a known body', async () => {
      const { account, install } = await seedApps(server)
      const app = await install()
      const zenith = await seedApps(server)
      const { bearer } = account.users.admin
      const url = watchword(account.id, `/${app.id}/reroll`)
      const reroll = async (options: Parameters<typeof call>[3], at = url) =>
        (await call(server, 'POST', at, options)).status
      assert.equal(await reroll({ bearer: account.users.agent.bearer }), 403)
      assert.equal(await reroll({ bearer: zenith.account.users.admin.bearer }), 404)
      const theirs = watchword(zenith.account.id, `/${app.id}/reroll`)
      assert.equal(await reroll({ bearer: zenith.account.users.admin.bearer }, theirs), 404)
      for (const body of [
        { overlap: 1 },
        { overlapMinutes: '1' },
        { overlapMinutes: 43_201 },
        [],
      ]) {
        assert.equal(await reroll({ bearer, body }), 400)
      }
      assert.equal(await reroll({ bearer, headers: { 'if-match': '9' } }), 412)
      assert.equal(await reroll({ bearer, headers: { 'if-match': '"1"' } }), 200)
    })

    test('a client is found as its manifest says, with our defaults, until it is switched off', async () => {
      const { account, ask, install } = await seedApps(server)
      const { storage, clock } = server
      const clients = createClients({ storage, clock })
      const app = await install({
        enabled_for_profiles: [7],
        redirect_uris: ['https://a/', 'https://a/'],
      })
      const find = async () => clients.find(account.id, app.id)
      assert.deepEqual(await find(), {
        accountId: account.id,
        id: app.id,
        name: 'connector',
        displayName: 'connector',
        localNames: new Map(),
        logoUri: undefined,
        grantTypes: new Set(['client_credentials']),
        redirectUris: ['https://a/'],
        postLogoutRedirectUris: [],
        scope: 'msg.consumer',
        ownScopes: ['msg.consumer'],
        authMethod: undefined,
        jwks: undefined,
        jwksUri: undefined,
        applicationType: 'web',
        idTokenAlgorithm: 'RS256',
        accessTokenFormat: 'at+jwt',
        accessTokenAlgorithm: 'ES256',
        requirePkce: true,
        firstParty: false,
        onlyStandard: false,
        sentinelConsent: false,
        enabledForProfiles: new Set([7]),
      })
      // PostgreSQL may deliver the announcement to its sender again, a moment later.
      await until(() => {
        const found = clients.find(account.id, app.id)
        return !(found instanceof Promise)
      }, 5000)
      assert.equal(clients.find(account.id, app.id.toUpperCase()) instanceof Promise, true)
      assert.equal(await clients.find(account.id, 'x'.repeat(10_000)), undefined)
      const other = await seedApps(server)
      assert.equal(await clients.find(other.account.id, app.id), undefined)
      assert.equal(
        await clients.secretMatches(other.account.id, app.id, app.client_secret ?? ''),
        false,
      )

      await ask('PUT', `/${app.id}`, { body: { enabled: false } })
      assert.equal(await find(), undefined)
      assert.equal(await clients.secretMatches(account.id, app.id, app.client_secret ?? ''), false)
      await ask('PUT', `/${app.id}`, { body: { enabled: true, grant_types: null } })
      assert.deepEqual((await find())?.grantTypes, new Set(['authorization_code']))
      await storage.write((tx) =>
        tx.accounts.update(account.id, { status: 'suspended', suspendedAt: clock.now() }),
      )
      assert.equal(await find(), undefined)
    })

    test('quick launch: enabled, with an entry, and for a profile of the user', async () => {
      const { account, install } = await seedApps(server)
      const entry_uri = 'https://brand.example/launch'
      const shown = { quick_launch_enabled: true, entry_uri }
      const everybody = await install({ ...shown, client_name: 'b', display_name: 'Everybody' })
      server.clock.advance(1)
      const agents = await install({
        ...shown,
        ...{ client_name: 'agents', enabled_for_profiles: [account.profileIds.agent] },
      })
      await install({ ...shown, client_name: 'nobody', enabled_for_profiles: [] })
      await install({ ...shown, client_name: 'off', enabled: false })
      await install({ client_name: 'no switch', entry_uri })
      await install({ client_name: 'no entry', quick_launch_enabled: true, entry_uri: '' })
      const url = watchword(account.id, '/quick-launch')
      const menu = async (bearer: string) => (await call(server, 'GET', url, { bearer })).body
      const common = { description: '', logoUri: '', entryUri: entry_uri }
      const first = { id: everybody.id, name: 'Everybody', ...common }
      assert.deepEqual(await menu(account.users.manager.bearer), { applications: [first] })
      const forAgents = await menu(account.users.agent.bearer)
      assert.deepEqual(forAgents, {
        applications: [first, { id: agents.id, name: 'agents', ...common }],
      })
      assert.ok(!JSON.stringify(forAgents).includes(everybody.client_secret ?? '-'))
      const zenith = await seedApps(server)
      const stranger = { bearer: zenith.account.users.agent.bearer }
      assert.equal((await call(server, 'GET', url, stranger)).status, 404)
    })

    test('the last use: of a token in its own name, or the day of a call; of administrators’ own account', async () => {
      const { account, install } = await seedApps(server)
      const { storage, clock } = server
      const [talking, calling, idle] = [
        await install(),
        await install({ client_name: 'calling' }),
        await install({ client_name: 'idle' }),
      ]
      const hour = Math.floor(clock.now() / 3_600_000)
      const use = { clientId: talking.id, hour, count: 2, lastAt: clock.now() - 5 }
      const day = Number(new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', ''))
      const called = { dimension: 'application', name: calling.id } as const
      const counted = { count: 1, refused: 0, failed: 0 }
      await storage.write(async (tx) => {
        await tx.applicationUses.add(account.id, [use], 0)
        await tx.statistics.add(account.id, [{ ...called, ...counted, period: 'day', start: day }])
      })
      const url = watchword(account.id, '/last-uses')
      const { bearer } = account.users.admin
      const { body } = await call(server, 'GET', url, { bearer })
      const { applications } = body as { applications: { id: string; lastUsedAt: string | null }[] }
      assert.deepEqual(
        Object.fromEntries(applications.map(({ id, lastUsedAt }) => [id, lastUsedAt])),
        {
          [talking.id]: new Date(use.lastAt).toISOString(),
          [calling.id]: new Date(clock.now() - (clock.now() % 86_400_000)).toISOString(),
          [idle.id]: null,
        },
      )
      assert.equal(
        (await call(server, 'GET', url, { bearer: account.users.agent.bearer })).status,
        403,
      )
      const zenith = await seedApps(server)
      const stranger = { bearer: zenith.account.users.admin.bearer }
      assert.equal((await call(server, 'GET', url, stranger)).status, 404)
      const own = await call(server, 'GET', watchword(zenith.account.id, '/last-uses'), stranger)
      assert.deepEqual(own.body, { applications: [] })
    })

    test('tokens in its own name are counted by hour', async () => {
      const { account, install } = await seedApps(server)
      const app = await install()
      const { storage, clock } = server
      const fault = (error: unknown) => {
        throw error
      }
      const issues = createIssueCounter({ storage, clock, onFault: fault })
      const hour = Math.floor(clock.now() / 3_600_000)
      for (let count = 0; count < 3; count += 1) issues.issued(account.id, app.id)
      const { bearer } = account.users.admin
      const url = watchword(account.id, `/${app.id}/uses`)
      const agent = account.users.agent.bearer
      assert.equal((await call(server, 'GET', url, { bearer: agent })).status, 403)
      // In steps, or the administrator has been away for too long.
      for (let step = 0; step < 4; step += 1) {
        clock.advance(900_000)
        assert.equal((await call(server, 'GET', url, { bearer })).status, 200)
      }
      issues.issued(account.id, app.id)
      await issues.close()
      const uses = await call(server, 'GET', url, { bearer })
      const { hours } = uses.body as { hours: { hour: string; tokens: number }[] }
      assert.deepEqual(
        hours.map(({ hour: at, tokens }) => [at, tokens]),
        [
          [new Date(hour * 3_600_000).toISOString(), 3],
          [new Date((hour + 1) * 3_600_000).toISOString(), 1],
        ],
      )
      const last = await call(server, 'GET', `${url}?hours=1`, { bearer })
      assert.equal((last.body as { hours: unknown[] }).hours.length, 1)
      for (const hours of ['0', '2209', 'x', '-1', '1e3']) {
        assert.equal((await call(server, 'GET', `${url}?hours=${hours}`, { bearer })).status, 400)
      }
      const zenith = await seedApps(server)
      const theirs = watchword(zenith.account.id, `/${app.id}/uses`)
      const stranger = { bearer: zenith.account.users.admin.bearer }
      assert.equal((await call(server, 'GET', theirs, stranger)).status, 404)
    })
  })
}
