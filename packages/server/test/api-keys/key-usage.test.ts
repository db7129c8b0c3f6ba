import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeyUsage, MigrationReport } from '@watchword/protocol/api/key-report.ts'
import { createUseRecorder } from '#domain/api-keys/record-uses.ts'
import { SignedRequestRefusal } from '#domain/api-keys/signed-request-refusal.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedKey, signFor, type TestKey } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users'
const lastAddress = '127.0.0.1'
const reports = '/api/account/acme/watchword/api-keys'

for (const kind of databaseKinds) {
  describe(`how keys are used, on ${kind}`, () => {
    async function start(t: { after(run: () => Promise<void>): void }) {
      const server = await startTestServer(kind, { WATCHWORD_ALLOWED_HOSTS: '*' })
      t.after(() => server.stop())
      const account = await seedAccount(server, 'acme')
      const profileIds = [account.profileIds.admin]
      let lastId = 0
      const read = async <T>(path: string) => {
        // A session of its own: the clock is moved past the end of others.
        lastId += 1
        const given = { id: lastId, loginName: `admin${lastId}`, profileIds }
        const { bearer } = await seedUser(server, account.id, given)
        const answer = await call(server, 'GET', `${reports}${path}`, { bearer })
        assert.equal(answer.status, 200, answer.text)
        return answer.body as T
      }
      return { server, account, read, key: await seedKey(server, account.id) }
    }
    const get = (server: TestServer, key: TestKey, options = {}) =>
      call(server, 'GET', users, {
        headers: { authorization: signFor(server, key, 'GET', users, options) },
      })

    test('uses by API and day, refusals by reason, the last use: exact, across days and writings', async (t) => {
      const { server, account, key, read } = await start(t)
      const wrong = { ...key, secrets: { ...key.secrets, appSecret: 'x' } }
      for (let count = 0; count < 7; count += 1) await get(server, key)
      await Promise.all([1, 2, 3].map(() => get(server, wrong)))
      await read('/usage')
      await Promise.all(Array.from({ length: 20 }, () => get(server, key)))
      server.clock.advance(86_400_000)
      await get(server, key)
      await get(server, { ...key, keyId: 'nobody' })
      const unused = await seedKey(server, account.id, { appName: 'unused' })
      const usage = await read<KeyUsage>('/usage?days=2')
      assert.deepEqual([usage.from, usage.to], ['2026-01-15', '2026-01-16'])
      const [first, second] = usage.keys
      assert.deepEqual(first?.uses, [
        { api: 'users', day: '2026-01-15', count: 27, lastAddress },
        { api: 'users', day: '2026-01-16', count: 1, lastAddress },
      ])
      assert.deepEqual(
        first.refusals.map(({ problem, count }) => [problem, count]),
        [['signature_invalid', 3]],
      )
      assert.deepEqual(
        [first.lastUsedAt, first.lastUsedAddress],
        ['2026-01-16T12:00:00.000Z', '127.0.0.1'],
      )
      assert.deepEqual([second?.keyId, second?.lastUsedAt], [unused.keyId, null])
      assert.deepEqual(
        usage.unknownKeys.refusals.map(({ problem, count }) => [problem, count]),
        [['consumer_key_unknown', 1]],
      )
      const today = await read<KeyUsage>('/usage?days=1')
      assert.deepEqual(today.keys[0]?.uses, [
        { api: 'users', day: '2026-01-16', count: 1, lastAddress },
      ])
      server.clock.advance(10 * 86_400_000)
      const later = await read<KeyUsage>('/usage?days=3')
      assert.deepEqual(
        [later.keys[0]?.uses, later.keys[0]?.lastUsedAt],
        [[], '2026-01-16T12:00:00.000Z'],
      )
    })

    test('what was gathered is written when the server closes', async (t) => {
      const { server, account, key } = await start(t)
      for (let count = 0; count < 5; count += 1) await get(server, key)
      await server.app.close()
      const [use] = await server.storage.read.apiKeyUses.list(account.id, { fromDay: 0 })
      assert.deepEqual([use?.name, use?.count], ['users', 5])
    })

    test('the migration report names the scopes that are needed, and those that are not used', async (t) => {
      const { server, read, key } = await start(t)
      const url = users
      const authorization = signFor(server, key, 'GET', url)
      await call(server, 'GET', url, { headers: { authorization } })
      const account = await read<MigrationReport>('/migration')
      const [row] = account.keys
      assert.deepEqual(row?.scopes, ['users:read', 'users:write'])
      assert.deepEqual(row.unusedScopes, [])
      assert.equal(row.lastOAuth1UseAt, '2026-01-15T12:00:00.000Z')
      assert.deepEqual(row.uses, [{ api: 'users', day: '2026-01-15', count: 1, lastAddress }])
    })

    test('the catalogue is a tree by category; wrong queries are 400', async (t) => {
      const { server, account, read } = await start(t)
      const { categories } = await read<{ categories: { name: string; apis: object[] }[] }>(
        '/privileges',
      )
      assert.deepEqual(categories[0]?.apis[0], {
        data: 'users',
        name: 'Users',
        types: ['Read', 'Write'],
        scopes: ['users:read', 'users:write'],
      })
      const { bearer } = account.users.admin
      for (const days of ['0', '91', '-1', 'x', '1e9', '']) {
        const answer = await call(server, 'GET', `${reports}/usage?days=${days}`, { bearer })
        assert.equal(answer.status, 400, days)
      }
      const key = await seedKey(server, account.id, { privileges: [] })
      const signed = signFor(server, key, 'GET', `${reports}/usage`)
      const byKey = await call(server, 'GET', `${reports}/usage`, {
        headers: { authorization: signed },
      })
      assert.equal(byKey.status, 401)
    })

    test('uses and refusals are erased with the account', async (t) => {
      const { server, account, key } = await start(t)
      await get(server, key)
      await get(server, { ...key, secrets: { ...key.secrets, appSecret: 'x' } })
      const stored = async () => {
        const { apiKeys, apiKeyUses, refusedRequests } = server.storage.read
        return Promise.all([
          apiKeys.list(account.id, { includeDeleted: true }),
          apiKeyUses.list(account.id, { fromDay: 0 }),
          refusedRequests.list(account.id, 0),
        ]).then((lists) => lists.map(({ length }) => length))
      }
      const { bearer } = account.users.admin
      await call(server, 'GET', `${reports}/usage`, { bearer })
      assert.deepEqual(await stored(), [1, 2, 1])
      await get(server, key)
      await server.storage.write((tx) => tx.accounts.erase(account.id, 1))
      await server.app.close()
      assert.deepEqual(await stored(), [0, 0, 0])
    })

    test('a flood of made-up accounts and of wrong signatures stays within its bounds', async (t) => {
      const { server, account, key } = await start(t)
      const faults: unknown[] = []
      let diagnosed = 0
      const storage = {
        write: server.storage.write,
        read: {
          apiKeys: {
            ...server.storage.read.apiKeys,
            find: (...of: Parameters<typeof server.storage.read.apiKeys.find>) => {
              diagnosed += 1
              return server.storage.read.apiKeys.find(...of)
            },
          },
        },
      }
      const { dataKeys, clock } = server
      const onFault = (fault: unknown) => faults.push(fault)
      let looked = 0
      const write: typeof storage.write = (job) => {
        looked += 1
        return storage.write(job)
      }
      const uses = createUseRecorder({
        ...{ storage: { ...storage, write }, dataKeys, clock, onFault },
        statistics: { count: () => {} },
      })
      t.after(() => uses.close())
      const raw = {
        ...{ method: 'GET', scheme: 'http', authority: 'h', path: '/', query: '' },
        ...{ authorization: undefined, formBody: undefined },
      }
      const problem = { problem: 'signature_invalid', advice: '' } as const
      const refuse = (accountId: typeof account.id, keyId: string | undefined) => {
        const call = { accountId, raw, address: '::1', twoLegged: 'refused' } as const
        const oauth = {
          ...{ consumerKey: key.keyId, token: key.secrets.token },
          signatureMethod: 'HMAC-SHA1',
          ...{ signature: 'x', timestamp: 1, nonce: 'n', bodyHash: undefined },
        } as const
        const read = { ok: true, oauth, signed: { ...raw, parameters: [] } } as const
        uses.refused(new SignedRequestRefusal(problem, call, { keyId, read }))
      }
      for (let made = 0; made < 5000; made += 1) {
        refuse(`stranger${made}` as typeof account.id, undefined)
      }
      for (let made = 0; made < 1000; made += 1) refuse(account.id, key.keyId)
      await uses.flush()
      assert.equal(diagnosed, 10)
      assert.equal(looked, 501)
      assert.deepEqual(faults, [])
      const list = await server.storage.read.refusedRequests.list(account.id, 0)
      assert.equal(list.length, 200)
      const counted = await server.storage.read.apiKeyUses.list(account.id, { fromDay: 0 })
      assert.deepEqual(
        counted.map(({ count }) => count),
        [1000],
      )
    })
  })
}
