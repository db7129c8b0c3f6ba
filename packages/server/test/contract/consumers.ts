import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConsumerVisit } from '#domain/consumers/consumer.ts'
import { until } from '../support/until.ts'
import { type Contract, hour, newAccount, now } from './contract.ts'

/** A consumer whom a brand vouched for. */
export function someVisit(id: string, given: Partial<ConsumerVisit> = {}): ConsumerVisit {
  return {
    id,
    kind: 'brand',
    vouchedAt: now,
    profileHash: 'hash',
    sealedProfile: 'sealed',
    expiresAt: undefined,
    at: now,
    ...given,
  }
}

/** Consumers, and the ends of their tokens. */
export function testConsumers(contract: Contract): void {
  testVisits(contract)
  testRevocations(contract)
}

function testVisits({ storage, fresh }: Contract): void {
  const visit = (accountId: Awaited<ReturnType<typeof newAccount>>, given: ConsumerVisit) =>
    storage().write((tx) => tx.consumers.visit(accountId, given))

  describe('consumers', () => {
    test('a first visit makes one, a later one finds it, and no other account does', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const first = await visit(mine, someVisit('a'))
      assert.equal(first.created, true)
      assert.deepEqual(first.consumer, {
        ...{ id: 'a', kind: 'brand', createdAt: now, lastSeenAt: now, vouchedAt: now },
        ...{ profileHash: 'hash', sealedProfile: 'sealed', sealedAttributes: undefined },
        ...{ loggedOutAt: undefined, expiresAt: undefined },
      })
      const second = await visit(mine, someVisit('a', { at: now + 5, profileHash: 'other' }))
      assert.equal(second.created, false)
      assert.equal(second.consumer.createdAt, now)
      assert.equal(second.consumer.lastSeenAt, now + 5)
      assert.equal(second.consumer.profileHash, 'other')
      assert.deepEqual(await storage().read.consumers.find(mine, 'a'), second.consumer)
      assert.equal(await storage().read.consumers.find(other, 'a'), undefined)
      assert.deepEqual(await storage().read.consumers.list(other, { limit: 9 }), [])
    })

    test('an older token, and nobody’s word, replace no profile; times are never moved back', async () => {
      const accountId = await newAccount(storage())
      await visit(accountId, someVisit('a', { at: now + 10, vouchedAt: now + 10 }))
      const older = someVisit('a', { vouchedAt: now + 9, sealedProfile: 'old' })
      const nobody = someVisit('a', {
        vouchedAt: 0,
        sealedProfile: undefined,
        profileHash: undefined,
      })
      for (const late of [older, nobody]) {
        const { consumer } = await visit(accountId, late)
        assert.equal(consumer.sealedProfile, 'sealed')
        assert.equal(consumer.profileHash, 'hash')
        assert.equal(consumer.vouchedAt, now + 10)
        assert.equal(consumer.lastSeenAt, now + 10)
      }
    })

    test('of many first visits at once exactly one makes the consumer', async () => {
      const accountId = await newAccount(storage())
      const visits = Array.from({ length: 20 }, (_, index) =>
        visit(accountId, someVisit('a', { at: now + index })),
      )
      const created = (await Promise.all(visits)).filter((one) => one.created)
      assert.equal(created.length, 1)
      const kept = await storage().read.consumers.find(accountId, 'a')
      assert.equal(kept?.lastSeenAt, now + 19)
    })

    test('listed by when they were seen, page by page', async () => {
      const accountId = await newAccount(storage())
      for (const [id, at] of [
        ['a', 1],
        ['b', 3],
        ['c', 3],
        ['d', 2],
      ] as const) {
        await visit(accountId, someVisit(id, { at }))
      }
      const first = await storage().read.consumers.list(accountId, { limit: 3 })
      assert.deepEqual(
        first.map(({ id }) => id),
        ['c', 'b', 'd'],
      )
      const before = { lastSeenAt: 3, id: 'b' }
      const rest = await storage().read.consumers.list(accountId, { limit: 3, before })
      assert.deepEqual(
        rest.map(({ id }) => id),
        ['d', 'a'],
      )
    })

    test('the expired are dropped as others come; a visit takes an expiry back', async () => {
      const database = await fresh()
      const own = await database.open()
      const accountId = await newAccount(own)
      const see = (given: ConsumerVisit) => own.write((tx) => tx.consumers.visit(accountId, given))
      for (const id of ['a', 'b', 'c']) await see(someVisit(id, { expiresAt: now + hour }))
      await see(someVisit('c'))
      await see(someVisit('new', { at: now + 2 * hour }))
      const left = await own.read.consumers.list(accountId, { limit: 9 })
      assert.deepEqual(left.map(({ id }) => id).sort(), ['c', 'new'])
    })

    test('attributes and the end of a login are kept apart from the profile; one is removed whole', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      await visit(accountId, someVisit('a'))
      await storage().write(async (tx) => {
        assert.equal(await tx.consumers.setAttributes(accountId, 'a', 'words'), true)
        assert.equal(await tx.consumers.setAttributes(accountId, 'none', 'words'), false)
        await tx.consumers.logOut(accountId, 'a', now + 2)
        await tx.consumers.logOut(accountId, 'a', now + 1)
        await tx.consumers.logOut(accountId, 'never here', now)
      })
      const { consumer } = await visit(accountId, someVisit('a', { at: now + 3 }))
      assert.equal(consumer.sealedAttributes, 'words')
      assert.equal(consumer.loggedOutAt, now + 2)
      const stranger = await storage().read.consumers.find(accountId, 'never here')
      assert.equal(stranger?.loggedOutAt, now)
      assert.notEqual(stranger?.expiresAt, undefined)
      assert.equal(await storage().write((tx) => tx.consumers.remove(other, 'a')), false)
      assert.equal(await storage().write((tx) => tx.consumers.remove(accountId, 'a')), true)
      assert.equal(await storage().read.consumers.find(accountId, 'a'), undefined)
    })
  })
}

