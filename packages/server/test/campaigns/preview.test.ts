import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Preview } from '@watchword/protocol/api/campaign-preview.ts'
import { code } from '../connectors/support.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { fieldsOf, seedCampaigns } from './support.ts'

for (const kind of databaseKinds) {
  describe(`the preview of campaigns on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const identity = { iss: code.configuration.issuer, acr: 'loa1', sub: 'somebody' }

    test('contract 3 section 11: which engagement is shown, by which connector, and why not the others', async () => {
      const seeded = await seedCampaigns(server)
      const { add, addEngagement, preview, anonymous, brand, must, account } = seeded
      const campaign = await add({ name: 'Spring', status: 1 })
      const button = { name: 'For everybody', allowUnauthMsg: true, windowId: 4711 }
      const everybody = await addEngagement(campaign.id, button)
      const customers = await addEngagement(campaign.id, {
        name: 'For customers',
        connectorId: brand,
        entryPoints: ['https://brand.example/my/*'],
        language: 'en-US',
        weight: 0.5,
      })
      const ask = async (body: object) => {
        const answer = await preview('POST', '', { body })
        assert.equal(answer.status, 200, answer.text)
        return answer.body as Preview
      }
      const told = await ask({})
      assert.deepEqual([told.consumer, told.language, told.leftOut], ['anonymous', null, 0])
      assert.deepEqual(told.shown, {
        campaignId: campaign.id,
        campaignName: 'Spring',
        engagementId: everybody.id,
        engagementName: 'For everybody',
        engagementRevision: 1,
        connectorId: anonymous,
        connectorName: 'Anonymous consumers',
        windowId: '4711',
        language: null,
        weight: 0,
      })
      const [other, ...none] = told.others
      assert.deepEqual([other?.engagementId, other?.fits, none], [customers.id, false, []])
      assert.deepEqual(
        other?.reasons.map(({ rule }) => rule),
        ['needs_identity', 'other_place'],
      )
      const entryPoints = ['https://brand.example/my/orders', 'lang://en-GB']
      const elsewhere = await ask({ identities: [identity], entryPoints })
      assert.deepEqual([elsewhere.shown, elsewhere.language], [null, 'en-GB'])
      const rules = elsewhere.others.map(({ reasons }) => reasons.map(({ rule }) => rule).join())
      assert.deepEqual(rules.toSorted(), ['for_anonymous', 'other_language'])
      const visit = { identities: [identity], entryPoints, language: 'en', channel: 1 }
      const shown = await ask(visit)
      assert.deepEqual(
        [shown.consumer, shown.shown?.engagementId, shown.shown?.connectorId],
        ['authenticated', customers.id, brand],
      )
      const foreign = { ...identity, iss: 'https://other.example' }
      const refused = (await ask({ ...visit, identities: [foreign] })).others
      assert.ok(
        refused.flatMap(({ reasons }) => reasons).some(({ rule }) => rule === 'other_issuer'),
      )

      await server.storage.write((tx) =>
        tx.accounts.update(account.id, { settings: { consumers: { anonymous: false } } }),
      )
      assert.equal((await ask({})).shown, null)
      await must('PUT', `/${campaign.id}`, { name: 'Spring', startDate: '2030-01-01 00:00:00' })
      const late = await ask(visit)
      assert.equal(late.shown, null)
      assert.deepEqual(
        late.others[0]?.reasons.map(({ rule }) => rule),
        ['campaign_draft', 'campaign_not_begun'],
      )
      await seeded.ask('DELETE', `/${campaign.id}`)
      assert.deepEqual((await ask(visit)).others, [])
    })

    test('for campaign managers and administrators of the account, with strict bodies', async () => {
      const { preview, bearerOf, account, add, addEngagement } = await seedCampaigns(server)
      const { id } = await add({ name: 'x', status: 1 })
      await addEngagement(id, { name: 'b', allowUnauthMsg: true })
      for (const [role, status] of [
        ['campaigner', 200],
        ['agent', 403],
        ['manager', 403],
      ] as const) {
        const answer = await preview('POST', '', { body: {}, bearer: bearerOf(role) })
        assert.equal(answer.status, status, role)
      }
      const stranger = await seedCampaigns(server)
      const theirs = { body: {}, bearer: stranger.bearerOf('admin') }
      assert.equal((await preview('POST', '', theirs)).status, 404)
      assert.deepEqual(
        ((await stranger.preview('POST', '', { body: {} })).body as Preview).others,
        [],
      )
      const path = `/api/account/${account.id}/watchword/campaigns/preview`
      assert.equal((await call(server, 'POST', path, { body: {} })).status, 401)
      for (const body of [
        { unknown: 1 },
        { identities: [{ acr: '2' }] },
        { identities: [{ iss: 'x' }] },
        { identities: Array(11).fill(identity) },
        { entryPoints: ['x'.repeat(2049)] },
        { entryPoints: Array(51).fill('sec://a') },
        { language: '-' },
        { channel: 3 },
        [],
        null,
      ]) {
        const answer = await preview('POST', '', { body })
        assert.equal(answer.status, 400, JSON.stringify(body).slice(0, 60))
        assert.ok(body === null || fieldsOf(answer).length > 0)
      }
    })
  })
}
