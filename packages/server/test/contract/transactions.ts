import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Writes } from '#storage/port.ts'
import { type Contract, newAccount, now, randomId, someSession, someSkill } from './contract.ts'

/** `write`: all of a job or nothing, whatever others do at the same moment. */
export function testTransactions({ storage, another }: Contract): void {
  const announced = (text: string) => ({ about: 'account', accountId: text }) as const

  describe('write', () => {
    test('a job that throws keeps nothing, announces nothing, and rejects with its own error', async () => {
      const accountId = await newAccount(storage())
      const key = randomId()
      const told = listen()
      const failure = new Error('given up')
      const job = async (tx: Writes) => {
        await tx.instance.set(key, 'x')
        await tx.skills.insert(accountId, someSkill(1, 'x'))
        await tx.accounts.nextRevision(accountId)
        throw failure
      }
      await assert.rejects(storage().write(job), failure)
      assert.equal(await storage().read.instance.get(key), undefined)
      assert.equal(await storage().read.skills.count(accountId), 0)
      assert.equal(await storage().read.accounts.revision(accountId), 1)
      assert.ok(!told.has(accountId))
    })

    test('of twenty jobs at once, those that fail take back their own work alone', async () => {
      const accountId = await newAccount(storage())
      const job = (index: number) =>
        storage().write(async (tx) => {
          await tx.skills.insert(accountId, someSkill(index, `skill ${index}`))
          await tx.announce(announced(`${accountId} ${index}`))
          if (index % 3 === 0) throw new Error(`fails ${index}`)
          await tx.skills.update(accountId, someSkill(index, `done ${index}`))
          if (index % 3 === 1) await tx.skills.insert(accountId, someSkill(index, 'id taken'))
          return index
        })
      const told = listen()
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => job(index)),
      )
      const kept = Array.from({ length: 20 }, (_, index) => index).filter(
        (index) => index % 3 === 2,
      )
      assert.deepEqual(
        outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
        kept,
      )
      const skills = await storage().read.skills.list(accountId)
      assert.deepEqual(
        skills.map((skill) => skill.name),
        kept.map((index) => `done ${index}`),
      )
      for (let index = 0; index < 20; index += 1) {
        assert.equal(told.has(`${accountId} ${index}`), kept.includes(index), `job ${index}`)
      }
    })

    test('a statement that nobody waited for is refused once the job is over', async () => {
      const accountId = await newAccount(storage())
      let late: Promise<unknown> = Promise.resolve()
      const refused = (error: Error) => error.message
      const job = storage().write(async (tx) => {
        const straggle = async () => {
          for (let turn = 0; turn < 50; turn += 1) await tx.skills.count(accountId)
          await tx.skills.insert(accountId, someSkill(1, 'late'))
        }
        late = straggle().catch(refused)
        throw new Error('given up')
      })
      await assert.rejects(job, { message: 'given up' })
      assert.match(String(await late), /transaction is over/)
      await storage().write(async (tx) => tx.skills.insert(accountId, someSkill(2, 'in time')))
      const skills = await storage().read.skills.list(accountId)
      assert.deepEqual(
        skills.map((skill) => skill.name),
        ['in time'],
      )
    })

    test('a job sees what it wrote itself', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.skills.insert(accountId, someSkill(1, 'a'))
        assert.equal((await tx.skills.find(accountId, 1))?.name, 'a')
        assert.equal(await tx.skills.count(accountId), 1)
        const session = someSession(accountId)
        await tx.sessions.insert(session)
        assert.equal((await tx.sessions.findByToken(session.tokenHash))?.id, session.id)
        assert.equal(await tx.accounts.nextRevision(accountId), 2)
        assert.equal(await tx.accounts.revision(accountId), 2)
      })
    })

    test('reads see a write as soon as it was acknowledged, also in the same turn', async () => {
      const accountId = await newAccount(storage())
      for (let id = 1; id <= 50; id += 1) {
        assert.equal(await storage().read.skills.find(accountId, id), undefined)
        await storage().write((tx) => tx.skills.insert(accountId, someSkill(id, `s ${id}`)))
        assert.equal((await storage().read.skills.find(accountId, id))?.id, id)
      }
    })

    test('nobody sees a write before it is committed', async () => {
      const accountId = await newAccount(storage())
      const other = await another()
      await storage().write(async (tx) => {
        await tx.skills.insert(accountId, someSkill(1, 'a'))
        assert.equal(await storage().read.skills.count(accountId), 0)
        assert.equal(await other.read.skills.count(accountId), 0)
      })
      // Another process is in another turn of its own event loop, and so in a later snapshot.
      await new Promise(setImmediate)
      assert.equal(await other.read.skills.count(accountId), 1)
    })

    test('two storages on one database write at once without losing anything', async () => {
      const accountId = await newAccount(storage())
      const both = [storage(), await another()]
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          both[index % 2]?.write((tx) => tx.accounts.takeObjectIds(accountId, 1)),
        ),
      )
      assert.equal((await storage().read.accounts.find(accountId))?.nextObjectId, 1040)
    })

    test('announcements arrive in this process once the write is acknowledged, not before', async () => {
      const text = randomId()
      const told = listen()
      await storage().write(async (tx) => {
        await tx.announce(announced(text))
        assert.ok(!told.has(text))
      })
      assert.ok(told.has(text))
    })

    test('what is closed refuses, and closing waits for what was begun', async () => {
      const other = await another()
      const accountId = await newAccount(other)
      const begun = other.write((tx) =>
        tx.skills.insert(accountId, someSkill(1, 'a', { dateUpdated: now })),
      )
      await other.close()
      assert.equal(await begun, 'inserted')
      await assert.rejects(other.write((tx) => tx.instance.get('x')))
      await assert.rejects(async () => other.read.instance.get('x'))
      await other.close()
      assert.equal(await storage().read.skills.count(accountId), 1)
    })
  })

  function listen(): ReadonlySet<string> {
    const told = new Set<string>()
    storage().announcements.subscribe((announcement) => {
      if (announcement.about === 'account') told.add(announcement.accountId)
    })
    return told
  }
}
