import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConsumerEvent } from '#domain/consumers/consumer-event.ts'
import type { ConsumerLink } from '#storage/port.ts'
import { someVisit } from './consumers.ts'
import { type Contract, hour, newAccount, now } from './contract.ts'

/** That `a` turned out to be `b`. */
export function someLink(given: Partial<ConsumerLink> = {}): ConsumerLink {
  return {
    ...{ id: 'link', fromId: 'a', toId: 'b', linkedAt: now, unlinkedAt: undefined },
    sealedProvenance: 'sealed',
    ...given,
  }
}

export function someEvent(given: Partial<ConsumerEvent> = {}): ConsumerEvent {
  return {
    ...{ sequence: 1, at: now, type: 'consumer.loggedout' },
    ...{ consumerId: 'a', toId: undefined, session: undefined },
    ...given,
  }
}

/** Links between consumers, what is told of them, and receipts. */
export function testConsumerLinks(contract: Contract): void {
  testLinks(contract)
  testEvents(contract)
  testErasures(contract)
}

function testLinks({ storage }: Contract): void {
  describe('links between consumers', () => {
    test('found from either side, the newest first, by no other account', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await storage().write(async (tx) => {
        await tx.consumerLinks.insert(mine, someLink({ id: '1' }))
        await tx.consumerLinks.insert(mine, someLink({ id: '2', fromId: 'c', linkedAt: now + 1 }))
      })
      const { consumerLinks } = storage().read
      const idsOf = async (id: string, limit = 9) =>
        (await consumerLinks.list(mine, id, limit)).map((link) => link.id)
      assert.deepEqual(await idsOf('b'), ['2', '1'])
      assert.deepEqual(await idsOf('b', 1), ['2'])
      assert.deepEqual(await idsOf('a'), ['1'])
      assert.deepEqual(await consumerLinks.list(mine, 'a', 1), [someLink({ id: '1' })])
      assert.deepEqual(await consumerLinks.list(other, 'b', 9), [])
      const endOf = (accountId: typeof mine) =>
        storage().write((tx) => tx.consumerLinks.end(accountId, '1', now + 5))
      assert.deepEqual(
        [await endOf(other), await endOf(mine), await endOf(mine)],
        [false, true, false],
      )
      assert.equal((await consumerLinks.list(mine, 'a', 1))[0]?.unlinkedAt, now + 5)
      assert.equal(await storage().write((tx) => tx.consumerLinks.removeOf(other, 'b')), 0)
      assert.equal(await storage().write((tx) => tx.consumerLinks.removeOf(mine, 'b')), 2)
      assert.deepEqual(await idsOf('b'), [])
    })

    test('of many links of one consumer at once one is made; taken back, another may be', async () => {
      const accountId = await newAccount(storage())
      const link = (id: string) =>
        storage().write((tx) => tx.consumerLinks.insert(accountId, someLink({ id, toId: id })))
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => link(`${index}`)))
      assert.equal(outcomes.filter((one) => one === 'inserted').length, 1)
      const [made] = await storage().read.consumerLinks.list(accountId, 'a', 9)
      await storage().write((tx) => tx.consumerLinks.end(accountId, made?.id ?? '', now))
      assert.equal(await link('another'), 'inserted')
      assert.equal(await link('third'), 'linked_already')
    })

    test('a consumer that is held is held: of changes that read before they write, none is lost', async () => {
      const accountId = await newAccount(storage())
      await storage().write((tx) => tx.consumers.visit(accountId, someVisit('a')))
      const add = () =>
        storage().write(async (tx) => {
          const { sealedAttributes = '' } = (await tx.consumers.lock(accountId, 'a')) ?? {}
          await tx.consumers.setAttributes(accountId, 'a', `${sealedAttributes}x`)
        })
      await Promise.all(Array.from({ length: 10 }, add))
      const kept = await storage().read.consumers.find(accountId, 'a')
      assert.equal(kept?.sealedAttributes, 'x'.repeat(10))
      assert.equal(await storage().write((tx) => tx.consumers.lock(accountId, 'b')), undefined)
    })

    test('an end of tokens can be taken back', async () => {
      const accountId = await newAccount(storage())
      const end = { before: now, expiresAt: now + hour, now }
      await storage().write((tx) => tx.consumerRevocations.revoke(accountId, 'linked:a', end))
      const lift = () => storage().write((tx) => tx.consumerRevocations.lift(accountId, 'linked:a'))
      assert.deepEqual([await lift(), await lift()], [true, false])
      const latest = await storage().read.consumerRevocations.latest(accountId, ['linked:a'])
      assert.equal(latest, undefined)
    })
  })
}

function testEvents({ fresh }: Contract): void {
  test('events of consumers: behind a number, the oldest first; the old are dropped', async () => {
    const database = await fresh()
    const own = await database.open()
    const [mine, other] = [await newAccount(own), await newAccount(own)]
    const add = (accountId: typeof mine, event: ConsumerEvent, dropBefore = 0) =>
      own.write((tx) => tx.consumerEvents.add(accountId, event, dropBefore))
    const step = someEvent({ sequence: 2, type: 'consumer.stepup', toId: 'b', at: now + 1 })
    await add(mine, someEvent())
    await add(mine, step)
    await add(other, someEvent({ sequence: 7, consumerId: undefined, session: 's' }))
    const { consumerEvents } = own.read
    assert.deepEqual(await consumerEvents.list(mine, { after: 0, limit: 9 }), [someEvent(), step])
    assert.deepEqual(await consumerEvents.list(mine, { after: 1, limit: 9 }), [step])
    assert.deepEqual(await consumerEvents.list(mine, { after: 0, limit: 1 }), [someEvent()])
    assert.deepEqual(await consumerEvents.ofConsumer(mine, 'b'), [step])
    assert.deepEqual(await consumerEvents.ofConsumer(mine, 'a'), [someEvent(), step])
    assert.deepEqual(await consumerEvents.ofConsumer(other, 'a'), [])
    const late = someEvent({ sequence: 8, at: now + 2 })
    await add(other, late, now + 1)
    assert.deepEqual(await consumerEvents.list(mine, { after: 0, limit: 9 }), [step])
    assert.deepEqual(await consumerEvents.list(other, { after: 0, limit: 9 }), [late])
  })
}

function testErasures({ fresh }: Contract): void {
  test('receipts of erasures: by id and page by page, of one account; the old are dropped', async () => {
    const own = await (await fresh()).open()
    const [mine, other] = [await newAccount(own), await newAccount(own)]
    const insert = (id: string, at: number, dropBefore = 0) =>
      own.write((tx) => tx.consumerErasures.insert(mine, { id, at, receipt: '{}' }, dropBefore))
    for (const id of ['a', 'b', 'c']) await insert(id, now)
    const { consumerErasures } = own.read
    const list = async (before?: { readonly at: number; readonly id: string }) => {
      const page = { limit: 2, ...(before !== undefined && { before }) }
      return (await consumerErasures.list(mine, page)).map(({ id }) => id)
    }
    assert.deepEqual(await list(), ['c', 'b'])
    assert.deepEqual(await list({ at: now, id: 'b' }), ['a'])
    assert.deepEqual(await consumerErasures.find(mine, 'a'), { id: 'a', at: now, receipt: '{}' })
    assert.equal(await consumerErasures.find(other, 'a'), undefined)
    assert.deepEqual(await consumerErasures.list(other, { limit: 9 }), [])
    await insert('d', now + hour, now + 1)
    assert.deepEqual(await list(), ['d'])
    assert.equal(await consumerErasures.find(mine, 'a'), undefined)
  })
}
