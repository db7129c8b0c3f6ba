import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call, seedUser, startTestServer, type TestServer } from '../support/test-server.ts'
import { campaignAudit, fieldsOf, pathOf, seedCampaigns, type Wire } from './support.ts'

for (const kind of databaseKinds) {
  describe(`the campaign API on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('contract 3 section 11: list, create, read, replace, delete', async () => {
      const { ask, account, addEngagement } = await seedCampaigns(server)
      assert.deepEqual((await ask('GET', '?v=3.4')).body, [])
      const sent = { name: 'Spring', status: 1, startDate: '2026-03-01 08:00:00', goalId: 7 }
      const made = await ask('POST', '?v=3.4', {
        body: { ...sent, id: null, priority: { a: [1] } },
      })
      assert.equal(made.status, 201, made.text)
      const one = made.body as Wire
      assert.equal(made.headers.get('location'), `${pathOf(account.id)}/${one.id}`)
      assert.equal(made.headers.get('ac-revision'), '3')
      const { createdDate, modifiedDate, ...told } = one
      assert.match(`${createdDate} ${modifiedDate}`, /^\d{4}(-\d\d){2} (\d\d:){2}\d\d \d{4}/)
      assert.deepEqual(told, {
        ...sent,
        id: one.id,
        description: '',
        expirationDate: null,
        priority: { a: [1] },
        engagementIds: [],
        deleted: false,
        isDeleted: false,
      })
      const engagement = await addEngagement(one.id, { name: 'Button', allowUnauthMsg: true })
      const read = await ask('GET', `/${one.id}?v=3.4`)
      assert.deepEqual(read.body, { ...one, engagementIds: [engagement.id] })
      assert.deepEqual((await ask('GET', '')).body, [read.body])

      for (const [query, expected] of [
        ['fields=id', [{ id: one.id }]],
        ['v=3.4&fields=id&fields=name&fields=nothing', [{ id: one.id, name: 'Spring' }]],
        ['fields=id,engagementIds', [{ id: one.id, engagementIds: [engagement.id] }]],
        ['fields=', [read.body]],
        ['fields=(((', [read.body]],
      ] as const) {
        assert.deepEqual((await ask('GET', `?${query}`)).body, expected, query)
      }
      assert.deepEqual((await ask('GET', `/${one.id}?fields=id`)).body, { id: one.id })

      const edited = { ...(read.body as Wire), name: 'Summer', status: undefined }
      const put = await ask('PUT', `/${one.id}`, { body: edited, headers: { 'if-match': '4' } })
      assert.equal(put.status, 200, put.text)
      const after = put.body as Wire
      assert.deepEqual(
        [after['name'], after['status'], after['goalId'], after['engagementIds']],
        ['Summer', 0, 7, [engagement.id]],
      )
      assert.equal(put.headers.get('ac-revision'), '5')
      const again = await ask('PUT', `/${one.id}`, { body: edited })
      assert.equal(again.headers.get('ac-revision'), '5', 'a change of nothing is none')

      const gone = await ask('POST', `/${one.id}`, {
        headers: { 'x-http-method-override': 'DELETE', 'if-match': '5' },
      })
      assert.deepEqual([gone.status, (gone.body as Wire)['deleted']], [200, true])
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PUT', '', edited],
        ['DELETE', '', undefined],
        ['GET', '/engagements', undefined],
        ['POST', '/engagements', { name: 'x', allowUnauthMsg: true }],
        ['GET', `/engagements/${engagement.id}`, undefined],
        ['PUT', `/engagements/${engagement.id}`, { name: 'x', allowUnauthMsg: true }],
        ['DELETE', `/engagements/${engagement.id}`, undefined],
      ] as const) {
        const answer = await ask(method, `/${one.id}${path}`, body && { body })
        assert.equal(answer.status, 404, `${method} ${path}`)
      }
      assert.equal((await ask('POST', '', { body: { name: 'Summer' } })).status, 201)
      const lines = (await campaignAudit(server, account.id)).map(
        ({ action, objectId, element, oldValue, newValue }) =>
          [action, objectId === `${one.id}` ? 'it' : 'other', element, oldValue, newValue].join(
            ' ',
          ),
      )
      assert.deepEqual(lines, [
        'Add new it N/A  ',
        'Add new other N/A  ',
        'Edit it name Spring Summer',
        'Edit it status published draft',
        'Delete it N/A  ',
        'Delete other N/A  ',
        'Add new other N/A  ',
      ])
    })

    test('revisions: a stale If-Match is 412, -1 and none are not checked, equal on a read is 304', async () => {
      const { ask, add, addEngagement } = await seedCampaigns(server)
      const body = { name: 'x' }
      const { id } = await add(body)
      const button = { name: 'b', allowUnauthMsg: true }
      const engagement = await addEngagement(id, button)
      const [one, inside] = [`/${id}`, `/${id}/engagements`]
      for (const [method, path, sent] of [
        ['POST', '', { name: 'y' }],
        ['PUT', one, { name: 'y' }],
        ['DELETE', one, undefined],
        ['POST', inside, { ...button, name: 'c' }],
        ['PUT', `${inside}/${engagement.id}`, { ...button, name: 'c' }],
        ['DELETE', `${inside}/${engagement.id}`, undefined],
      ] as const) {
        const headers = { 'if-match': '3' }
        const answer = await ask(method, path, { headers, ...(sent && { body: sent }) })
        assert.equal(answer.status, 412, `${method} ${path}`)
      }
      for (const headers of [{ 'if-match': '4' }, { 'if-none-match': '"4"' }]) {
        for (const path of ['', one, inside, `${inside}/${engagement.id}`]) {
          const answer = await ask('GET', path, { headers })
          assert.deepEqual([answer.status, answer.headers.get('ac-revision')], [304, '4'])
        }
      }
      const headers = { 'if-match': '-1' }
      assert.equal((await ask('PUT', one, { headers, body })).status, 200)
      assert.equal((await ask('DELETE', one)).status, 200)
    })

    test('names are unique among the live, a body names its own id, there are 200 at most', async () => {
      const { ask, add } = await seedCampaigns(server)
      const one = await add({ name: 'One' })
      await add({ name: 'Two' })
      for (const [method, path] of [
        ['POST', ''],
        ['PUT', `/${one.id}`],
      ] as const) {
        const answer = await ask(method, path, { body: { name: 'TWO' } })
        assert.deepEqual([answer.status, fieldsOf(answer)], [409, ['name: is taken']])
      }
      assert.equal((await ask('PUT', `/${one.id}`, { body: { name: 'ONE' } })).status, 200)
      const other = await ask('PUT', `/${one.id}`, { body: { name: 'x', id: one.id + 1 } })
      assert.deepEqual(fieldsOf(other), ['id: must be the id in the path, or be left out'])
      const bad = { status: 5, startDate: 'soon', description: 7 }
      assert.deepEqual(
        fieldsOf(await ask('POST', '', { body: bad })).map((field) => field.split(':')[0]),
        ['name', 'description', 'status', 'startDate'],
      )
      for (let count = 2; count < 200; count += 1) await add({ name: `${count}` })
      assert.equal((await ask('POST', '', { body: { name: 'one more' } })).status, 409)
      assert.equal((await ask('DELETE', `/${one.id}`)).status, 200)
      assert.equal((await ask('POST', '', { body: { name: 'one more' } })).status, 201)
    })

    test('contract 1 §5: campaign managers and administrators; agents and their managers see nothing', async () => {
      const { ask, add, addEngagement, bearerOf, account } = await seedCampaigns(server)
      const { id } = await add({ name: 'x', status: 1 })
      const body = { name: 'b', allowUnauthMsg: true }
      const engagement = await addEngagement(id, body)
      const inside = `/${id}/engagements`
      const reads = ['', `/${id}`, inside, `${inside}/${engagement.id}`]
      const writes = [
        ['POST', '', { name: 'y', status: 1 }],
        ['PUT', `/${id}`, { name: 'z', status: 1 }],
        ['POST', inside, { ...body, name: 'c' }],
        ['PUT', `${inside}/${engagement.id}`, { ...body, name: 'd' }],
        ['DELETE', `${inside}/${engagement.id}`, undefined],
        ['DELETE', `/${id}`, undefined],
      ] as const
      for (const role of ['agent', 'manager'] as const) {
        const bearer = bearerOf(role)
        for (const path of reads) assert.equal((await ask('GET', path, { bearer })).status, 403)
        for (const [method, path, sent] of writes) {
          const answer = await ask(method, path, { bearer, ...(sent && { body: sent }) })
          assert.equal(answer.status, 403, `${method} ${path} ${role}`)
        }
      }
      assert.equal((await call(server, 'GET', pathOf(account.id))).status, 401)

      const profile = await server.storage.read.profiles.find(
        account.id,
        account.profileIds.campaigner,
      )
      assert.ok(profile)
      const seedWith = async (userId: number, enabledPackages: readonly number[]) => {
        const own = { ...profile, id: userId, name: `p${userId}`, enabledPackages }
        await server.storage.write((tx) => tx.profiles.insert(account.id, own))
        const profileIds = [userId]
        const user = { id: userId, loginName: `u${userId}`, profileIds }
        return (await seedUser(server, account.id, user)).bearer
      }
      const reader = await seedWith(81, [40_000])
      for (const path of reads) {
        assert.equal((await ask('GET', path, { bearer: reader })).status, 200)
      }
      const editor = await seedWith(82, [40_000, 40_001])
      for (const [method, path, sent] of writes) {
        for (const bearer of [reader, editor]) {
          const answer = await ask(method, path, { bearer, ...(sent && { body: sent }) })
          assert.equal(answer.status, 403, `${method} ${path}`)
          assert.match(answer.text, bearer === editor ? /Publish campaigns/ : /Edit campaigns/)
        }
      }
      const draft = await ask('POST', '', { bearer: editor, body: { name: 'draft' } })
      assert.equal(draft.status, 201)
      const at = `/${(draft.body as Wire).id}`
      const ofDraft = (method: string, path: string, sent?: unknown) =>
        ask(method, `${at}${path}`, { bearer: editor, ...(sent ? { body: sent } : {}) })
      assert.equal((await ofDraft('POST', '/engagements', body)).status, 201)
      assert.equal((await ofDraft('PUT', '', { name: 'draft', status: 1 })).status, 403)
      assert.equal((await ofDraft('DELETE', '')).status, 200)
      for (const [method, path, sent] of writes) {
        const answer = await ask(method, path, {
          bearer: bearerOf('campaigner'),
          ...(sent && { body: sent }),
        })
        assert.ok(answer.status < 300, `${method} ${path} ${answer.text}`)
      }
    })

    test('a campaign of another account is none of ours', async () => {
      const [mine, theirs] = [await seedCampaigns(server), await seedCampaigns(server)]
      const { id } = await theirs.add({ name: 'x' })
      const body = { name: 'b', allowUnauthMsg: true }
      const engagement = await theirs.addEngagement(id, body)
      const own = await mine.add({ name: 'mine' })
      for (const [method, path, sent] of [
        ['GET', `/${id}`, undefined],
        ['PUT', `/${id}`, { name: 'y' }],
        ['DELETE', `/${id}`, undefined],
        ['GET', `/${id}/engagements`, undefined],
        ['POST', `/${id}/engagements`, body],
        ['GET', `/${own.id}/engagements/${engagement.id}`, undefined],
        ['PUT', `/${own.id}/engagements/${engagement.id}`, body],
        ['DELETE', `/${own.id}/engagements/${engagement.id}`, undefined],
      ] as const) {
        const answer = await mine.ask(method, path, sent && { body: sent })
        assert.equal(answer.status, 404, `${method} ${path}`)
      }
      const stolen = { name: 's', connectorId: theirs.brand }
      const refused = await mine.ask('POST', `/${own.id}/engagements`, { body: stolen })
      assert.deepEqual(fieldsOf(refused), ['connectorId: is not a connector of this account'])
      assert.equal((await theirs.ask('GET', `/${id}/engagements/${engagement.id}`)).status, 200)
    })

    test('what is changed at once leaves one revision each', async () => {
      const { ask, add, account } = await seedCampaigns(server)
      const { id } = await add({ name: 'x' })
      const first = await server.storage.read.accounts.revision(account.id)
      assert.ok(first)
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          ask('POST', `/${id}/engagements`, { body: { name: `e${index}`, allowUnauthMsg: true } }),
        ),
      )
      assert.deepEqual(
        answers.map(({ headers }) => Number(headers.get('ac-revision'))).toSorted((a, b) => a - b),
        Array.from({ length: 8 }, (_, index) => first + 1 + index),
      )
      assert.equal(new Set(answers.map(({ body }) => (body as Wire).id)).size, 8)
      const together = await Promise.all([
        ask('DELETE', `/${id}`),
        ask('POST', `/${id}/engagements`, { body: { name: 'late', allowUnauthMsg: true } }),
      ])
      assert.equal(together[0].status, 200)
      assert.ok([201, 404].includes(together[1].status))
      assert.deepEqual(await server.storage.read.engagements.places(account.id), [])
    })
  })
}