function testRevocations({ storage, another }: Contract): void {
  describe('revocations of consumer tokens', () => {
    test('the latest of several subjects, never moved back, of one account alone', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const revoke = (subject: `consumer:${string}` | `token:${string}`, before: number) =>
        storage().write((tx) =>
          tx.consumerRevocations.revoke(mine, subject, { before, expiresAt: now + hour, now }),
        )
      await revoke('consumer:a', now + 5)
      await revoke('consumer:a', now + 2)
      await revoke('token:t', now + 9)
      const { consumerRevocations } = storage().read
      assert.equal(await consumerRevocations.latest(mine, ['consumer:a']), now + 5)
      assert.equal(await consumerRevocations.latest(mine, ['consumer:a', 'token:t']), now + 9)
      assert.equal(await consumerRevocations.latest(mine, ['consumer:b']), undefined)
      assert.equal(await consumerRevocations.latest(other, ['consumer:a']), undefined)
    })

    test('every process is told', async () => {
      const accountId = await newAccount(storage())
      const elsewhere = await another()
      const told: string[] = []
      for (const kept of [storage(), elsewhere]) {
        kept.announcements.subscribe((said) => {
          if (said.about === 'account' && said.accountId === accountId) told.push(said.about)
        })
      }
      const end = { before: now, expiresAt: now + hour, now }
      await storage().write((tx) => tx.consumerRevocations.revoke(accountId, 'consumer:a', end))
      await until(() => told.length >= (storage().kind === 'postgres' ? 2 : 1), 1000)
      await elsewhere.close()
    })

    test('dropped once the tokens would have expired anyway', async () => {
      const accountId = await newAccount(storage())
      for (let index = 0; index < 3; index += 1) {
        await storage().write((tx) =>
          tx.consumerRevocations.revoke(accountId, `token:${index}`, {
            ...{ before: now, expiresAt: now + 1, now },
          }),
        )
      }
      const later = now + hour
      await storage().write((tx) =>
        tx.consumerRevocations.revoke(accountId, 'token:last', {
          ...{ before: later, expiresAt: later + hour, now: later },
        }),
      )
      const { consumerRevocations } = storage().read
      const subjects = ['token:0', 'token:1', 'token:2'] as const
      assert.equal(await consumerRevocations.latest(accountId, subjects), undefined)
    })
  })
}
