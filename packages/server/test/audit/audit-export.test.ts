import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { entry, record } from './support.ts'

const path = (account: string, query = '') =>
  `/api/account/${account}/configuration/metadata/audit/export${query}`
const header =
  'Object type,Object ID,Object name,Action type,Element,Old value,New value,Date and time,' +
  'Originator,Originator Employee ID,Originator Profiles'
const noon = Date.UTC(2026, 0, 15, 12)

for (const kind of databaseKinds) {
  describe(`audit export on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    let accounts = 0
    async function start() {
      accounts += 1
      const acme = await seedAccount(server, `acme${accounts}`)
      const { bearer } = acme.users.admin
      const get = (query = '') => call(server, 'GET', path(acme.id, query), { bearer })
      return { acme, get }
    }

    test('contract 1 §6.2: three blocks, newest first', async () => {
      const { acme, get } = await start()
      await record(server, acme, [
        entry({ action: 'Add new', element: 'N/A', oldValue: '', newValue: '' }),
        entry({ at: noon + 1000, actor: { profiles: ['p1', 'p2'] }, objectType: 'ACSkillObject' }),
      ])
      const answer = await get()
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
      assert.equal(
        answer.headers.get('content-disposition'),
        `attachment; filename="audit-${acme.id}-2026-01-15.csv"`,
      )
      assert.equal(
        answer.text,
        [
          'Search Criteria',
          'Account ID,Start(US/Eastern),End(US/Eastern),Object types,Originators,Include Automatic Updates,Include LPA Users',
          `${acme.id},,,All,All,false,false`,
          'Total Items',
          '2',
          'Results',
          header,
          'Skills,17,jane,Edit,nickname,old,new,2026-01-15T07:00:01,Full admin,E5,"[p1, p2]"',
          'Users,17,jane,Add new,N/A,,,2026-01-15T07:00:00,Full admin,E5,[Administrator]',
          '',
        ].join('\n'),
      )
    })

    test('an export is a line of the trail: who took how much of it, and it is not in itself', async () => {
      const { acme, get } = await start()
      await record(server, acme, [entry()])
      assert.equal((await get('?limit=x')).status, 400)
      const { agent } = acme.users
      const refused = await call(server, 'GET', path(acme.id), { bearer: agent.bearer })
      assert.equal(refused.status, 403)
      assert.doesNotMatch((await get('?users=admin&limit=7&toDate=')).text, /Audit trail/)
      const events = await server.storage.read.audit.chain(acme.id, 2, 10)
      assert.equal(events.length, 1)
      const [event] = events
      assert.deepEqual(
        [event?.action, event?.objectType, event?.element, event?.actor.loginName],
        ['Other', 'ACAuditTrailObject', 'export', 'admin'],
      )
      assert.deepEqual(JSON.parse(event?.newValue ?? ''), { users: ['admin'], limit: 7, events: 1 })
      assert.match((await get('?componentTypes=ACAuditTrailObject')).text, /^Audit trail,acme\d+,/m)
    })

    test('the search criteria are those that were sent', async () => {
      const { acme, get } = await start()
      await record(server, acme, [
        entry(),
        entry({ objectType: 'ACSkillObject' }),
        entry({ objectType: 'ACLobObject' }),
        entry({ automatic: true }),
        entry({ actor: { loginName: 'other' } }),
      ])
      const { text } = await get(
        '?fromDate=2026-01-15&toDate=2026-01-16&componentTypes=ACUserObject,ACSkillObject' +
          '&users=admin&timezone=UTC&lpa=true&automaticUpdates=true&limit=2&ignored=1&ignored=2',
      )
      const lines = text.split('\n')
      assert.deepEqual(lines.slice(1, 5), [
        'Account ID,Start(UTC),End(UTC),Object types,Originators,Include Automatic Updates,Include LPA Users',
        `${acme.id},2026-01-15,2026-01-16,"ACUserObject,ACSkillObject",admin,true,true`,
        'Total Items',
        '2',
      ])
      assert.equal(lines.length, 10)
    })

    test('what is looked for inside of events narrows an export too, and stands in its head', async () => {
      const { get, acme } = await start()
      await record(server, acme, [
        entry({ newValue: 'needle' }),
        entry({ objectId: '18', newValue: 'needle' }),
        entry({ objectId: '18' }),
      ])
      const { text, status } = await get(
        '?timezone=UTC&objectIds=18&addresses=127.0.0.1&actionTypes=Edit,Delete&text=NEEDLE',
      )
      assert.equal(status, 200, text)
      const lines = text.split('\n')
      assert.match(lines[1] ?? '', /Include LPA Users,Object IDs,Addresses,Action types,Text$/)
      assert.match(lines[2] ?? '', /false,false,18,127\.0\.0\.1,"Edit,Delete",NEEDLE$/)
      assert.equal(lines[4], '1')
      assert.match(lines[7] ?? '', /^Users,18,/)
    })

    test('what a spreadsheet would take for a formula is escaped; ids are not', async () => {
      const { acme, get } = await start()
      await record(server, acme, [
        entry({
          objectId: '-1',
          objectName: '=HYPERLINK("http://evil.example","x")',
          element: '+1',
          oldValue: '@SUM(A1)',
          newValue: '-2+3',
          actor: { fullName: '\tcmd', employeeId: 'a"b\nc,d', profiles: ['=p'] },
        }),
        entry({ objectId: '=1' }),
      ])
      const { text } = await get()
      const rows = text.slice(text.indexOf(header) + header.length + 1)
      assert.equal(
        rows,
        "Users,'=1,jane,Edit,nickname,old,new,2026-01-15T07:00:00,Full admin,E5,[Administrator]\n" +
          'Users,-1,"\'=HYPERLINK(""http://evil.example"",""x"")",Edit,\'+1,\'@SUM(A1),\'-2+3,' +
          '2026-01-15T07:00:00,\'\tcmd,"a""b\nc,d",[=p]\n',
      )
    })

    test('a long trail is told whole, once, while others write', async () => {
      const { acme, get } = await start()
      const many = Array.from({ length: 2300 }, (_, index) => entry({ objectName: `n${index}` }))
      await record(server, acme, many)
      const [answer] = await Promise.all([
        get(),
        ...Array.from({ length: 20 }, () => record(server, acme, [entry({ objectName: 'late' })])),
      ])
      const lines = answer.text.trimEnd().split('\n')
      const total = Number(lines[4])
      const names = lines.slice(7).map((line) => line.split(',')[2])
      assert.ok(total >= 2300)
      assert.equal(names.length, total)
      assert.deepEqual(
        names.filter((name) => name !== 'late'),
        many.map(({ objectName }) => objectName).reverse(),
      )
    })

    test('a reader who goes away leaves nothing running', async () => {
      const { acme, get } = await start()
      const large = Array.from({ length: 1500 }, () => entry({ newValue: 'x'.repeat(5000) }))
      await record(server, acme, large)
      const controller = new AbortController()
      const response = await fetch(`${server.origin}${path(acme.id)}`, {
        headers: { authorization: `Bearer ${acme.users.admin.bearer}` },
        signal: controller.signal,
      })
      await response.body?.getReader().read()
      controller.abort()
      assert.equal((await get('?limit=1')).status, 200)
    })

    test('400: faults are named as JSON; 401, 404', async () => {
      const { acme, get } = await start()
      const faults: readonly (readonly [string, RegExp])[] = [
        ['fromDate=yesterday', /fromDate/],
        ['fromDate=2026-01-01&fromDate=2026-01-02', /fromDate: must come once/],
        ['limit=1000001', /limit: must be from 0 to 1000000/],
        ['limit=-1', /limit/],
        ['limit=1e3', /limit/],
        ['lpa=yes', /lpa/],
        ['componentTypes=ACUserObject,Nope', /componentTypes: each must be one of ACUserObject/],
        ['timezone=%2B01:00', /timezone/],
        ['users=%00', /users/],
      ]
      for (const [query, reason] of faults) {
        const answer = await get(`?${query}`)
        assert.equal(answer.status, 400, query)
        assert.match(answer.text, reason)
        assert.match(answer.headers.get('content-type') ?? '', /json/)
      }
      const { bearer } = acme.users.admin
      assert.equal((await call(server, 'GET', path(acme.id))).status, 401)
      assert.equal((await call(server, 'GET', path('nobody'), { bearer })).status, 404)
      assert.equal((await call(server, 'HEAD', path(acme.id), { bearer })).status, 404)
    })
  })
}
