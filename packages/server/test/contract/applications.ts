import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { GlobalApplication, StoredApplication } from '#domain/applications/application.ts'
import { randomUuid } from '#lib/random.ts'
import type { Announcement, Storage, Writes } from '#storage/port.ts'
import { type Contract, newAccount, now, randomId } from './contract.ts'

function someApplication(given: Partial<StoredApplication['application']> = {}): StoredApplication {
  return {
    application: {
      id: randomUuid(),
      manifest: { client_name: `app ${randomId()}`, unknown: { a: [1, 'ü😀'] } },
      enabled: true,
      firstParty: false,
      secretReadable: true,
      global: undefined,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      deleted: false,
      ...given,
    },
    secret: { hash: 'hash', sealed: 'sealed' },
    previous: undefined,
  }
}

function someGlobal(given: Partial<GlobalApplication> = {}): GlobalApplication {
  return {
    id: randomUuid(),
    manifest: { client_name: `global ${randomId()}` },
    firstParty: false,
    version: 1,
    withdrawn: false,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
}

/** What a write answered; a transaction whose name was taken is given up, as its contract says. */
async function outcomeOf(storage: Storage, job: (tx: Writes) => Promise<string>): Promise<string> {
  let outcome = ''
  const run = storage.write(async (tx) => {
    outcome = await job(tx)
    if (outcome === 'name_taken') throw new Error('given up')
  })
  await run.catch((error: unknown) => assert.equal(Object(error).message, 'given up'))
  return outcome
}

/** As it comes back: what is undefined is not there. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

/** Applications: installed, published, and what was issued to them. */
export function testApplications({ storage, another }: Contract): void {
  describe('applications', () => {
    test('what is kept comes back, oldest first, and only to its account', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      const second = someApplication({ createdAt: now + 1, revision: 2 })
      const first = {
        ...someApplication(),
        previous: { hash: 'before', sealed: undefined, until: now + 5 },
      }
      await storage().write(async (tx) => {
        assert.equal(await tx.applications.insert(accountId, second), 'inserted')
        assert.equal(await tx.applications.insert(accountId, first), 'inserted')
      })
      const { applications } = storage().read
      assert.deepEqual(plain(await applications.list(accountId)), plain([first, second]))
      assert.deepEqual(
        plain(await applications.find(accountId, first.application.id)),
        plain(first),
      )
      const name = first.application.manifest.client_name.toUpperCase()
      assert.deepEqual(plain(await applications.findByName(accountId, name)), plain(first))
      assert.equal(await applications.count(accountId), 2)
      assert.equal(await applications.revision(accountId), 2)
      assert.deepEqual(await applications.list(other), [])
      assert.equal(await applications.find(other, first.application.id), undefined)
      assert.equal(await applications.findByName(other, name), undefined)
      assert.equal(await applications.count(other), 0)
      assert.equal(await applications.revision(other), 0)
    })

    test('a name belongs to one live application, an id to one for ever', async () => {
      const accountId = await newAccount(storage())
      const first = someApplication()
      const twin = someApplication({ manifest: first.application.manifest })
      const insert = (one: StoredApplication) =>
        outcomeOf(storage(), (tx) => tx.applications.insert(accountId, one))
      const update = (one: StoredApplication) =>
        outcomeOf(storage(), (tx) => tx.applications.update(accountId, one))
      assert.equal(await insert(first), 'inserted')
      assert.equal(await insert(twin), 'name_taken')
      assert.equal(await insert({ ...someApplication({ id: first.application.id }) }), 'exists')
      const other = someApplication({ revision: 2 })
      assert.equal(await insert(other), 'inserted')
      const { manifest } = first.application
      const renamed = { ...other, application: { ...other.application, manifest } }
      assert.equal(await update(renamed), 'name_taken')
      const ended = { ...first, application: { ...first.application, deleted: true, revision: 3 } }
      assert.equal(await update({ ...ended, secret: undefined }), 'updated')
      assert.equal(await insert(twin), 'inserted')
      assert.equal(await insert(first), 'exists')
      assert.equal(await storage().read.applications.revision(accountId), 3)
      assert.equal(await update(someApplication()), 'not_found')
    })

    test('of two that take one name at once, one does', async () => {
      const accountId = await newAccount(storage())
      const manifest = { client_name: 'wanted' }
      const storages = [storage(), await another()]
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          storages[index % 2]
            ?.write((tx) => tx.applications.insert(accountId, someApplication({ manifest })))
            .catch(() => 'failed'),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      assert.equal(await storage().read.applications.count(accountId), 1)
    })

    test('each change is announced', async () => {
      const accountId = await newAccount(storage())
      const heard: Announcement[] = []
      storage().announcements.subscribe((one) => heard.push(one))
      const one = someApplication()
      await storage().write((tx) => tx.applications.insert(accountId, one))
      await storage().write((tx) => tx.applications.update(accountId, one))
      const own = heard.filter((each) => each.about === 'account' && each.accountId === accountId)
      // Once by itself; PostgreSQL may deliver it to its sender a second time.
      assert.ok(own.length >= 2)
    })
  })

  describe('published applications', () => {
    test('are of the whole instance; of two publications at once, one is stale', async () => {
      const one = someGlobal()
      const find = () => storage().read.globalApplications.find(one.id)
      assert.equal(await storage().write((tx) => tx.globalApplications.insert(one)), 'inserted')
      assert.equal(await storage().write((tx) => tx.globalApplications.insert(one)), 'exists')
      assert.deepEqual(await find(), one)
      const next = { ...one, version: 2, firstParty: true }
      const publish = () => storage().write((tx) => tx.globalApplications.update(next, 1))
      assert.deepEqual((await Promise.all([publish(), publish()])).toSorted(), ['stale', 'updated'])
      assert.deepEqual(await find(), next)
      const listed = await storage().read.globalApplications.list()
      assert.equal(listed.filter(({ id }) => id === one.id).length, 1)
    })

    test('a name belongs to one that is offered', async () => {
      const one = someGlobal()
      const twin = someGlobal({ manifest: one.manifest })
      const insert = (each: GlobalApplication) =>
        outcomeOf(storage(), (tx) => tx.globalApplications.insert(each))
      assert.equal(await insert(one), 'inserted')
      assert.equal(await insert(twin), 'name_taken')
      const withdrawn = { ...one, withdrawn: true, version: 2 }
      await storage().write((tx) => tx.globalApplications.update(withdrawn, 1))
      assert.equal(await insert(twin), 'inserted')
    })
  })

  describe('tokens by hour', () => {
    test('counts add up, old ones are dropped, other accounts have their own', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      const clientId = randomUuid()
      const use = { clientId, hour: 500_000, count: 2, lastAt: now }
      const add = (uses: readonly (typeof use)[], dropBefore = 0) =>
        storage().write((tx) => tx.applicationUses.add(accountId, uses, dropBefore))
      await add([use, { ...use, hour: 500_001, lastAt: now + 1 }])
      await add([{ ...use, count: 3, lastAt: now - 1 }])
      const list = (from: number, of = accountId) =>
        storage().read.applicationUses.list(of, clientId, from)
      assert.deepEqual(await list(0), [
        { clientId, hour: 500_000, count: 5, lastAt: now },
        { clientId, hour: 500_001, count: 2, lastAt: now + 1 },
      ])
      assert.equal((await list(500_001)).length, 1)
      assert.deepEqual(await list(0, other), [])
      const { applicationUses } = storage().read
      assert.deepEqual(await applicationUses.lastUses(accountId), [{ clientId, at: now + 1 }])
      assert.deepEqual(await applicationUses.lastUses(other), [])
      await add([], 500_001)
      assert.deepEqual(
        (await list(0)).map(({ hour }) => hour),
        [500_001],
      )
    })
  })
}
