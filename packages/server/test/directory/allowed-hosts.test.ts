import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createAllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { putDirectoryEntry, removeDirectoryEntry } from '#domain/directory/change-directory.ts'
import { normaliseHost } from '#domain/directory/host.ts'
import type { Storage } from '#storage/port.ts'
import { createTestDatabase, databaseKinds, type TestDatabase } from '../support/storages.ts'

const publicOrigin = 'https://auth.example.com'

describe('a host in one spelling', () => {
  for (const [text, host] of [
    ['Auth.Example.COM', 'auth.example.com'],
    ['auth.example.com:443', 'auth.example.com'],
    ['auth.example.com:80', 'auth.example.com'],
    ['auth.example.com:8443', 'auth.example.com:8443'],
    ['auth.example.com:08443', 'auth.example.com:8443'],
    ['[2001:DB8::1]:443', '[2001:db8::1]'],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['', undefined],
    ['a b', undefined],
    ['user@auth.example.com', undefined],
    ['auth.example.com/path', undefined],
    ['auth.example.com:', undefined],
    ['auth.example.com:x', undefined],
    ['https://auth.example.com', undefined],
  ] as const) {
    test(`${JSON.stringify(text)} is ${host}`, () => assert.equal(normaliseHost(text), host))
  }
})

for (const kind of databaseKinds) {
  describe(`allowed hosts on ${kind}, contract 4 row 16`, () => {
    let database: TestDatabase
    let storage: Storage
    before(async () => {
      database = await createTestDatabase(kind)
      storage = await database.open()
    })
    after(() => database.remove())

    test('by default the public origin, and every host in the directory as it is now', async () => {
      const config = { allowedHosts: undefined, publicOrigin }
      const hosts = createAllowedHosts({ config, storage })
      assert.equal(await hosts.isAllowed('AUTH.example.com:443'), true)
      assert.equal(await hosts.isAllowed('auth.example.com:8443'), false)
      assert.equal(await hosts.isAllowed('smt.example.com'), false)

      const entry = { scope: 'zone', scopeId: 'local', service: 'smt', hidden: false } as const
      await putDirectoryEntry({ storage }, { ...entry, host: 'SMT.example.com:444' })
      assert.equal(await hosts.isAllowed('smt.example.com:444'), true)
      assert.equal(await hosts.isAllowed('smt.example.com'), false)

      await removeDirectoryEntry({ storage }, entry)
      assert.equal(await hosts.isAllowed('smt.example.com:444'), false)
    })

    test('a change by another process is known here', async (t) => {
      const other = await database.open()
      const config = { allowedHosts: undefined, publicOrigin }
      const hosts = createAllowedHosts({ config, storage })
      assert.equal(await hosts.isAllowed('far.example.com'), false)
      const entry = { scope: 'account', scopeId: 'x', service: 'smt', hidden: false } as const
      await putDirectoryEntry({ storage: other }, { ...entry, host: 'far.example.com' })
      await t.waitFor(async () => assert.equal(await hosts.isAllowed('far.example.com'), true), {
        interval: 20,
        timeout: 3000,
      })
    })

    test('with a list, those and no others; with *, whatever is a host', async () => {
      const named = createAllowedHosts({
        config: { allowedHosts: ['a.example'], publicOrigin },
        storage,
      })
      assert.equal(await named.isAllowed('A.example:80'), true)
      assert.equal(await named.isAllowed('auth.example.com'), false)
      const all = createAllowedHosts({ config: { allowedHosts: '*', publicOrigin }, storage })
      assert.equal(await all.isAllowed('anything.example:1'), true)
      assert.equal(await all.isAllowed('no host'), false)
    })
  })
}
