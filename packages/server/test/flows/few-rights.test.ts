import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RouteOptions } from 'fastify'
import { bearerRoutes, bodyOf, methodsOf } from '../support/all-routes.ts'
import { seedApplication } from '../support/applications.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const routes = await bearerRoutes()

/** What an agent is served in an account where nothing is theirs: what all may read, what is their own, and the list of consumers. */
const served: ReadonlySet<string> = new Set([
  ...['users', 'profiles', 'skills', 'agentGroups', 'lobs'].map((list) => `GET ${le(list)}`),
  ...['profiles/:id', 'agentGroups/:id'].map((one) => `GET ${le(one)}`),
  ...['me', 'sessions', 'me/grants', 'me/consents', 'applications/quick-launch'].map(
    (path) => `GET ${own(path)}`,
  ),
  `GET ${own('consumers')}`,
])

function le(path: string): string {
  return `/api/account/:accountId/configuration/le-users/${path}`
}
function own(path: string): string {
  return `/api/account/:accountId/watchword/${path}`
}

describe('an agent, at every operation there is, with good bodies and the ids of what is not theirs', () => {
  let server: TestServer
  let account: SeededAccount
  let ids: Readonly<Record<string, string>>
  before(async () => {
    server = await startTestServer('sqlite')
    account = await seedAccount(server, 'acme')
    ids = await idsOfOthers(server, account)
  })
  after(() => server.stop())

  for (const route of routes) {
    for (const method of methodsOf(route)) {
      const name = `${method} ${route.url}`
      test(`${name} is ${served.has(name) ? 'served' : 'refused'}`, async () => {
        const before = await asItIs(server, account)
        const answer = await call(server, method, pathOf(route, ids), {
          bearer: account.users.agent.bearer,
          headers: { 'if-match': '-1' },
          ...bodyOf(route, method),
        })
        const isServed = answer.status < 300
        assert.equal(isServed, served.has(name), `${answer.status} ${answer.text}`)
        assert.ok(answer.status < 500, answer.text)
        assert.equal(await asItIs(server, account), before)
      })
    }
  }
})

/** Real ids, by the place where they stand in a path: of an administrator, and of what they made. */
async function idsOfOthers(
  server: TestServer,
  { id, users, profileIds }: SeededAccount,
): Promise<Readonly<Record<string, string>>> {
  const { bearer, user } = users.admin
  const { clientId } = await seedApplication(server, id, { client_name: 'app' })
  const body = { appName: 'server', developerID: 'x', privileges: [], ipRanges: [] }
  const keys = `/app-key-manager/api/account/${id}/keys`
  const key = (await call(server, 'POST', keys, { bearer, body })).body as Record<string, unknown>
  const sessions = await server.storage.read.sessions.list(id, 0, user.id)
  const [connector] = await server.storage.read.connectors.list(id)
  return {
    accountId: id,
    'users/:id': String(user.id),
    'profiles/:id': String(profileIds.admin),
    'agentGroups/:id': '-1',
    'installations/:id': clientId,
    'applications/:id': clientId,
    'connectors/:id': String(connector?.connector.id),
    connectorId: String(connector?.connector.id),
    userId: String(user.id),
    keyId: String(key['keyId']),
    sessionId: sessions[0]?.id ?? '',
    clientId,
    consumerId: 'a'.repeat(64),
  }
}

function pathOf({ url }: RouteOptions, ids: Readonly<Record<string, string>>): string {
  return url.replace(/(?:(\w+)\/)?:(\w+)/g, (_whole, parent: string | undefined, name: string) => {
    const id = ids[`${parent}/:${name}`] ?? ids[name] ?? '1'
    return parent === undefined ? id : `${parent}/${id}`
  })
}

/** All that somebody with few rights might have changed. */
async function asItIs({ storage }: TestServer, { id }: SeededAccount): Promise<string> {
  const { accounts, users, profiles, sessions, applications, apiKeys, connectors, agentGroups } =
    storage.read
  return JSON.stringify(
    await Promise.all([
      ...[accounts.find(id), users.list(id), profiles.list(id), agentGroups.list(id)],
      ...[sessions.list(id, 0), applications.list(id), apiKeys.list(id), connectors.list(id)],
    ]),
  )
}
