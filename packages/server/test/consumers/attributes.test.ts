import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Consumer, UnverifiedAttributes } from '@watchword/protocol/api/consumer.ts'
import {
  anonymousConnector,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
  letNobodyIn,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const me = '/api/account/acme/watchword/consumers/me'
const lead = (topic: string) => ({ type: 'lead', lead: { topic } })
const person = (firstname: string) => ({ type: 'personal', personal: { firstname } })

for (const kind of databaseKinds) {
  describe(`what a page says of its consumer, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    before(async () => {
      server = await startTestServer(kind)
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
    })
    after(() => server.stop())
    const tokenOf = (claims: object = {}) =>
      letIn(server, account, { brand, connector }, { ...claims })
    const send = (method: 'PUT' | 'PATCH', bearer: string, body: unknown) =>
      call(server, method, `${me}/attributes`, { bearer, body })
    const sdesOf = (answer: Awaited<ReturnType<typeof call>>) => {
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as UnverifiedAttributes).lp_sdes
    }

    test('contract 3 section 7.4: PATCH adds or replaces by type, PUT replaces all', async () => {
      const bearer = await tokenOf({ sub: 'ann' })
      assert.deepEqual(sdesOf(await send('PUT', bearer, person('Ann'))), [person('Ann')])
      assert.deepEqual(sdesOf(await send('PATCH', bearer, [lead('a'), person('Anna')])), [
        ...[lead('a'), person('Anna')],
      ])
      assert.deepEqual(sdesOf(await send('PATCH', bearer, lead('b'))), [
        ...[lead('a'), person('Anna'), lead('b')],
      ])
      assert.deepEqual(sdesOf(await send('PUT', bearer, [lead('c')])), [lead('c')])
      assert.deepEqual(sdesOf(await send('PUT', bearer, [])), [])
    })

    test('never verified: shown apart, whatever it says, and not in the way of what is', async () => {
      const bearer = await tokenOf({ sub: 'ben', given_name: 'Ben' })
      const claimed = [
        person('Mallory'),
        { type: 'ctmrinfo', info: { customerId: 'somebody-else', storeNumber: '1' } },
      ]
      sdesOf(await send('PUT', bearer, claimed))
      const id = String(claimsOf(bearer)['sub'])
      const url = `/api/account/acme/watchword/consumers/${id}`
      const seen = await call(server, 'GET', url, { bearer: account.users.agent.bearer })
      const consumer = seen.body as Consumer
      assert.deepEqual(consumer.unverified.lp_sdes, claimed)
      assert.equal(consumer.firstName, 'Ben')
      assert.equal(consumer.privateData.userId, 'ben')
      assert.doesNotMatch(JSON.stringify([consumer.verified, consumer.claims]), /Mallory|else/)
    })

    test('kept sealed, through later logins, and moved nowhere else', async () => {
      const bearer = await tokenOf({ sub: 'cat' })
      sdesOf(await send('PUT', bearer, person('Catherine-the-great')))
      server.clock.advance(1000)
      const again = await tokenOf({ sub: 'cat', given_name: 'Cat' })
      const seen = (await call(server, 'GET', me, { bearer: again })).body as Consumer
      assert.deepEqual(seen.unverified.lp_sdes, [person('Catherine-the-great')])
      const id = String(claimsOf(bearer)['sub'])
      const { read } = server.storage
      const stored = await read.consumers.find(account.id, id)
      assert.doesNotMatch(JSON.stringify(stored), /Catherine|Cat"/)
      const other = await tokenOf({ sub: 'dan' })
      await server.storage.write((tx) =>
        tx.consumers.setAttributes(
          account.id,
          String(claimsOf(other)['sub']),
          stored?.sealedAttributes,
        ),
      )
      // A seal holds in its place alone.
      assert.equal((await call(server, 'GET', me, { bearer: other })).status, 500)
    })

    test('of many additions at once none is lost', async () => {
      const bearer = await tokenOf({ sub: 'eve' })
      const topics = Array.from({ length: 15 }, (_, index) => `${index}`)
      await Promise.all(topics.map((topic) => send('PATCH', bearer, lead(topic))))
      const seen = (await call(server, 'GET', me, { bearer })).body as Consumer
      assert.deepEqual(
        seen.unverified.lp_sdes.map((sde) => JSON.stringify(sde)).sort(),
        topics.map((topic) => JSON.stringify(lead(topic))).sort(),
      )
    })

    test('what is no attribute is refused with every path, and repeats nothing', async () => {
      const bearer = await tokenOf({ sub: 'fay' })
      sdesOf(await send('PUT', bearer, lead('kept')))
      for (const body of [
        'text',
        7,
        [[]],
        { type: 'x' },
        { type: 'lead', lead: { topic: 1, 'my secret': 'secret-value' } },
        { type: 'cart' },
        Array.from({ length: 51 }, () => lead('x')),
      ]) {
        const answer = await send('PATCH', bearer, body)
        assert.equal(answer.status, 400, answer.text)
        assert.doesNotMatch(answer.text, /secret-value/)
        assert.match(answer.text, /"fields":\["attributes/)
      }
      const products = Array.from({ length: 50 }, () => ({ product: { name: 'x'.repeat(900) } }))
      const huge = await send('PATCH', bearer, { type: 'cart', total: 1, numItems: 1, products })
      assert.equal(huge.status, 400)
      assert.match(huge.text, /32768/)
      const tooLarge = await send('PATCH', bearer, lead('x'.repeat(70_000)))
      assert.equal(tooLarge.status, 413)
      assert.equal((await send('PATCH', bearer, undefined)).status, 400)
      const seen = (await call(server, 'GET', me, { bearer })).body as Consumer
      assert.deepEqual(seen.unverified.lp_sdes, [lead('kept')])
    })

    test('a consumer without a name has them too; a user, and another account, do not', async () => {
      const connectorId = await anonymousConnector(server, account)
      const { token } = await letNobodyIn(server, account, connectorId)
      assert.deepEqual(sdesOf(await send('PUT', token, lead('x'))), [lead('x')])
      const { bearer } = account.users.admin
      assert.equal((await send('PUT', bearer, lead('x'))).status, 401)
      await seedAccount(server, 'zenith')
      const there = '/api/account/zenith/watchword/consumers/me/attributes'
      assert.equal((await call(server, 'PUT', there, { bearer: token, body: [] })).status, 401)
    })
  })
}
