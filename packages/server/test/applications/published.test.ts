import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { withoutHeaderValues } from '#domain/applications/header-values.ts'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { auditTrail, connector, installations, rawTables, seedApps, type Wire } from './support.ts'

type Published = {
  readonly id: string
  readonly version: number
  readonly withdrawn: boolean
  readonly manifest: Readonly<Record<string, unknown>>
}

for (const kind of databaseKinds) {
  describe(`published applications on ${kind}`, () => {
    let server: TestServer
    let operator: string
    before(async () => {
      server = await startTestServer(kind)
      const made = await createOperatorToken(server, { label: 'test' })
      operator = made.value
    })
    after(() => server.stop())

    const operate = (method: string, path: string, body?: unknown) =>
      call(server, method, `/operator/v1${path}`, {
        bearer: operator,
        ...(body === undefined ? {} : { body }),
      })

    test('an account installs a copy, and takes a new version only when it says so', async () => {
      const { account, ask } = await seedApps(server)
      const { bearer } = account.users.admin
      const base = `/api/account/${account.id}/watchword/applications`
      const admin = (method: string, path: string, body?: unknown) =>
        call(server, method, `${base}${path}`, { bearer, ...(body === undefined ? {} : { body }) })
      const manifest = { ...connector, client_name: 'global one', own: { kept: true } }
      const made = await operate('POST', '/applications', { ...manifest, first_party: true })
      assert.equal(made.status, 201, made.text)
      const published = made.body as Published
      assert.equal(published.version, 1)
      assert.deepEqual(published.manifest, manifest)

      const offered = await admin('GET', '/published')
      const [offer] = (offered.body as { readonly applications: readonly Published[] }).applications
      assert.deepEqual(offer, {
        ...{ id: published.id, version: 1, firstParty: true, installed: null },
        manifest: withoutHeaderValues(manifest),
      })
      assert.ok(offered.text.includes('"header_name":"X-Brand"'))
      assert.ok(!offered.text.includes('header_value'), 'told to nobody before they are theirs')
      const path = `/published/${published.id}/install`
      assert.equal((await admin('POST', path, { version: 2 })).status, 412)
      assert.equal((await admin('POST', path, {})).status, 400)
      const installed = await admin('POST', path, { version: 1 })
      assert.equal(installed.status, 201, installed.text)
      const app = installed.body as Wire
      assert.equal(app.first_party, true)
      assert.deepEqual(app['capabilities'], connector.capabilities)
      assert.equal(app['global_application_id'], published.id)
      assert.deepEqual(app['own'], { kept: true })
      assert.equal((await admin('POST', path, { version: 1 })).status, 409)

      await ask('PUT', `/${app.id}`, { body: { enabled_for_profiles: [5], enabled: false } })
      const wider = { ...manifest, scope: 'msg.consumer users:write' }
      const next = await operate('PUT', `/applications/${published.id}`, wider)
      assert.equal((next.body as Published).version, 2)
      const read = async () => (await ask('GET', `/${app.id}`)).body as Wire
      assert.equal((await read())['scope'], 'msg.consumer', 'nothing is gained in silence')
      assert.equal((await admin('POST', `/${app.id}/update`, { version: 1 })).status, 412)
      const taken = await admin('POST', `/${app.id}/update`, { version: 2 })
      assert.equal(taken.status, 200, taken.text)
      assert.doesNotMatch(taken.text, /header_value|client_secret"/)
      const updated = await read()
      assert.equal(updated['scope'], 'msg.consumer users:write')
      assert.deepEqual([updated['enabled_for_profiles'], updated.enabled], [[5], false])
      assert.equal(updated.client_secret, app.client_secret)
      assert.deepEqual(updated['capabilities'], connector.capabilities)
      const trail = JSON.stringify(await auditTrail(server, account.id))
      assert.match(trail, /users:write/)

      const withdrawn = await operate('DELETE', `/applications/${published.id}`)
      assert.equal((withdrawn.body as Published).withdrawn, true)
      assert.deepEqual((await admin('GET', '/published')).body, { applications: [] })
      assert.equal((await admin('POST', `/${app.id}/update`, { version: 3 })).status, 404)
      assert.equal((await ask('GET', `/${app.id}`)).status, 200)
      const zenith = await seedApps(server)
      const late = await call(
        server,
        'POST',
        `/api/account/${zenith.account.id}/watchword/applications${path}`,
        { bearer: zenith.account.users.admin.bearer, body: { version: 3 } },
      )
      assert.equal(late.status, 404)
    })

    test('who reads the database finds no header and no address of a webhook, of older rows after their next change', async () => {
      const { account } = await seedApps(server)
      const { bearer } = account.users.admin
      const base = `/api/account/${account.id}/watchword/applications/published`
      const secrets = ['value-5d01', 'path-77ab', 'query-90fe']
      const [header_value, path, query] = secrets
      const webhooks = {
        event: {
          endpoint: `https://brand.example/${path}?t=${query}`,
          headers: [{ header_name: 'Authorization', header_value }],
        },
      }
      const manifest = { client_name: 'with hooks', capabilities: { other: 1, webhooks } }
      const kept = async () => {
        const raw = await rawTables(server)
        return secrets.filter((secret) => raw.includes(secret))
      }
      const install = (version: number) =>
        call(server, 'POST', `${base}/${id}/install`, { bearer, body: { version } })
      const made = await operate('POST', '/applications', manifest)
      const { id, manifest: answered } = made.body as Published
      assert.deepEqual(answered, manifest)
      assert.deepEqual(await kept(), [])
      assert.ok((await operate('GET', '/applications')).text.includes(secrets[2] ?? '-'))
      const next = await operate('PUT', `/applications/${id}`, { ...manifest, description: 'two' })
      assert.deepEqual((next.body as Published).manifest, { ...manifest, description: 'two' })
      const installed = await install(2)
      assert.deepEqual((installed.body as Wire)['capabilities'], manifest.capabilities)
      assert.deepEqual(await kept(), [])

      await server.storage.write(async (tx) => {
        const sealed = await tx.globalApplications.find(id)
        assert.ok(sealed?.sealedWebhooks)
        const { sealedWebhooks: _, ...plain } = sealed
        await tx.globalApplications.update({ ...plain, manifest }, sealed.version)
      })
      assert.deepEqual(await kept(), secrets, 'as they were kept before')
      assert.equal((await call(server, 'GET', base, { bearer })).status, 200)
      const withdrawn = await operate('DELETE', `/applications/${id}`)
      assert.deepEqual((withdrawn.body as Published).manifest, manifest)
      assert.deepEqual(await kept(), [])
    })

    test('a seal opens in its own row alone', async () => {
      const hook = (name: string) => ({
        client_name: name,
        capabilities: { webhooks: { event: { endpoint: `https://a.example/${name}-3c` } } },
      })
      const [one, two] = [
        (await operate('POST', '/applications', hook('first'))).body as Published,
        (await operate('POST', '/applications', hook('second'))).body as Published,
      ]
      const { read, write } = server.storage
      const [from, to] = [
        await read.globalApplications.find(one.id),
        await read.globalApplications.find(two.id),
      ]
      assert.ok(from?.sealedWebhooks && to)
      const { sealedWebhooks } = from
      await write((tx) => tx.globalApplications.update({ ...to, sealedWebhooks }, to.version))
      const answer = await operate('GET', '/applications')
      assert.equal(answer.status, 500)
      assert.doesNotMatch(answer.text, /first-3c/)
      await write((tx) => tx.globalApplications.update({ ...to, withdrawn: true }, to.version))
      await operate('DELETE', `/applications/${one.id}`)
    })

    test('only administrators see and install them, only the operator publishes', async () => {
      const { account, install } = await seedApps(server)
      const { agent, admin } = account.users
      const base = `/api/account/${account.id}/watchword/applications`
      const id = '00000000-0000-4000-8000-000000000000'
      const own = await install()
      for (const [method, path, body] of [
        ['GET', '/published', undefined],
        ['POST', `/published/${id}/install`, { version: 1 }],
        ['POST', `/${own.id}/update`, { version: 1 }],
      ] as const) {
        const options = { bearer: agent.bearer, ...(body === undefined ? {} : { body }) }
        assert.equal((await call(server, method, `${base}${path}`, options)).status, 403, path)
      }
      const asAdmin = (method: string, url: string, body?: unknown) =>
        call(server, method, url, { bearer: admin.bearer, ...(body === undefined ? {} : { body }) })
      assert.equal((await asAdmin('POST', `${base}/${own.id}/update`, { version: 1 })).status, 400)
      assert.equal((await asAdmin('GET', '/operator/v1/applications')).status, 401)
      assert.equal((await asAdmin('POST', '/operator/v1/applications', connector)).status, 401)
      assert.equal((await operate('PUT', `/applications/${id}`, connector)).status, 404)
      assert.equal((await operate('DELETE', `/applications/${id}`)).status, 404)
      const bad = await operate('POST', '/applications', { client_name: 7, scope: 7 })
      assert.equal(bad.status, 400)
      assert.match(bad.text, /client_name: .*scope: /)
    })

    test('the operator says which application of an account is the first party’s', async () => {
      const { account, install } = await seedApps(server)
      const zenith = await seedApps(server)
      const app = await install()
      const path = `/accounts/${account.id}/applications`
      const listed = await operate('GET', path)
      assert.equal(listed.status, 200)
      assert.ok(!listed.text.includes(app.client_secret ?? '-'))
      const set = await operate('PATCH', `${path}/${app.id}`, { firstParty: true })
      assert.deepEqual(set.body, {
        ...{ id: app.id, clientName: 'connector', scope: 'msg.consumer', enabled: true },
        ...{ firstParty: true, globalApplicationId: null },
      })
      const { bearer } = account.users.admin
      const read = await call(server, 'GET', `${installations(account.id)}/${app.id}`, { bearer })
      assert.equal((read.body as Wire).first_party, true)
      const trail = await auditTrail(server, account.id)
      const line = trail.find(({ element }) => element === 'first_party')
      assert.deepEqual([line?.newValue, line?.actor.kind], ['true', 'operator'])
      const theirs = `/accounts/${zenith.account.id}/applications/${app.id}`
      assert.equal((await operate('PATCH', theirs, { firstParty: true })).status, 404)
      assert.equal((await operate('GET', '/accounts/nobody/applications')).status, 404)
      assert.equal((await operate('PATCH', `${path}/${app.id}`, { firstParty: 'yes' })).status, 400)
    })

    test('the catalogue of scopes is public', async () => {
      const { status, body, headers } = await call(server, 'GET', '/scopes.json')
      assert.equal(status, 200)
      assert.equal(headers.get('access-control-allow-origin'), '*')
      const { scopes } = body as { scopes: { scope: string; aliases: string[] }[] }
      const users = scopes.find(({ scope }) => scope === 'users:read')
      assert.deepEqual(users?.aliases, ['users.read', 'users.external'])
    })
  })
}
