import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Statistic } from '#domain/statistics/statistic.ts'
import type { Storage } from '#storage/port.ts'
import { type Contract, newAccount } from './contract.ts'

/** One thing of one hour. */
export function someStatistic(given: Partial<Statistic> = {}): Statistic {
  return {
    ...{ period: 'hour', start: 490_000, dimension: 'api', name: 'users' },
    ...{ count: 1, refused: 0, failed: 0 },
    ...given,
  }
}

/** What is counted of an account's traffic. */
export function testStatistics({ storage, another }: Contract): void {
  const add = (to: Storage, accountId: AccountId, statistics: readonly Statistic[]) =>
    to.write((tx) => tx.statistics.add(accountId, statistics))
  const list = (
    accountId: AccountId,
    filter: Partial<Parameters<Storage['read']['statistics']['list']>[1]> = {},
  ) =>
    storage().read.statistics.list(accountId, {
      ...{ period: 'hour', dimension: 'api', from: 0, to: 99_999_999 },
      ...filter,
    })

  describe('statistics', () => {
    test('are added up by period, dimension and name; no account sees those of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const day = someStatistic({ period: 'day', start: 20260115 })
      const key = someStatistic({ dimension: 'key' })
      await add(storage(), mine, [someStatistic({ count: 5, refused: 2, failed: 1 }), day, key])
      await add(storage(), mine, [
        someStatistic({ name: 'skills' }),
        someStatistic({ count: 3, refused: 1 }),
        someStatistic({ start: 490_001 }),
      ])
      assert.deepEqual(await list(mine), [
        someStatistic({ name: 'skills' }),
        someStatistic({ count: 8, refused: 3, failed: 1 }),
        someStatistic({ start: 490_001 }),
      ])
      assert.deepEqual(await list(mine, { from: 490_001, to: 490_001 }), [
        someStatistic({ start: 490_001 }),
      ])
      assert.deepEqual(await list(mine, { period: 'day' }), [day])
      assert.deepEqual(await list(mine, { dimension: 'key' }), [key])
      assert.deepEqual(await list(other), [])
    })

    test('of two processes that add at once, in whatever order, every one is counted', async () => {
      const accountId = await newAccount(storage())
      const both = [storage(), await another()]
      const names = ['a', 'b', 'c', 'd']
      const rounds = Array.from({ length: 25 }, (_, round) =>
        both.map((one, index) => {
          const rows = names.map((name) => someStatistic({ name, count: 2, refused: 1 }))
          return add(one, accountId, (round + index) % 2 === 0 ? rows : rows.toReversed())
        }),
      )
      await Promise.all(rounds.flat())
      const expected = names.map((name) => someStatistic({ name, count: 100, refused: 50 }))
      assert.deepEqual(await list(accountId), expected)
    })

    test('more of them than one statement has room for', async () => {
      const accountId = await newAccount(storage())
      const many = Array.from({ length: 250 }, (_, index) =>
        someStatistic({ start: 490_000 + index }),
      )
      await add(storage(), accountId, many.toReversed())
      assert.deepEqual(await list(accountId), many)
    })

    test('what is too long ago is dropped, some at a time, hours and days each by their own age', async () => {
      const [quiet, busy] = [await newAccount(storage()), await newAccount(storage())]
      const old = Array.from({ length: 40 }, (_, index) => [
        someStatistic({ start: 100 + index }),
        someStatistic({ period: 'day', start: 20_200_101 + index }),
      ])
      await add(storage(), quiet, old.flat())
      const kept = [someStatistic(), someStatistic({ period: 'day', start: 20260115 })]
      await add(storage(), busy, kept)
      const left = async () => [
        (await list(quiet)).length,
        (await list(quiet, { period: 'day' })).length,
      ]
      for (const expected of [25, 10, 0]) {
        await storage().write((tx) => tx.statistics.drop({ hour: 489_000, day: 20250101 }, 15))
        assert.deepEqual(await left(), [expected, expected])
      }
      assert.deepEqual([...(await list(busy)), ...(await list(busy, { period: 'day' }))], kept)
    })
  })
}
