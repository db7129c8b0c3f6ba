import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import pino from 'pino'
import { readConfig } from '#config/read-config.ts'
import { Secret } from '#lib/secret.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { buildServer } from '../../src/server.ts'
import { createCheapPasswords } from '../support/cheap-passwords.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { atIssuer, codeFields, installClient, seedCode, type TestClient } from './tokens.ts'

/** A second server on the database of the first, with a storage of its own, as another process has it. */
async function startSecond(first: TestServer) {
  const storage = await openPostgres({ url: new Secret(first.url) })
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-data-'))
  const app = buildServer({
    config: readConfig({ WATCHWORD_DATA_DIR: folder, WATCHWORD_RATE_LIMITS: 'off' }),
    ...{ storage, masterKeys: fixedMasterKeys(), clock: first.clock },
    ...{ log: pino({ level: 'silent' }), passwords: createCheapPasswords() },
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      await app.close()
      await storage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const rounds = 500
const accounts = 10

type Two = readonly Pick<TestServer, 'origin'>[]

describe('two servers on one PostgreSQL', () => {
  const scenario = (
    name: string,
    run: (first: TestServer, two: Two, client: TestClient, userId: number) => Promise<void>,
  ) =>
    test(name, async (t) => {
      const first = await startTestServer('postgres')
      t.after(() => first.stop())
      const second = await startSecond(first)
      // Before the first, which removes the database.
      t.after(() => second.stop())
      const acme = await seedAccount(first, 'acme')
      const client = await installClient(first, acme.id, { access_token_format: 'opaque' })
      await run(first, [first, second], client, acme.users.agent.user.id)
    })

  scenario(
    'of two simultaneous redemptions of a code exactly one wins, 500 times out of 500',
    async (first, two) => {
      // Accounts of their own, so that races do not wait for each other's audit trail.
      const racers = await Promise.all(
        Array.from({ length: accounts }, async (_, index) => {
          const account = await seedAccount(first, `racer${index}`)
          const own = await installClient(first, account.id, { access_token_format: 'opaque' })
          return { own, userId: account.users.agent.user.id }
        }),
      )
      let wins = 0
      const race = async ({ own, userId }: (typeof racers)[number]) => {
        const fields = codeFields(await seedCode(first, own, userId))
        const answers = await Promise.all(
          two.map((server) => atIssuer(server, own, 'token', fields)),
        )
        const statuses = answers.map(({ status }) => status).sort()
        if (statuses[0] === 200 && statuses[1] === 400) wins += 1
      }
      await Promise.all(
        racers.map(async (racer) => {
          for (let round = 0; round < rounds / accounts; round += 1) await race(racer)
        }),
      )
      assert.equal(wins, rounds)
      // And what the winner was given is dead, because the code was used twice.
      for (const { own } of racers) {
        assert.deepEqual(await first.storage.read.grants.list(own.accountId, 0), [])
      }
    },
  )

  scenario(
    'of two simultaneous refreshes both get one refresh token, and access; the next one is good at either',
    async (first, two, client, userId) => {
      const [one, other] = two
      assert.ok(one && other)
      const fields = codeFields(await seedCode(first, client, userId))
      let token = (await atIssuer(one, client, 'token', fields)).body['refresh_token']
      for (let round = 0; round < 50; round += 1) {
        const refresh = { grant_type: 'refresh_token', refresh_token: token }
        const answers = await Promise.all(
          two.map((server) => atIssuer(server, client, 'token', refresh)),
        )
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 200],
          String(answers[0]?.text),
        )
        assert.equal(new Set(answers.map(({ body }) => body['refresh_token'])).size, 1)
        for (const { body } of answers) {
          const told = await atIssuer(one, client, 'introspect', { token: body['access_token'] })
          assert.equal(JSON.parse(told.text).active, true)
        }
        token = answers[0]?.body['refresh_token']
      }
    },
  )

  scenario(
    'what one server revokes the other refuses in under a second',
    async (first, two, client, userId) => {
      const [one, other] = two
      assert.ok(one && other)
      const fields = codeFields(await seedCode(first, client, userId))
      const { body } = await atIssuer(one, client, 'token', fields)
      const bearer = body['access_token'] ?? ''
      const ask = async () => {
        const users = `/api/account/acme/configuration/le-users/users/${userId}`
        const { status } = await call(other, 'GET', users, { bearer })
        const told = await atIssuer(other, client, 'introspect', { token: bearer })
        return [status, JSON.parse(told.text).active]
      }
      assert.deepEqual(await ask(), [200, true])
      await atIssuer(one, client, 'revoke', { token: body['refresh_token'] })
      await until(async () => {
        const [status, active] = await ask()
        return status === 401 && active === false
      }, 1000)
    },
  )
})
