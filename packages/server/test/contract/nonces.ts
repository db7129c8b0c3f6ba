import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { NonceClaim } from '#storage/nonces/nonce-store.ts'
import type { NonceStore } from '#storage/port.ts'

/** One store of nonces, which several processes share. */
export type TestNonces = {
  /** A process's view of it. */
  open(): Promise<NonceStore>
  /** Closes all that was opened, and removes it. */
  remove(): Promise<void>
}

/** A claim that nobody made before. */
export function newClaim(timestamp: number): NonceClaim {
  return { timestamp, hash: randomBytes(20) }
}

const present = () => Math.floor(Date.now() / 1000)

/** The contract of a `NonceStore`, over each kind of it. */
export function testNonces(name: string, create: () => Promise<TestNonces>): void {
  describe(`the contract of nonces on ${name}`, () => {
    async function start(t: { after(run: () => Promise<void>): void }) {
      const nonces = await create()
      t.after(() => nonces.remove())
      const store = await nonces.open()
      // Some vouch for what comes after their beginning only.
      const latest = Date.now() + 5000
      while ((await store.claim(newClaim(present()), Date.now())) === 'too_old') {
        assert.ok(Date.now() < latest, 'it begins to take claims')
        await pause(50)
      }
      return { store, another: () => nonces.open() }
    }

    test('of a hundred claims of one nonce at once, one is let through', async (t) => {
      const { store } = await start(t)
      const one = newClaim(present())
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, () => store.claim(one, Date.now())),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'claimed').length, 1)
      assert.equal(outcomes.filter((outcome) => outcome === 'replayed').length, 99)
      assert.equal(await store.claim(one, Date.now()), 'replayed')
    })

    test('of two processes that claim the same nonces at once, one gets each', async (t) => {
      const { store, another } = await start(t)
      const other = await another()
      const claims = Array.from({ length: 500 }, () => newClaim(present()))
      const [ours, theirs] = await Promise.all([
        Promise.all(claims.map((one) => store.claim(one, Date.now()))),
        Promise.all(claims.toReversed().map((one) => other.claim(one, Date.now()))),
      ])
      const reversed = theirs.toReversed()
      ours.forEach((outcome, index) => {
        assert.deepEqual([outcome, reversed[index]].toSorted(), ['claimed', 'replayed'])
      })
    })

    test('RFC 5849 section 3.3: the same nonce at another time is another nonce', async (t) => {
      const { store } = await start(t)
      const one = newClaim(present())
      const later = { ...one, timestamp: one.timestamp + 1 }
      assert.equal(await store.claim(one, Date.now()), 'claimed')
      assert.equal(await store.claim(later, Date.now()), 'claimed')
    })

    test('what one process claimed is known to one that opens later', async (t) => {
      const { store, another } = await start(t)
      const one = newClaim(present())
      assert.equal(await store.claim(one, Date.now()), 'claimed')
      await store.close()
      assert.equal(await (await another()).claim(one, Date.now()), 'replayed')
    })

    test('claims that wait while it is closed are answered, one way or another', async (t) => {
      const { store } = await start(t)
      const claims = Array.from({ length: 500 }, () => store.claim(newClaim(present()), Date.now()))
      const settled = Promise.allSettled(claims)
      await store.close()
      const late = store.claim(newClaim(present()), Date.now())
      const all = [...(await settled), ...(await Promise.allSettled([late]))]
      assert.equal(all.length, 501)
      const last = all.at(-1)
      assert.ok(last?.status === 'rejected' || last?.value === 'unavailable')
    })
  })
}

/** Steady load for an hour by a moved clock: the store forgets as fast as it learns. */
export async function assertBounded(store: NonceStore): Promise<void> {
  const perSecond = 4
  const start = Date.now()
  const counts: number[] = []
  for (let second = 0; second <= 3600; second += 1) {
    const now = start + second * 1000
    const timestamp = Math.floor(now / 1000)
    await Promise.all(
      // Clocks of clients go after, with and before ours.
      [-250, 0, 0, 250].map((offset) => store.claim(newClaim(timestamp + offset), now)),
    )
    if (second === 900 || second === 3600) counts.push(await settledCount(store))
  }
  const [early = 0, late = 0] = counts
  // Ten minutes are remembered, for a clock that is ahead some more.
  const most = perSecond * 600 * 1.1
  assert.ok(early <= most && late <= most, `${early} and ${late}, at most ${most}`)
  assert.ok(Math.abs(late - early) <= 250, `${early} after 15 minutes, ${late} after an hour`)
}

/** Forgetting goes on beside the claims. */
async function settledCount(store: NonceStore): Promise<number> {
  let count = await store.count()
  for (;;) {
    await pause(50)
    const next = await store.count()
    if (next === count) return count
    count = next
  }
}
