import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import {
  authenticate,
  type Brand,
  claimsOf,
  connectorsOf,
  createBrand,
  createConnector,
  tokenOf,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { startTokenEndpoint } from '../support/token-endpoint.ts'
import { seedAppJwt, seedClient } from '../support/tokens.ts'
import { captureLog } from './attack.ts'

const secret = 'a-secret-of-the-brand'

for (const kind of databaseKinds) {
  describe(`what a brand gave us is sent to nobody else, on ${kind}`, () => {
    let own: Awaited<ReturnType<typeof startTokenEndpoint>>
    let evil: Awaited<ReturnType<typeof startTokenEndpoint>>
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    const { log, text } = captureLog()
    before(async () => {
      own = await startTokenEndpoint()
      evil = await startTokenEndpoint()
      const environment = { WATCHWORD_OUTBOUND_ALLOW: `${own.host},${evil.host}` }
      server = await startTestServer(kind, environment, { log })
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
    })
    after(async () => {
      await server.stop()
      await Promise.all([own.stop(), evil.stop()])
    })
    const configurationOf = (change: object) => ({
      ...{ issuerDisplayName: 'Brand', issuer: brand.issuer, clientId: 'watchword' },
      ...{ jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey: brand.publicKey },
      ...{ delegationEnabled: true, sharesIdentity: true, tokenEndpoint: own.url, ...change },
    })
    const add = (name: string, change: object = {}) => {
      const configuration = configurationOf({ clientSecret: secret, ...change })
      return createConnector(server, account, { name, type: 2, configuration })
    }
    const put = (id: number, name: string, change: object) =>
      call(server, 'PUT', `${connectorsOf(account.id)}/${id}`, {
        bearer: account.users.admin.bearer,
        body: { name, type: 2, configuration: configurationOf(change) },
      })

    test('a refresh token stays with the server that gave it', async () => {
      const id = await add('renewed')
      own.give(200, {
        ...{ id_token: await brand.idToken({ aud: 'watchword' }), access_token: 'at' },
        ...{ refresh_token: 'rt-of-a-consumer', expires_in: 60 },
      })
      const token = tokenOf(await authenticate(server, account.id, id, { code: 'c' }))
      const { client } = await seedClient(server, account.id, {
        ...{ client_name: 'reader', grant_types: ['client_credentials'] },
        scope: 'delegated.token.read.external',
      })
      const bearer = await seedAppJwt(server, client)
      const url = `/api/account/acme/consumer/${claimsOf(token)['sub']}/brand/tokens`
      assert.equal((await call(server, 'GET', url, { bearer })).status, 200)
      const moved = await put(id, 'renewed', { tokenEndpoint: evil.url, clientSecret: 'theirs' })
      assert.equal(moved.status, 200, moved.text)
      evil.give(200, { access_token: 'worthless' })
      server.clock.advance(61_000)
      assert.equal((await call(server, 'GET', url, { bearer })).status, 404)
      assert.deepEqual(evil.asked, [])
      assert.equal((await put(id, 'renewed', { clientSecret: secret })).status, 200)
      own.give(200, { access_token: 'at-2', expires_in: 600 })
      // Who found them expired had the turn to renew them for a while.
      server.clock.advance(11_000)
      const back = await call(server, 'GET', url, { bearer })
      assert.equal(back.status, 200, 'at its own server it is still good')
    })

    test('what a kept key signs for the issuer goes where the issuer is', async () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      const keyed = { tokenEndpointAuthMethod: 'private_key_jwt' }
      const discovered = (host: string) => ({
        ...{ ...keyed, jwtValidationType: 'DISCOVERY', jwtPublicKey: null, tokenEndpoint: null },
        discoveryEndpoint: `${host}/.well-known/openid-configuration`,
      })
      const id = await add('keyed', { ...discovered(own.host), clientSecret: pem })
      for (const clientSecret of [undefined, null, '', '********']) {
        const answer = await put(id, 'keyed', { ...discovered(evil.host), clientSecret })
        assert.equal(answer.status, 400, answer.text)
        assert.match(answer.text, /configuration\.clientSecret: must be sent again/)
      }
      const checked = await call(server, 'POST', '/api/account/acme/watchword/connectors/check', {
        bearer: account.users.admin.bearer,
        body: {
          ...{ id, name: 'keyed', type: 2 },
          configuration: configurationOf({ ...discovered(evil.host), clientSecret: '********' }),
        },
      })
      assert.notEqual(checked.status, 500, checked.text)
      assert.ok(evil.asked.every(({ form }) => !form.has('client_assertion')))
    })

    test('no secret is in an answer, in the audit trail or in the log', async () => {
      const id = await add('told')
      const { bearer } = account.users.admin
      const list = await call(server, 'GET', connectorsOf(account.id), { bearer })
      const open = `/api/account/acme/configuration/le-connectors/all-connectors`
      const everybody = await call(server, 'GET', open)
      assert.equal(everybody.status, 200, everybody.text)
      const refused = await put(id, 'told', { clientSecret: `${secret}\u0000` })
      assert.equal(refused.status, 400)
      own.give(400, { error: 'invalid_client', error_description: secret })
      const failed = await authenticate(server, account.id, id, { code: 'a-code-of-a-consumer' })
      const audit = await server.storage.read.audit.chain(account.id, 1, 1000)
      const told = [list, everybody, refused, failed].map((answer) => answer.text)
      for (const one of [...told, JSON.stringify(audit), text()]) {
        assert.doesNotMatch(one, /a-secret-of-the-brand|a-code-of-a-consumer|rt-of-a-consumer/)
      }
      assert.doesNotMatch(everybody.text, /clientId|[Ee]ndpoint|audience|PublicKey|Secret/)
    })
  })
}
