import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { withoutHeaderValues } from '#domain/applications/header-values.ts'
import { sha256Hex } from '#lib/digest.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { auditTrail, connector, installations, rawTables, seedApps, type Wire } from './support.ts'

for (const kind of databaseKinds) {
  describe(`the installation API on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('contract 2 section 1.4: install, read, list, replace, switch off, uninstall', async () => {
      const { ask, account } = await seedApps(server)
      const empty = await ask('GET', '?v=1.0')
      assert.deepEqual([empty.status, empty.body], [200, []])
      assert.equal(empty.headers.get('ac-revision'), '0')

      const made = await ask('POST', '?v=1.0', { body: connector })
      assert.equal(made.status, 201)
      const app = made.body as Wire
      assert.match(app.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.equal(app.client_id, app.id)
      assert.match(app.client_secret ?? '', /^[0-9a-v]{32}$/)
      assert.equal(app.client_secret_expires_at, 0)
      assert.ok(Number.isInteger(app.client_id_issued_at))
      assert.deepEqual([app.enabled, app.deleted], [true, false])
      assert.equal(made.headers.get('location'), `${installations(account.id)}/${app.id}`)
      for (const [name, value] of Object.entries(connector))
        assert.deepEqual(app[name], value, name)

      const read = await ask('GET', `/${app.id}?v=2.0&select=$all&source=ccui&_=17&__d=4`)
      assert.deepEqual([read.status, read.body], [200, app])
      assert.equal(read.headers.get('ac-revision'), '1')
      for (const path of ['', '/', '?v=1', '/?v=1.0']) {
        const listed = await ask('GET', path)
        assert.deepEqual([listed.status, listed.body], [200, [app]], path)
        assert.equal(listed.headers.get('ac-revision'), '1')
      }

      const edited = { ...app, description: 'edited', client_secret: 'not mine', id: 'nor this' }
      const put = await ask('PUT', `/${app.id}?v=1.0`, {
        body: edited,
        headers: { 'if-match': '1', 'x-http-method-override': 'PUT' },
      })
      assert.equal(put.status, 200)
      assert.deepEqual(put.body, { ...app, description: 'edited' })
      assert.equal(put.headers.get('ac-revision'), '2')

      const off = await ask('POST', `/${app.id}?_=1`, {
        body: { enabled: false },
        headers: { 'x-http-method-override': 'PUT' },
      })
      assert.deepEqual(off.body, { ...app, description: 'edited', enabled: false })
      const untold = await ask('PUT', `/${app.id}`, { body: connector })
      assert.equal((untold.body as Wire).enabled, false, 'not enabled by omission')
      assert.equal((untold.body as Wire)['description'], undefined)

      const gone = await ask('POST', `/${app.id}`, {
        headers: { 'x-http-method-override': 'DELETE', 'if-match': '4' },
      })
      assert.equal(gone.status, 200)
      assert.deepEqual(
        [(gone.body as Wire).deleted, (gone.body as Wire).client_secret],
        [true, undefined],
      )
      assert.equal((await ask('GET', `/${app.id}`)).status, 404)
      assert.equal((await ask('PUT', `/${app.id}`, { body: connector })).status, 404)
      assert.equal((await ask('DELETE', `/${app.id}`)).status, 404)
      assert.deepEqual((await ask('GET')).body, [])
      assert.equal((await ask('POST', '/', { body: connector })).status, 201)
    })

    test('revisions: a stale If-Match is 412, -1 and none are not checked, equal on a read is 304', async () => {
      const { ask, install } = await seedApps(server)
      const app = await install()
      const path = `/${app.id}`
      const put = (revision: string) =>
        ask('PUT', path, { body: { enabled: true }, headers: { 'if-match': revision } })
      for (const stale of ['0', '7', '"9"']) assert.equal((await put(stale)).status, 412, stale)
      for (const fine of ['-1', '*', '1', '"1"']) assert.equal((await put(fine)).status, 200, fine)
      assert.equal((await put('no number')).status, 400)
      for (const path of ['', `/${app.id}`]) {
        for (const name of ['if-match', 'if-none-match']) {
          const known = await ask('GET', path, { headers: { [name]: '"1"' } })
          assert.deepEqual([known.status, known.text], [304, ''], name)
          assert.equal(known.headers.get('ac-revision'), '1')
        }
      }
      const stale = { body: { ...connector, client_name: 'b' }, headers: { 'if-match': '0' } }
      assert.equal((await ask('POST', '', stale)).status, 412)
      assert.equal((await ask('DELETE', path, { headers: { 'if-match': '0' } })).status, 412)
      assert.equal((await ask('DELETE', path)).status, 200)
    })

    test('a change of nothing is no change: the revision stays', async () => {
      const { ask, install } = await seedApps(server)
      const app = await install()
      const same = await ask('PUT', `/${app.id}`, { body: app })
      assert.deepEqual([same.status, same.headers.get('ac-revision')], [200, '1'])
    })

    test('a taken client_name is 409 and named, whatever its case; an application sent back replaces itself', async () => {
      const { ask, install } = await seedApps(server)
      const [app, other] = [await install(), await install({ client_name: 'other' })]
      for (const client_name of ['connector', 'Connector']) {
        const taken = await ask('POST', '', { body: { ...connector, client_name } })
        assert.equal(taken.status, 409)
        assert.deepEqual(fieldsOf(taken.body), ['client_name: is taken'])
        const renamed = await ask('PUT', `/${other.id}`, { body: { ...other, client_name } })
        assert.equal(renamed.status, 409)
      }
      const sentBack = { ...app, description: 'webhooks on' }
      assert.equal((await ask('POST', '', { body: sentBack })).status, 409)
      const upsert = await ask('POST', '', { body: sentBack, headers: { 'if-match': '2' } })
      assert.deepEqual([upsert.status, upsert.body], [200, sentBack])
      assert.equal(((await ask('GET')).body as Wire[]).length, 2)
      const copy = { ...app, client_name: 'a copy' }
      const copied = await ask('POST', '', { body: copy, headers: { 'if-match': '3' } })
      assert.equal(copied.status, 201)
      assert.notEqual((copied.body as Wire).id, app.id)
    })

    test('of ten that install one name at once, one does', async () => {
      const { ask } = await seedApps(server)
      const all = await Promise.all(
        Array.from({ length: 10 }, () => ask('POST', '', { body: connector })),
      )
      assert.deepEqual(all.map(({ status }) => status).toSorted(), [
        201,
        ...Array.from({ length: 9 }, () => 409),
      ])
    })

    test('members that we do not know come back at every level, however they are called', async () => {
      const { ask } = await seedApps(server)
      const odd = { constructor: { prototype: 1 }, toString: 'x', '': [], ' ': null, 'a.b[0]': 1.5 }
      const body = {
        ...connector,
        ...odd,
        'client_name#ja-Jpan-JP': 'コネクタ 😀',
        'description#de': 'Zeile\nZeile',
        capabilities: {
          ...connector.capabilities,
          ...odd,
          broadcast: { enabled: true, ...odd },
          webhooks: {
            ...connector.capabilities.webhooks,
            'our.OwnEvent': { endpoint: 'https://brand.example/own', ...odd },
            retry: { retention_time: 2, ...odd },
          },
          engagement: { ...connector.capabilities.engagement, ...odd },
        },
      }
      const made = await ask('POST', '', { body })
      assert.equal(made.status, 201, made.text)
      const { id } = made.body as Wire
      const read = (await ask('GET', `/${id}`)).body as Wire
      for (const [name, value] of Object.entries(body)) assert.deepEqual(read[name], value, name)
      const again = await ask('PUT', `/${id}`, { body: read })
      assert.deepEqual(again.body, read)
    })

    test('a manifest of 100 KB comes back; one of 200 KB is refused, and one that is larger is not read', async () => {
      const { ask } = await seedApps(server)
      const large = { ...connector, extension: 'ü'.repeat(100_000) }
      const made = await ask('POST', '', { body: large })
      assert.equal(made.status, 201)
      assert.equal((made.body as Wire)['extension'], large.extension)
      const tooLong = { ...connector, client_name: 'b', extension: 'x'.repeat(200_000) }
      const refused = await ask('POST', '', { body: tooLong })
      assert.equal(refused.status, 400)
      assert.match(fieldsOf(refused.body)[0] ?? '', /^body: must have at most/)
      const huge = await ask('POST', '', { body: { ...tooLong, extension: 'x'.repeat(300_000) } })
      assert.equal(huge.status, 413)
    })

    test('every fault is told at once, with its path', async () => {
      const { ask } = await seedApps(server)
      const refused = await ask('POST', '', {
        body: {
          client_name: '',
          grant_types: ['password'],
          redirect_uris: ['https://a.example/#x', 'javascript:alert(1)'],
          capabilities: { webhooks: { 'x.Y': { endpoint: 'http://a.example', max_retries: 6 } } },
        },
      })
      assert.equal(refused.status, 400)
      assert.deepEqual(
        fieldsOf(refused.body).map((field) => field.split(': ')[0]),
        [
          'client_name',
          'grant_types[0]',
          'capabilities.webhooks.x.Y.endpoint',
          'capabilities.webhooks.x.Y.max_retries',
          'redirect_uris[0]',
          'redirect_uris[1]',
        ],
      )
      for (const body of [[], null, 'text', 7, {}]) {
        assert.equal((await ask('POST', '', { body })).status, 400)
      }
      assert.equal((await ask('GET', '?v=x')).status, 400)
    })

    test('administrators alone; another account’s application is not there', async () => {
      const { ask, account, install } = await seedApps(server)
      const app = await install()
      const zenith = await seedAccount(server, 'zenith')
      const theirs = zenith.users.admin.bearer
      const operations = [
        ['GET', ''],
        ['GET', `/${app.id}`],
        ['POST', '', { client_name: 'x' }],
        ['PUT', `/${app.id}`, { enabled: false }],
        ['DELETE', `/${app.id}`],
      ] as const
      for (const [method, path, body] of operations) {
        const options = body === undefined ? {} : { body }
        for (const role of ['agent', 'manager', 'campaigner'] as const) {
          const refused = await ask(method, path, {
            ...options,
            bearer: account.users[role].bearer,
          })
          assert.equal(refused.status, 403, `${role} ${method} ${path}`)
          assert.ok(!refused.text.includes(app.client_secret ?? '-'))
        }
        assert.equal((await ask(method, path, { ...options, bearer: 'nobody' })).status, 401)
        assert.equal((await ask(method, path, { ...options, bearer: theirs })).status, 404)
        if (path === '') continue
        const url = `${installations(zenith.id)}${path}`
        const missing = await call(server, method, url, { ...options, bearer: theirs })
        assert.equal(missing.status, 404, `${method} from the other account`)
      }
      assert.deepEqual((await ask('GET', `/${app.id}`)).body, app)
      for (const id of ['1', '%00', '..%2f', app.id.toUpperCase(), `${app.id}x`, '-'.repeat(36)]) {
        assert.equal((await ask('GET', `/${id}`)).status, 404, id)
      }
      // Who may not is told before what is wrong with the body.
      const early = { body: 7, bearer: account.users.agent.bearer }
      assert.equal((await ask('POST', '', early)).status, 403)
    })

    test('first_party is the operator’s: an administrator can neither set nor take it', async () => {
      const { ask, install, account } = await seedApps(server)
      const body = { ...connector, first_party: true }
      assert.equal((await ask('POST', '', { body })).status, 403)
      const app = await install({ first_party: false })
      assert.equal((await ask('PUT', `/${app.id}`, { body: { first_party: true } })).status, 403)
      assert.equal(
        (await ask('PUT', `/${app.id}`, { body: { ...app, first_party: true } })).status,
        403,
      )
      await server.storage.write(async (tx) => {
        const stored = await tx.applications.find(account.id, app.id)
        assert.ok(stored)
        const application = { ...stored.application, firstParty: true }
        await tx.applications.update(account.id, { ...stored, application })
      })
      const kept = await ask('PUT', `/${app.id}`, {
        body: { ...app, first_party: true, scope: 'x' },
      })
      assert.equal(kept.status, 200)
      assert.equal((kept.body as Wire).first_party, true)
      assert.equal((await ask('PUT', `/${app.id}`, { body: { first_party: false } })).status, 403)
      const partial = await ask('PUT', `/${app.id}`, { body: connector })
      assert.equal((partial.body as Wire).first_party, true, 'left out, it stays')
    })

    test('an account has at most 100', async () => {
      const { ask, install } = await seedApps(server)
      for (let index = 0; index < 100; index += 1) await install({ client_name: `n${index}` })
      const over = await ask('POST', '', { body: { ...connector, client_name: 'one more' } })
      assert.equal(over.status, 409)
    })

    test('no secret is in the audit trail or in clear in the database; that they were read is', async () => {
      const { ask, install, account } = await seedApps(server)
      const headers = [{ header_name: 'Authorization', header_value: 'Basic hidden-value' }]
      const webhook = { endpoint: 'https://brand.example/hook?token=hidden-query', headers }
      const capabilities = { webhooks: { 'cqm.ExConversationChangeNotification': webhook } }
      const app = await install({ own_extension: 'hidden-extension' })
      const change = { capabilities, own_extension: 'hidden-again', description: 'now known' }
      assert.equal((await ask('PUT', `/${app.id}`, { body: change })).status, 200)
      await ask('GET', `/${app.id}`)
      await ask('DELETE', `/${app.id}`)
      const trail = await auditTrail(server, account.id)
      const text = JSON.stringify(trail)
      for (const secret of [app.client_secret ?? '-', 'hidden'])
        assert.ok(!text.includes(secret), secret)
      assert.match(text, /now known/)
      assert.match(
        text,
        /https:\/\/brand\.example\/…/,
        'where it is sent, without what may be a secret',
      )
      assert.deepEqual(
        trail.map(({ action, element }) => `${action} ${element}`),
        [
          'Add new N/A',
          'Edit capabilities',
          'Edit own_extension',
          'Edit description',
          'Other client_secret',
          'Other client_secret',
          'Delete N/A',
        ],
      )
      const second = await install({ client_name: 'second' })
      const raw = await rawTables(server)
      assert.ok(!raw.includes(second.client_secret ?? '-'))
      assert.ok(raw.includes(sha256Hex(second.client_secret ?? '')))
      assert.ok(
        !raw.includes(sha256Hex(app.client_secret ?? '')),
        'dropped when it was uninstalled',
      )
      assert.ok(!raw.includes('hidden'), 'webhooks are dropped too')
    })

    test('secrets=false: no secret is answered, so none is told of; a secret that nobody asks for stays', async () => {
      const { ask, install, account } = await seedApps(server)
      const app = await install()
      const { client_secret, ...told } = app
      const rest = withoutHeaderValues({ ...told, client_name: connector.client_name })
      assert.match(client_secret ?? '', /^[0-9a-v]{32}$/)
      assert.deepEqual((await ask('GET', '?v=1.0&secrets=false')).body, [rest])
      assert.deepEqual((await ask('GET', `/${app.id}?secrets=false`)).body, rest)
      const put = await ask('PUT', `/${app.id}?secrets=false`, { body: { description: 'quiet' } })
      assert.deepEqual(put.body, { ...rest, description: 'quiet' })
      const trail = await auditTrail(server, account.id)
      assert.deepEqual(
        trail.map(({ element }) => element),
        ['N/A', 'description'],
      )
      const asked = await ask('GET', `/${app.id}?secrets=true`)
      assert.equal((asked.body as Wire).client_secret, client_secret)
      assert.equal((await auditTrail(server, account.id)).at(-1)?.element, 'client_secret')
      assert.equal((await ask('GET', '?secrets=no')).status, 400)
      assert.equal((await ask('GET', '?secrets=false&secrets=false')).status, 400)
    })

    test('secret_readable false keeps the hash alone, for good', async () => {
      const { ask, install, account } = await seedApps(server)
      const app = await install({ secret_readable: false })
      assert.match(app.client_secret ?? '', /^[0-9a-v]{32}$/)
      assert.equal(((await ask('GET', `/${app.id}`)).body as Wire).client_secret, undefined)
      const on = await ask('PUT', `/${app.id}`, { body: { secret_readable: true } })
      assert.equal((on.body as Wire).client_secret, undefined, 'there is no copy to read')
      const readable = await install({ client_name: 'b' })
      assert.equal(
        ((await ask('GET', `/${readable.id}`)).body as Wire).client_secret,
        readable.client_secret,
      )
      const off = await ask('PUT', `/${readable.id}`, { body: { secret_readable: false } })
      assert.equal((off.body as Wire).client_secret, undefined)
      const stored = await server.storage.read.applications.find(account.id, readable.id)
      assert.deepEqual(stored?.secret, {
        hash: sha256Hex(readable.client_secret ?? ''),
        sealed: undefined,
      })
    })
  })
}

function fieldsOf(body: unknown): readonly string[] {
  return (body as { readonly error: { readonly fields: readonly string[] } }).error.fields
}
