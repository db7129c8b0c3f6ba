import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type accountIdOf,
  type Contract,
  newAccount,
  now,
  someAccount,
  someEntry,
  someSession,
  someSkill,
  someUser,
} from './contract.ts'

/** The end of an account. */
export function testErasure({ storage }: Contract): void {
  describe('erasure', () => {
    test('an erased account is in no table, its id is not used again, its neighbour untouched', async () => {
      const [erased, neighbour] = [await newAccount(storage()), await newAccount(storage())]
      for (const accountId of [erased, neighbour]) await fill(storage(), accountId)
      assert.equal(await storage().write((tx) => tx.accounts.erase(erased, now)), true)
      assert.deepEqual(await everythingOf(storage(), erased), [
        undefined,
        0,
        0,
        0,
        undefined,
        undefined,
        0,
        0,
      ])
      assert.deepEqual(await everythingOf(storage(), neighbour), [neighbour, 1, 1, 1, 1, 1, 1, 1])
      const again = someAccount({ id: erased })
      assert.equal(await storage().write((tx) => tx.accounts.insert(again, 'sealed')), 'erased')
      assert.equal(await storage().read.accounts.find(erased), undefined)
      assert.equal(await storage().write((tx) => tx.accounts.erase(erased, now)), false)
    })

    test('an account can be erased while others add to it', async () => {
      const accountId = await newAccount(storage())
      const login = () => storage().write((tx) => tx.sessions.insert(someSession(accountId)))
      const logins = Array.from({ length: 20 }, login)
      const erase = storage().write((tx) => tx.accounts.erase(accountId, now))
      await Promise.allSettled([...logins, ...Array.from({ length: 20 }, login)])
      assert.equal(await erase, true)
      assert.equal(await storage().read.accounts.find(accountId), undefined)
      assert.deepEqual(await storage().read.sessions.list(accountId, now), [])
    })
  })
}

type Kept = ReturnType<Contract['storage']>

async function fill(storage: Kept, accountId: ReturnType<typeof accountIdOf>): Promise<void> {
  await storage.write(async (tx) => {
    await tx.users.insert(accountId, someUser(1, 'somebody'))
    await tx.skills.insert(accountId, someSkill(2, 'sales'))
    await tx.userLinks.replace(accountId, 1, [{ kind: 'skill', targetId: 2 }])
    await tx.credentials.put(accountId, {
      userId: 1,
      passwordHash: 'x',
      changedAt: 1,
      mustChange: false,
      history: [],
      lastLoginAt: undefined,
    })
    await tx.loginCounters.add(accountId, { kind: 'mails', key: 'x' }, { now, windowMs: 1000 })
    await tx.sessions.insert(someSession(accountId))
    await tx.directory.put({
      scope: 'account',
      scopeId: accountId,
      service: 's',
      host: 'h',
      hidden: false,
    })
    const head = await tx.audit.lockHead(accountId)
    const event = { ...someEntry(), accountId, sequence: 1, hash: 'h' }
    await tx.audit.append(accountId, [event], { ...head, sequence: 1, hash: 'h' })
  })
}

async function everythingOf(storage: Kept, accountId: ReturnType<typeof accountIdOf>) {
  const { read } = storage
  return [
    (await read.accounts.find(accountId))?.id,
    await read.users.count(accountId),
    await read.skills.count(accountId),
    (await read.userLinks.counts(accountId, 'skill')).size,
    (await read.credentials.find(accountId, 1))?.userId,
    (await read.loginCounters.find(accountId, { kind: 'mails', key: 'x' }, now))?.count,
    (await read.sessions.list(accountId, now)).length,
    (await read.directory.list('account', accountId)).length,
  ]
}
