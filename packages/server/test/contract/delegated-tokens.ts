import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredDelegation } from '#domain/delegation/delegated-tokens.ts'
import { type Contract, hour, newAccount, now } from './contract.ts'

function someDelegation(given: Partial<StoredDelegation> = {}): StoredDelegation {
  return {
    ...{ consumerId: 'a', conversationId: '', connectorId: 1, sealed: 'sealed' },
    ...{ accessExpiresAt: now + hour, keptUntil: now + 24 * hour, updatedAt: now },
    ...given,
  }
}

/** Tokens that brands gave for their consumers. */
export function testDelegatedTokens({ storage, fresh }: Contract): void {
  describe('delegated tokens', () => {
    test('kept by consumer and conversation, each in place of those before, of one account', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const first = someDelegation()
      const later = someDelegation({
        sealed: 'later',
        accessExpiresAt: undefined,
        updatedAt: now + 1,
      })
      const ofOne = someDelegation({ conversationId: 'c' })
      await storage().write(async (tx) => {
        for (const stored of [first, ofOne, later]) await tx.delegatedTokens.put(mine, stored)
      })
      const { delegatedTokens } = storage().read
      assert.deepEqual(await delegatedTokens.find(mine, first), later)
      assert.deepEqual(await delegatedTokens.find(mine, ofOne), ofOne)
      assert.equal(await delegatedTokens.find(other, first), undefined)
      assert.deepEqual(await delegatedTokens.list(mine, 'a'), [later, ofOne])
      assert.deepEqual(await delegatedTokens.list(other, 'a'), [])
      assert.equal(await delegatedTokens.find(mine, { ...first, conversationId: 'd' }), undefined)
      await storage().write(async (tx) => {
        assert.equal(await tx.delegatedTokens.remove(other, ofOne), false)
        assert.equal(await tx.delegatedTokens.remove(mine, ofOne), true)
        assert.equal(await tx.delegatedTokens.removeOf(mine, 'a'), 1)
      })
      assert.equal(await delegatedTokens.find(mine, first), undefined)
    })

    test('of many who would renew them, one may; another once that took too long', async () => {
      const accountId = await newAccount(storage())
      const stored = someDelegation()
      await storage().write((tx) => tx.delegatedTokens.put(accountId, stored))
      const claim = (at: number, updatedAt = stored.updatedAt) =>
        storage().write((tx) =>
          tx.delegatedTokens.claimRenewal(
            accountId,
            { ...stored, updatedAt },
            { now: at, until: at + 100 },
          ),
        )
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(now)))
      assert.equal(claims.filter(Boolean).length, 1)
      assert.equal(await claim(now + 99), false)
      assert.equal(await claim(now + 100), true)
      const renewed = { ...stored, updatedAt: now + 200 }
      await storage().write((tx) => tx.delegatedTokens.put(accountId, renewed))
      assert.equal(await claim(now + 300), false, 'of tokens that are gone')
      assert.equal(await claim(now + 300, now + 200), true)
    })

    test('those that are kept no longer are dropped as others come', async () => {
      const database = await fresh()
      const own = await database.open()
      const accountId = await newAccount(own)
      const put = (stored: StoredDelegation) =>
        own.write((tx) => tx.delegatedTokens.put(accountId, stored))
      for (const consumerId of ['a', 'b', 'c']) await put(someDelegation({ consumerId }))
      const late = now + 48 * hour
      await put(someDelegation({ consumerId: 'd', updatedAt: late, keptUntil: late + hour }))
      for (const consumerId of ['a', 'b', 'c']) {
        const key = { consumerId, conversationId: '' }
        assert.equal(await own.read.delegatedTokens.find(accountId, key), undefined)
      }
    })
  })
}
