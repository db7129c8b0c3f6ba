import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type {
  ConsumerExport,
  ErasureList,
  ErasureReceipt,
  KeptErasure,
} from '@watchword/protocol/api/consumer-erasure.ts'
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

const consumers = '/api/account/acme/watchword/consumers'
const nothing = {
  ...{ consumers: 0, consumer_attributes: 0, consumer_links: 0 },
  ...{ delegated_tokens: 0, refused_handshakes: 0 },
}

for (const kind of databaseKinds) {
  describe(`a person is erased, and exported, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    let nobodys: number
    before(async () => {
      server = await startTestServer(kind)
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
      nobodys = await anonymousConnector(server, account)
    })
    after(() => server.stop())
    const admin = () => account.users.admin.bearer
    const post = (what: 'erase' | 'export', body: unknown, bearer = admin()) =>
      call(server, 'POST', `${consumers}/${what}`, { bearer, body })
    const idOf = (token: string) => String(claimsOf(token)['sub'])
    const known = (claims: object) => letIn(server, account, { brand, connector }, { ...claims })
    const erased = async (body: object) => {
      const answer = await post('erase', body)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as ErasureReceipt
    }

    /** Somebody of whom there is something in every table: from nobody to somebody. */
    async function fullLife(sub: string) {
      const nobody = await letNobodyIn(server, account, nobodys)
      await call(server, 'PUT', `${consumers}/me/attributes`, {
        bearer: nobody.token,
        body: { type: 'lead', lead: { topic: 'shoes-of-theirs' } },
      })
      const answer = await authenticate(server, account.id, connector, {
        id_token: await brand.idToken({ sub, given_name: 'Wilhelmina' }),
        step_up_from: nobody.token,
      })
      const token = tokenOf(answer)
      const now = server.clock.now()
      await server.storage.write((tx) =>
        tx.delegatedTokens.put(account.id, {
          ...{ consumerId: idOf(token), conversationId: '', connectorId: connector },
          ...{ sealed: 'sealed', accessExpiresAt: now + 1000, keptUntil: now + 1000 },
          updatedAt: now,
        }),
      )
      const late = { sub, exp: Math.floor(now / 1000) - 3600 }
      const refused = await authenticate(server, account.id, connector, {
        id_token: await brand.idToken(late),
      })
      assert.equal(refused.status, 401)
      return { nobody, token, id: idOf(token), anonymousId: idOf(nobody.token) }
    }

    test('from every table, under every id; their tokens end; the pseudonym stays', async () => {
      const { nobody, token, id, anonymousId } = await fullLife('wilma')
      const bystander = await known({ sub: 'bystander' })
      const receipt = await erased({ issuer: brand.issuer, sub: 'wilma' })
      assert.deepEqual(receipt.removed, {
        ...{ consumers: 2, consumer_attributes: 2, consumer_links: 1 },
        ...{ delegated_tokens: 1, refused_handshakes: 1 },
      })
      assert.deepEqual(receipt.consumerIds, [id, anonymousId].sort())
      const { read } = server.storage
      for (const one of [id, anonymousId]) {
        assert.equal(await read.consumers.find(account.id, one), undefined)
        assert.deepEqual(await read.consumerLinks.list(account.id, one, 9), [])
        assert.deepEqual(await read.delegatedTokens.list(account.id, one), [])
        const path = `${consumers}/${one}`
        assert.equal((await call(server, 'GET', path, { bearer: admin() })).status, 404)
      }
      assert.deepEqual(await read.refusedHandshakes.list(account.id, { since: 0 }), [])
      for (const bearer of [token, nobody.token]) {
        assert.equal((await call(server, 'GET', `${consumers}/me`, { bearer })).status, 401)
      }
      const renewed = await call(server, 'POST', '/api/account/acme/anonymous/authorize', {
        body: { id_token: nobody.external },
      })
      assert.equal((renewed.body as Record<string, string>)['internalErrorCode'], '1049')
      assert.equal(
        (await call(server, 'GET', `${consumers}/me`, { bearer: bystander })).status,
        200,
      )
      const trail = await read.audit.chain(account.id, 1, 1000)
      assert.doesNotMatch(JSON.stringify(trail), /wilma|Wilhelmina|shoes-of/)
      const line = trail.find(({ sequence }) => sequence === receipt.auditSequence)
      assert.deepEqual([line?.action, line?.actor.loginName], ['Delete', 'admin'])
      assert.ok(receipt.consumerIds.includes(line?.objectId ?? ''))
      const { body } = await call(server, 'GET', `${consumers}/events`, { bearer: admin() })
      const told = (body as ConsumerEvents).events.filter(({ type }) => type === 'consumer.erased')
      assert.deepEqual(told.map(({ consumerId }) => consumerId).sort(), receipt.consumerIds)
    })

    test('an id_token of before brings nobody back; a new login begins anew', async () => {
      const idToken = await brand.idToken({ sub: 'back', given_name: 'Again' })
      const first = await authenticate(server, account.id, connector, { id_token: idToken })
      const id = idOf(tokenOf(first))
      await erased({ consumerId: id })
      const again = await authenticate(server, account.id, connector, { id_token: idToken })
      assert.equal(again.status, 401)
      assert.equal((again.body as Record<string, string>)['error'], 'iat')
      assert.equal(await server.storage.read.consumers.find(account.id, id), undefined)
      server.clock.advance(2000)
      const token = await known({ sub: 'back' })
      assert.equal(idOf(token), id)
      assert.equal((await call(server, 'GET', `${consumers}/me`, { bearer: token })).status, 200)
      await erased({ consumerId: id })
    })

    test('unknown people get the same receipt with nothing in it, by whichever name', async () => {
      for (const body of [
        { sub: 'never-here' },
        { sub: 'never-here', issuer: brand.issuer },
        { sub: 'never-here', issuer: 'https://nobody.example' },
        { extConsumerId: 'crm-404' },
        { consumerId: 'b'.repeat(64) },
      ]) {
        const receipt = await erased(body)
        assert.deepEqual(receipt.removed, nothing)
        assert.match(receipt.mac, /^[0-9a-f]{64}$/)
        assert.ok(receipt.auditSequence > 0)
        assert.doesNotMatch(JSON.stringify(receipt), /never-here|crm-404/)
      }
    })

    test('by the application’s name; by sub alone, unless two issuers know it', async () => {
      const ext = 'crm-7'
      const names = await import('#domain/consumers/consumer-names.ts')
      const extId = await names
        .createConsumerNames(server)
        .idOf(account.id, { kind: 'ext', extConsumerId: ext })
      const at = server.clock.now()
      await server.storage.write((tx) =>
        tx.consumers.visit(account.id, {
          ...{ id: extId, kind: 'ext', at, vouchedAt: 0, profileHash: undefined },
          ...{ sealedProfile: undefined, expiresAt: undefined },
        }),
      )
      const receipt = await erased({ extConsumerId: ext })
      assert.deepEqual([receipt.consumerIds, receipt.removed.consumers], [[extId], 1])

      const elsewhere = createBrand(server, 'https://other.example')
      const second = await connectBrand(server, account, elsewhere)
      const one = await known({ sub: 'twin' })
      const two = await letIn(
        server,
        account,
        { brand: elsewhere, connector: second },
        { sub: 'twin' },
      )
      const ambiguous = await post('erase', { sub: 'twin' })
      assert.equal(ambiguous.status, 400)
      assert.match(ambiguous.text, /issuer/)
      const first = await erased({ sub: 'twin', issuer: elsewhere.issuer })
      assert.deepEqual(first.consumerIds, [idOf(two)])
      assert.deepEqual((await erased({ sub: 'twin' })).consumerIds, [idOf(one)])
    })

    test('a step-up that was taken back makes nobody one person', async () => {
      const { id, anonymousId } = await fullLife('undone')
      await call(server, 'POST', `${consumers}/${id}/unlink`, { bearer: admin() })
      const receipt = await erased({ consumerId: id })
      assert.deepEqual(receipt.consumerIds, [id])
      assert.notEqual(await server.storage.read.consumers.find(account.id, anonymousId), undefined)
    })

    test('receipts are kept, and show if somebody changed them', async () => {
      server.clock.advance(1)
      const { id, mac, ...receipt } = await erased({ sub: 'receipt' })
      const path = `${consumers}/erasures`
      const one = async () => {
        const answer = await call(server, 'GET', `${path}/${id}`, { bearer: admin() })
        assert.equal(answer.status, 200, answer.text)
        return answer.body as KeptErasure
      }
      assert.deepEqual(await one(), { id, ...receipt, mac, intact: true })
      const list = await call(server, 'GET', `${path}?limit=1`, { bearer: admin() })
      const page = list.body as ErasureList
      assert.deepEqual(page.erasures, [await one()])
      const next = await call(server, 'GET', `${path}?limit=1&before=${page.next}`, {
        bearer: admin(),
      })
      assert.notEqual((next.body as ErasureList).erasures[0]?.id, id)
      for (const unknown of ['x', '0'.repeat(32), 'constructor']) {
        const answer = await call(server, 'GET', `${path}/${unknown}`, { bearer: admin() })
        assert.equal(answer.status, 404)
      }
      const { read } = server.storage
      const kept = await read.consumerErasures.find(account.id, id)
      const forged = kept?.receipt.replace('\\"consumers\\":0', '\\"consumers\\":1') ?? ''
      assert.notEqual(forged, kept?.receipt)
      const late = { id: 'f'.repeat(32), at: server.clock.now(), receipt: forged }
      await server.storage.write((tx) => tx.consumerErasures.insert(account.id, late, 0))
      const changed = await call(server, 'GET', `${path}/${late.id}`, { bearer: admin() })
      assert.equal((changed.body as KeptErasure).intact, false)
    })

    test('the export has all of it, and no credential; who did it is audited', async () => {
      const { id, anonymousId } = await fullLife('xenia')
      const answer = await post('export', { consumerId: anonymousId })
      assert.equal(answer.status, 200, answer.text)
      const exported = answer.body as ConsumerExport
      assert.deepEqual(exported.consumerIds, [id, anonymousId].sort())
      const known = exported.consumers.find(({ consumerId }) => consumerId === id)
      assert.equal(known?.claims?.sub, 'xenia')
      assert.equal(known?.firstName, 'Wilhelmina')
      assert.deepEqual(known?.unverified.lp_sdes, [
        { type: 'lead', lead: { topic: 'shoes-of-theirs' } },
      ])
      assert.equal(known?.links.length, 1)
      assert.equal(exported.delegatedTokens.length, 1)
      assert.equal(exported.refusedHandshakes.length, 1)
      assert.deepEqual(
        exported.events.map(({ type }) => type),
        ['consumer.stepup'],
      )
      assert.deepEqual(
        exported.revocations.map(({ consumerId }) => consumerId),
        [anonymousId],
      )
      assert.doesNotMatch(answer.text, /sealed|hash/i)
      const trail = await server.storage.read.audit.chain(account.id, 1, 1000)
      const lines = trail.filter(({ element }) => element === 'export')
      assert.deepEqual(lines.map(({ objectId }) => objectId).sort(), exported.consumerIds)
      const nobody = (await post('export', { sub: 'never-here' })).body as ConsumerExport
      assert.deepEqual([nobody.consumerIds, nobody.consumers], [[], []])
    })

    test('for administrators; an object of another account is not there; bad bodies name their faults', async () => {
      const token = await known({ sub: 'yara' })
      for (const what of ['erase', 'export'] as const) {
        for (const bearer of [account.users.agent.bearer, account.users.manager.bearer]) {
          const refused = await post(what, { consumerId: idOf(token) }, bearer)
          assert.equal(refused.status, 403)
          // The body of whoever may not is not looked at.
          assert.equal((await post(what, { x: 1 }, bearer)).status, 403)
        }
        assert.equal((await post(what, { consumerId: idOf(token) }, token)).status, 401)
        for (const body of [{}, [], { consumerId: 'x' }, { sub: 'a', x: 1 }, undefined]) {
          const refused = await post(what, body)
          assert.equal(refused.status, 400, refused.text)
          assert.match(refused.text, /"fields"/)
        }
      }
      const { bearer } = account.users.agent
      const receipts = await call(server, 'GET', `${consumers}/erasures`, { bearer })
      assert.equal(receipts.status, 403)
      const other = await seedAccount(server, 'zenith')
      const path = '/api/account/zenith/watchword/consumers'
      const theirs = await call(server, 'POST', `${path}/erase`, {
        bearer: other.users.admin.bearer,
        body: { consumerId: idOf(token) },
      })
      assert.deepEqual((theirs.body as ErasureReceipt).removed, nothing)
      assert.equal((await call(server, 'GET', `${consumers}/me`, { bearer: token })).status, 200)
      const mine = await erased({ consumerId: idOf(token) })
      const receipt = await call(server, 'GET', `${path}/erasures/${mine.id}`, {
        bearer: other.users.admin.bearer,
      })
      assert.equal(receipt.status, 404)
    })

    test('of two erasures of one person at once, their rows are counted once', async () => {
      const { id } = await fullLife('zoe')
      const receipts = await Promise.all([1, 2, 3].map(() => erased({ consumerId: id })))
      const total = receipts.reduce((sum, { removed }) => sum + removed.consumers, 0)
      assert.equal(total, 2)
    })
  })
}
