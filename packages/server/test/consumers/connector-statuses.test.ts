import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type {
  ConnectorStatus,
  ConnectorStatuses,
} from '@watchword/protocol/api/connector-report.ts'
import {
  authenticate,
  connectBrand,
  connectorsOf,
  createBrand,
  createConnector,
} from '../support/brand.ts'
import { countQueries } from '../support/count-queries.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`how all connectors do, on ${kind}`, () => {
    let server: TestServer
    let accounts = 0
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    async function start() {
      accounts += 1
      const account = await seedAccount(server, `ways${accounts}`)
      return { account, brand: createBrand(server) }
    }

    const pathOf = ({ id }: SeededAccount) => `/api/account/${id}/watchword/connectors`
    const ask = (account: SeededAccount, path = '/status', role: 'admin' | 'agent' = 'admin') =>
      call(server, 'GET', `${pathOf(account)}${path}`, { bearer: account.users[role].bearer })

    async function statusesOf(account: SeededAccount, query = '') {
      const answer = await ask(account, `/status${query}`)
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as ConnectorStatuses).statuses
    }

    const addConnector = (account: SeededAccount, name: string) =>
      createConnector(server, account, { name, type: 0, configuration: {} })

    test('each is told as it is alone, by id, and those without a visitor too', async () => {
      const { account, brand } = await start()
      const one = await connectBrand(server, account, brand, { clientId: 'client-1' })
      const strict = { audience: ['client-2'], reportOnly: { audience: ['strict'] } }
      const two = await connectBrand(server, account, createBrand(server, 'https://two.example'), {
        ...strict,
        jwtPublicKey: brand.publicKey,
      })
      const send = async (id: number, claims: object) =>
        authenticate(server, account.id, id, { id_token: await brand.idToken({ ...claims }) })
      assert.equal((await send(one, { aud: 'client-1' })).status, 200)
      assert.equal((await send(one, { aud: 'nobody' })).status, 401)
      const ofTwo = { iss: 'https://two.example', aud: 'client-2' }
      assert.equal((await send(two, ofTwo)).status, 200)
      assert.equal((await send(two, { ...ofTwo, iss: 'https://three.example' })).status, 401)
      assert.equal((await authenticate(server, account.id, 99, { id_token: 'x' })).status, 404)

      const statuses = await statusesOf(account)
      const ids = statuses.map(({ connectorId }) => connectorId)
      assert.deepEqual(ids.slice(1), [one, two], 'after the anonymous one')
      for (const status of statuses) {
        const alone = await ask(account, `/${status.connectorId}/status`)
        assert.deepEqual(status, alone.body as ConnectorStatus)
      }
      const [unused, first, second] = statuses
      assert.deepEqual([unused?.verified, unused?.lastHandshake, unused?.days], [0, null, []])
      assert.deepEqual([first?.verified, first?.lastHandshake?.rule], [1, 'aud'])
      assert.deepEqual([second?.verified, second?.lastHandshake?.rule], [1, 'iss'])
      assert.deepEqual(
        second?.wouldRefuse.map(({ name }) => name),
        ['aud'],
      )
      assert.equal(first?.days?.length, 1)

      const short = await statusesOf(account, '?days=false')
      assert.deepEqual(
        short,
        statuses.map(({ days: _, ...status }) => status),
      )
    })

    test('a deleted one is not told of, nor any of another account', async () => {
      const { account, brand } = await start()
      const { account: other } = await start()
      const id = await connectBrand(server, account, brand, { clientId: 'client-1' })
      await authenticate(server, account.id, id, { id_token: 'x' })
      const theirs = await statusesOf(other)
      assert.deepEqual(
        theirs.map(({ connectorId, refused }) => [connectorId === id, refused]),
        [[false, []]],
      )
      const { bearer } = account.users.admin
      const gone = await call(server, 'DELETE', `${connectorsOf(account.id)}/${id}`, { bearer })
      assert.equal(gone.status, 200, gone.text)
      const left = await statusesOf(account)
      assert.ok(left.every(({ connectorId }) => connectorId !== id))
      assert.equal(left.length, 1)
      const across = await call(server, 'GET', `${pathOf(other)}/status`, { bearer })
      assert.equal(across.status, 404)
    })

    test('who may not configure connectors is refused, and what it cannot mean is 400', async () => {
      const { account } = await start()
      assert.equal((await ask(account, '/status', 'agent')).status, 403)
      assert.equal((await call(server, 'GET', `${pathOf(account)}/status`)).status, 401)
      for (const query of ['days=maybe', 'days=', 'days=false&days=true']) {
        assert.equal((await ask(account, `/status?${query}`)).status, 400, query)
      }
      const profile = { id: 77, name: 'Only connectors', roleTypeId: 2, enabledPackages: [40_012] }
      await server.storage.write((tx) =>
        tx.profiles.insert(account.id, {
          ...profile,
          ...{ deleted: false, description: '', permissions: [], isAssignedToLPA: false },
          dateUpdated: server.clock.now(),
        }),
      )
      const { bearer } = await seedUser(server, account.id, {
        ...{ id: 78, loginName: 'connectors', profileIds: [77] },
      })
      assert.equal((await call(server, 'GET', `${pathOf(account)}/status`, { bearer })).status, 200)
    })

    test('as many queries for forty as for one', async () => {
      const { account } = await start()
      // The least of six: the server writes down what it gathered at moments of its own.
      const count = async () => {
        const counts: number[] = []
        for (let round = 0; round < 6; round += 1) {
          counts.push(await countQueries(() => statusesOf(account)))
        }
        return Math.min(...counts)
      }
      const ofOne = await count()
      for (let id = 0; id < 39; id += 1) await addConnector(account, `way ${id}`)
      assert.equal((await statusesOf(account)).length, 40)
      const ofForty = await count()
      assert.equal(ofForty, ofOne)
      assert.ok(ofOne >= 3 && ofOne <= 8, `${ofOne} queries`)
    })
  })
}
