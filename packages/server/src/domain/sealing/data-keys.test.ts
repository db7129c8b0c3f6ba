import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { masterKeyOf } from '#lib/master-key-file.ts'
import { type SealingKey, seal, sealingKeyId, unseal } from '#lib/sealed.ts'
import type { Announcement, Reads } from '#storage/port.ts'
import { createDataKeys, resealDataKeys } from './data-keys.ts'
import type { MasterKeys } from './master-keys.ts'

const oldKey = masterKeyOf(Buffer.alloc(32, 1))
const newKey = masterKeyOf(Buffer.alloc(32, 2))
const [acme, other] = [accountIdOf('acme'), accountIdOf('other')]

function accountIdOf(text: string): AccountId {
  const accountId = parseAccountId(text)
  if (accountId === undefined) throw new Error('no account id')
  return accountId
}

/** Master keys whose `reload` brings the next set, as a rotated file would. */
function masterKeys(sets: readonly (readonly [SealingKey, ...SealingKey[]])[]) {
  let [now, ...later] = sets
  let reloads = 0
  const all = () => now ?? [oldKey]
  const keys: MasterKeys = {
    current: () => all()[0] ?? oldKey,
    find: (id) => all().find((key) => key.id === id),
    all,
    reload: () => {
      reloads += 1
      now = later[0] ?? now
      later = later.slice(1)
    },
  }
  return { keys, reloads: () => reloads }
}

/** As much of a storage as keeps sealed data keys. */
function keyStorage(sealed: Map<AccountId, string>) {
  const listeners: ((announcement: Announcement) => void)[] = []
  let reads = 0
  const accounts = {
    sealedKey: async (accountId: AccountId) => {
      reads += 1
      return sealed.get(accountId)
    },
    sealedKeys: async () => [...sealed].map(([accountId, sealedKey]) => ({ accountId, sealedKey })),
    replaceSealedKey: async (accountId: AccountId, previous: string, next: string) => {
      if (sealed.get(accountId) !== previous) return false
      sealed.set(accountId, next)
      return true
    },
  }
  const storage = {
    read: { accounts, instance: { get: async () => undefined } },
    write: async <T>(job: (tx: unknown) => Promise<T>) => job({ accounts }),
    announcements: {
      reliable: () => true,
      subscribe: (listener: (announcement: Announcement) => void) => {
        listeners.push(listener)
      },
    },
  }
  return {
    // Only these members of the port are used; the rest is not there to be called.
    storage: storage as unknown as Parameters<typeof createDataKeys>[0]['storage'] &
      Parameters<typeof resealDataKeys>[0]['storage'],
    reads: () => reads,
    tell: (announcement: Announcement) => {
      for (const listener of listeners) listener(announcement)
    },
  }
}

function setUp(sets: readonly (readonly [SealingKey, ...SealingKey[]])[] = [[oldKey]]) {
  const sealed = new Map<AccountId, string>()
  const kept = keyStorage(sealed)
  const master = masterKeys(sets)
  const dataKeys = createDataKeys({ storage: kept.storage, masterKeys: master.keys })
  const add = (accountId: AccountId) => sealed.set(accountId, dataKeys.create(accountId))
  return { ...kept, master, sealed, dataKeys, add }
}

test('a key is the same each time for one account and purpose, and differs for any other', async () => {
  const { dataKeys, add, sealed, storage, master } = setUp()
  add(acme)
  add(other)
  const ofAcme = await dataKeys.derive(acme, 'audit')
  assert.equal(ofAcme.bytes.length, 32)
  const later = createDataKeys({ storage, masterKeys: master.keys })
  assert.deepEqual(await later.derive(acme, 'audit'), ofAcme)
  const others = [await dataKeys.derive(acme, 'secrets'), await dataKeys.derive(other, 'audit')]
  for (const key of others) {
    assert.notDeepEqual(key.bytes, ofAcme.bytes)
    assert.notEqual(key.id, ofAcme.id)
  }
  assert.notEqual(sealed.get(acme), sealed.get(other))
})

test('what one account sealed does not open for another, nor for another purpose', async () => {
  const { dataKeys, add } = setUp()
  add(acme)
  add(other)
  const text = seal(await dataKeys.derive(acme, 'secrets'), Buffer.from('word'), 'row 1')
  assert.equal(unseal(await dataKeys.derive(other, 'secrets'), text, 'row 1'), undefined)
  assert.equal(unseal(await dataKeys.derive(acme, 'audit'), text, 'row 1'), undefined)
  assert.equal(String(unseal(await dataKeys.derive(acme, 'secrets'), text, 'row 1')), 'word')
})

