import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`the server on ${kind}`, () => {
    test('a path that is not there is 404 in the envelope, with a request id', async (t) => {
      const server = await startTestServer(kind)
      t.after(() => server.stop())
      await seedAccount(server, 'acme')
      const answer = await call(server, 'GET', '/nothing')
      assert.equal(answer.status, 404)
      assert.match(answer.text, /^\{"error":\{"time":"/)
      assert.match(answer.headers.get('x-request-id') ?? '', /^[\w-]{36}$/)
    })
  })
}
