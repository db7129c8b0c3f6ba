import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Secret } from '#lib/secret.ts'
import { openSqliteNonces } from '#storage/nonces/sqlite-nonces.ts'
import type { NonceStore } from '#storage/port.ts'
import { openValkeyNonces } from '#storage/valkey/valkey-nonces.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { startValkey } from '../support/valkey.ts'
import { assertBounded, newClaim, testNonces } from './nonces.ts'

const kills = 20
const child = path.join(import.meta.dirname, 'nonces-child.ts')

for (const kind of databaseKinds) {
  testNonces(kind, async () => {
    const database = await createTestDatabase(kind)
    return {
      open: async () => {
        const storage = await database.open()
        return { ...storage.nonces, close: () => storage.close() }
      },
      remove: () => database.remove(),
    }
  })

  test(`on ${kind} the table after an hour of steady load is as large as after a quarter`, async (t) => {
    const database = await createTestDatabase(kind)
    t.after(() => database.remove())
    await assertBounded((await database.open()).nonces)
  })

  test(`a process on ${kind} that is killed has forgotten no nonce it let through`, async (t) => {
    const database = await createTestDatabase(kind)
    t.after(() => database.remove())
    await (await database.open()).close()
    let claimed = 0
    for (let kill = 1; kill <= kills; kill += 1) {
      const claims = await claimUntilKilled(database.url, 20 + Math.random() * 80)
      claimed += claims.length
      const storage = await database.open()
      const outcomes = await Promise.all(
        claims.map((claim) => storage.nonces.claim(claim, Date.now())),
      )
      assert.deepEqual([...new Set(outcomes)], ['replayed'])
      await storage.close()
    }
    t.diagnostic(`${claimed} claims, ${kills} kills`)
  })
}

testNonces('valkey', async () => {
  const valkey = await startValkey()
  const opened: NonceStore[] = []
  const quiet = { onFault: () => {}, onWarning: () => {} }
  return {
    open: async () => {
      const store = await openValkeyNonces({ url: new Secret(valkey.url), ...quiet })
      opened.push(store)
      return store
    },
    remove: async () => {
      await Promise.all(opened.map((store) => store.close()))
      await valkey.remove()
    },
  }
})

/** Claims that the process had acknowledged when it was killed, so long after its first. */
async function claimUntilKilled(url: string, delayMs: number) {
  const claimer = spawn(process.execPath, [child, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  claimer.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => claimer.kill('SIGKILL'), delayMs)
    output += text
  })
  const [, signal] = await once(claimer, 'close')
  assert.equal(signal, 'SIGKILL', 'it claimed until it was killed')
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [timestamp = '', hash = ''] = line.split(' ')
      return { timestamp: Number(timestamp), hash: Buffer.from(hash, 'base64url') }
    })
}

describe('a SQLite file of nonces on a machine that lost its power', () => {
  const second = 1_700_000_000
  const now = second * 1000

  function file(t: { after(run: () => void): void }): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'watchword-nonces-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    return path.join(folder, 'nonces')
  }

  async function claimed(name: string, timestamp: number): Promise<void> {
    const store = openSqliteNonces(name, { isNew: true, bootId: () => 'one', openedAt: now })
    assert.equal(await store.claim(newClaim(timestamp), now), 'claimed')
    await store.close()
  }

  test('nothing was ever signed for a new database, so nothing is refused', async (t) => {
    const store = openSqliteNonces(file(t), { isNew: true, bootId: () => 'one', openedAt: now })
    assert.equal(await store.claim(newClaim(second - 250), now), 'claimed')
    await store.close()
  })

  test('the same boot: everything is remembered', async (t) => {
    const name = file(t)
    await claimed(name, second)
    const store = openSqliteNonces(name, { isNew: false, bootId: () => 'one', openedAt: now })
    assert.equal(await store.claim(newClaim(second - 100), now), 'claimed')
    await store.close()
  })

  for (const [what, bootId] of [
    ['another boot', () => 'two'],
    ['a machine that does not tell its boots apart', () => undefined],
  ] as const) {
    test(`${what}: what is from before the opening is refused`, async (t) => {
      const name = file(t)
      await claimed(name, second)
      const openedAt = now + 20_000
      const store = openSqliteNonces(name, { isNew: false, bootId, openedAt })
      assert.equal(await store.claim(newClaim(second), openedAt), 'too_old')
      assert.equal(await store.claim(newClaim(second + 19), openedAt), 'too_old')
      assert.equal(await store.claim(newClaim(second + 20), openedAt), 'claimed')
      await store.close()
    })
  }

  test('another boot: also what a client with a clock ahead of ours had sent', async (t) => {
    const name = file(t)
    await claimed(name, second + 200)
    const openedAt = now + 20_000
    const store = openSqliteNonces(name, { isNew: false, bootId: () => 'two', openedAt })
    assert.equal(await store.claim(newClaim(second + 200), openedAt), 'too_old')
    assert.equal(await store.claim(newClaim(second + 220), openedAt), 'claimed')
    await store.close()
  })

  test('a file that is gone while the database is not: all that could be from before', async (t) => {
    const store = openSqliteNonces(file(t), { isNew: false, bootId: () => 'one', openedAt: now })
    assert.equal(await store.claim(newClaim(second + 299), now), 'too_old')
    assert.equal(await store.claim(newClaim(second + 300), now), 'claimed')
    await store.close()
  })

  test('a fault of the file is answered, and not kept', async (t) => {
    const name = file(t)
    const store = openSqliteNonces(name, { isNew: true, bootId: () => 'one', openedAt: now })
    await store.close()
    await assert.rejects(store.claim(newClaim(second), now))
  })
})