test("a data key that was moved to another account's row does not open", async () => {
  const { dataKeys, add, sealed } = setUp()
  add(acme)
  sealed.set(other, sealed.get(acme) ?? '')
  await assert.rejects(dataKeys.derive(other, 'secrets'), /data key of account other/)
})

test('an account without a data key is an error', async () => {
  await assert.rejects(setUp().dataKeys.derive(acme, 'audit'), /no data key/)
})

test('after a rotation old data keys still open, and give the same keys before and after resealing', async () => {
  const { dataKeys, add, sealed, storage } = setUp()
  add(acme)
  add(other)
  const before = await dataKeys.derive(acme, 'secrets')
  const rotated = masterKeys([[newKey, oldKey]]).keys
  const after = createDataKeys({ storage, masterKeys: rotated })
  assert.deepEqual(await after.derive(acme, 'secrets'), before)
  assert.deepEqual(await resealDataKeys({ storage, masterKeys: rotated }), { resealed: 2 })
  for (const text of sealed.values()) assert.equal(sealingKeyId(text), newKey.id)
  const newAlone = createDataKeys({ storage, masterKeys: masterKeys([[newKey]]).keys })
  assert.deepEqual(await newAlone.derive(acme, 'secrets'), before)
  assert.deepEqual(await resealDataKeys({ storage, masterKeys: rotated }), { resealed: 0 })
})

test('an account whose key was resealed by another process meanwhile is left to that one', async () => {
  const { add, sealed, storage } = setUp()
  add(acme)
  const rotated = masterKeys([[newKey, oldKey]]).keys
  const write = storage.write
  const racing = {
    ...storage,
    write: <T>(job: Parameters<typeof write<T>>[0]) => {
      sealed.set(acme, 'resealed elsewhere')
      return write(job)
    },
  }
  assert.deepEqual(await resealDataKeys({ storage: racing, masterKeys: rotated }), { resealed: 0 })
  assert.equal(sealed.get(acme), 'resealed elsewhere')
})

test('a process that meets a master key it does not know reads the keys anew', async () => {
  const { dataKeys, master, sealed } = setUp([[oldKey], [newKey, oldKey]])
  const elsewhere = createDataKeys({
    ...setUp([[newKey]]),
    masterKeys: masterKeys([[newKey]]).keys,
  })
  sealed.set(acme, elsewhere.create(acme))
  await dataKeys.derive(acme, 'audit')
  assert.equal(master.reloads(), 1)
  await dataKeys.derive(acme, 'secrets')
  assert.equal(master.reloads(), 1, 'now it knows')
})

test('a master key that is nowhere is named in the error, with what to do', async () => {
  const { dataKeys, sealed } = setUp()
  sealed.set(
    acme,
    createDataKeys({ ...setUp(), masterKeys: masterKeys([[newKey]]).keys }).create(acme),
  )
  await assert.rejects(dataKeys.derive(acme, 'audit'), (error: Error) => {
    assert.match(error.message, new RegExp(`${newKey.id}.*WATCHWORD_MASTER_KEY`, 's'))
    assert.ok(!error.message.includes(Buffer.from(newKey.bytes).toString('base64url')))
    return true
  })
})

test('derived keys are kept, until their account or everything is announced', async () => {
  const { dataKeys, add, reads, tell } = setUp()
  add(acme)
  const derive = () => dataKeys.derive(acme, 'audit')
  await derive()
  await derive()
  assert.equal(reads(), 1)
  tell({ about: 'account', accountId: 'other' })
  await derive()
  assert.equal(reads(), 1)
  tell({ about: 'account', accountId: acme })
  await derive()
  assert.equal(reads(), 2)
  tell({ about: 'everything' })
  await derive()
  assert.equal(reads(), 3)
  dataKeys.forget(acme)
  await derive()
  assert.equal(reads(), 4)
})

test('inside a transaction the key is read there, where the account may be new', async () => {
  const { dataKeys, reads } = setUp()
  const text = dataKeys.create(acme)
  const accounts = { sealedKey: async () => text } as unknown as Reads['accounts']
  await dataKeys.derive(acme, 'audit', accounts)
  assert.equal(reads(), 0)
})
