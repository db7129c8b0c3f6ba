import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { auditTrail, rawTables, seedApps, type Wire } from './support.ts'

const event = 'ms.MessagingEventNotification.ContentEvent'
const ofHeader = 'value-7f3a9c'
const ofAddress = 'token-51be08'
/** As addresses of chat services have them. */
const ofPath = 'path-91c2d4'

const withHook = (header_value = ofHeader) => ({
  capabilities: {
    broadcast: { enabled: true },
    webhooks: {
      [event]: {
        endpoint: `https://brand.example/hook/${ofPath}?t=${ofAddress}`,
        headers: [{ header_name: 'Authorization', header_value }],
      },
      retry: { retention_time: 60 },
    },
    other: 1,
  },
})

for (const kind of databaseKinds) {
  describe(`secrets of webhooks on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('who reads the database finds none; who administers the account gets back what was sent', async () => {
      const { ask, account, install } = await seedApps(server)
      const app = await install(withHook())
      const { capabilities } = withHook()
      const same = (read: unknown) => {
        const { capabilities: answered } = read as Wire
        assert.equal(JSON.stringify(answered), JSON.stringify(capabilities))
      }
      same(app)
      same((await ask('GET', `/${app.id}`)).body)
      same(((await ask('GET')).body as Wire[])[0])
      const renamed = await ask('PUT', `/${app.id}`, { body: { description: 'changed' } })
      same(renamed.body)
      const reroll = `/api/account/${account.id}/watchword/applications/${app.id}/reroll`
      const { bearer } = account.users.admin
      same((await call(server, 'POST', reroll, { bearer })).body)
      const kept = await rawTables(server)
      assert.ok(kept.includes(app.id))
      for (const secret of [ofHeader, ofAddress, ofPath]) assert.ok(!kept.includes(secret), secret)
    })

    test('a change of a value alone is one, told without it; none is none', async () => {
      const { ask, account, install } = await seedApps(server)
      const app = await install(withHook())
      const again = await ask('PUT', `/${app.id}`, { body: { ...app } })
      assert.equal(again.headers.get('ac-revision'), '1')
      const body = { ...app, ...withHook('another-value') }
      const changed = await ask('PUT', `/${app.id}`, { body })
      assert.equal(changed.headers.get('ac-revision'), '2')
      const elements = (await auditTrail(server, account.id)).map(({ element }) => element)
      assert.ok(elements.includes('capabilities'))
      const kept = await rawTables(server)
      for (const secret of ['another-value', ofAddress, ofPath]) assert.ok(!kept.includes(secret))
      assert.match(kept, /brand\.example/)
      const without = await ask('PUT', `/${app.id}`, { body: { capabilities: { other: 2 } } })
      assert.deepEqual((without.body as Wire)['capabilities'], { other: 2 })
      assert.deepEqual(((await ask('GET', `/${app.id}`)).body as Wire)['capabilities'], {
        other: 2,
      })
    })

    test('of headers the names alone, where no secrets are asked for; sent back, the values stay', async () => {
      const { ask, account, install } = await seedApps(server)
      const { id } = await install(withHook())
      const one = `/${id}?secrets=false`
      const read = await ask('GET', one)
      for (const { text } of [read, await ask('GET', '?secrets=false')]) {
        assert.match(text, /"header_name":"Authorization"/)
        assert.doesNotMatch(text, /header_value|client_secret"/)
        assert.ok(!text.includes(ofHeader))
      }
      const body: Wire = { ...(read.body as Wire), description: 'changed' }
      const kept = await ask('PUT', one, { body })
      assert.equal(kept.status, 200, kept.text)
      assert.ok(!kept.text.includes(ofHeader))
      const byPart = await ask('PUT', one, { body: { capabilities: body['capabilities'] } })
      assert.equal(byPart.status, 200, byPart.text)
      const shown = async () =>
        (await auditTrail(server, account.id))
          .filter(({ newValue }) => newValue.startsWith('shown'))
          .map(({ element }) => element)
      assert.deepEqual(await shown(), [])
      assert.ok((await ask('GET', `/${id}`)).text.includes(ofHeader))
      const revision = byPart.headers.get('ac-revision') ?? ''
      const back = await ask('POST', '', { body, headers: { 'if-match': revision } })
      assert.deepEqual([back.status, back.text.includes(ofHeader)], [200, true], back.text)
      assert.deepEqual(await shown(), ['client_secret', 'client_secret'])
    })

    test('that values of headers were read is told of an application whose secret nobody can read', async () => {
      const { ask, account, install } = await seedApps(server)
      const { id } = await install({ ...withHook(), secret_readable: false })
      await install({ client_name: 'none', secret_readable: false, capabilities: {} })
      assert.ok((await ask('GET')).text.includes(ofHeader))
      const last = (await auditTrail(server, account.id)).at(-1)
      assert.deepEqual(
        [last?.element, last?.newValue, last?.objectId],
        ['capabilities', `shown: ${id}`, id],
      )
    })

    test('a value that nobody has is asked for: of a new header, another event, another application', async () => {
      const { ask, install } = await seedApps(server)
      const { id } = await install(withHook())
      const hook = (name: string, at = event) => ({
        capabilities: {
          webhooks: { [at]: { endpoint: 'https://a.example', headers: [{ header_name: name }] } },
        },
      })
      const other = await install({ client_name: 'other', capabilities: {} })
      for (const [path, body, at] of [
        [`/${id}`, hook('X-New'), event],
        [`/${id}`, hook('Authorization', 'other.event'), 'other.event'],
        [`/${other.id}`, hook('Authorization'), event],
      ] as const) {
        const { status, text } = await ask('PUT', path, { body })
        assert.equal(status, 400, text)
        const field = `capabilities.webhooks.${at}.headers[0].header_value: is required`
        assert.ok(text.includes(field), text)
        assert.ok(!text.includes(ofHeader))
      }
      const made = await ask('POST', '', { body: { client_name: 'third', ...hook('X') } })
      assert.equal(made.status, 400, made.text)
      // Whoever has none to read has not been changed either.
      assert.ok((await ask('GET', `/${id}`)).text.includes(ofHeader))
    })

    test('what was kept before is still read, and sealed with the next change', async () => {
      const { ask, account, install } = await seedApps(server)
      const { id } = await install({ capabilities: {} })
      await server.storage.write(async (tx) => {
        const stored = await tx.applications.find(account.id, id)
        assert.ok(stored)
        const { application } = stored
        const manifest = { ...application.manifest, ...withHook('old-value') }
        await tx.applications.update(account.id, {
          ...stored,
          application: { ...application, manifest },
        })
      })
      assert.match((await ask('GET', `/${id}`)).text, /old-value/)
      assert.ok((await rawTables(server)).includes('old-value'))
      await ask('PUT', `/${id}`, { body: { description: 'changed' } })
      assert.match((await ask('GET', `/${id}`)).text, /old-value/)
      assert.ok(!(await rawTables(server)).includes('old-value'))
    })

    test('a seal opens in its own row alone', async () => {
      const { ask, account, install } = await seedApps(server)
      const [one, other] = [await install(withHook()), await install({ client_name: 'other' })]
      await server.storage.write(async (tx) => {
        const [from, to] = [
          await tx.applications.find(account.id, one.id),
          await tx.applications.find(account.id, other.id),
        ]
        assert.ok(from && to)
        const { sealedWebhooks } = from.application
        assert.ok(sealedWebhooks)
        const application = { ...to.application, sealedWebhooks }
        await tx.applications.update(account.id, { ...to, application })
      })
      const answer = await ask('GET', `/${other.id}`)
      assert.equal(answer.status, 500)
      assert.doesNotMatch(answer.text, new RegExp(ofHeader))
    })
  })
}
