import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { code, implicit } from '../connectors/support.ts'
import { someSkill } from '../contract/contract.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { campaignAudit, fieldsOf, pathOf, seedCampaigns, type Wire } from './support.ts'

/** As a known client creates one (contract 3 section 11), shortened where it says how it looks. */
const known = {
  id: null,
  name: 'Button',
  description: '',
  weight: 0.5,
  enabled: true,
  deleted: false,
  windowId: '4711',
  isPopOut: false,
  useSystemRouting: false,
  renderingType: 0,
  appInstallationId: null,
  channel: 1,
  showSmsPreSurveyOnMobile: false,
  language: 'en-US',
  onsiteLocations: ['12'],
  visitorBehaviors: [15],
  source: 0,
  isUnifiedWindow: true,
  type: 6,
  externalTargets: null,
  displayInstances: [{ displayInstanceType: 2, presentation: { border: { radius: 30 } } }],
  position: { left: 0, top: 0, type: 6 },
  followMePages: 1,
  followMeTime: 0,
  timeInQueue: 0,
  availabilityPolicy: 0,
  conversationType: 1,
  skillId: null,
  skillName: null,
  viewErrors: 0,
  subType: 24,
}

for (const kind of databaseKinds) {
  describe(`the engagement API on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('contract 3 section 11: what a known client sends comes back; each change is counted', async () => {
      const { ask, add, account, anonymous, brand } = await seedCampaigns(server)
      const campaign = await add({ name: 'c', status: 1 })
      const at = `/${campaign.id}/engagements`
      const body = { ...known, connectorId: anonymous, allowUnauthMsg: true }
      const made = await ask('POST', `${at}?v=3.4&__d=2853`, { body })
      assert.equal(made.status, 201, made.text)
      const one = made.body as Wire
      assert.equal(made.headers.get('location'), `${pathOf(account.id)}${at}/${one.id}`)
      assert.deepEqual({ ...one, ...body, id: one.id }, one)
      assert.deepEqual(
        [one['campaignId'], one['engagementRevision'], one['entryPoints'], one['isDeleted']],
        [campaign.id, 1, [], false],
      )
      assert.deepEqual((await ask('GET', `${at}/${one.id}?v=3.4`)).body, one)
      assert.deepEqual((await ask('GET', at)).body, [one])
      assert.deepEqual((await ask('GET', `${at}?fields=id&fields=connectorId`)).body, [
        { id: one.id, connectorId: anonymous },
      ])
      const again = await ask('PUT', `${at}/${one.id}`, { body: one })
      assert.deepEqual(again.body, one, 'read, and written back: nothing changed')
      assert.equal(again.headers.get('ac-revision'), made.headers.get('ac-revision'))
      const edited = { ...one, connectorId: brand, allowUnauthMsg: null, viewErrors: 1 }
      const put = await ask('PUT', `${at}/${one.id}`, { body: edited })
      assert.equal(put.status, 200, put.text)
      assert.deepEqual(
        [(put.body as Wire)['allowUnauthMsg'], (put.body as Wire)['engagementRevision']],
        [false, 2],
      )
      const short = await ask('PUT', `${at}/${one.id}`, { body: { name: 'x', connectorId: brand } })
      const replaced = short.body as Wire
      assert.deepEqual(
        [replaced['viewErrors'], replaced['weight'], replaced['windowId'], replaced['language']],
        [undefined, 0, null, null],
        'the body is the whole engagement',
      )
      const gone = await ask('DELETE', `${at}/${one.id}`)
      assert.deepEqual(
        [(gone.body as Wire)['deleted'], (gone.body as Wire)['engagementRevision']],
        [true, 4],
      )
      assert.deepEqual((await ask('GET', at)).body, [])
      const lines = await campaignAudit(server, account.id)
      const told = lines.filter(({ objectType }) => objectType === 'ACEngagementObject')
      assert.deepEqual(
        [told[0]?.action, told.at(-1)?.action],
        ['Add new', 'Delete'],
        'the trail tells them',
      )
      const edits = told.slice(1).map(({ element, newValue }) => `${element} ${newValue}`)
      for (const edit of [`connectorId ${brand}`, 'allowUnauthMsg false', 'viewErrors 1']) {
        assert.ok(edits.includes(edit), edit)
      }
    })

    test('the connector and allowUnauthMsg say one thing; a refusal says what to write instead', async () => {
      const { ask, add, anonymous, brand, addConnector } = await seedCampaigns(server)
      const delegation = await addConnector({
        ...code,
        name: 'delegation',
        configuration: {
          ...{
            jwtPublicKey: 'CONSUMER_DELEGATION',
            clientId: 'x',
            clientSecret: 'a secret secret',
          },
          authorizationEndpoint: 'https://brand.example/authorize',
          tokenEndpoint: 'https://brand.example/token',
        },
      })
      const { id } = await add({ name: 'c' })
      const post = (body: object) =>
        ask('POST', `/${id}/engagements`, { body: { name: `n${JSON.stringify(body)}`, ...body } })
      for (const [body, expected] of [
        [{ connectorId: anonymous }, [anonymous, true]],
        [{ connectorId: `${brand}` }, [brand, false]],
        [{ connectorId: brand, allowUnauthMsg: 'false' }, [brand, false]],
        [{ allowUnauthMsg: true }, [anonymous, true]],
        [{ conversationType: 0 }, [null, true]],
        [{ conversationType: 0, allowUnauthMsg: true }, [null, true]],
        [{ conversationType: 0, connectorId: brand }, [brand, false]],
      ] as const) {
        const answer = await post(body)
        assert.equal(answer.status, 201, answer.text)
        const made = answer.body as Wire
        assert.deepEqual([made['connectorId'], made['allowUnauthMsg']], expected)
      }
      for (const [body, advice] of [
        [{}, /^connectorId: is required.*allowUnauthMsg: true is enough/],
        [{ allowUnauthMsg: false }, /^connectorId: is required/],
        [{ conversationType: 0, allowUnauthMsg: false }, /^connectorId: is required/],
        [{ connectorId: anonymous, allowUnauthMsg: false }, /^allowUnauthMsg: must be true/],
        [{ connectorId: brand, allowUnauthMsg: true }, /^allowUnauthMsg: must be false/],
        [{ connectorId: delegation.id }, /^connectorId: .*for delegation alone/],
        [{ connectorId: 5, skillId: 6 }, /^skillId: is not a skill.*,connectorId: is not a conn/],
        [{ connectorId: 'x', type: 4, weight: 'y' }, /^connectorId: .*weight: .*type: must be one/],
      ] as const) {
        const answer = await post(body)
        assert.equal(answer.status, 400, JSON.stringify(body))
        assert.match(fieldsOf(answer).join(), advice)
      }
      await addConnector({ name: 'second', type: 0 })
      const several = await post({ allowUnauthMsg: true, weight: 1 })
      assert.match(
        fieldsOf(several).join(),
        /several connectors for anonymous consumers \(\d+, \d+\)/,
      )
    })

    test('a connector that engagements use is not deleted, and the refusal names them', async () => {
      const { ask, add, addEngagement, brand, connectors, addConnector } =
        await seedCampaigns(server)
      const [spring, autumn] = [await add({ name: 'Spring' }), await add({ name: 'Autumn' })]
      const first = await addEngagement(spring.id, { name: 'One', connectorId: brand })
      const second = await addEngagement(autumn.id, { name: 'Two', connectorId: brand })
      const refused = await connectors('DELETE', `/${brand}`)
      assert.deepEqual(
        [refused.status, fieldsOf(refused)],
        [
          409,
          [
            `id: is used by engagement ${first.id} “One” of campaign ${spring.id} “Spring”`,
            `id: is used by engagement ${second.id} “Two” of campaign ${autumn.id} “Autumn”`,
          ],
        ],
      )
      const onlyTokens = {
        ...code,
        configuration: { ...code.configuration, issuer: null, jwtValidationType: null },
      }
      const emptied = await connectors('PUT', `/${brand}`, {
        body: {
          ...onlyTokens,
          configuration: { ...onlyTokens.configuration, jwtPublicKey: 'CONSUMER_DELEGATION' },
        },
      })
      assert.equal(emptied.status, 409, 'it would vouch for nobody any more')
      const renamed = await connectors('PUT', `/${brand}`, { body: { ...code, name: 'new' } })
      assert.equal(renamed.status, 200)
      const other = await addConnector(implicit)
      const moved = { name: 'One', connectorId: other.id }
      await ask('PUT', `/${spring.id}/engagements/${first.id}`, { body: moved })
      assert.equal(fieldsOf(await connectors('DELETE', `/${brand}`)).length, 1)
      assert.equal((await ask('DELETE', `/${autumn.id}`)).status, 200)
      assert.equal((await connectors('DELETE', `/${brand}`)).status, 200)
      const gone = await ask('POST', `/${spring.id}/engagements`, {
        body: { name: 'late', connectorId: brand },
      })
      assert.deepEqual(fieldsOf(gone), ['connectorId: is not a connector of this account'])
    })

    test('of a connector that goes and an engagement that takes it, one is refused', async () => {
      const { ask, add, connectors, addConnector, account } = await seedCampaigns(server)
      const { id } = await add({ name: 'c' })
      for (let round = 0; round < 5; round += 1) {
        const { id: connectorId } = await addConnector({ name: `r${round}`, type: 0 })
        const [made, gone] = await Promise.all([
          ask('POST', `/${id}/engagements`, { body: { name: `e${round}`, connectorId } }),
          connectors('DELETE', `/${connectorId}`),
        ])
        assert.ok(
          (made.status === 201 && gone.status === 409) ||
            (made.status === 400 && gone.status === 200),
          `${made.status} ${gone.status}`,
        )
      }
      const live = await server.storage.read.connectors.list(account.id)
      const ids = new Set(live.map(({ connector }) => connector.id))
      for (const { connectorId } of await server.storage.read.engagements.targets(account.id)) {
        assert.ok(ids.has(connectorId ?? 0))
      }
    })

    test('skills: told by name, and not deleted while an engagement names them', async () => {
      const { ask, add, addEngagement, account } = await seedCampaigns(server)
      await server.storage.write((tx) => tx.skills.insert(account.id, someSkill(900, 'Sales')))
      const { id } = await add({ name: 'c' })
      const body = { name: 'e', allowUnauthMsg: true, skillId: '900' }
      const one = await addEngagement(id, body)
      assert.deepEqual(
        [one['skillId'], one['skillName'], one['useSystemRouting']],
        [900, 'Sales', false],
      )
      const [read] = (await ask('GET', `/${id}/engagements`)).body as readonly Wire[]
      assert.equal(read?.['skillName'], 'Sales')
      const skill = `/api/account/${account.id}/configuration/le-users/skills/900`
      const { bearer } = account.users.admin
      const refused = await call(server, 'DELETE', skill, { bearer })
      assert.equal(refused.status, 409)
      assert.match(fieldsOf(refused).join(), new RegExp(`engagement ${one.id} of campaign ${id}`))
      await ask('PUT', `/${id}/engagements/${one.id}`, { body: { ...body, skillId: -1 } })
      assert.equal((await call(server, 'DELETE', skill, { bearer })).status, 200)
      const late = await ask('POST', `/${id}/engagements`, { body: { ...body, name: 'f' } })
      assert.match(fieldsOf(late).join(), /^skillId: is not a skill of this account/)
    })

    test('names are unique within their campaign, ids within the account, and there is an end', async () => {
      const { ask, add, addEngagement } = await seedCampaigns(server)
      const [first, second] = [await add({ name: 'a' }), await add({ name: 'b' })]
      const body = { name: 'e', allowUnauthMsg: true }
      const one = await addEngagement(first.id, body)
      await addEngagement(second.id, body)
      const taken = await ask('POST', `/${first.id}/engagements`, { body: { ...body, name: 'E' } })
      assert.deepEqual([taken.status, fieldsOf(taken)], [409, ['name: is taken']])
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const sent = method === 'PUT' ? { body } : {}
        const answer = await ask(method, `/${second.id}/engagements/${one.id}`, sent)
        assert.equal(answer.status, 404, 'it is in the other campaign')
      }
      const wrong = await ask('PUT', `/${first.id}/engagements/${one.id}`, {
        body: { ...body, id: one.id + 1 },
      })
      assert.equal(wrong.status, 400)
      for (let count = 1; count < 100; count += 1) {
        await addEngagement(first.id, { ...body, name: `n${count}` })
      }
      const full = await ask('POST', `/${first.id}/engagements`, {
        body: { ...body, name: 'more' },
      })
      assert.equal(full.status, 409, full.text)
      const large = { ...body, name: 'large', blob: 'x'.repeat(70_000) }
      assert.equal((await ask('POST', `/${second.id}/engagements`, { body: large })).status, 400)
      const huge = { ...body, name: 'huge', blob: 'x'.repeat(300_000) }
      assert.equal((await ask('POST', `/${second.id}/engagements`, { body: huge })).status, 413)
    })
  })
}
