import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DirectoryEntry, OperatorToken } from '#storage/port.ts'
import { type Contract, now, randomId } from './contract.ts'

/** What belongs to the whole instance: the directory, operator tokens, its own values. */
export function testInstance({ storage }: Contract): void {
  describe('directory', () => {
    test('entries are put, replaced, listed by service for their scope, and removed', async () => {
      const [zone, other] = [randomId(), randomId()]
      const entry = (service: string, given: Partial<DirectoryEntry> = {}): DirectoryEntry => ({
        scope: 'zone',
        scopeId: zone,
        service,
        host: `${service}.example.com`,
        hidden: false,
        ...given,
      })
      const hidden = entry('b', { host: undefined, hidden: true })
      await storage().write(async (tx) => {
        await tx.directory.put(entry('b'))
        await tx.directory.put(entry('a', { host: 'a.example.com:8443' }))
        await tx.directory.put(hidden)
        await tx.directory.put(entry('a', { scope: 'account' }))
      })
      const { directory } = storage().read
      assert.deepEqual(await directory.list('zone', zone), [
        entry('a', { host: 'a.example.com:8443' }),
        hidden,
      ])
      assert.deepEqual(await directory.list('zone', other), [])
      assert.deepEqual(await directory.list('account', zone), [entry('a', { scope: 'account' })])
      const remove = () => storage().write((tx) => tx.directory.remove('zone', zone, 'a'))
      assert.equal(await remove(), true)
      assert.equal(await remove(), false)
      assert.deepEqual(await directory.list('zone', zone), [hidden])
    })

    test('hosts answers each host that is named anywhere, once', async () => {
      const host = `${randomId()}.example.com`
      const put = (scopeId: string, named: string | undefined) =>
        storage().write((tx) =>
          tx.directory.put({
            scope: 'zone',
            scopeId,
            service: 's',
            host: named,
            hidden: named === undefined,
          }),
        )
      await put(randomId(), host)
      await put(randomId(), host)
      await put(randomId(), undefined)
      const hosts = await storage().read.directory.hosts()
      assert.equal(hosts.filter((found) => found === host).length, 1)
      assert.ok(hosts.every((found) => typeof found === 'string'))
    })
  })

  describe('operator tokens', () => {
    const some = (given: Partial<OperatorToken> = {}): OperatorToken => ({
      id: randomId(),
      label: 'ops',
      tokenHash: randomId(),
      createdAt: now,
      expiresAt: undefined,
      ...given,
    })

    test('a token is found by its hash, listed by age, and removed once', async () => {
      const [young, old] = [some({ expiresAt: now + 5 }), some({ createdAt: now - 5 })]
      await storage().write(async (tx) => {
        await tx.operatorTokens.insert(young)
        await tx.operatorTokens.insert(old)
      })
      const { operatorTokens } = storage().read
      assert.deepEqual(await operatorTokens.findByToken(young.tokenHash), young)
      assert.equal(await operatorTokens.findByToken('nothing'), undefined)
      const ids = (await operatorTokens.list()).map((token) => token.id)
      assert.deepEqual(
        ids.filter((id) => id === young.id || id === old.id),
        [old.id, young.id],
      )
      const remove = () => storage().write((tx) => tx.operatorTokens.remove(old.id))
      assert.deepEqual((await Promise.all([remove(), remove()])).sort(), [false, true])
      assert.equal(await operatorTokens.findByToken(old.tokenHash), undefined)
    })

    test('two tokens cannot have one hash', async () => {
      const token = some()
      await storage().write((tx) => tx.operatorTokens.insert(token))
      await assert.rejects(
        storage().write((tx) => tx.operatorTokens.insert(some({ tokenHash: token.tokenHash }))),
      )
    })
  })

  describe('values of the instance', () => {
    test('of twenty that set a value once, one wins and all learn what is kept', async () => {
      const key = randomId()
      assert.equal(await storage().read.instance.get(key), undefined)
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          storage().write((tx) => tx.instance.setOnce(key, `value ${index}`)),
        ),
      )
      assert.equal(new Set(kept).size, 1)
      assert.equal(await storage().read.instance.get(key), kept[0])
    })

    test('set replaces a value', async () => {
      const key = randomId()
      await storage().write((tx) => tx.instance.set(key, 'a'))
      await storage().write((tx) => tx.instance.set(key, 'b'))
      assert.equal(await storage().read.instance.get(key), 'b')
    })
  })
}
