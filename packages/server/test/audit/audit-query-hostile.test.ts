import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { entry, auditPath as path, record, startAuditQueries } from './support.ts'

for (const kind of databaseKinds) {
  describe(`hostile audit queries on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const start = startAuditQueries(() => server)

    test('hostile queries are refused quickly, and the server stays well', async () => {
      const { acme, query } = await start()
      await record(
        server,
        acme,
        Array.from({ length: 200 }, () => entry()),
      )
      const spread = (count: number) =>
        Array.from(
          { length: count },
          (_, i) => `fragment f${i} on Query{...f${i + 1} ...f${i + 1}}`,
        )
      const hostile = [
        `{${Array.from({ length: 10_000 }, (_, i) => `a${i}:auditData{element}`).join(' ')}}`,
        `{${Array.from({ length: 1000 }, (_, i) => `a${i}:__typename`).join(' ')}}`,
        `{${Array.from({ length: 6 }, (_, i) => `a${i}:auditData{element}`).join(' ')}}`,
        `{auditData{${Array.from({ length: 101 }, (_, i) => `a${i}:element`).join(' ')}}}`,
        `{${'auditData{'.repeat(700)}element${'}'.repeat(700)}}`,
        `{__schema{${'types{fields{type{'.repeat(20)}name${'}}}'.repeat(20)}}}`,
        `query{...a} fragment a on Query{...b} fragment b on Query{...a}`,
        `query{...f0} ${spread(60).join(' ')} fragment f60 on Query{__typename}`,
        `{auditData(users:[${'"x",'.repeat(5000)}"x"]){element}}`,
        `{auditData(users:${'['.repeat(500)}"x"${']'.repeat(500)}){element}}`,
        `#${'x'.repeat(20_000)}\n{auditData{element}}`,
      ]
      for (const text of hostile) {
        const started = performance.now()
        const answer = await query(text)
        assert.equal(
          answer.status >= 400 && answer.status < 500,
          true,
          `${text.slice(0, 60)}: ${answer.status}`,
        )
        assert.ok(performance.now() - started < 2000, text.slice(0, 60))
      }
      assert.equal((await query(`{${' '.repeat(1_000_000)}}`)).status, 413)
      assert.equal((await query('{auditData{element}}')).status, 200)
    })

    test('no body yields a 5xx', async () => {
      const { acme } = await start()
      const { bearer } = acme.users.admin
      const word = fc.oneof(
        fc.constantFrom('ACUserObject', '"2026-01-01"', 'null', '$a', '-1', '1.5', '[]', '{a:1}'),
        fc.string({ unit: 'binary', maxLength: 6 }).map((text) => JSON.stringify(text)),
      )
      const argument = fc.constantFrom(
        ...['fromDate', 'toDate', 'first', 'offset', 'orderBy', 'orderDirection', 'users'],
        ...['componentTypes', 'language', 'timezone', 'lpa', 'automaticUpdates', 'other'],
      )
      const queries = fc
        .uniqueArray(fc.tuple(argument, word), { selector: ([name]) => name, maxLength: 4 })
        .map((args) => args.map(([name, value]) => `${name}:${value}`).join(' '))
        .map((args) => `query($a:Word){auditData${args === '' ? '' : `(${args})`}{element}}`)
      const bodies = fc.oneof(
        fc.record({
          query: fc.oneof(queries, fc.string()),
          variables: fc.oneof(
            fc.constant(undefined),
            fc.dictionary(fc.constant('a'), fc.jsonValue()),
          ),
        }),
        fc.jsonValue(),
      )
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const { status, text } = await call(server, 'POST', path(acme.id), { bearer, body })
          assert.ok(status === 200 || status === 400, `${status}: ${text}`)
        }),
        { numRuns: 200 },
      )
    })
  })
}
