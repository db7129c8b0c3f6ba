import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  code,
  connectorAudit,
  fieldsOf,
  implicit,
  pathOf,
  privateKey,
  seedConnectors,
  type Wire,
} from './support.ts'

for (const kind of databaseKinds) {
  describe(`the connector API on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('contract 3 section 3.2: list, create, read, replace, delete', async () => {
      const { ask, account } = await seedConnectors(server)
      const first = await ask('GET', '?v=2.0')
      const [anonymous, ...none] = first.body as readonly Wire[]
      assert.deepEqual([first.status, none.length, anonymous?.type], [200, 0, 0])
      const made = await ask('POST', '?v=1.0', { body: implicit })
      assert.equal(made.status, 201)
      const one = made.body as Wire
      assert.ok(Number.isInteger(one.id))
      assert.equal(made.headers.get('location'), `${pathOf(account.id)}/${one.id}`)
      assert.equal(made.headers.get('ac-revision'), '2')
      assert.deepEqual(
        { ...one.configuration, ...implicit.configuration },
        one.configuration,
        'what a known client sends comes back',
      )
      assert.deepEqual(
        [one.configuration.algorithms, one.configuration.clockToleranceSeconds],
        [['RS256'], 60],
      )
      assert.equal(one.configuration.rfcCompliance, true)
      const read = await ask('GET', `/${one.id}?v=2.0`)
      assert.deepEqual([read.status, read.body], [200, one])
      const listed = (await ask('GET', '?v=9')).body as readonly Wire[]
      assert.deepEqual(listed.map(({ id }) => id).sort(), [anonymous?.id, one.id].sort())

      const edited = { ...one, name: 'Renamed', unknown: 1 }
      const put = await ask('PUT', `/${one.id}`, { body: edited, headers: { 'if-match': '2' } })
      assert.equal(put.status, 200, put.text)
      assert.deepEqual((put.body as Wire).configuration, one.configuration)
      assert.equal((put.body as Wire).name, 'Renamed')
      assert.equal(put.headers.get('ac-revision'), '3')
      const again = await ask('PUT', `/${one.id}`, { body: edited })
      assert.equal(again.headers.get('ac-revision'), '3', 'a change of nothing is none')

      const gone = await ask('POST', `/${one.id}`, {
        headers: { 'x-http-method-override': 'DELETE', 'if-match': '3' },
      })
      assert.deepEqual([gone.status, (gone.body as Wire).deleted], [200, true])
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await ask(method, `/${one.id}`, method === 'PUT' ? { body: edited } : {})
        assert.equal(answer.status, 404, method)
      }
      assert.equal((await ask('POST', '', { body: { ...implicit, name: 'Renamed' } })).status, 201)
    })

    test('revisions: a stale If-Match is 412, -1 and none are not checked, equal on a read is 304', async () => {
      const { ask, add } = await seedConnectors(server)
      const { id } = await add(implicit)
      const path = `/${id}`
      for (const [method, at, body] of [
        ['POST', '', code],
        ['PUT', path, implicit],
        ['DELETE', path, undefined],
      ] as const) {
        const headers = { 'if-match': '1' }
        const answer = await ask(method, at, { headers, ...(body && { body }) })
        assert.equal(answer.status, 412, method)
      }
      for (const headers of [{ 'if-match': '2' }, { 'if-none-match': '"2"' }]) {
        assert.equal((await ask('GET', path, { headers })).status, 304)
        assert.equal((await ask('GET', '', { headers })).status, 304)
      }
      const headers = { 'if-match': '-1' }
      assert.equal((await ask('PUT', path, { headers, body: implicit })).status, 200)
      assert.equal((await ask('DELETE', path)).status, 200)
    })

    test('the secret is never told: masked, sealed, and not in the audit trail', async () => {
      const { ask, account } = await seedConnectors(server)
      const made = await ask('POST', '', { body: code })
      const one = made.body as Wire
      assert.equal(one.configuration.clientSecret, '********')
      assert.equal(one.configuration.tokenEndpointAuthMethod, 'client_secret_basic')
      const secret = async () =>
        (await server.storage.read.connectors.find(account.id, one.id))?.sealedSecret
      const sealed = await secret()
      assert.match(sealed ?? '', /^v1\./)
      for (const clientSecret of ['********', undefined, null, '']) {
        const body = { ...one, configuration: { ...one.configuration, clientSecret } }
        const put = await ask('PUT', `/${one.id}`, { body })
        assert.equal((put.body as Wire).configuration.clientSecret, '********')
        assert.equal(await secret(), sealed, 'kept')
      }
      const withSecret = (clientSecret: string, more = {}) => ({
        ...one,
        configuration: { ...one.configuration, clientSecret, ...more },
      })
      const changed = await ask('PUT', `/${one.id}`, { body: withSecret('another one') })
      assert.equal(changed.status, 200)
      assert.notEqual(await secret(), sealed)
      const key = { tokenEndpointAuthMethod: 'private_key_jwt' }
      const refused = await ask('PUT', `/${one.id}`, { body: withSecret('********', key) })
      assert.equal(refused.status, 400, 'the secret that is kept is no private key')
      assert.match(fieldsOf(refused).join(), /^configuration\.clientSecret: Paste a private key/)
      const keyed = await ask('PUT', `/${one.id}`, { body: withSecret(privateKey, key) })
      assert.equal(keyed.status, 200, keyed.text)
      const basic = { tokenEndpointAuthMethod: 'client_secret_basic' }
      const leak = await ask('PUT', `/${one.id}`, { body: withSecret('********', basic) })
      assert.equal(leak.status, 400, 'a private key is never sent as a password')
      const none = { tokenEndpointAuthMethod: 'none' }
      const open = await ask('PUT', `/${one.id}`, { body: withSecret('********', none) })
      assert.equal((open.body as Wire).configuration.clientSecret, null)
      assert.equal(await secret(), undefined, 'nothing needs it, so it is not kept')
      const answers = [made, changed, refused, keyed, leak, open].map(({ text }) => text).join()
      const audit = JSON.stringify(await connectorAudit(server, account.id))
      for (const hidden of ['a very secret secret', 'another one', 'MIIE', sealed ?? '']) {
        assert.ok(!answers.includes(hidden), hidden)
        assert.ok(!audit.includes(hidden), hidden)
      }
      assert.match(audit, /configuration\.clientSecret/)
    })

    test('a secret that is not sent again goes to no other server', async () => {
      const { add, ask } = await seedConnectors(server)
      const { id } = await add(code)
      const put = (configuration: object) =>
        ask('PUT', `/${id}`, {
          body: { ...code, configuration: { ...code.configuration, ...configuration } },
        })
      const tokenEndpoint = 'https://evil.example/token'
      const discovered = {
        ...{ jwtValidationType: 'DISCOVERY', jwksEndpoint: null, tokenEndpoint: null },
        discoveryEndpoint: 'https://evil.example/.well-known/openid-configuration',
      }
      for (const clientSecret of [undefined, null, '********']) {
        for (const change of [{ tokenEndpoint }, discovered]) {
          const answer = await put({ ...change, clientSecret })
          assert.equal(answer.status, 400, answer.text)
          assert.match(fieldsOf(answer).join(), /configuration\.clientSecret: must be sent again/)
        }
        assert.equal((await put({ clientSecret })).status, 200, 'to the same server it may')
      }
      assert.equal((await put({ tokenEndpoint, clientSecret: 'theirs' })).status, 200)
    })

    test('two connectors of one issuer must both say that they share identity', async () => {
      const { ask, add } = await seedConnectors(server)
      const first = await add(implicit)
      const shares = (body: typeof implicit, sharesIdentity: boolean) => ({
        ...body,
        configuration: { ...body.configuration, sharesIdentity },
      })
      const second = { ...implicit, name: 'second' }
      for (const body of [second, shares(second, true)]) {
        const refused = await ask('POST', '', { body })
        assert.equal(refused.status, 400)
        assert.match(fieldsOf(refused).join(), /configuration\.issuer: is that of connector \d+/)
      }
      await ask('PUT', `/${first.id}`, { body: shares(implicit, true) })
      assert.equal((await ask('POST', '', { body: second })).status, 400)
      const made = await add(shares(second, true))
      assert.equal(
        (await ask('PUT', `/${first.id}`, { body: shares(implicit, false) })).status,
        400,
      )
      assert.equal((await ask('DELETE', `/${made.id}`)).status, 200)
      assert.equal(
        (await ask('PUT', `/${first.id}`, { body: shares(implicit, false) })).status,
        200,
      )
    })

    test('one is preferred: who becomes it takes it from the other', async () => {
      const { ask, add, account } = await seedConnectors(server)
      const prefer = <T extends { configuration: object }>(body: T) => ({
        ...body,
        configuration: { ...body.configuration, preferred: true },
      })
      const first = await add(prefer(implicit))
      const second = await add(prefer(code))
      const preferred = async () =>
        ((await ask('GET')).body as readonly Wire[])
          .filter(({ configuration }) => configuration.preferred)
          .map(({ id }) => id)
      assert.deepEqual(await preferred(), [second.id])
      const put = await ask('PUT', `/${first.id}`, { body: prefer(implicit) })
      assert.equal(put.status, 200)
      assert.deepEqual(await preferred(), [first.id])
      const lines = (await connectorAudit(server, account.id))
        .filter(({ element }) => element === 'configuration.preferred')
        .map(({ objectId, oldValue, newValue }) => [objectId, oldValue, newValue])
      assert.deepEqual(lines, [
        [`${first.id}`, 'true', 'false'],
        [`${first.id}`, 'false', 'true'],
        [`${second.id}`, 'true', 'false'],
      ])
      const both = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) => {
          const configuration = { ...implicit.configuration, issuer: name }
          return ask('POST', '', { body: prefer({ ...implicit, name, configuration }) })
        }),
      )
      assert.deepEqual(
        both.map(({ status }) => status),
        [201, 201, 201, 201],
      )
      assert.equal((await preferred()).length, 1)
    })

    test('names are unique, the type stays of its kind, there are a hundred at most', async () => {
      const { ask, add } = await seedConnectors(server)
      const one = await add(implicit)
      const other = { ...code, name: 'brand LOGIN' }
      const taken = await ask('POST', '', { body: other })
      assert.deepEqual([taken.status, fieldsOf(taken)], [409, ['name: is taken']])
      const anonymous = { name: 'x', type: 0 }
      const changed = await ask('PUT', `/${one.id}`, { body: anonymous })
      assert.deepEqual(
        [changed.status, fieldsOf(changed)],
        [400, ['type: must not be 0: add another connector instead']],
      )
      const wrongId = await ask('PUT', `/${one.id}`, { body: { ...implicit, id: one.id + 1 } })
      assert.equal(wrongId.status, 400)
      await add(anonymous)
      for (let count = 3; count < 100; count += 1) await add({ name: `${count}`, type: '0' })
      const oneMore = await ask('POST', '', { body: { name: 'one more', type: 0 } })
      assert.equal(oneMore.status, 409, oneMore.text)
    })

    test('who may: package 40012 or an administrator; everybody else is told so', async () => {
      const { account, ask } = await seedConnectors(server)
      for (const role of ['agent', 'manager'] as const) {
        const { bearer } = account.users[role]
        for (const [method, path, body] of [
          ['GET', '', undefined],
          ['GET', '/1', undefined],
          ['POST', '', code],
          ['PUT', '/1', code],
          ['DELETE', '/1', undefined],
        ] as const) {
          const answer = await ask(method, path, { bearer, ...(body && { body }) })
          assert.equal(answer.status, 403, `${method} ${role}`)
        }
      }
      const { storage } = server
      const profile = await storage.read.profiles.find(account.id, account.profileIds.agent)
      assert.ok(profile)
      const enabledPackages = [...profile.enabledPackages, 40_012]
      const changed = { ...profile, enabledPackages }
      await storage.write((tx) => tx.profiles.update(account.id, { ...changed, name: 'x' }))
      const { bearer } = await seedUser(server, account.id, {
        id: 77,
        loginName: 'specialist',
        profileIds: [profile.id],
      })
      assert.equal((await ask('POST', '', { bearer, body: code })).status, 201)
      assert.equal((await call(server, 'GET', pathOf(account.id))).status, 401)
    })

    test('a connector of another account is none of ours', async () => {
      const mine = await seedConnectors(server)
      const theirs = await seedConnectors(server)
      const { id } = await theirs.add(code)
      for (const [method, body] of [['GET'], ['PUT', code], ['DELETE']] as const) {
        const answer = await mine.ask(method, `/${id}`, body && { body })
        assert.equal(answer.status, 404, method)
      }
      assert.equal((await theirs.ask('GET', `/${id}`)).status, 200)
    })

    test('the public list: what a page needs, of whoever asks, and no more', async () => {
      const { add, ask, publicList, account } = await seedConnectors(server)
      const one = await add(code)
      const delegation = {
        ...code,
        name: 'delegation',
        configuration: { ...code.configuration, issuer: null, jwtValidationType: null },
      }
      await add({
        ...delegation,
        configuration: { ...delegation.configuration, jwtPublicKey: 'CONSUMER_DELEGATION' },
      })
      const answer = await publicList()
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.match(answer.headers.get('cache-control') ?? '', /public/)
      const [anonymous, brand, ...none] = answer.body as readonly Wire[]
      assert.deepEqual(none, [])
      assert.equal(
        anonymous?.configuration.jsMethodName,
        'lpTag.taglets.unAuthMessaging.lpUnauthFunction',
      )
      assert.deepEqual(brand, {
        id: one.id,
        name: 'Brand code',
        type: 2,
        configuration: {
          jsMethodName: 'lpGetAuthenticationToken',
          jsContext: 'window',
          preferred: false,
          issuer: 'https://code.brand.example',
          issuerDisplayName: null,
          pkceEnabled: true,
          rfcCompliance: true,
        },
      })
      const url = `/api/account/${account.id}/configuration/le-connectors/all-connectors`
      const etag = answer.headers.get('etag') ?? ''
      const cached = await call(server, 'GET', url, { headers: { 'if-none-match': etag } })
      assert.equal(cached.status, 304)
      await ask('DELETE', `/${one.id}`)
      assert.equal(((await publicList()).body as readonly Wire[]).length, 1)
      assert.equal((await call(server, 'GET', url.replace(account.id, 'nobody'))).status, 404)
      const { id } = await seedAccount(server, `s${account.id}`)
      await server.storage.write((tx) => tx.accounts.update(id, { status: 'suspended' }))
      assert.equal((await call(server, 'GET', url.replace(account.id, id))).status, 404)
    })

    test('a connector that leaves and one that is added together leave one revision each', async () => {
      const { ask, account } = await seedConnectors(server)
      const bodies = Array.from({ length: 8 }, (_, index) => ({ name: `n${index}`, type: 0 }))
      const answers = await Promise.all(bodies.map((body) => ask('POST', '', { body })))
      const revisions = answers.map(({ headers }) => Number(headers.get('ac-revision')))
      assert.deepEqual(
        revisions.toSorted((a, b) => a - b),
        [2, 3, 4, 5, 6, 7, 8, 9],
      )
      assert.equal(new Set(answers.map(({ body }) => (body as Wire).id)).size, 8)
      assert.equal(await server.storage.read.accounts.revision(account.id), 9)
    })
  })
}
