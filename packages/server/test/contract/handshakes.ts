import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fail } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'
import type { ConnectorUse } from '#storage/port.ts'
import { type Contract, hour, newAccount, now, randomId } from './contract.ts'

/** A handshake that was refused by a rule. */
export function someHandshake(given: Partial<RefusedHandshake> = {}): RefusedHandshake {
  return {
    id: randomId(),
    at: now,
    connectorId: 7,
    flow: 'id_token',
    code: '9007',
    rule: 'aud',
    reason: 'the token is for somebody else',
    advice: 'Set the audience.',
    requestId: 'r',
    results: [fail('aud', '9007', 'the token is for others', { advice: 'Set the audience.' })],
    clockOffsetSeconds: -3,
    headers: { encryption: undefined, signature: { alg: 'RS256' } },
    claims: { sub: 'j… (7 characters)' },
    proven: true,
    ...given,
  }
}

function someUse(given: Partial<ConnectorUse> = {}): ConnectorUse {
  return {
    ...{ connectorId: 7, day: 20260115, kind: 'refused', name: 'aud', count: 1, lastAt: now },
    ...given,
  }
}

/** Refused handshakes, and how connectors are used. */
export function testHandshakes(contract: Contract): void {
  testRefused(contract)
  testUses(contract)
}

const limits = { keep: 10, since: now - 24 * hour }

function testRefused({ storage }: Contract): void {
  const add = (
    accountId: Awaited<ReturnType<typeof newAccount>>,
    handshakes: readonly RefusedHandshake[],
    given = limits,
  ) => storage().write((tx) => tx.refusedHandshakes.add(accountId, handshakes, given))

  describe('refused handshakes', () => {
    test('kept as they are, newest first, by connector if asked, and for no other account', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const [old, young] = [someHandshake(), someHandshake({ at: now + 1, connectorId: undefined })]
      await add(mine, [old, young])
      const { refusedHandshakes } = storage().read
      const { since } = limits
      // What is absent in JSON is `undefined` in the object.
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
      const list = await refusedHandshakes.list(mine, { since })
      assert.deepEqual(plain(list), plain([young, old]))
      const ofOne = await refusedHandshakes.list(mine, { since, connectorId: 7 })
      assert.deepEqual(plain(ofOne), plain([old]))
      assert.equal((await refusedHandshakes.find(mine, old.id, since))?.rule, 'aud')
      assert.equal(await refusedHandshakes.find(mine, old.id, now + 1), undefined)
      assert.equal(await refusedHandshakes.find(other, old.id, since), undefined)
      assert.deepEqual(await refusedHandshakes.list(other, { since }), [])
    })

    test('some are forgotten, of one account', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const limits = { keep: 9, since: 0 }
      await storage().write(async (tx) => {
        await tx.refusedHandshakes.add(
          mine,
          [someHandshake({ id: '1' }), someHandshake({ id: '2' })],
          limits,
        )
        assert.equal(await tx.refusedHandshakes.remove(other, ['1']), 0)
        assert.equal(await tx.refusedHandshakes.remove(mine, []), 0)
        assert.equal(await tx.refusedHandshakes.remove(mine, ['1', 'x']), 1)
      })
      const left = await storage().read.refusedHandshakes.list(mine, { since: 0 })
      assert.deepEqual(
        left.map(({ id }) => id),
        ['2'],
      )
    })

    test('the newest are kept, and those of a day ago go', async () => {
      const accountId = await newAccount(storage())
      const aged = someHandshake({ at: limits.since - 1 })
      const many = Array.from({ length: 15 }, (_, index) => someHandshake({ at: now + index }))
      await add(accountId, [aged])
      await add(accountId, many)
      const kept = await storage().read.refusedHandshakes.list(accountId, { since: 0 })
      const newest = many.slice(5).toReversed()
      assert.deepEqual(
        kept.map(({ id }) => id),
        newest.map(({ id }) => id),
      )
    })

    test('a flood of what nobody signed leaves room for what an identity provider did', async () => {
      const accountId = await newAccount(storage())
      const proven = Array.from({ length: 8 }, (_, index) => someHandshake({ at: now + index }))
      await add(accountId, proven)
      for (let round = 0; round < 4; round += 1) {
        const at = now + 100 + round
        const flood = Array.from({ length: 30 }, () => someHandshake({ at, proven: false }))
        await add(accountId, flood)
      }
      const kept = await storage().read.refusedHandshakes.list(accountId, { since: 0 })
      assert.equal(kept.length, 10)
      const newest = proven.slice(3).map(({ id }) => id)
      assert.deepEqual(
        kept.filter((one) => one.proven).map(({ id }) => id),
        newest.toReversed(),
      )
    })
  })
}

function testUses({ storage }: Contract): void {
  const add = (
    accountId: Awaited<ReturnType<typeof newAccount>>,
    uses: readonly ConnectorUse[],
    dropDaysBefore = 0,
  ) => storage().write((tx) => tx.connectorUses.add(accountId, uses, dropDaysBefore))

  describe('uses of connectors', () => {
    test('counts of one day, kind and name are added up; the last time is never moved back', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await add(mine, [someUse({ count: 2 }), someUse({ kind: 'verified', name: '' })])
      await add(mine, [someUse({ count: 3, lastAt: now - 5 }), someUse({ connectorId: 8 })])
      const list = (filter: { readonly fromDay: number; readonly connectorId?: number }) =>
        storage().read.connectorUses.list(mine, filter)
      assert.deepEqual(await list({ fromDay: 20260115 }), [
        someUse({ count: 5 }),
        someUse({ kind: 'verified', name: '' }),
        someUse({ connectorId: 8 }),
      ])
      assert.deepEqual(await list({ fromDay: 0, connectorId: 8 }), [someUse({ connectorId: 8 })])
      assert.deepEqual(await list({ fromDay: 20260116 }), [])
      assert.deepEqual(await storage().read.connectorUses.list(other, { fromDay: 0 }), [])
    })

    test('totals are over the days since one, with the last moment of them', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const { day: _, ...total } = someUse()
      await add(mine, [
        someUse({ day: 20260114, count: 2, lastAt: now - 86_400_000 }),
        someUse({ day: 20260115, count: 3, lastAt: now }),
        someUse({ day: 20260113, count: 100 }),
        someUse({ connectorId: 8, kind: 'verified', name: '', count: 4 }),
      ])
      const { connectorUses } = storage().read
      assert.deepEqual(await connectorUses.totals(mine, 20260114), [
        { ...total, count: 5, lastAt: now },
        { ...total, connectorId: 8, kind: 'verified', name: '', count: 4 },
      ])
      assert.deepEqual(await connectorUses.totals(mine, 20260116), [])
      assert.deepEqual(await connectorUses.totals(other, 0), [])
    })

    test('of many at once none is lost', async () => {
      const accountId = await newAccount(storage())
      await Promise.all(Array.from({ length: 20 }, () => add(accountId, [someUse()])))
      const [use] = await storage().read.connectorUses.list(accountId, { fromDay: 0 })
      assert.equal(use?.count, 20)
    })

    test('days that are too long ago are dropped, some at a time', async () => {
      const accountId = await newAccount(storage())
      const old = Array.from({ length: 10 }, (_, index) => someUse({ day: 20250101 + index }))
      await add(accountId, old)
      const list = () => storage().read.connectorUses.list(accountId, { fromDay: 0 })
      for (let round = 0; round < 20 && (await list()).length > 1; round += 1) {
        await add(accountId, [someUse()], 20260101)
      }
      assert.deepEqual(
        (await list()).map(({ day }) => day),
        [20260115],
      )
    })
  })
}
