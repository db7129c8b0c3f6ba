import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Credential, UserLink } from '#storage/port.ts'
import { type Contract, newAccount, now, someUser } from './contract.ts'

/** What belongs to a user: what they refer to, and their password. */
export function testUsers({ storage }: Contract): void {
  const skill = (targetId: number): UserLink => ({ kind: 'skill', targetId })
  const member = (targetId: number): UserLink => ({ kind: 'member', targetId })
  const credential: Credential = {
    userId: 1,
    passwordHash: 'hash 2',
    changedAt: now,
    mustChange: true,
    history: [{ hash: 'hash 1', setAt: now - 1 }],
    lastLoginAt: undefined,
  }

  describe('user links', () => {
    test('who refers to any of the targets, of that kind, each once', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.userLinks.replace(accountId, 12, [skill(1), skill(2), member(3)])
        await tx.userLinks.replace(accountId, 11, [skill(2), skill(2)])
      })
      const { userLinks } = storage().read
      assert.deepEqual(await userLinks.usersOf(accountId, 'skill', [1, 2]), [11, 12])
      assert.deepEqual(await userLinks.usersOf(accountId, 'skill', [1]), [12])
      assert.deepEqual(await userLinks.usersOf(accountId, 'member', [1, 2]), [])
      assert.deepEqual(await userLinks.usersOf(accountId, 'skill', []), [])
      const many = Array.from({ length: 2000 }, (_, index) => index)
      assert.deepEqual(await userLinks.usersOf(accountId, 'skill', many), [11, 12])
      const page = (targetId: number, offset: number, limit: number) =>
        userLinks.page(accountId, skill(targetId), { offset, limit })
      assert.deepEqual(await page(2, 0, 1), { total: 2, userIds: [11] })
      assert.deepEqual(await page(2, 1, 9), { total: 2, userIds: [12] })
      assert.deepEqual(await page(2, 2, 9), { total: 2, userIds: [] })
      assert.deepEqual(await page(3, 0, 9), { total: 0, userIds: [] })
      const counts = await userLinks.counts(accountId, 'skill')
      assert.deepEqual([...counts].sort(), [
        [1, 1],
        [2, 2],
      ])
    })

    test('replace sets all of a user, and with an empty list nothing', async () => {
      const accountId = await newAccount(storage())
      const replace = (links: readonly UserLink[]) =>
        storage().write((tx) => tx.userLinks.replace(accountId, 1, links))
      await replace([skill(1), member(2)])
      await replace([skill(3)])
      const { userLinks } = storage().read
      assert.deepEqual(await userLinks.usersOf(accountId, 'skill', [1, 3]), [1])
      assert.equal((await userLinks.counts(accountId, 'member')).size, 0)
      await replace([])
      assert.equal((await userLinks.counts(accountId, 'skill')).size, 0)
      await replace(Array.from({ length: 1500 }, (_, index) => skill(index)))
      assert.equal((await userLinks.counts(accountId, 'skill')).size, 1500)
    })

    test('no account sees the links of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await storage().write((tx) => tx.userLinks.replace(mine, 1, [skill(1)]))
      await storage().write((tx) => tx.userLinks.replace(other, 1, []))
      assert.deepEqual(await storage().read.userLinks.usersOf(other, 'skill', [1]), [])
      assert.equal((await storage().read.userLinks.counts(other, 'skill')).size, 0)
      assert.deepEqual(await storage().read.userLinks.list(other, 'skill'), [])
      const own = [{ targetId: 1, userId: 1 }]
      assert.deepEqual(await storage().read.userLinks.list(mine, 'skill'), own)
      assert.deepEqual(await storage().read.userLinks.list(mine, 'member'), [])
      assert.deepEqual(await storage().read.userLinks.usersOf(mine, 'skill', [1]), [1])
    })
  })

  describe('credentials', () => {
    test('a credential reads back as it was put, and put replaces it', async () => {
      const accountId = await newAccount(storage())
      const { credentials } = storage().read
      assert.equal(await credentials.find(accountId, 1), undefined)
      await storage().write((tx) => tx.credentials.put(accountId, credential))
      assert.deepEqual(await credentials.find(accountId, 1), credential)
      const next = { ...credential, passwordHash: 'hash 3', mustChange: false, lastLoginAt: now }
      await storage().write((tx) => tx.credentials.put(accountId, next))
      assert.deepEqual(await credentials.find(accountId, 1), next)
    })

    test('a login is noted, and a removed credential is gone', async () => {
      const accountId = await newAccount(storage())
      await storage().write(async (tx) => {
        await tx.credentials.put(accountId, credential)
        await tx.credentials.put(accountId, { ...credential, userId: 2 })
        await tx.credentials.noteLogin(accountId, 1, now + 5)
      })
      assert.equal((await storage().read.credentials.find(accountId, 1))?.lastLoginAt, now + 5)
      assert.equal((await storage().read.credentials.find(accountId, 2))?.lastLoginAt, undefined)
      await storage().write((tx) => tx.credentials.remove(accountId, 1))
      assert.equal(await storage().read.credentials.find(accountId, 1), undefined)
      assert.notEqual(await storage().read.credentials.find(accountId, 2), undefined)
    })

    test('a rehash that comes after a change of the password does not undo it', async () => {
      const accountId = await newAccount(storage())
      await storage().write((tx) => tx.credentials.put(accountId, credential))
      const rehash = (previous: string, next: string) =>
        storage().write((tx) => tx.credentials.replaceHash(accountId, 1, previous, next))
      await storage().write((tx) =>
        tx.credentials.put(accountId, { ...credential, passwordHash: 'changed' }),
      )
      assert.equal(await rehash('hash 2', 'rehashed'), false)
      assert.equal((await storage().read.credentials.find(accountId, 1))?.passwordHash, 'changed')
      const outcomes = await Promise.all([rehash('changed', 'a'), rehash('changed', 'b')])
      assert.deepEqual(outcomes.sort(), [false, true])
    })

    test('no account sees or changes the credentials of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      await storage().write(async (tx) => {
        await tx.users.insert(mine, someUser(1, 'a'))
        await tx.credentials.put(mine, credential)
      })
      assert.equal(await storage().read.credentials.find(other, 1), undefined)
      await storage().write(async (tx) => {
        assert.equal(await tx.credentials.replaceHash(other, 1, 'hash 2', 'stolen'), false)
        await tx.credentials.noteLogin(other, 1, 1)
        await tx.credentials.remove(other, 1)
      })
      assert.deepEqual(await storage().read.credentials.find(mine, 1), credential)
    })
  })
}
