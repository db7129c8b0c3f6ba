import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { completeConfiguration } from '@watchword/protocol/api/connector-rules.ts'
import type { Connector, StoredConnector } from '#domain/connectors/connector.ts'
import type { Announcement, Storage, Writes } from '#storage/port.ts'
import { type Contract, newAccount, now, randomId } from './contract.ts'

let lastId = 500

export function someConnector(given: Partial<Connector> = {}): StoredConnector {
  lastId += 1
  const configuration = completeConfiguration(
    { type: 1, given: { issuer: 'https://brand.example', audience: ['ü😀'] }, key: undefined },
    true,
  )
  return {
    connector: {
      id: lastId,
      name: `connector ${randomId()}`,
      type: 1,
      configuration,
      deleted: false,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      ...given,
    },
    sealedSecret: 'sealed',
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

/** Connectors: the ways in for consumers. */
export function testConnectors({ storage, another }: Contract): void {
  describe('connectors', () => {
    test('what is kept comes back, by id, and only to its account', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      // Larger than 32 bits, as the ids of accounts are.
      const later = { ...someConnector({ id: 9_876_543_210 }), sealedSecret: undefined }
      const first = someConnector({ updatedAt: now + 5, revision: 7 })
      await storage().write(async (tx) => {
        assert.equal(await tx.connectors.insert(accountId, later), 'inserted')
        assert.equal(await tx.connectors.insert(accountId, first), 'inserted')
      })
      const { connectors } = storage().read
      assert.deepEqual(plain(await connectors.list(accountId)), plain([first, later]))
      assert.deepEqual(plain(await connectors.find(accountId, first.connector.id)), plain(first))
      const name = first.connector.name.toUpperCase()
      assert.deepEqual(plain(await connectors.findByName(accountId, name)), plain(first))
      assert.equal(await connectors.count(accountId), 2)
      assert.deepEqual(await connectors.list(other), [])
      assert.equal(await connectors.find(other, first.connector.id), undefined)
      assert.equal(await connectors.findByName(other, name), undefined)
      assert.equal(await connectors.count(other), 0)
    })

    test('a name belongs to one live connector, an id to one for ever', async () => {
      const accountId = await newAccount(storage())
      const insert = (one: StoredConnector) =>
        outcomeOf(storage(), (tx) => tx.connectors.insert(accountId, one))
      const update = (one: StoredConnector) =>
        outcomeOf(storage(), (tx) => tx.connectors.update(accountId, one))
      const first = someConnector()
      const { name } = first.connector
      const twin = someConnector({ name })
      assert.equal(await insert(first), 'inserted')
      assert.equal(await insert(twin), 'name_taken')
      assert.equal(await insert(someConnector({ id: first.connector.id })), 'exists')
      const other = someConnector()
      assert.equal(await insert(other), 'inserted')
      assert.equal(
        await update({ ...other, connector: { ...other.connector, name } }),
        'name_taken',
      )
      const ended = { ...first.connector, deleted: true }
      assert.equal(await update({ connector: ended, sealedSecret: undefined }), 'updated')
      assert.equal(await storage().read.connectors.count(accountId), 1)
      const kept = await storage().read.connectors.find(accountId, ended.id)
      assert.deepEqual([kept?.connector.deleted, kept?.sealedSecret], [true, undefined])
      assert.equal(await insert(twin), 'inserted')
      assert.equal(await insert(first), 'exists')
      assert.equal(await update(someConnector()), 'not_found')
    })

    test('of two that take one name at once, one does', async () => {
      const accountId = await newAccount(storage())
      const storages = [storage(), await another()]
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          storages[index % 2]
            ?.write((tx) => tx.connectors.insert(accountId, someConnector({ name: 'wanted' })))
            .catch(() => 'failed'),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      assert.equal(await storage().read.connectors.count(accountId), 1)
    })

    test('each change is announced, and they end with their account', async () => {
      const accountId = await newAccount(storage())
      const heard: Announcement[] = []
      storage().announcements.subscribe((one) => heard.push(one))
      const one = someConnector()
      await storage().write((tx) => tx.connectors.insert(accountId, one))
      await storage().write((tx) => tx.connectors.update(accountId, one))
      const own = heard.filter((each) => each.about === 'account' && each.accountId === accountId)
      // Once by itself; PostgreSQL may deliver it to its sender a second time.
      assert.ok(own.length >= 2)
      await storage().write((tx) => tx.accounts.erase(accountId, now))
      assert.deepEqual(await storage().read.connectors.list(accountId), [])
    })
  })
}
