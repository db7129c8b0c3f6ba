import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { createPasswordHasher } from './create-password-hasher.ts'
import { maxPasswordBytes, type PasswordHasher, standardCost } from './password-hasher.ts'

class Full extends Error {}

const cheap = { memoryKiB: 8, passes: 1 }

function open(options: { readonly threads?: number; readonly maxQueue?: number } = {}) {
  return createPasswordHasher({
    threads: 1,
    maxQueue: 10,
    cost: cheap,
    refusal: () => new Full(),
    ...options,
  })
}

async function using(hasher: PasswordHasher, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } finally {
    await hasher.close()
  }
}

describe('password hashing (security §1.5)', () => {
  test('a hash is Argon2id with 19 MiB, two passes, one lane, and verifies', async () => {
    const hasher = createPasswordHasher({ threads: 1, maxQueue: 4, refusal: () => new Full() })
    await using(hasher, async () => {
      const hash = await hasher.hash('correct horse battery staple')
      const { memoryCost, timeCost, parallelism, outputLen, saltLen } = parseOptions(hash)
      assert.match(hash, /^\$argon2id\$v=19\$/)
      assert.deepEqual([memoryCost, timeCost, parallelism], [19_456, 2, 1])
      assert.deepEqual([outputLen, saltLen], [32, 16])
      assert.equal(await hasher.verify('correct horse battery staple', hash), true)
      assert.equal(await hasher.verify('correct horse battery stapler', hash), false)
      assert.equal(await hasher.verify('', hash), false)
    })
  })

  test('two hashes of one password differ', async () => {
    const hasher = open()
    await using(hasher, async () => {
      assert.notEqual(await hasher.hash('one password'), await hasher.hash('one password'))
    })
  })

  test('the decoy is a valid hash of the same form and parameters that nothing matches', async () => {
    for (const cost of [cheap, standardCost]) {
      const hasher = createPasswordHasher({ maxQueue: 4, cost, refusal: () => new Full() })
      await using(hasher, async () => {
        const real = await hasher.hash('anything')
        assert.deepEqual(parseOptions(hasher.decoyHash), parseOptions(real))
        assert.equal(hasher.decoyHash.length, real.length)
        assert.equal(await hasher.verify('', hasher.decoyHash), false)
        assert.equal(hasher.needsRehash(hasher.decoyHash), false)
      })
    }
  })

  test('two ways to type one password are one password (NFKC)', async () => {
    const hasher = open()
    await using(hasher, async () => {
      const hash = await hasher.hash('cafe\u0301 \ufb01rst')
      assert.equal(await hasher.verify('caf\u00e9 first', hash), true)
    })
  })

  test('the bound is in bytes, and a longer password is refused at full cost', async () => {
    const hasher = open()
    const longest = 'é'.repeat(maxPasswordBytes / 2)
    await using(hasher, async () => {
      const hash = await hasher.hash(longest)
      assert.equal(await hasher.verify(longest, hash), true)
      assert.equal(await hasher.verify(`${longest}x`, hash), false)
      await assert.rejects(hasher.hash(`${longest}x`), RangeError)
    })
  })

  test('no NUL, surrogate or other odd character cuts a password short', async () => {
    const hasher = open()
    await using(hasher, async () => {
      const hash = await hasher.hash('before\0after')
      assert.equal(await hasher.verify('before\0other', hash), false)
      assert.equal(await hasher.verify('before', hash), false)
      assert.equal(typeof (await hasher.hash('\ud800 alone')), 'string')
    })
  })

  test('a hash made with other parameters asks for a new one', async () => {
    const hasher = open()
    await using(hasher, async () => {
      assert.equal(hasher.needsRehash(await hasher.hash('password')), false)
      assert.equal(hasher.needsRehash('$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA'), true)
    })
  })

  test('a full queue refuses, and takes work again once it has drained', async () => {
    const hasher = open({ threads: 1, maxQueue: 2 })
    await using(hasher, async () => {
      const tries = Array.from({ length: 6 }, () => hasher.hash('password'))
      const outcomes = await Promise.allSettled(tries)
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
      assert.equal(refused.length, 3)
      assert.ok(refused.every((outcome) => outcome.reason instanceof Full))
      assert.equal(typeof (await hasher.hash('password')), 'string')
    })
  })

  test('a closed hasher takes no more work, and closing one that never worked is fine', async () => {
    const hasher = open()
    await hasher.close()
    await assert.rejects(hasher.hash('password'))
  })
})
