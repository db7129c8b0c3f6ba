import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { authenticate, claimsOf, connectBrand, createBrand } from '../support/brand.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { seedAppJwt, seedClient } from '../support/tokens.ts'

const grant_types = ['client_credentials']

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`contract 3 section 8.6: consumers whom an application names, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())
    const name = (account: string, authorization: string | undefined, body: unknown) =>
      call(server, 'POST', `/api/account/${account}/consumer?v=1.0`, {
        body,
        ...(authorization !== undefined && { headers: { authorization } }),
      })

    test('the same id is the same consumer for every application; the token has three claims and no end', async () => {
      const account = await seedAccount(server, 'acme')
      const [one, other] = await Promise.all(
        ['one', 'other'].map((client_name) =>
          seedClient(server, account.id, { client_name, grant_types, scope: 'msg.consumer' }),
        ),
      )
      assert.ok(one && other)
      const bare = await name('acme', await seedAppJwt(server, one.client), {
        ext_consumer_id: 'x',
      })
      assert.equal(bare.status, 201, bare.text)
      const { token } = bare.body as { token: string }
      const keys = new URL(`${server.origin}/api/account/acme/consumer/.well-known/jwks.json`)
      const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(keys))
      assert.deepEqual(Object.keys(payload), ['account_id', 'ext_consumer_id', 'lp_consumer_id'])
      assert.deepEqual([payload['account_id'], payload['ext_consumer_id']], ['acme', 'x'])
      assert.match(String(payload['lp_consumer_id']), /^[0-9a-f]{64}$/)
      assert.match(String(protectedHeader.kid), /^consumerjws-/)
      const bearer = `Bearer ${await seedAppJwt(server, other.client)}`
      const again = await name('acme', bearer, { ext_consumer_id: 'x' })
      const lp = (answer: typeof again) =>
        claimsOf((answer.body as { token: string }).token)['lp_consumer_id']
      assert.equal(lp(again), payload['lp_consumer_id'])
      const another = await name('acme', bearer, { ext_consumer_id: 'y' })
      assert.notEqual(lp(another), payload['lp_consumer_id'])
    })

    test('with a linking rule it is the consumer whom the brand knows by this sub', async () => {
      const brand = createBrand(server)
      const account = await seedAccount(server, 'linked', {
        consumers: { extIssuer: brand.issuer },
      })
      const connector = await connectBrand(server, account, brand)
      const letIn = await authenticate(server, account.id, connector, {
        id_token: await brand.idToken({ sub: 'crm-1' }),
      })
      const { client } = await seedClient(server, account.id, {
        ...{ client_name: 'app', grant_types, scope: 'msg.consumer' },
      })
      const named = await name('linked', await seedAppJwt(server, client), {
        ext_consumer_id: 'crm-1',
      })
      assert.equal(
        claimsOf((named.body as { token: string }).token)['lp_consumer_id'],
        claimsOf((letIn.body as { token: string }).token)['sub'],
      )
      const kept = await server.storage.read.consumers.find(
        account.id,
        String(claimsOf((letIn.body as { token: string }).token)['sub']),
      )
      assert.ok(kept && kept.vouchedAt > 0, 'an application’s word replaces no profile')
    })

    test('who lacks the scope, the account or the right kind of credential is refused', async () => {
      const account = await seedAccount(server, 'guarded')
      const other = await seedAccount(server, 'other')
      const seed = (id: typeof account.id, scope: string) =>
        seedClient(server, id, { client_name: `app ${scope}`, grant_types, scope })
      const poor = await seed(account.id, 'users:read')
      const theirs = await seed(other.id, 'msg.consumer')
      const body = { ext_consumer_id: 'x' }
      const rows: readonly (readonly [string | undefined, number])[] = [
        [undefined, 401],
        ['Bearer x', 401],
        [`Bearer ${account.users.admin.bearer}`, 403],
        [await seedAppJwt(server, poor.client), 403],
        [await seedAppJwt(server, theirs.client), 404],
      ]
      for (const [authorization, status] of rows) {
        const answer = await name('guarded', authorization, body)
        assert.equal(answer.status, status, answer.text)
        assert.equal(typeof (answer.body as Record<string, unknown>)['internalErrorCode'], 'string')
      }
    })

    test('an id that names nobody is 400', async () => {
      const account = await seedAccount(server, 'strict')
      const { client } = await seedClient(server, account.id, {
        ...{ client_name: 'app', grant_types, scope: 'msg.consumer' },
      })
      const jwt = await seedAppJwt(server, client)
      for (const id of ['', '  ', 7, null, 'x'.repeat(256), 'a\u0000b', ['x'], undefined]) {
        const answer = await name('strict', jwt, { ext_consumer_id: id })
        assert.equal(answer.status, 400, `${JSON.stringify(id)} ${answer.text}`)
      }
      for (const body of [[], 'x', 7]) assert.equal((await name('strict', jwt, body)).status, 400)
    })
  })
}
