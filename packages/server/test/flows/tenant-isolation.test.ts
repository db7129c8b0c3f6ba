import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RouteOptions } from 'fastify'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { allRoutes, bearerRoutes, bodyOf, methodsOf } from '../support/all-routes.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const routes = await bearerRoutes()

const documented = (await allRoutes()).filter(
  ({ url, schema, method }) =>
    url.includes(':accountId') && schema?.hide !== true && method !== 'HEAD',
)

test('every operation on an account says which credentials it takes', () => {
  const silent = documented.filter(({ schema }) => schema?.security === undefined)
  assert.deepEqual(
    silent.map(({ url, method }) => `${method} ${url}`),
    [],
  )
  assert.ok(routes.length > 40, `only ${routes.length} operations`)
})

for (const kind of databaseKinds) {
  describe(`no account reaches another, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let zenith: SeededAccount
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedAccount(server, 'acme')
      zenith = await seedAccount(server, 'zenith')
    })
    after(() => server.stop())

    for (const route of routes) {
      for (const method of methodsOf(route)) {
        test(`${method} ${route.url}`, async () => {
          const before = await accountAsItIs(server, zenith)
          for (const role of ['admin', 'agent', 'manager', 'campaigner'] as const) {
            const { bearer } = acme.users[role]
            const ask = (accountId: string) =>
              call(server, method, pathOf(route, accountId, zenith), {
                bearer,
                headers: { 'if-match': '-1' },
                ...bodyOf(route, method),
              })
            const [others, nobodys] = await Promise.all([ask('zenith'), ask('nobody')])
            assert.equal(others.status, nobodys.status)
            assert.equal(others.status, 404)
            assert.equal(
              withoutTime(others.text, 'zenith'),
              withoutTime(nobodys.text, 'nobody'),
              'the other account is told apart from one that does not exist',
            )
            assert.deepEqual(headersOf(others.headers), headersOf(nobodys.headers))
          }
          assert.equal(await accountAsItIs(server, zenith), before)
        })
      }
    }

    test('an object of another account is none of ours, by whatever id it is asked for', async () => {
      const { bearer } = acme.users.admin
      for (const [resource, id] of [
        ['users', zenith.users.agent.user.id],
        ['profiles', zenith.profileIds.agent],
      ] as const) {
        const path = `/api/account/acme/configuration/le-users/${resource}`
        for (const method of ['GET', 'DELETE']) {
          const headers = { 'if-match': '-1' }
          const answer = await call(server, method, `${path}/${id}`, { bearer, headers })
          assert.equal(answer.status, 404, `${method} ${resource}`)
        }
      }
    })

    test('an operator token is no bearer, and a bearer is no operator token', async () => {
      const { value } = await createOperatorToken(server, { label: 'test' })
      const users = '/api/account/acme/configuration/le-users/users'
      assert.equal((await call(server, 'GET', users, { bearer: value })).status, 401)
      const { bearer } = acme.users.admin
      assert.equal((await call(server, 'GET', '/operator/v1/accounts', { bearer })).status, 401)
    })
  })
}

function pathOf({ url }: RouteOptions, accountId: string, owner: SeededAccount): string {
  return url.replace(/:(\w+)/g, (_whole, name: string) =>
    name === 'accountId' ? accountId : String(owner.users.agent.user.id),
  )
}

function withoutTime(text: string, accountId: string): string {
  return text
    .replace(/"time":("[^"]*"|\d+)|"request_id":"[^"]*"/, '')
    .replaceAll(accountId, '(account)')
}

function headersOf(headers: Headers): Readonly<Record<string, string>> {
  const kept = [...headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length'].includes(name),
  )
  return Object.fromEntries(kept)
}

/** What of an account another one might have changed. */
async function accountAsItIs({ storage }: TestServer, { id }: SeededAccount): Promise<string> {
  const { accounts, users, profiles, sessions } = storage.read
  return JSON.stringify(
    await Promise.all([
      accounts.find(id),
      users.list(id, { includeDeleted: true }),
      profiles.list(id, { includeDeleted: true }),
      sessions.list(id, 0),
    ]),
  )
}
