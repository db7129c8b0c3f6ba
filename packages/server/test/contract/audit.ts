import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import type { AuditFilter, AuditPage, Storage } from '#storage/port.ts'
import { type Contract, newAccount, now, someEntry } from './contract.ts'

type AccountId = Awaited<ReturnType<typeof newAccount>>

const everything: AuditFilter = {
  from: undefined,
  to: undefined,
  objectTypes: undefined,
  actorLoginNames: undefined,
  includeAutomatic: true,
  includeLpa: true,
}
const firstPage: AuditPage = { limit: 100, offset: 0, order: [] }

/** The audit trail: kept in order, without a gap, found by what the contract filters by. */
export function testAudit({ storage }: Contract): void {
  describe('audit', () => {
    test('events read back as they were appended, and the head with them', async () => {
      const accountId = await newAccount(storage())
      assert.equal(await storage().read.audit.head(accountId), undefined)
      const entry = someEntry({
        newValue: 'é\n"',
        actor: { ...someEntry().actor, userId: undefined },
      })
      await append(storage(), accountId, entry, someEntry())
      const [first, second] = await storage().read.audit.chain(accountId, 1, 10)
      const kept = { ...entry, accountId, sequence: 1, hash: 'hash 1' }
      assert.deepEqual(without(first), without(kept))
      assert.equal(second?.sequence, 2)
      const head = await storage().read.audit.head(accountId)
      assert.deepEqual(head, {
        sequence: 2,
        hash: 'hash 2',
        firstSequence: 1,
        firstPreviousHash: '',
        seal: 'seal 2',
      })
    })

    test('fifty that append at once make one sequence without a gap', async () => {
      const accountId = await newAccount(storage())
      await Promise.all(Array.from({ length: 50 }, () => append(storage(), accountId, someEntry())))
      const chain = await storage().read.audit.chain(accountId, 1, 100)
      assert.deepEqual(
        chain.map((event) => event.sequence),
        Array.from({ length: 50 }, (_, index) => index + 1),
      )
      assert.equal((await storage().read.audit.head(accountId))?.sequence, 50)
    })

    test('the chain reads from a sequence number on, oldest first, up to a limit', async () => {
      const accountId = await newAccount(storage())
      await append(storage(), accountId, ...Array.from({ length: 600 }, () => someEntry()))
      const part = await storage().read.audit.chain(accountId, 598, 2)
      assert.deepEqual(
        part.map((event) => event.sequence),
        [598, 599],
      )
    })

    test('the filter: from included, to excluded, types, actors, automatic, LPA', async () => {
      const accountId = await newAccount(storage())
      const { actor } = someEntry()
      await append(
        storage(),
        accountId,
        someEntry({ at: now }),
        someEntry({ at: now + 1, objectType: 'SkillObject' }),
        someEntry({ at: now + 2, automatic: true }),
        someEntry({ at: now + 3, actor: { ...actor, isLpa: true } }),
        someEntry({ at: now + 4, actor: { ...actor, loginName: 'other' } }),
      )
      const found = async (filter: Partial<AuditFilter>) => {
        const asked = { ...everything, ...filter }
        const events = await storage().read.audit.query(accountId, asked, firstPage)
        assert.equal(await storage().read.audit.count(accountId, asked), events.length)
        return events.map((event) => event.sequence).sort()
      }
      assert.deepEqual(await found({}), [1, 2, 3, 4, 5])
      assert.deepEqual(await found({ from: now + 1, to: now + 3 }), [2, 3])
      assert.deepEqual(await found({ objectTypes: ['SkillObject', 'x'] }), [2])
      assert.deepEqual(await found({ actorLoginNames: ['other'] }), [5])
      assert.deepEqual(await found({ includeAutomatic: false }), [1, 2, 4, 5])
      assert.deepEqual(await found({ includeLpa: false }), [1, 2, 3, 5])
      assert.deepEqual(await found({ belowSequence: 3 }), [1, 2])
    })

    test('what is inside of events: objects, addresses, actions, and text in any value', async () => {
      const accountId = await newAccount(storage())
      const { actor } = someEntry()
      const plain = { objectId: 'o', objectName: '', element: '', oldValue: '', newValue: '' }
      await append(
        storage(),
        accountId,
        someEntry({ ...plain, objectId: '17', action: 'Delete' }),
        someEntry({ ...plain, objectId: '171', newValue: '"objectId":"17" 100%_! Übung' }),
        someEntry({ ...plain, actor: { ...actor, address: '192.0.2.7', fullName: 'O\\"Neil' } }),
        someEntry({
          ...plain,
          objectName: 'Jane',
          actor: { ...actor, loginName: 'ann@x.example' },
        }),
      )
      const nothing = {
        ...{ objectIds: undefined, addresses: undefined, actions: undefined, text: undefined },
      }
      const found = async (inside: Partial<NonNullable<AuditFilter['inside']>>) => {
        const asked = { ...everything, inside: { ...nothing, ...inside } }
        const events = await storage().read.audit.query(accountId, asked, firstPage)
        assert.equal(await storage().read.audit.count(accountId, asked), events.length)
        return events.map((event) => event.sequence).sort()
      }
      assert.deepEqual(await found({ objectIds: ['17'] }), [1])
      assert.deepEqual(await found({ objectIds: ['17', '171'] }), [1, 2])
      assert.deepEqual(await found({ objectIds: ['O'] }), [])
      assert.deepEqual(await found({ addresses: ['192.0.2.7'] }), [3])
      assert.deepEqual(await found({ actions: ['Delete'] }), [1])
      assert.deepEqual(await found({ actions: ['Delete'], objectIds: ['171'] }), [])
      for (const [text, sequences] of [
        ['JANE', [4]],
        ['ann@X.example', [4]],
        ['192.0.2', [3]],
        ['O\\"neil', [3]],
        ['100%_!', [2]],
        ['"objectid":"17"', [2]],
        ['Übung', [2]],
        ['objectName', []],
        ['%', [2]],
        ['n_il', []],
      ] as const) {
        assert.deepEqual(await found({ text }), sequences, text)
      }
    })

    test('the page: order, limit and offset; equal ones by their sequence', async () => {
      const accountId = await newAccount(storage())
      await append(
        storage(),
        accountId,
        someEntry({ objectType: 'B' }),
        someEntry({ objectType: 'A' }),
        someEntry({ objectType: 'B' }),
      )
      const found = async (page: Partial<AuditPage>) =>
        (await storage().read.audit.query(accountId, everything, { ...firstPage, ...page })).map(
          (event) => event.sequence,
        )
      assert.deepEqual(
        await found({ order: [{ by: 'object_type', descending: false }] }),
        [2, 1, 3],
      )
      assert.deepEqual(await found({ order: [{ by: 'object_type', descending: true }] }), [3, 1, 2])
      assert.deepEqual(await found({ order: [{ by: 'at', descending: true }] }), [3, 2, 1])
      assert.deepEqual(
        await found({ order: [{ by: 'at', descending: true }], limit: 1, offset: 1 }),
        [2],
      )
    })

    test('old events are dropped from the old end, so many at most, and the chain begins behind them', async () => {
      const accountId = await newAccount(storage())
      // The third is older than the second, which is kept: no hole is made for it.
      const times = [now, now + 10, now + 5, now + 20]
      await append(storage(), accountId, ...times.map((at) => someEntry({ at })))
      const drop = (before: number, limit: number) =>
        storage().write(async (tx) => {
          const head = await tx.audit.lockHead(accountId)
          const anchor = await tx.audit.dropOld(accountId, before, limit)
          await tx.audit.append(accountId, [], { ...head, ...anchor })
          return anchor
        })
      assert.equal(await drop(now, 10), undefined)
      assert.deepEqual(await drop(now + 6, 10), { firstSequence: 2, firstPreviousHash: 'hash 1' })
      assert.deepEqual(await drop(now + 100, 2), { firstSequence: 4, firstPreviousHash: 'hash 3' })
      assert.deepEqual(
        (await storage().read.audit.chain(accountId, 1, 9)).map((event) => event.sequence),
        [4],
      )
      const head = await storage().read.audit.head(accountId)
      assert.deepEqual(
        [head?.firstSequence, head?.firstPreviousHash, head?.sequence],
        [4, 'hash 3', 4],
      )
      assert.deepEqual(await drop(now + 100, 9), { firstSequence: 5, firstPreviousHash: 'hash 4' })
      assert.equal(await drop(now + 100, 9), undefined)
    })

    test('no account sees or drops the events of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await append(storage(), mine, someEntry())
      assert.deepEqual(await storage().read.audit.chain(other, 1, 9), [])
      assert.deepEqual(await storage().read.audit.query(other, everything, firstPage), [])
      assert.equal(await storage().read.audit.count(other, everything), 0)
      assert.equal(await storage().read.audit.head(other), undefined)
      assert.equal(await storage().write((tx) => tx.audit.dropOld(other, now + 1, 9)), undefined)
      assert.equal(await storage().read.audit.count(mine, everything), 1)
    })
  })
}

/** Appends as the domain does, but with hashes that a reader can tell apart. */
function append(storage: Storage, accountId: AccountId, ...entries: readonly AuditEntry[]) {
  return storage.write(async (tx) => {
    const head = await tx.audit.lockHead(accountId)
    const events = entries.map((entry, index) => {
      const sequence = head.sequence + index + 1
      return { ...entry, accountId, sequence, hash: `hash ${sequence}` }
    })
    const sequence = head.sequence + events.length
    const next = { ...head, sequence, hash: `hash ${sequence}`, seal: `seal ${sequence}` }
    await tx.audit.append(accountId, events, next)
  })
}

/** JSON leaves out what is `undefined`; so does this. */
function without(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
