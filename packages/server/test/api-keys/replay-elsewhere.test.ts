import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { systemClock } from '#lib/clock.ts'
import { masterKeyOf } from '#lib/master-key-file.ts'
import { createSandbox } from '../support/cli.ts'
import { createTestDatabase } from '../support/storages.ts'
import { seedAccount } from '../support/test-server.ts'
import { startValkey } from '../support/valkey.ts'
import { seedKey, signFor, type TestKey } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users?select=id'
const requests = 1000

type Context = { after(run: () => Promise<void>): void }

/** Two processes as an operator starts them, on one database, and a key of an account in it. */
async function startTwo(t: Context, environment: Readonly<Record<string, string>> = {}) {
  const database = await createTestDatabase('postgres')
  t.after(() => database.remove())
  const masterKey = randomBytes(32)
  const storage = await database.open()
  const dataKeys = createDataKeys({ storage, masterKeys: masterKeysOf(masterKey) })
  const seed = { storage, dataKeys, clock: { ...systemClock, advance: () => {} } }
  const account = await seedAccount(seed, 'acme')
  const key = await seedKey(seed, account.id)
  const sandbox = createSandbox({
    WATCHWORD_DATABASE_URL: database.url,
    WATCHWORD_MASTER_KEY: masterKey.toString('base64'),
    WATCHWORD_ALLOWED_HOSTS: '*',
    WATCHWORD_RATE_LIMITS: 'off',
    WATCHWORD_LOG_LEVEL: 'error',
    ...environment,
  })
  t.after(() => sandbox.remove())
  const [one, other] = await Promise.all([sandbox.serve({ args: [] }), sandbox.serve({ args: [] })])
  return { one, other, key }
}

function masterKeysOf(bytes: Buffer): MasterKeys {
  const key = masterKeyOf(bytes)
  return {
    current: () => key,
    find: (id) => (id === key.id ? key : undefined),
    all: () => [key],
    reload: () => {},
  }
}

/** Signed for one public origin: which of the processes it reaches is not part of what is signed. */
function sign(key: TestKey): string {
  return signFor(
    { origin: publicOrigin, clock: { ...systemClock, advance: () => {} } },
    key,
    'GET',
    users,
  )
}

const publicOrigin = 'http://auth.example.com'
const forwarded = { 'x-forwarded-host': 'auth.example.com', 'x-forwarded-proto': 'http' }

async function sendAll(origin: string, all: readonly string[]) {
  const problems = new Map<string, number>()
  let next = 0
  const work = async () => {
    while (next < all.length) {
      const authorization = all[next++] ?? ''
      const answer = await fetch(`${origin}${users}`, { headers: { authorization, ...forwarded } })
      const text = await answer.text()
      const problem = /^oauth_problem=(\w+)/.exec(text)?.[1] ?? ''
      const outcome = `${answer.status} ${problem}`.trim()
      problems.set(outcome, (problems.get(outcome) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 20 }, work))
  return Object.fromEntries(problems)
}

const proxies = { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' }

describe('RFC 5849 section 3.3: what one process accepted, no other accepts again', () => {
  test('on one PostgreSQL', async (t) => {
    const { one, other, key } = await startTwo(t, proxies)
    const signed = Array.from({ length: requests }, () => sign(key))
    assert.deepEqual(await sendAll(one.origin, signed), { 200: requests })
    assert.deepEqual(await sendAll(other.origin, signed), { '401 nonce_used': requests })
  })

  test('on one Valkey', async (t) => {
    const valkey = await startValkey()
    t.after(() => valkey.remove())
    const { one, other, key } = await startTwo(t, { ...proxies, WATCHWORD_VALKEY_URL: valkey.url })
    // It vouches for what is signed after its first second.
    await pause(1000)
    const signed = Array.from({ length: requests }, () => sign(key))
    assert.deepEqual(await sendAll(one.origin, signed), { 200: requests })
    assert.deepEqual(await sendAll(other.origin, signed), { '401 nonce_used': requests })

    await valkey.command('FLUSHALL')
    const forgotten = await sendAll(other.origin, signed)
    assert.deepEqual(forgotten, { '401 timestamp_refused': requests }, 'its memory was lost')

    await valkey.kill()
    assert.deepEqual(await sendAll(one.origin, [sign(key)]), { 503: 1 })
    const ready = await fetch(`${one.origin}/health/ready`)
    assert.equal(ready.status, 503)
    assert.match(await ready.text(), /the Valkey server does not answer/)

    await valkey.start()
    for (const { origin } of [one, other]) {
      const latest = Date.now() + 10_000
      while ((await sendAll(origin, [sign(key)]))[200] !== 1) {
        assert.ok(Date.now() < latest, 'it works again by itself')
        await pause(100)
      }
    }
    assert.deepEqual(await sendAll(other.origin, signed.slice(0, 10)), {
      '401 timestamp_refused': 10,
    })
  })
})
