import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Secret } from '#lib/secret.ts'
import type { NonceStore } from '#storage/port.ts'
import { openValkeyNonces, type ValkeyOptions } from '#storage/valkey/valkey-nonces.ts'
import { startValkey, type TestValkey } from '../support/valkey.ts'
import { newClaim } from './nonces.ts'

type Context = { after(run: () => Promise<void>): void }

async function start(t: Context, settings: readonly string[] = []) {
  const valkey = await startValkey(settings)
  t.after(() => valkey.remove())
  return valkey
}

async function open(t: Context, { url }: TestValkey, options: Partial<ValkeyOptions> = {}) {
  const told: string[] = []
  const store = await openValkeyNonces({
    url: new Secret(url),
    onFault: ({ message }) => told.push(message),
    onWarning: (text) => told.push(text),
    ...options,
  })
  t.after(() => store.close())
  return { ...store, told }
}

const present = () => Math.floor(Date.now() / 1000)
const claim = (store: NonceStore, one = newClaim(present())) => store.claim(one, Date.now())

/** The epoch begins with the next second; what comes then is taken. */
async function untilTaken(store: NonceStore): Promise<void> {
  await until(async () => (await claim(store)) === 'claimed')
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const latest = Date.now() + 10_000
  while (!(await holds())) {
    assert.ok(Date.now() < latest, 'in time')
    await pause(20)
  }
}

describe('nonces in Valkey', () => {
  test('a store that lost its memory lets no replay through, and then goes on', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    const present0 = newClaim(present())
    const ahead = newClaim(present() + 3)
    assert.equal(await claim(store, present0), 'claimed')
    assert.equal(await claim(store, ahead), 'claimed')
    await valkey.command('FLUSHALL')
    assert.equal(await claim(store, present0), 'too_old')
    assert.equal(await claim(store, ahead), 'too_old', 'also one of a clock that is ahead')
    await untilTaken(store)
    assert.equal(await claim(store, ahead), 'too_old')
  })

  test('a server that was killed and comes back with an older snapshot counts as one that forgot', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    assert.match(await valkey.command('SAVE'), /OK/)
    const lost = newClaim(present())
    assert.equal(await claim(store, lost), 'claimed')
    await valkey.kill()
    await valkey.start()
    await until(async () => (await store.answers?.()) === true)
    assert.ok((await store.count()) > 0, 'the snapshot was loaded, the epoch with it')
    assert.equal(await claim(store, lost), 'too_old')
    await untilTaken(store)
  })

  test('while it is away claims are refused at once, and work again by themselves', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    await valkey.kill()
    const begun = performance.now()
    const all = await Promise.all(Array.from({ length: 50 }, () => claim(store)))
    assert.deepEqual(new Set(all), new Set(['unavailable']))
    assert.ok(performance.now() - begun < 1000)
    assert.equal(await store.answers?.(), false)
    assert.equal(store.told.length, 1, 'an outage is told once')
    await valkey.start()
    await untilTaken(store)
    assert.equal(await store.answers?.(), true)
  })

  test('a server that does not answer is waited for a second, not longer', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    valkey.freeze()
    // By one clock: a machine that is slow is so for both.
    const first = await Promise.race([claim(store), pause(1300, 'nothing', { ref: false })])
    assert.equal(first, 'unavailable')
    assert.equal(await claim(store), 'unavailable', 'the connection was given up')
    valkey.thaw()
    await untilTaken(store)
  })

  test('a server that is not there at start is no reason not to start', async (t) => {
    const valkey = await start(t)
    await valkey.kill()
    const store = await open(t, valkey)
    assert.equal(await claim(store), 'unavailable')
    await valkey.start()
    await untilTaken(store)
  })

  test('each nonce ends by itself; the epoch stays', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey, { rememberedMs: 200 })
    await untilTaken(store)
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 100 }, () => claim(store)))
      await pause(100)
    }
    assert.ok((await store.count()) <= 300, 'those of the last rounds')
    await until(async () => (await store.count()) === 0)
    assert.match(await valkey.command('DBSIZE'), /:1\r/)
  })

  test('a nonce is remembered for ten minutes', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    const one = newClaim(present())
    await claim(store, one)
    const key = `{watchword:nonces}:${one.timestamp}:${one.hash.toString('base64url')}`
    const left = Number((await valkey.command('PTTL', key)).slice(1))
    assert.ok(left > 590_000 && left <= 600_000, `${left}`)
  })

  test('a policy that forgets nonces is warned of', async (t) => {
    const well = await open(t, await start(t))
    assert.deepEqual(well.told, [])
    const { told } = await open(t, await start(t, ['--maxmemory-policy', 'volatile-lru']))
    assert.equal(told.length, 1)
    assert.match(told[0] ?? '', /volatile-lru.*noeviction/s)
  })

  test('a full memory refuses, and forgets nothing', async (t) => {
    const valkey = await start(t)
    const store = await open(t, valkey)
    await untilTaken(store)
    const one = newClaim(present())
    assert.equal(await claim(store, one), 'claimed')
    await valkey.command('CONFIG', 'SET', 'maxmemory', '1')
    assert.equal(await claim(store), 'unavailable')
    assert.equal(store.told.length, 1)
    await valkey.command('CONFIG', 'SET', 'maxmemory', '0')
    assert.equal(await claim(store, one), 'replayed')
    assert.equal(await claim(store), 'claimed')
  })

  test('a password and a database number are those of the URL', async (t) => {
    const valkey = await start(t, ['--requirepass', 'pass/word'])
    const url = valkey.url.replace('//', '//:pass%2Fword@')
    const store = await open(t, { ...valkey, url: `${url}/3` })
    await untilTaken(store)
    const wrong = await open(t, { ...valkey, url: valkey.url.replace('//', '//:wrong@') })
    assert.equal(await claim(wrong), 'unavailable')
    assert.match(wrong.told.join(), /WRONGPASS/)
    assert.doesNotMatch(wrong.told.join(), /wrong@/)
  })
})
