import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import { createStatisticRecorder } from '#domain/statistics/record-statistics.ts'
import { seedKey, signFor, type TestKey } from '../api-keys/support.ts'
import { authenticate, connectBrand, createBrand } from '../support/brand.ts'
import { givePassword, login as logIn } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedClient, seedGrant, seedToken, withPublicOrigin } from '../support/tokens.ts'

for (const kind of databaseKinds) {
  describe(`statistics on ${kind}`, () => {
    let server: TestServer
    let accounts = 0
    before(async () => {
      server = await startTestServer(kind, {
        ...withPublicOrigin,
        WATCHWORD_ALLOWED_HOSTS: '*',
      })
    })
    after(() => server.stop())

    async function scene(settings: StoredSettings = {}) {
      accounts += 1
      const account = await seedAccount(server, `counted${accounts}`, settings)
      const { bearer } = account.users.admin
      return { account, bearer, users: `/api/account/${account.id}/configuration/le-users/users` }
    }

    async function read(account: SeededAccount, query: string): Promise<StatisticsSeries> {
      const url = `/api/account/${account.id}/watchword/statistics?${query}`
      const answer = await call(server, 'GET', url, { bearer: account.users.admin.bearer })
      assert.equal(answer.status, 200, answer.text)
      return answer.body as StatisticsSeries
    }
    const totals = async (account: SeededAccount, dimension: string) =>
      Object.fromEntries(
        (await read(account, `dimension=${dimension}`)).series.map(({ name, total }) => [
          name,
          [total.count, total.refused, total.failed],
        ]),
      )

    test('calls are counted by API, credential and reason of refusal, at once and by hour', async () => {
      const { account, bearer, users } = await scene()
      await call(server, 'GET', users, { bearer })
      await call(server, 'GET', `${users}/1`, { bearer })
      await call(server, 'POST', users, { bearer, body: { loginName: 7 } })
      await call(server, 'GET', users, { bearer: 'f'.repeat(64) })
      await call(server, 'GET', users)
      await call(server, 'GET', `/api/account/${account.id}/service/smt/baseURI.json`)
      await call(server, 'GET', `/api/account/${account.id}/no/such/path`)
      assert.deepEqual(await totals(account, 'api'), {
        users: [5, 4, 0],
        directory: [1, 0, 0],
      })
      assert.deepEqual(await totals(account, 'refusal'), {
        invalid_bearer: [1, 1, 0],
        not_found: [1, 1, 0],
        unauthenticated: [1, 1, 0],
        validation_failed: [1, 1, 0],
      })
      // With the two questions before this one.
      assert.deepEqual(await totals(account, 'credential'), { session: [5, 2, 0], none: [3, 2, 0] })
      const hours = await read(account, 'dimension=api')
      const running = new Date(Math.floor(server.clock.now() / 3_600_000) * 3_600_000)
      assert.equal(hours.periods.at(-1), running.toISOString())
      const [ofUsers] = hours.series
      assert.equal(ofUsers?.count.length, hours.periods.length)
      assert.deepEqual([ofUsers?.name, ofUsers?.count.at(-1)], ['users', 5])
    })

    test('logins are counted by way and by reason, once each', async () => {
      const { account } = await scene()
      const login = (username: string) =>
        call(server, 'POST', `/api/account/${account.id}/login?v=1.3`, {
          body: { username, password: 'not the right one' },
        })
      await givePassword(server, account.id, account.users.agent.user.id)
      await login('agent')
      await login('admin')
      await login('admin')
      await login('nobody')
      assert.equal((await logIn(server, account.id, 'agent')).status, 200)
      assert.deepEqual(await totals(account, 'login'), {
        no_password: [2, 2, 0],
        password: [1, 0, 0],
        unknown_login_name: [1, 1, 0],
        wrong_password: [1, 1, 0],
      })
    })

    test('signed calls are counted by key, refused ones too; unknown keys by reason alone', async () => {
      const { account, users } = await scene()
      const key = await seedKey(server, account.id)
      const get = (signer: TestKey) =>
        call(server, 'GET', users, {
          headers: { authorization: signFor(server, signer, 'GET', users) },
        })
      assert.equal((await get(key)).status, 200)
      assert.equal((await get(key)).status, 200)
      await get({ ...key, secrets: { ...key.secrets, appSecret: 'x' } })
      await get({ ...key, keyId: 'nobody' })
      assert.deepEqual(await totals(account, 'key'), { [key.keyId]: [3, 1, 0] })
      const credentials = await totals(account, 'credential')
      assert.deepEqual(
        [credentials['api-key'], credentials['none']],
        [
          [3, 1, 0],
          [1, 1, 0],
        ],
      )
      const reasons = await totals(account, 'refusal')
      assert.deepEqual(reasons, { consumer_key_unknown: [1, 1, 0], signature_invalid: [1, 1, 0] })
    })

    test('tokens are counted by kind and application; at the token endpoint it is the client', async () => {
      const { account, users } = await scene()
      const { client, secret } = await seedClient(server, account.id, { scope: 'users:read' })
      const grant = await seedGrant(server, client, account.users.admin.user.id, {
        scope: 'users:read',
      })
      for (const given of [{ grant }, { scope: 'users:read' }]) {
        const bearer = await seedToken(server, client, given)
        assert.equal((await call(server, 'GET', users, { bearer })).status, 200)
      }
      const ask = (password: string) =>
        fetch(`${server.origin}/oidc/${account.id}/token`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${client.id}:${password}`).toString('base64')}`,
          },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        })
      assert.equal((await ask(secret)).status, 200)
      assert.equal((await ask('wrong')).status, 401)
      assert.deepEqual(await totals(account, 'application'), { [client.id]: [2, 0, 0] })
      assert.deepEqual(await totals(account, 'refusal'), { invalid_client: [1, 1, 0] })
      assert.deepEqual(await totals(account, 'credential'), {
        'user-token': [1, 0, 0],
        'application-token': [1, 0, 0],
        client: [1, 0, 0],
        none: [1, 1, 0],
        // The questions of this test.
        session: [2, 0, 0],
      })
    })

    test('handshakes of consumers are counted by connector and reason, once each', async () => {
      const { account } = await scene()
      const brand = createBrand(server)
      const connectorId = await connectBrand(server, account, brand, { clientId: 'client-1' })
      const send = async (claims: Record<string, unknown>) => {
        const token = await brand.idToken({ aud: 'client-1', ...claims })
        return authenticate(server, account.id, connectorId, { id_token: token })
      }
      assert.equal((await send({ sub: 'a' })).status, 200)
      assert.equal((await send({ sub: 'b' })).status, 200)
      assert.equal((await send({ sub: 'c', aud: 'client-9' })).status, 401)
      assert.deepEqual(await totals(account, 'handshake'), { verified: [2, 0, 0], aud: [1, 1, 0] })
      assert.deepEqual(await totals(account, 'connector'), { [connectorId]: [3, 1, 0] })
      assert.deepEqual((await totals(account, 'refusal'))['aud'], [1, 1, 0])
    })

    test('days are those of the account’s time zone', async () => {
      const { account, bearer, users } = await scene({ timeZone: 'Pacific/Kiritimati' })
      await call(server, 'GET', users, { bearer })
      const days = await read(account, 'dimension=api&by=day')
      assert.equal(days.timeZone, 'Pacific/Kiritimati')
      const today = new Date(server.clock.now() + 14 * 3_600_000).toISOString().slice(0, 10)
      assert.equal(days.periods.at(-1), today)
      const ofUsers = days.series.find(({ name }) => name === 'users')
      assert.equal(ofUsers?.count.at(-1), 1)
      const only = await read(account, `dimension=api&by=day&from=${today}&to=${today}`)
      assert.deepEqual(only.periods, [today])
    })

    test('several processes count together, and none takes anything from the others', async () => {
      const { account } = await scene()
      const { clock } = server
      const onFault = (fault: unknown) => assert.fail(String(fault))
      const processes = [server.storage, await server.openAnother()].map((storage) =>
        createStatisticRecorder({ storage, clock, onFault }),
      )
      for (let round = 0; round < 20; round += 1) {
        for (const one of processes) {
          one.count(account.id, 'key', 'k1', 'served')
          one.count(account.id, 'key', 'k2', 'refused')
        }
        await Promise.all(processes.map((one) => one.flush()))
      }
      await Promise.all(processes.map((one) => one.close()))
      assert.deepEqual(await totals(account, 'key'), { k1: [40, 0, 0], k2: [40, 40, 0] })
    })

    test('a server that is stopped writes what it has counted', async (t) => {
      const stopped = await startTestServer(kind)
      t.after(() => stopped.stop())
      const account = await seedAccount(stopped, 'stopped')
      const { bearer } = account.users.admin
      const users = `/api/account/${account.id}/configuration/le-users/users`
      for (let count = 0; count < 3; count += 1) await call(stopped, 'GET', users, { bearer })
      await stopped.app.close()
      const all = { period: 'hour', dimension: 'credential', from: 0, to: 9_999_999 } as const
      const kept = await stopped.storage.read.statistics.list(account.id, all)
      assert.deepEqual(
        kept.map(({ name, count }) => [name, count]),
        [['session', 3]],
      )
    })

    test('an account that was erased meanwhile takes nothing from the others', async () => {
      const [gone, stays] = [await scene(), await scene()]
      const faults: unknown[] = []
      const { storage, clock } = server
      const onFault = (fault: unknown) => faults.push(fault)
      const recorder = createStatisticRecorder({ storage, clock, onFault })
      recorder.count(gone.account.id, 'key', 'k', 'served')
      recorder.count(stays.account.id, 'key', 'k', 'served')
      await storage.write((tx) => tx.accounts.erase(gone.account.id, clock.now()))
      await recorder.close()
      assert.deepEqual(faults, [])
      assert.deepEqual(await totals(stays.account, 'key'), { k: [1, 0, 0] })
    })

    test('a database that is away is told to the log, and to no request', async () => {
      const faults: unknown[] = []
      const { storage, clock } = server
      const away = async () => {
        throw new Error('the database is away')
      }
      const recorder = createStatisticRecorder({
        storage: { read: storage.read, write: away },
        clock,
        onFault: (fault) => faults.push(fault),
      })
      const { account } = await scene()
      recorder.count(account.id, 'key', 'k', 'served')
      await recorder.close()
      assert.equal(faults.length, 1)
    })

    test('accounts that strangers make up are looked for, and leave nothing', async () => {
      const { account, bearer } = await scene()
      const ask = (accountId: string) =>
        call(server, 'GET', `/api/account/${accountId}/configuration/le-users/users`)
      await Promise.all(Array.from({ length: 50 }, (_, index) => ask(`made_up_${index}`)))
      await ask(account.id)
      const others = `/api/account/made_up_1/watchword/statistics?dimension=api`
      assert.equal((await call(server, 'GET', others, { bearer })).status, 404)
      assert.deepEqual(await totals(account, 'api'), { users: [1, 1, 0] })
    })

    test('administrators see everything, campaign managers how consumers come in, others nothing', async () => {
      const { account } = await scene()
      const statusOf = async (role: keyof SeededAccount['users'], dimension: string) => {
        const url = `/api/account/${account.id}/watchword/statistics?dimension=${dimension}`
        return (await call(server, 'GET', url, { bearer: account.users[role].bearer })).status
      }
      for (const dimension of ['api', 'credential', 'key', 'application', 'refusal', 'login']) {
        assert.equal(await statusOf('admin', dimension), 200)
        for (const role of ['agent', 'manager', 'campaigner'] as const) {
          assert.equal(await statusOf(role, dimension), 403, `${role} ${dimension}`)
        }
      }
      for (const dimension of ['connector', 'handshake']) {
        assert.equal(await statusOf('campaigner', dimension), 200)
        assert.equal(await statusOf('agent', dimension), 403)
      }
    })

    test('what cannot be shown is refused with what to change', async () => {
      const { account, bearer } = await scene()
      for (const query of [
        '',
        'dimension=user',
        'dimension=api&by=minute',
        'dimension=api&from=yesterday',
        'dimension=api&from=2026-02-30',
        'dimension=api&from=2020-01-01',
        'dimension=api&to=2020-01-01&from=2020-01-02',
        'dimension=api&dimension=key',
        'dimension=api&from=2026-01-01&from=2026-01-02',
      ]) {
        const url = `/api/account/${account.id}/watchword/statistics?${query}`
        const answer = await call(server, 'GET', url, { bearer })
        assert.equal(answer.status, 400, `${query}: ${answer.text}`)
        assert.match(answer.text, /"fields":\["/, query)
      }
    })
  })
}
