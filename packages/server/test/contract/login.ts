import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LoginCounterKey, Storage } from '#storage/port.ts'
import { type Contract, newAccount, now } from './contract.ts'

type AccountId = Awaited<ReturnType<typeof newAccount>>

/** Counters of login attempts: exact under a storm, and gone when their time is. */
export function testLogin({ storage, fresh }: Contract): void {
  const key: LoginCounterKey = { kind: 'failures-in-a-row', key: 'admin' }
  const windowMs = 60_000

  function add(from: Storage, accountId: AccountId, at: number, added = key) {
    return from.write((tx) => tx.loginCounters.add(accountId, added, { now: at, windowMs }))
  }

  describe('login counters', () => {
    test('the first one makes the counter, each further adds one, the window stays', async () => {
      const accountId = await newAccount(storage())
      const first = { count: 1, windowStartedAt: now, lockedUntil: undefined }
      assert.equal(await storage().read.loginCounters.find(accountId, key, now), undefined)
      assert.deepEqual(await add(storage(), accountId, now), first)
      assert.deepEqual(await add(storage(), accountId, now + 10), { ...first, count: 2 })
      const found = await storage().read.loginCounters.find(accountId, key, now + windowMs - 1)
      assert.deepEqual(found, { ...first, count: 2 })
    })

    test('a counter whose window has passed is not found, and starts again at 1', async () => {
      const accountId = await newAccount(storage())
      await add(storage(), accountId, now)
      await add(storage(), accountId, now)
      const after = now + windowMs
      assert.equal(await storage().read.loginCounters.find(accountId, key, after), undefined)
      const again = { count: 1, windowStartedAt: after, lockedUntil: undefined }
      assert.deepEqual(await add(storage(), accountId, after), again)
    })

    test('of a hundred that add at once, each is counted', async () => {
      const accountId = await newAccount(storage())
      const counts = await Promise.all(
        Array.from({ length: 100 }, async () => (await add(storage(), accountId, now)).count),
      )
      assert.deepEqual(
        counts.sort((a, b) => a - b),
        Array.from({ length: 100 }, (_, index) => index + 1),
      )
    })

    test('names that are locked now are told, of their account alone', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const lock = async (accountId: AccountId, name: string, until: number) => {
        const ofName = { ...key, key: name }
        await add(storage(), accountId, now, ofName)
        await storage().write((tx) => tx.loginCounters.lock(accountId, ofName, until))
      }
      await lock(mine, 'ada', now + 10)
      await lock(mine, 'bob', now)
      await lock(other, 'eve', now + 10)
      await add(storage(), mine, now, { ...key, key: 'dan' })
      const { loginCounters } = storage().read
      const names = ['ada', 'bob', 'dan', 'eve', 'nobody']
      const locked = await loginCounters.lockedAmong(mine, names, now)
      assert.deepEqual([...locked], [['ada', now + 10]])
      assert.deepEqual([...(await loginCounters.lockedAmong(mine, ['bob'], now))], [])
      assert.deepEqual([...(await loginCounters.lockedAmong(mine, [], now))], [])
      const atNow = [
        await loginCounters.hasLocked(mine, now),
        await loginCounters.hasLocked(other, now),
      ]
      assert.deepEqual(atNow, [true, true])
      assert.equal(await loginCounters.hasLocked(mine, now + 10), false, 'it has ended')
      const third = await newAccount(storage())
      assert.equal(await loginCounters.hasLocked(third, now), false)
      const many = [...Array.from({ length: 1200 }, (_, index) => `user${index}`), 'ada']
      assert.deepEqual([...(await loginCounters.lockedAmong(mine, many, now))], [['ada', now + 10]])
    })

    test('a lock holds until its end, whatever is added, then all begins anew', async () => {
      const accountId = await newAccount(storage())
      const until = now + 10 * windowMs
      await add(storage(), accountId, now)
      await storage().write((tx) => tx.loginCounters.lock(accountId, key, until))
      const found = await storage().read.loginCounters.find(accountId, key, until - 1)
      assert.equal(found?.lockedUntil, until)
      assert.equal((await add(storage(), accountId, now + 2 * windowMs)).lockedUntil, until)
      assert.equal(await storage().read.loginCounters.find(accountId, key, until), undefined)
      const again = { count: 1, windowStartedAt: until, lockedUntil: undefined }
      assert.deepEqual(await add(storage(), accountId, until), again)
    })

    test('clear removes it, and tells whether there was one', async () => {
      const accountId = await newAccount(storage())
      const clear = () => storage().write((tx) => tx.loginCounters.clear(accountId, key))
      await add(storage(), accountId, now)
      assert.equal(await clear(), true)
      assert.equal(await clear(), false)
      assert.equal(await storage().read.loginCounters.find(accountId, key, now), undefined)
    })

    test('kinds, keys and accounts are counted apart', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await add(storage(), mine, now)
      const others: readonly [AccountId, LoginCounterKey][] = [
        [other, key],
        [mine, { ...key, kind: 'mails' }],
        [mine, { ...key, key: 'Admin' }],
        [mine, { ...key, key: 'admin\0' }],
      ]
      for (const [accountId, apart] of others) {
        assert.equal(await storage().read.loginCounters.find(accountId, apart, now), undefined)
        assert.equal(await storage().write((tx) => tx.loginCounters.clear(accountId, apart)), false)
        await storage().write((tx) => tx.loginCounters.lock(accountId, apart, now + 9))
        assert.equal((await add(storage(), accountId, now, apart)).count, 1)
      }
      const mineNow = await storage().read.loginCounters.find(mine, key, now)
      assert.deepEqual([mineNow?.count, mineNow?.lockedUntil], [1, undefined])
    })

    test('what has expired is dropped by what is added: the table follows what is alive', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const names = Array.from({ length: 40 }, (_, index) => ({ ...key, key: `old ${index}` }))
      await Promise.all(names.map((name) => add(own, accountId, now, name)))
      const later = now + windowMs + 1
      const fillUp = Array.from({ length: 10 }, (_, index) => ({ ...key, key: `new ${index}` }))
      for (const name of fillUp) await add(own, accountId, later, name)
      // Asked as of their own time, the old ones would still be found if they were there.
      const left = await Promise.all(
        names.map((name) => own.read.loginCounters.find(accountId, name, now)),
      )
      assert.equal(left.filter((counter) => counter !== undefined).length, 0)
    })

    test('a storm of additions while many have expired neither blocks nor miscounts', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const names = Array.from({ length: 60 }, (_, index) => ({ ...key, key: `old ${index}` }))
      await Promise.all(names.map((name) => add(own, accountId, now, name)))
      const later = now + windowMs + 1
      const counters = await Promise.all(names.map((name) => add(own, accountId, later, name)))
      assert.deepEqual(new Set(counters.map((counter) => counter.count)), new Set([1]))
    })
  })
}
