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
import { entry, auditPath as path, record, startAuditQueries } from './support.ts'

const noon = Date.UTC(2026, 0, 15, 12)

for (const kind of databaseKinds) {
  describe(`audit query on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const start = startAuditQueries(() => server)

    test('contract 1 §6.1: the documented query answers the documented shape', async () => {
      const { acme, query } = await start()
      await record(server, acme, [
        entry({ at: noon + 730 }),
        entry({
          objectType: 'ACSkillObject',
          action: 'Add new',
          element: 'N/A',
          oldValue: '',
          newValue: '',
        }),
        entry({ actor: { isLpa: true, loginName: 'staff' } }),
      ])
      const answer = await query(
        '{auditData(lpa:true, fromDate:"2026-01-15", first:50){accountId objectType element oldValue newValue originatorIsLpa changeDate}}',
      )
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('x-total-count'), '3')
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      const line = {
        accountId: acme.id,
        objectType: 'Users',
        element: 'nickname',
        oldValue: 'old',
        newValue: 'new',
        originatorIsLpa: false,
        changeDate: '2026-01-15 07:00:00.0',
      }
      assert.deepEqual(answer.body, {
        data: {
          auditData: [
            { ...line, changeDate: '2026-01-15 07:00:00.7' },
            { ...line, originatorIsLpa: true },
            { ...line, objectType: 'Skills', element: 'N/A', oldValue: '', newValue: '' },
          ],
        },
      })
    })

    test('every field, the documented ones and ours, can be selected', async () => {
      const { acme, query } = await start()
      await record(server, acme, [entry()])
      const answer = await query(`{auditData(timezone:"UTC"){
        accountId objectType objectName element oldValue newValue originator originatorLoginName
        originatorUserId originatorUserAgent originatorAuthType originatorIsLpa changeDate
        changedAt objectId actionType originatorEmployeeId originatorProfiles address requestId sequence}}`)
      assert.deepEqual(answer.body, {
        data: {
          auditData: [
            {
              accountId: acme.id,
              objectType: 'Users',
              objectName: 'jane',
              element: 'nickname',
              oldValue: 'old',
              newValue: 'new',
              originator: 'Full admin',
              originatorLoginName: 'admin',
              originatorUserId: '5',
              originatorUserAgent: 'test',
              originatorAuthType: 'bearer',
              originatorIsLpa: false,
              changeDate: '2026-01-15 12:00:00.0',
              changedAt: '2026-01-15T12:00:00.000Z',
              objectId: '17',
              actionType: 'Edit',
              originatorEmployeeId: 'E5',
              originatorProfiles: ['Administrator'],
              address: '127.0.0.1',
              requestId: 'req-1',
              sequence: 1,
            },
          ],
        },
      })
    })

    test('defaults: 50 newest first, without LPA users and automatic updates', async () => {
      const { acme, query } = await start()
      await record(server, acme, [
        ...Array.from({ length: 60 }, (_, index) => entry({ at: noon + index * 1000 })),
        entry({ automatic: true, at: noon + 70_000 }),
        entry({ actor: { isLpa: true }, at: noon + 80_000 }),
      ])
      const { headers, body } = await query('{auditData{sequence}}')
      assert.equal(headers.get('x-total-count'), '60')
      const { auditData } = (body as { data: { auditData: { sequence: number }[] } }).data
      assert.deepEqual(
        auditData.map(({ sequence }) => sequence),
        Array.from({ length: 50 }, (_, index) => 60 - index),
      )
      const all = await query('{auditData(lpa:"true", automaticUpdates:TRUE_OR_NOT){sequence}}')
      assert.equal(all.status, 400)
      const more = await query(
        '{auditData(lpa:"true", automaticUpdates:true, first:"0"){sequence}}',
      )
      assert.equal(more.headers.get('x-total-count'), '62')
      assert.deepEqual(more.body, { data: { auditData: [] } })
    })

    test('arguments narrow, order and page, as enums, strings or variables', async () => {
      const { acme, query } = await start()
      const extra = await seedUser(server, acme.id, { id: 77, loginName: 'Second@example.com' })
      const second = { loginName: extra.user.loginName, userId: 77 }
      await record(server, acme, [
        entry({ objectType: 'ACUserObject', at: noon }),
        entry({ objectType: 'ACSkillObject', at: noon + 1 }),
        entry({ objectType: 'ACSkillObject', at: noon + 2, actor: second }),
        entry({ objectType: 'ACLoginObject', at: noon + 3, actor: second }),
      ])
      const numbers = async (args: string, variables?: unknown) => {
        const { status, body, text } = await query(`${args}{sequence}}`, variables)
        assert.equal(status, 200, text)
        const { auditData } = (body as { data: { auditData: { sequence: number }[] } }).data
        return auditData.map(({ sequence }) => sequence)
      }
      assert.deepEqual(await numbers('{auditData(componentTypes:[ACSkillObject])'), [3, 2])
      assert.deepEqual(await numbers('{auditData(componentTypes:"ACSkillObject")'), [3, 2])
      assert.deepEqual(
        await numbers('{auditData(componentTypes:[ACSkillObject,"ACLoginObject"])'),
        [4, 3, 2],
      )
      assert.deepEqual(await numbers('{auditData(users:[77])'), [4, 3])
      assert.deepEqual(await numbers('{auditData(users:["second@EXAMPLE.com"])'), [4, 3])
      assert.deepEqual(await numbers('{auditData(users:["nobody"])'), [])
      assert.deepEqual(await numbers('{auditData(first:1, offset:2)'), [2])
      assert.deepEqual(await numbers('{auditData(orderDirection:[ASC])'), [1, 2, 3, 4])
      assert.deepEqual(
        await numbers(
          '{auditData(orderBy:["objectType",changeTimestamp], orderDirection:["ASC","DESC"])',
        ),
        [4, 3, 2, 1],
      )
      assert.deepEqual(await numbers('{auditData(belowSequence:3)'), [2, 1])
      assert.deepEqual(await numbers('{auditData(belowSequence:"3", first:1)'), [2])
      assert.deepEqual(await numbers('{auditData(text:"SECOND@")'), [4, 3])
      assert.deepEqual(await numbers('{auditData(objectIds:[17], actionTypes:Delete)'), [])
      assert.deepEqual(await numbers('{auditData(objectIds:17, actionTypes:[Edit], first:1)'), [4])
      assert.deepEqual(await numbers('{auditData(addresses:"127.0.0.1", users:[77])'), [4, 3])
      assert.deepEqual(await numbers('{auditData(addresses:"127.0.0.2")'), [])
      assert.deepEqual(
        await numbers('query($f:Count,$u:[Word!]){auditData(first:$f,users:$u)', {
          f: 1,
          u: ['77'],
        }),
        [4],
      )
      assert.deepEqual(await numbers('{auditData(users:null,fromDate:null)'), [4, 3, 2, 1])
      await record(server, acme, [entry({ at: noon - 1 })])
      assert.deepEqual(await numbers('{auditData(belowSequence:99)'), [5, 4, 3, 2, 1])
      assert.deepEqual(await numbers('{auditData(first:1)'), [4])
    })

    test('a search compares no more than a server can while others wait', async () => {
      const { acme, query } = await start()
      await record(
        server,
        acme,
        Array.from({ length: 12_501 }, () => entry({ at: noon })),
      )
      const names = (letter: string) =>
        Array.from({ length: 20 }, (_, index) => `${letter.repeat(100)}${index}`)
      const most = {
        ...{ o: names('o'), d: names('d'), c: names('c'), t: 'old'.padEnd(200, 'l') },
      }
      const ask =
        'query($o:[Word!],$d:[Word!],$c:[Word!],$t:Word){auditData(objectIds:$o,addresses:$d,actionTypes:$c,text:$t'
      const refused = await query(`${ask}){sequence}}`, most)
      assert.equal(refused.status, 400, refused.text)
      assert.match(refused.text, /fromDate: 12501 events .* at most 12500 are .*narrow the dates/)
      const search = new URLSearchParams({
        ...{ objectIds: `${most.o}`, addresses: `${most.d}`, actionTypes: `${most.c}` },
        text: most.t,
      })
      const exported = await call(server, 'GET', `${path(acme.id)}/export?${search}`, {
        bearer: acme.users.admin.bearer,
      })
      assert.equal(exported.status, 400, exported.text)
      for (const less of ['belowSequence:12501', 'toDate:"2026-01-14"']) {
        const answer = await query(`${ask},${less}){sequence}}`, most)
        assert.equal(answer.status, 200, answer.text)
        assert.equal(answer.headers.get('x-total-count'), '0')
      }
    })

    test('both bounds are included, in the time zone asked for, across summer time', async () => {
      server.clock.advance(Date.UTC(2026, 10, 20) - noon)
      const { acme, query } = await start()
      // 2026-11-01 has 25 hours in US/Eastern: 04:00Z to 05:00Z the next day.
      const moments = [
        Date.UTC(2026, 10, 1, 3, 59, 59, 999),
        Date.UTC(2026, 10, 1, 4),
        Date.UTC(2026, 10, 2, 4, 59, 59, 999),
        Date.UTC(2026, 10, 2, 5),
      ]
      await record(
        server,
        acme,
        moments.map((at) => entry({ at })),
      )
      const day = 'fromDate:"2026-11-01",toDate:"2026-11-01"'
      const eastern = await query(`{auditData(${day}){changeDate}}`)
      assert.deepEqual(eastern.body, {
        data: {
          auditData: [
            { changeDate: '2026-11-01 23:59:59.9' },
            { changeDate: '2026-11-01 00:00:00.0' },
          ],
        },
      })
      const utc = await query(`{auditData(${day},timezone:"UTC"){changeDate}}`)
      assert.deepEqual(utc.body, {
        data: {
          auditData: [
            { changeDate: '2026-11-01 04:00:00.0' },
            { changeDate: '2026-11-01 03:59:59.9' },
          ],
        },
      })
    })

    test('X-Total-Count is that of the first auditData; each alias is answered', async () => {
      const { acme, query } = await start()
      await record(server, acme, [entry(), entry({ objectType: 'ACSkillObject' })])
      const answer = await query(
        '{a:auditData{element} b:auditData(componentTypes:[ACSkillObject]){objectType}}',
      )
      assert.equal(answer.headers.get('x-total-count'), '2')
      assert.deepEqual(answer.body, {
        data: {
          a: [{ element: 'nickname' }, { element: 'nickname' }],
          b: [{ objectType: 'Skills' }],
        },
      })
    })

    test('400: what is wrong is named, in the envelope', async () => {
      const { acme, query } = await start()
      const faults: readonly (readonly [string, RegExp])[] = [
        ['{auditData(', /Syntax Error/],
        ['', /Syntax Error/],
        ['{auditData{nothing}}', /Cannot query field/],
        ['{auditData}', /must have a selection/],
        ['{auditData(wrong:1){element}}', /Unknown argument/],
        ['{auditData(fromDate:"2026-1-1"){element}}', /fromDate: must be a day/],
        ['{auditData(fromDate:"2026-02-30"){element}}', /fromDate: must be a day/],
        ['{auditData(fromDate:"2026-02-02",toDate:"2026-02-01"){element}}', /toDate: must not/],
        ['{auditData(timezone:"Mars/Base"){element}}', /timezone/],
        ['{auditData(componentTypes:[ACNothing]){element}}', /ACUserObject, ACSkillObject/],
        ['{auditData(first:1001){element}}', /first: must be from 0 to 1000/],
        ['{auditData(first:-1){element}}', /first/],
        ['{auditData(first:1.5){element}}', /whole number/],
        ['{auditData(offset:100001){element}}', /offset/],
        ['{auditData(orderBy:[color]){element}}', /orderBy/],
        ['{auditData(orderDirection:[UP]){element}}', /orderDirection/],
        ['{auditData(lpa:1){element}}', /true or false/],
        ['{auditData(language:"../x"){element}}', /language/],
        ['{auditData(users:["a\\u0000b"]){element}}', /users/],
        ['{auditData(belowSequence:3,orderBy:[originator]){element}}', /orderBy: goes not/],
        ['{auditData(objectIds:[""]){element}}', /objectIds: each must be text/],
        ['{auditData(addresses:"a\\u0000b"){element}}', /addresses: each/],
        [
          `{auditData(actionTypes:[${'a,'.repeat(21)}]){element}}`,
          /actionTypes: must have at most 20/,
        ],
        ['{auditData(text:""){element}}', /text: must be text of 1 to 200/],
        [`{auditData(text:"${'x'.repeat(201)}"){element}}`, /text: must be/],
        ['mutation{auditData{element}}', /mutation/i],
        ['query A{auditData{element}} query B{auditData{element}}', /operation/],
        ['query($f:Count!){auditData(first:$f){element}}', /\$f/],
      ]
      for (const [text, reason] of faults) {
        const answer = await query(text)
        assert.equal(answer.status, 400, `${text}: ${answer.text}`)
        assert.match(answer.text, reason)
        assert.match(answer.text, /^\{"error":\{"time":/)
      }
      const bodies = [[], 'text', 5, null, {}, { query: 1 }, { query: '{a}', variables: [] }]
      for (const body of bodies) {
        const bearer = acme.users.admin.bearer
        const answer = await call(server, 'POST', path(acme.id), { bearer, body })
        assert.equal(answer.status, 400, `${JSON.stringify(body)}: ${answer.text}`)
      }
      const wrongVariable = await query('query($f:Count){auditData(first:$f){element}}', { f: {} })
      assert.equal(wrongVariable.status, 400, wrongVariable.text)
    })

    test('401 without a bearer, 403 without package 10015, 404 with another account’s', async () => {
      const { acme, query } = await start()
      const zenith = await seedAccount(server, 'zenith')
      await record(server, zenith, [entry()])
      const body = { query: '{auditData{element}}' }
      assert.equal((await call(server, 'POST', path(acme.id), { body })).status, 401)
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        const refused = await query(body.query, undefined, acme.users[role].bearer)
        assert.equal(refused.status, 403, role)
        const exported = await call(server, 'GET', `${path(acme.id)}/export?limit=x`, {
          bearer: acme.users[role].bearer,
        })
        assert.equal(exported.status, 403, role)
      }
      const foreign = await query(body.query, undefined, zenith.users.admin.bearer)
      const missing = await call(server, 'POST', path('nobody'), {
        body,
        bearer: zenith.users.admin.bearer,
      })
      assert.equal(foreign.status, 404)
      assert.equal(missing.status, 404)
      const own = await query(body.query)
      assert.deepEqual(own.body, { data: { auditData: [] } })
    })

    test('introspection by common tools is answered', async () => {
      const { query } = await start()
      const { getIntrospectionQuery } = await import('graphql')
      const answer = await query(getIntrospectionQuery())
      assert.equal(answer.status, 200, answer.text)
      assert.match(answer.text, /originatorLoginName/)
    })
  })
}
