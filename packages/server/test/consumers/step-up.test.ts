import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Consumer, ConsumerLink } from '@watchword/protocol/api/consumer.ts'
import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import {
  anonymousConnector,
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
  letNobodyIn,
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

for (const kind of databaseKinds) {
  describe(`contract 3 section 13.7: an anonymous consumer becomes known, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    let nobodys: number
    let sub = 0
    before(async () => {
      server = await startTestServer(kind)
      brand = createBrand(server)
    })
    after(() => server.stop())

    async function begin(stepUp: 'merge' | 'refuse' | 'ask' = 'merge') {
      sub += 1
      account = await seedAccount(server, `acme${sub}`, { consumers: { stepUp } })
      connector = await connectBrand(server, account, brand)
      nobodys = await anonymousConnector(server, account)
      return newcomer()
    }
    async function newcomer() {
      const { external, token } = await letNobodyIn(server, account, nobodys)
      return { external, token, id: idOf(token) }
    }
    const idOf = (token: string) => String(claimsOf(token)['sub'])
    const path = () => `/api/account/${account.id}/watchword/consumers`
    const admin = () => account.users.admin.bearer
    const stepUp = async (from: string, claims: object = {}, more: object = {}) =>
      authenticate(server, account.id, connector, {
        id_token: await brand.idToken({ ...claims }),
        step_up_from: from,
        ...more,
      })
    const known = (claims: object) => letIn(server, account, { brand, connector }, { ...claims })
    const seen = async (id: string) =>
      (await call(server, 'GET', `${path()}/${id}`, { bearer: admin() })).body as Consumer
    const isAlive = async (bearer: string) =>
      (await call(server, 'GET', `${path()}/me`, { bearer })).status === 200
    const codeOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => [
      status,
      (body as Record<string, string>)['internalErrorCode'],
    ]
    const renew = (external: string) =>
      call(server, 'POST', `/api/account/${account.id}/anonymous/authorize`, {
        body: { id_token: external },
      })
    const events = async () => {
      const { body } = await call(server, 'GET', `${path()}/events`, { bearer: admin() })
      return (body as ConsumerEvents).events
    }
    const unlink = (id: string, body?: object, bearer = admin()) =>
      call(server, 'POST', `${path()}/${id}/unlink`, { bearer, ...(body && { body }) })

    test('linked with its provenance; the anonymous identity ends; other services are told', async () => {
      const { external, token, id } = await begin()
      const answer = await stepUp(token, { sub: 'ann' })
      const joined = tokenOf(answer)
      assert.deepEqual(Object.keys(answer.body as object), ['token'])
      assert.equal(claimsOf(joined)['acr'], 'loa1')
      assert.equal(await isAlive(token), false)
      assert.deepEqual(codeOf(await renew(external)), [401, '1049'])
      const entered = await authenticate(server, account.id, nobodys, { id_token: external })
      assert.deepEqual(codeOf(entered), [401, '1049'])
      const now = new Date(server.clock.now()).toISOString()
      const { links } = await seen(idOf(joined))
      assert.deepEqual(links, [
        {
          ...{ fromConsumerId: id, toConsumerId: idOf(joined), linkedAt: now },
          ...{ connectorId: connector, issuer: brand.issuer, policy: 'merge', wasHere: false },
          vouchedAt: new Date(Math.floor(server.clock.now() / 1000) * 1000).toISOString(),
          requestId: answer.headers.get('x-request-id'),
        },
      ])
      // Reached from either side, by agents and by the consumer.
      assert.deepEqual((await seen(id)).links, links)
      const own = await call(server, 'GET', `${path()}/me`, { bearer: joined })
      assert.deepEqual((own.body as Consumer).links, links)
      const told = await events()
      assert.deepEqual(
        told.map(({ type, consumerId, toConsumerId }) => [type, consumerId, toConsumerId]),
        [['consumer.stepup', id, idOf(joined)]],
      )
      const audit = await server.storage.read.audit.chain(account.id, told[0]?.sequence ?? 0, 1)
      assert.equal(audit[0]?.objectId, id)
      assert.equal(audit[0]?.actor.address, '')
      const rows = await server.storage.read.consumerLinks.list(account.id, id, 9)
      assert.doesNotMatch(JSON.stringify(rows), /127\.0\.0\.1|brand\.example/)
    })

    test('what the anonymous one’s page said goes along, and is no more verified than before', async () => {
      const { token } = await begin()
      const lead = { type: 'lead', lead: { topic: 'shoes' } }
      const person = { type: 'personal', personal: { firstname: 'Somebody' } }
      const url = `${path()}/me/attributes`
      await call(server, 'PUT', url, { bearer: token, body: [lead, person] })
      server.clock.advance(1000)
      const before = await known({ sub: 'ben', given_name: 'Ben' })
      const own = { type: 'personal', personal: { firstname: 'Benny' } }
      await call(server, 'PUT', url, { bearer: before, body: [own] })
      const joined = tokenOf(await stepUp(token, { sub: 'ben', given_name: 'Ben' }))
      const consumer = await seen(idOf(joined))
      assert.deepEqual(consumer.unverified.lp_sdes, [own, lead])
      assert.equal(consumer.firstName, 'Ben')
      assert.equal(consumer.links[0]?.wasHere, true)
      await unlink(idOf(joined))
      assert.deepEqual((await seen(idOf(joined))).unverified.lp_sdes, [own])
      assert.equal((await unlink(idOf(joined))).status, 404)
    })

    test('policy refuse: 409 only if the consumer was here before, and nothing is linked', async () => {
      const { token, id } = await begin('refuse')
      await known({ sub: 'old' })
      for (const more of [{}, { merge: 'merge' }]) {
        const refused = await stepUp(token, { sub: 'old' }, more)
        assert.deepEqual(codeOf(refused), [409, '9012'])
        assert.equal((refused.body as Record<string, string>)['error'], 'step_up_refused')
        assert.equal((refused.body as Record<string, unknown>)['choices'], undefined)
      }
      assert.equal(await isAlive(token), true)
      assert.deepEqual((await seen(id)).links, [])
      assert.equal((await stepUp(token, { sub: 'new' })).status, 200)
    })

    test('policy ask: 409 with the choices, then as the consumer says', async () => {
      const { token, id } = await begin('ask')
      const old = await known({ sub: 'old' })
      const asked = await stepUp(token, { sub: 'old' })
      assert.deepEqual(codeOf(asked), [409, '9012'])
      const body = asked.body as Record<string, unknown>
      assert.equal(body['error'], 'step_up_choice')
      assert.deepEqual(body['choices'], ['merge', 'keep'])
      assert.equal(body['request_id'], asked.headers.get('x-request-id'))
      assert.equal(await isAlive(token), true)
      const kept = tokenOf(await stepUp(token, { sub: 'old' }, { merge: 'keep' }))
      assert.equal(idOf(kept), idOf(old))
      assert.equal(await isAlive(token), true)
      assert.deepEqual((await seen(id)).links, [])
      assert.deepEqual(await events(), [])
      assert.equal((await stepUp(token, { sub: 'old' }, { merge: 'merge' })).status, 200)
      assert.equal((await seen(id)).links[0]?.choice, 'merge')
      assert.equal(await isAlive(token), false)
      const odd = await stepUp(token, { sub: 'old' }, { merge: 'both' })
      assert.deepEqual(codeOf(odd), [400, '9012'])
    })

    test('of twenty step-ups of one anonymous consumer at once, one wins', async () => {
      const { token, id } = await begin()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stepUp(token, { sub: `racer-${index}` })),
      )
      assert.deepEqual(answers.map(({ status }) => status).sort(), [
        ...[200, ...Array.from({ length: 19 }, () => 401)],
      ])
      for (const lost of answers.filter(({ status }) => status === 401)) {
        assert.deepEqual(codeOf(lost), [401, '1049'])
      }
      assert.equal((await seen(id)).links.length, 1)
      assert.equal((await events()).length, 1)
      assert.deepEqual(codeOf(await stepUp(token, { sub: 'late' })), [401, '1049'])
    })

    test('refused, each by its code: known, foreign, forged, expired, revoked, of another kind', async () => {
      const { external, token } = await begin()
      const first = account
      const firstConnector = connector
      const knownToken = await known({ sub: 'known' })
      const theirs = await begin()
      account = first
      connector = firstConnector
      const [header, payload, signature = ''] = token.split('.')
      const forged = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      const cases: readonly (readonly [string, number, string])[] = [
        [knownToken, 400, '9012'],
        [theirs.token, 401, '2004'],
        [forged, 401, '2002'],
        [external, 401, '2002'],
        [await brand.idToken(), 401, '2002'],
        ['x', 401, '2002'],
      ]
      for (const [from, status, code] of cases) {
        const answer = await stepUp(from, { sub: 'dan' })
        assert.deepEqual(codeOf(answer), [status, code], answer.text)
        assert.equal((answer.body as Record<string, string>)['error'], 'step_up_from')
      }
      for (const from of [7, {}, 'x'.repeat(5000)]) {
        const answer = await stepUp(String(from), { sub: 'dan' }, { step_up_from: from })
        assert.deepEqual(codeOf(answer), [400, '9012'])
      }
      const byNobody = await authenticate(server, account.id, nobodys, {
        id_token: external,
        step_up_from: token,
      })
      assert.equal(byNobody.status, 404)
      server.clock.advance(601_000)
      assert.deepEqual(codeOf(await stepUp(token, { sub: 'dan' })), [401, '1012'])
      // None of it made somebody known.
      assert.deepEqual(await events(), [])
    })

    test('an id_token that is refused ends nothing', async () => {
      const { token, id } = await begin()
      const stranger = createBrand(server)
      const answer = await authenticate(server, account.id, connector, {
        id_token: await stranger.idToken(),
        step_up_from: token,
      })
      assert.equal(answer.status, 401)
      assert.equal(await isAlive(token), true)
      assert.deepEqual((await seen(id)).links, [])
    })

    test('taken back by an administrator: the identity lives again, and may be linked to another', async () => {
      const { external, token, id } = await begin()
      const joined = tokenOf(await stepUp(token, { sub: 'eve' }))
      for (const bearer of [account.users.agent.bearer, account.users.manager.bearer]) {
        assert.equal((await unlink(id, undefined, bearer)).status, 403)
      }
      assert.equal((await unlink(id, undefined, joined)).status, 401)
      const undone = await unlink(id)
      assert.equal(undone.status, 200, undone.text)
      assert.ok((undone.body as ConsumerLink).unlinkedAt)
      assert.equal(await isAlive(token), true)
      const renewed = tokenOf(await renew(external))
      const back = tokenOf(await authenticate(server, account.id, nobodys, { id_token: renewed }))
      assert.equal(idOf(back), id)
      assert.equal(await isAlive(joined), true)
      assert.equal((await unlink(id)).status, 404)
      assert.equal((await stepUp(back, { sub: 'fay' })).status, 200)
      assert.deepEqual(
        (await events()).map(({ type }) => type),
        ['consumer.stepup', 'consumer.unlinked', 'consumer.stepup'],
      )
      assert.equal((await seen(id)).links.length, 2)
      assert.equal((await seen(idOf(joined))).links.length, 1)
    })

    test('of somebody with several, the one is named; strangers and other accounts are not there', async () => {
      const { token, id } = await begin()
      const joined = tokenOf(await stepUp(token, { sub: 'gil' }))
      server.clock.advance(1)
      const second = await newcomer()
      await stepUp(second.token, { sub: 'gil' })
      assert.equal((await unlink(idOf(joined))).status, 400)
      assert.equal((await unlink(idOf(joined), { from: 'x' })).status, 400)
      assert.equal((await unlink(idOf(joined), { from: id, more: 1 })).status, 400)
      assert.equal((await unlink(idOf(joined), { from: 'a'.repeat(64) })).status, 404)
      assert.equal((await unlink('a'.repeat(64))).status, 404)
      assert.equal((await unlink('x')).status, 404)
      const other = await seedAccount(server, `zenith${sub}`)
      const elsewhere = await call(
        server,
        'POST',
        `/api/account/${other.id}/watchword/consumers/${id}/unlink`,
        { bearer: other.users.admin.bearer },
      )
      assert.equal(elsewhere.status, 404)
      assert.equal((await unlink(idOf(joined), { from: id })).status, 200)
      const links = (await seen(idOf(joined))).links
      assert.deepEqual(
        links.map(({ fromConsumerId, unlinkedAt }) => [fromConsumerId, unlinkedAt === undefined]),
        [
          [second.id, true],
          [id, false],
        ],
      )
    })
  })
}
