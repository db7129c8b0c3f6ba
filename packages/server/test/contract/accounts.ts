import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountIdOf, type Contract, newAccount, now, randomId, someAccount } from './contract.ts'

/** Accounts: their ids, their lock, their counters, their sealed keys. */
export function testAccounts({ storage, fresh }: Contract): void {
  describe('accounts', () => {
    test('an account reads back as it was inserted, with its sealed key', async () => {
      const account = someAccount({
        settings: { timeZone: 'Europe/Zurich', sessions: { idleMinutes: 5 } },
        suspendedAt: 7,
        status: 'suspended',
      })
      assert.equal(await storage().write((tx) => tx.accounts.insert(account, 'sealed')), 'inserted')
      assert.deepEqual(await storage().read.accounts.find(account.id), account)
      assert.equal(await storage().read.accounts.sealedKey(account.id), 'sealed')
      assert.equal(await storage().read.accounts.revision(account.id), 1)
    })

    test('an id that exists is not inserted again, and what is there stays', async () => {
      const account = someAccount()
      await storage().write((tx) => tx.accounts.insert(account, 'first'))
      const again = { ...account, name: 'Another' }
      assert.equal(await storage().write((tx) => tx.accounts.insert(again, 'second')), 'exists')
      assert.deepEqual(await storage().read.accounts.find(account.id), account)
      assert.equal(await storage().read.accounts.sealedKey(account.id), 'first')
    })

    test('of twenty that insert one id at once, one does', async () => {
      const account = someAccount()
      const insert = () => storage().write((tx) => tx.accounts.insert(account, 'sealed'))
      const outcomes = await Promise.all(Array.from({ length: 20 }, insert))
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      assert.equal(outcomes.filter((outcome) => outcome === 'exists').length, 19)
    })

    test('an account that is not there answers undefined everywhere', async () => {
      const nobody = accountIdOf(randomId())
      const { accounts } = storage().read
      assert.equal(await accounts.find(nobody), undefined)
      assert.equal(await accounts.revision(nobody), undefined)
      assert.equal(await accounts.sealedKey(nobody), undefined)
      assert.equal(
        await storage().write((tx) => tx.accounts.update(nobody, { name: 'x' })),
        undefined,
      )
      assert.equal(await storage().write((tx) => tx.accounts.lock(nobody)), undefined)
      assert.equal(await storage().write((tx) => tx.accounts.erase(nobody, now)), false)
      await assert.rejects(storage().write((tx) => tx.accounts.nextRevision(nobody)))
      await assert.rejects(storage().write((tx) => tx.accounts.takeObjectIds(nobody, 1)))
    })

    test('update changes the named members alone, and answers the account as it is then', async () => {
      const account = someAccount({ suspendedAt: 5 })
      await storage().write((tx) => tx.accounts.insert(account, 'sealed'))
      const update = (
        change: Parameters<
          Parameters<Parameters<ReturnType<typeof storage>['write']>[0]>[0]['accounts']['update']
        >[1],
      ) => storage().write((tx) => tx.accounts.update(account.id, change))
      assert.deepEqual(await update({ name: 'New' }), { ...account, name: 'New' })
      assert.deepEqual(await update({ suspendedAt: null }), {
        ...account,
        name: 'New',
        suspendedAt: undefined,
      })
      assert.deepEqual(await update({}), { ...account, name: 'New', suspendedAt: undefined })
    })

    test('the only active account is found while there is exactly one', async () => {
      const database = await fresh()
      const own = await database.open()
      const only = () => own.read.accounts.onlyActive()
      const [first, second] = [accountIdOf('first'), accountIdOf('second')]
      const suspend = { status: 'suspended', suspendedAt: 7 } as const
      assert.equal(await only(), undefined)
      await newAccount(own, { id: first })
      assert.equal(await only(), first)
      await newAccount(own, { id: second })
      assert.equal(await only(), undefined)
      await own.write((tx) => tx.accounts.update(first, suspend))
      assert.equal(await only(), second)
      await own.write((tx) => tx.accounts.erase(second, 1))
      assert.equal(await only(), undefined)
    })

    test('list answers every account, by id', async () => {
      const database = await fresh()
      const own = await database.open()
      for (const id of ['b', 'A', '10', '9', '_']) await newAccount(own, { id: accountIdOf(id) })
      const ids = (await own.read.accounts.list()).map((account) => account.id)
      assert.deepEqual(ids, ['10', '9', 'A', '_', 'b'])
      const keys = await own.read.accounts.sealedKeys()
      assert.deepEqual(keys.map((key) => key.accountId).sort(), ids)
      assert.deepEqual(
        keys.map((key) => key.sealedKey).sort(),
        ids.map((id) => `sealed ${id}`).sort(),
      )
    })

    test('of two transactions that lock one account, the second waits for the first', async () => {
      const accountId = await newAccount(storage())
      const rename = () =>
        storage().write(async (tx) => {
          const before = await tx.accounts.lock(accountId)
          await tx.accounts.find(accountId)
          await tx.accounts.update(accountId, { name: `${before?.name}+` })
        })
      await Promise.all(Array.from({ length: 10 }, rename))
      assert.equal((await storage().read.accounts.find(accountId))?.name, 'Brand++++++++++')
    })

    test('fifty at once never take one object id twice, nor leave a hole', async () => {
      const accountId = await newAccount(storage())
      const taken = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          storage()
            .write((tx) => tx.accounts.takeObjectIds(accountId, 1 + (index % 3)))
            .then((first) =>
              Array.from({ length: 1 + (index % 3) }, (_, offset) => first + offset),
            ),
        ),
      )
      const ids = taken.flat().sort((a, b) => a - b)
      assert.deepEqual(
        ids,
        Array.from({ length: ids.length }, (_, index) => 1000 + index),
      )
    })

    test('each next revision is one higher, also when fifty ask at once', async () => {
      const accountId = await newAccount(storage())
      const next = () => storage().write((tx) => tx.accounts.nextRevision(accountId))
      const revisions = await Promise.all(Array.from({ length: 50 }, next))
      assert.deepEqual(
        revisions.sort((a, b) => a - b),
        Array.from({ length: 50 }, (_, index) => index + 2),
      )
      assert.equal(await storage().read.accounts.revision(accountId), 51)
    })

    test('a sealed key is replaced only while it still is the previous one', async () => {
      const accountId = await newAccount(storage())
      const replace = (previous: string, next: string) =>
        storage().write((tx) => tx.accounts.replaceSealedKey(accountId, previous, next))
      const first = `sealed ${accountId}`
      const outcomes = await Promise.all([replace(first, 'a'), replace(first, 'b')])
      assert.deepEqual(outcomes.sort(), [false, true])
      assert.equal(await replace(first, 'c'), false)
      assert.notEqual(await storage().read.accounts.sealedKey(accountId), 'c')
    })
  })
}
