import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Contract, newAccount, now, someSkill, someUser } from './contract.ts'

/** Users, profiles, skills, agent groups, LOBs: one implementation, shown on skills and users. */
export function testConfigObjects({ storage }: Contract): void {
  const names = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name)

  describe('configuration objects', () => {
    test('an object reads back as it was inserted', async () => {
      const accountId = await newAccount(storage())
      const skill = someSkill(3, 'Sales 💬', { skillTransferList: [1], other: { a: null, b: 'c' } })
      assert.equal(await storage().write((tx) => tx.skills.insert(accountId, skill)), 'inserted')
      assert.deepEqual(await storage().read.skills.find(accountId, 3), skill)
      assert.equal(await storage().read.skills.find(accountId, 4), undefined)
    })

    test('list answers by id, and deleted ones only when asked', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.skills.insert(accountId, someSkill(10, 'ten'))
        await tx.skills.insert(accountId, someSkill(9, 'nine'))
        await tx.skills.insert(accountId, someSkill(8, 'gone', { deleted: true }))
      })
      const { skills } = storage().read
      assert.deepEqual(names(await skills.list(accountId)), ['nine', 'ten'])
      assert.deepEqual(names(await skills.list(accountId, { includeDeleted: true })), [
        'gone',
        'nine',
        'ten',
      ])
      assert.equal(await skills.count(accountId), 2)
      assert.deepEqual(
        (await skills.names(accountId)).toSorted((a, b) => a.id - b.id),
        [
          { id: 9, nameKey: 'nine' },
          { id: 10, nameKey: 'ten' },
        ],
      )
      assert.deepEqual(await skills.names(await newAccount(storage())), [])
      assert.equal((await skills.find(accountId, 8))?.deleted, true)
    })

    test('findMany answers those that exist, deleted or not, for any number of ids', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.skills.insert(accountId, someSkill(1, 'one'))
        await tx.skills.insert(accountId, someSkill(2, 'two', { deleted: true }))
      })
      const { skills } = storage().read
      assert.deepEqual(names(await skills.findMany(accountId, [2, 99, 1])), ['one', 'two'])
      assert.deepEqual(await skills.findMany(accountId, []), [])
      const many = Array.from({ length: 3000 }, (_, index) => index)
      assert.deepEqual(names(await skills.findMany(accountId, many)), ['one', 'two'])
    })

    test('names are one name without regard to case and to the composition of accents', async () => {
      const accountId = await newAccount(storage())
      const insert = (id: number, name: string) =>
        storage().write((tx) => tx.skills.insert(accountId, someSkill(id, name)))
      assert.equal(await insert(1, 'Café'), 'inserted')
      for (const [index, same] of ['Café', 'CAFÉ', 'cafe\u0301'].entries()) {
        assert.equal((await storage().read.skills.findByName(accountId, same))?.id, 1)
        assert.equal(
          await storage()
            .write((tx) => tx.skills.insert(accountId, someSkill(10 + index, same)))
            .catch(() => 'name_taken'),
          'name_taken',
        )
      }
      assert.equal(await insert(2, 'Cafe'), 'inserted')
      assert.equal(await storage().read.skills.count(accountId), 2)
    })

    test('the name of a deleted object is free, and known to have been used', async () => {
      const accountId = await newAccount(storage())
      const { skills } = storage().read
      await storage().write((tx) => tx.skills.insert(accountId, someSkill(1, 'sales')))
      await storage().write((tx) =>
        tx.skills.update(accountId, someSkill(1, 'sales', { deleted: true })),
      )
      assert.equal(await skills.findByName(accountId, 'sales'), undefined)
      assert.equal(await skills.nameWasUsed(accountId, 'SALES'), true)
      assert.equal(await skills.nameWasUsed(accountId, 'never'), false)
      assert.equal(
        await storage().write((tx) => tx.skills.insert(accountId, someSkill(2, 'sales'))),
        'inserted',
      )
      assert.equal((await skills.findByName(accountId, 'Sales'))?.id, 2)
      const revive = storage().write((tx) => tx.skills.update(accountId, someSkill(1, 'sales')))
      assert.equal(await revive.catch(() => 'name_taken'), 'name_taken')
    })

    test('of twenty that insert one name at once, one does', async () => {
      const accountId = await newAccount(storage())
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, id) => insertOrGiveUp(storage(), accountId, id + 1, 'same')),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      assert.equal(await storage().read.skills.count(accountId), 1)
    })

    test('update replaces by id: updated, not_found, name_taken', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.skills.insert(accountId, someSkill(1, 'one'))
        await tx.skills.insert(accountId, someSkill(2, 'two'))
      })
      const update = (id: number, name: string) =>
        storage().write(async (tx) => {
          const outcome = await tx.skills.update(accountId, someSkill(id, name))
          if (outcome === 'name_taken') throw new Error(outcome)
          return outcome
        })
      assert.equal(await update(1, 'ONE'), 'updated')
      assert.equal(await update(3, 'three'), 'not_found')
      await assert.rejects(update(2, 'one'), { message: 'name_taken' })
      assert.deepEqual(names(await storage().read.skills.list(accountId)), ['ONE', 'two'])
    })

    test('an id that is used twice is a mistake of ours, not a taken name', async () => {
      const accountId = await newAccount(storage())
      await storage().write((tx) => tx.skills.insert(accountId, someSkill(1, 'one')))
      await assert.rejects(
        storage().write((tx) => tx.skills.insert(accountId, someSkill(1, 'two'))),
      )
    })

    test('full names of users are unique as well, among the live ones that have one', async () => {
      const accountId = await newAccount(storage())
      const insert = (id: number, loginName: string, fullName: string) =>
        storage().write(async (tx) => {
          const outcome = await tx.users.insert(accountId, someUser(id, loginName, { fullName }))
          if (outcome === 'name_taken') throw new Error(outcome)
        })
      await insert(1, 'a', 'Zoë Smith')
      await assert.rejects(insert(2, 'b', 'ZOE\u0308 SMITH'), { message: 'name_taken' })
      await insert(3, 'c', '')
      await insert(4, 'd', '')
      const gone = someUser(1, 'a', { fullName: 'Zoë Smith', deleted: true })
      await storage().write((tx) => tx.users.update(accountId, gone))
      await insert(5, 'e', 'Zoë Smith')
    })

    test('a name that no database can keep as it is finds nothing, and breaks nothing', async () => {
      const accountId = await newAccount(storage())
      for (const name of [
        '\0',
        'a\0b',
        '\ud800',
        '\udfff\ud800',
        '\u{10ffff}',
        `'"; drop table users --`,
      ]) {
        assert.equal(await storage().read.users.findByName(accountId, name), undefined)
        assert.equal(await storage().read.users.nameWasUsed(accountId, name), false)
      }
      const user = someUser(1, 'a\0b', { nickname: 'n\0', dateUpdated: now })
      await storage().write((tx) => tx.users.insert(accountId, user))
      assert.equal((await storage().read.users.find(accountId, 1))?.loginName, 'a\0b')
      assert.equal((await storage().read.users.findByName(accountId, 'A\0B'))?.id, 1)
    })

    test('no account sees, counts, names or changes the objects of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await storage().write((tx) => tx.skills.insert(mine, someSkill(1, 'sales')))
      const { skills } = storage().read
      assert.equal(await skills.find(other, 1), undefined)
      assert.deepEqual(await skills.findMany(other, [1]), [])
      assert.deepEqual(await skills.list(other, { includeDeleted: true }), [])
      assert.equal(await skills.findByName(other, 'sales'), undefined)
      assert.equal(await skills.nameWasUsed(other, 'sales'), false)
      assert.equal(await skills.count(other), 0)
      assert.equal(
        await storage().write((tx) => tx.skills.update(other, someSkill(1, 'stolen'))),
        'not_found',
      )
      assert.equal(
        await storage().write((tx) => tx.skills.insert(other, someSkill(1, 'sales'))),
        'inserted',
      )
      assert.equal((await skills.find(mine, 1))?.name, 'sales')
    })
  })
}

/** `name_taken` means that the transaction is given up. */
async function insertOrGiveUp(
  storage: ReturnType<Contract['storage']>,
  accountId: Awaited<ReturnType<typeof newAccount>>,
  id: number,
  name: string,
): Promise<'inserted' | 'name_taken'> {
  try {
    return await storage.write(async (tx) => {
      const outcome = await tx.skills.insert(accountId, someSkill(id, name))
      if (outcome === 'name_taken') throw new Error(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Error && error.message === 'name_taken') return 'name_taken'
    throw error
  }
}
