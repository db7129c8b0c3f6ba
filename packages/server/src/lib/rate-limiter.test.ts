import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRateLimiter } from './rate-limiter.ts'

test('so many at once, then one more each 60 / perMinute seconds', () => {
  const limiter = createRateLimiter({ perMinute: 60 })
  for (let call = 0; call < 60; call += 1) assert.equal(limiter.take('a', 0).allowed, true)
  assert.deepEqual(limiter.take('a', 0), { allowed: false, retryAfterSeconds: 1 })
  assert.equal(limiter.take('a', 999).allowed, false)
  assert.equal(limiter.take('a', 1000).allowed, true)
  assert.equal(limiter.take('a', 1000).allowed, false)
})

test('whoever waits as told is let through, and what was refused cost nothing', () => {
  const limiter = createRateLimiter({ perMinute: 4 })
  for (let call = 0; call < 4; call += 1) limiter.take('a', 0)
  for (let call = 0; call < 100; call += 1) limiter.take('a', 10)
  const { allowed, retryAfterSeconds } = limiter.take('a', 10)
  assert.deepEqual([allowed, retryAfterSeconds], [false, 15])
  assert.equal(limiter.take('a', 10 + retryAfterSeconds * 1000).allowed, true)
})

test('each key has its own', () => {
  const limiter = createRateLimiter({ perMinute: 1 })
  assert.equal(limiter.take('a', 0).allowed, true)
  assert.equal(limiter.take('b', 0).allowed, true)
  assert.equal(limiter.take('a', 0).allowed, false)
})

test('it remembers so many keys and no more', () => {
  const limiter = createRateLimiter({ perMinute: 1, max: 2 })
  for (const key of ['a', 'b', 'c']) limiter.take(key, 0)
  assert.equal(limiter.take('a', 0).allowed, true)
  assert.equal(limiter.take('c', 0).allowed, false)
})

test('a clock that was set back neither lets more through nor locks anybody out', () => {
  const limiter = createRateLimiter({ perMinute: 1 })
  limiter.take('a', 1_000_000)
  assert.equal(limiter.take('a', 0).allowed, false)
  assert.equal(limiter.take('a', 60_000).allowed, true)
})

test('never more than the limit in the first instant and its share of the time after', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }),
      (perMinute, pauses) => {
        const limiter = createRateLimiter({ perMinute })
        let now = 0
        let allowed = 0
        for (const pause of pauses) {
          now += pause
          if (limiter.take('a', now).allowed) allowed += 1
        }
        assert.ok(allowed <= perMinute + (now * perMinute) / 60_000 + 1e-6)
      },
    ),
  )
})

test('a peek tells what a take would be answered, and takes nothing', () => {
  const limiter = createRateLimiter({ perMinute: 2 })
  for (let look = 0; look < 5; look += 1) assert.equal(limiter.peek('a', 0).allowed, true)
  limiter.take('a', 0)
  limiter.take('a', 0)
  assert.deepEqual(limiter.peek('a', 0), { allowed: false, retryAfterSeconds: 30 })
  assert.deepEqual(limiter.peek('a', 0), limiter.take('a', 0))
  assert.equal(limiter.peek('a', 30_000).allowed, true)
  assert.equal(limiter.peek('b', 0).allowed, true)
})
