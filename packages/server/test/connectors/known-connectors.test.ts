import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createKnownConnectors } from '#domain/connectors/known-connectors.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { code, implicit, seedConnectors } from './support.ts'

for (const kind of databaseKinds) {
  describe(`connectors as authentication finds them, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('with the secret opened', async () => {
      const { add, account } = await seedConnectors(server)
      const known = createKnownConnectors(server)
      const byKey = await known.find(account.id, (await add(implicit)).id)
      assert.equal(byKey?.secret, undefined)
      const byCode = await known.find(account.id, (await add(code)).id)
      assert.equal(byCode?.secret?.reveal(), 'a very secret secret')
      assert.ok(!JSON.stringify(byCode).includes('very secret'))
    })

    test('a hit needs no promise; a change is seen', async () => {
      const { add, ask, account } = await seedConnectors(server)
      const known = createKnownConnectors(server)
      const { id } = await add(implicit)
      const first = await known.find(account.id, id)
      assert.equal(known.find(account.id, id), first)
      await server.storage.write((tx) => tx.announce({ about: 'account', accountId: account.id }))
      const later = await known.find(account.id, id)
      assert.notEqual(later, first)
      await ask('PUT', `/${id}`, { body: { ...implicit, name: 'changed' } })
      const changed = await known.find(account.id, id)
      assert.equal(changed?.connector.name, 'changed')
    })

    test('default: the preferred one, else the only one that vouches for consumers', async () => {
      const { add, ask, account } = await seedConnectors(server)
      const known = createKnownConnectors(server)
      const byDefault = async () => (await known.find(account.id, 'default'))?.connector.id
      assert.equal(await byDefault(), undefined, 'the anonymous one is no default')
      const first = await add(implicit)
      assert.equal(await byDefault(), first.id)
      const delegation = { ...code.configuration, issuer: undefined, jwtValidationType: undefined }
      await add({
        ...code,
        name: 'delegation',
        configuration: { ...delegation, jwtPublicKey: 'CONSUMER_DELEGATION' },
      })
      assert.equal(await byDefault(), first.id)
      const second = await add(code)
      assert.equal(await byDefault(), undefined, 'nothing chooses between two')
      const preferred = { ...code.configuration, preferred: true }
      await ask('PUT', `/${second.id}`, { body: { ...code, configuration: preferred } })
      assert.equal(await byDefault(), second.id)
      await ask('DELETE', `/${second.id}`)
      assert.equal(await byDefault(), first.id)
    })

    test('what was deleted, suspended or is another account’s is not found', async () => {
      const { add, ask, account } = await seedConnectors(server)
      const other = await seedConnectors(server)
      const known = createKnownConnectors(server)
      const { id } = await add(implicit)
      const kept = await add(code)
      assert.equal(await known.find(other.account.id, id), undefined)
      assert.equal(known.find(other.account.id, id), undefined, 'remembered')
      assert.ok(await known.find(account.id, id))
      await ask('DELETE', `/${id}`)
      assert.equal(await known.find(account.id, id), undefined)
      assert.ok(await known.find(account.id, kept.id))
      const { storage } = server
      await storage.write((tx) => tx.accounts.update(account.id, { status: 'suspended' }))
      assert.equal(await known.find(account.id, kept.id), undefined)
      assert.equal(await known.find(account.id, 'default'), undefined)
    })

    test('a change in one process is seen in the other', async () => {
      if (kind === 'sqlite') return
      const { add, ask, account } = await seedConnectors(server)
      const storage = await server.openAnother()
      const known = createKnownConnectors({ storage, dataKeys: server.dataKeys })
      const { id } = await add(implicit)
      assert.ok(await known.find(account.id, id))
      await ask('DELETE', `/${id}`)
      await until(async () => (await known.find(account.id, id)) === undefined, 1000)
    })
  })
}
