import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import type { Consent } from '#storage/port.ts'
import { type Contract, hour, newAccount, now, randomId } from './contract.ts'
import { someCode } from './some-authorization.ts'

function someBrowserSession(
  accountId: AccountId,
  given: Partial<BrowserSession> = {},
): BrowserSession {
  return {
    accountId,
    id: randomId(),
    tokenHash: randomBytes(32).toString('hex'),
    userId: 1,
    createdAt: now,
    authTime: now,
    amr: ['pwd'],
    acr: 'urn:watchword:acr:password',
    lastUsedAt: now,
    expiresAt: now + 8 * hour,
    address: '127.0.0.1',
    userAgent: 'test',
    ...given,
  }
}

/** Browser sessions and consents. */
export function testBrowserSessions({ storage, another, fresh }: Contract): void {
  const insert = (...sessions: readonly BrowserSession[]) =>
    storage().write(async (tx) => {
      for (const session of sessions) await tx.browserSessions.insert(session)
    })

  describe('browser sessions', () => {
    test('one is found by its token within its account, and by its id', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const session = someBrowserSession(mine, { amr: ['pwd', 'otp'], acr: undefined })
      await insert(session)
      const { browserSessions } = storage().read
      assert.deepEqual(await browserSessions.findByToken(mine, session.tokenHash), session)
      assert.deepEqual(await browserSessions.find(mine, session.id), session)
      assert.equal(await browserSessions.findByToken(other, session.tokenHash), undefined)
      assert.equal(await browserSessions.find(other, session.id), undefined)
      assert.deepEqual(await browserSessions.list(other, 1, now), [])
    })

    test('those of a user that have not expired, newest first', async () => {
      const accountId = await newAccount(storage())
      await insert(
        someBrowserSession(accountId, { id: 'old', createdAt: now - hour }),
        someBrowserSession(accountId, { id: 'young' }),
        someBrowserSession(accountId, { id: 'over', expiresAt: now }),
        someBrowserSession(accountId, { id: 'of another', userId: 2 }),
      )
      const found = await storage().read.browserSessions.list(accountId, 1, now)
      assert.deepEqual(
        found.map(({ id }) => id),
        ['young', 'old'],
      )
    })

    test('a use is never moved back, and an end only later', async () => {
      const accountId = await newAccount(storage())
      const session = someBrowserSession(accountId)
      await insert(session)
      await storage().write(async (tx) => {
        assert.equal(await tx.browserSessions.touch(accountId, session.id, now + 200), true)
        assert.equal(await tx.browserSessions.touch(accountId, session.id, now + 100), true)
        assert.equal(await tx.browserSessions.touch(accountId, 'none', now + 100), false)
        await tx.browserSessions.extend(accountId, session.id, now + hour)
      })
      const find = () => storage().read.browserSessions.find(accountId, session.id)
      assert.deepEqual(await find(), { ...session, lastUsedAt: now + 200 })
      const later = now + 9 * hour
      await storage().write((tx) => tx.browserSessions.extend(accountId, session.id, later))
      const extended = { ...session, lastUsedAt: now + 200, expiresAt: later, extended: true }
      assert.deepEqual(await find(), extended)
    })

    test('one is ended once; all of a user but for one; others stay', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      const sessions = ['a', 'b', 'c'].map((id) => someBrowserSession(accountId, { id }))
      await insert(...sessions, someBrowserSession(accountId, { id: 'd', userId: 2 }))
      const remove = (account: AccountId, id: string) =>
        storage().write((tx) => tx.browserSessions.remove(account, id))
      assert.equal(await remove(other, 'a'), false)
      const outcomes = await Promise.all([remove(accountId, 'a'), remove(accountId, 'a')])
      assert.deepEqual(outcomes.sort(), [false, true])
      const ended = await storage().write((tx) =>
        tx.browserSessions.removeOfUser(accountId, 1, 'c'),
      )
      assert.deepEqual(ended, ['b'])
      assert.deepEqual(await storage().write((tx) => tx.browserSessions.removeOfUser(other, 2)), [])
      const { browserSessions } = storage().read
      assert.ok(await browserSessions.find(accountId, 'c'))
      assert.ok(await browserSessions.find(accountId, 'd'))
    })

    test('what has expired is dropped by what is added, a few at a time', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      await own.write(async (tx) => {
        for (let count = 0; count < 20; count += 1) {
          const old = { createdAt: now - 10 * hour, expiresAt: now - 1 }
          await tx.browserSessions.insert(someBrowserSession(accountId, old))
        }
      })
      const left = async () => (await own.read.browserSessions.list(accountId, 1, 0)).length
      assert.equal(await left(), 20)
      for (let count = 0; count < 10; count += 1) {
        await own.write((tx) => tx.browserSessions.insert(someBrowserSession(accountId)))
      }
      assert.equal(await left(), 10)
    })
  })

  describe('consents', () => {
    const consent = (given: Partial<Consent> = {}): Consent => ({
      userId: 1,
      clientId: 'app',
      scopes: ['openid', 'email'],
      createdAt: now,
      updatedAt: now,
      ...given,
    })
    const put = (accountId: AccountId, ...given: readonly Consent[]) =>
      storage().write(async (tx) => {
        for (const each of given) await tx.consents.put(accountId, each)
      })

    test('a consent that is held is taken back after that: what came with it is seen, 50 times of 50', async () => {
      const accountId = await newAccount(storage())
      const other = await newAccount(storage())
      const revoker = await another()
      for (let round = 0; round < 50; round += 1) {
        await put(accountId, consent())
        const code = someCode(accountId, { userId: 1, clientId: 'app' })
        const issue = storage().write(async (tx) => {
          if ((await tx.consents.hold(accountId, 1, 'app')) === undefined) return
          await tx.codes.insert(code)
        })
        const takeBack = revoker.write(async (tx) => {
          assert.equal(await tx.consents.remove(accountId, 1, 'app'), true)
          await tx.grants.revokeOfUser(accountId, 1, { clientId: 'app' })
        })
        await Promise.all([issue, takeBack])
        assert.equal(await storage().read.codes.find(accountId, code.codeHash), undefined)
      }
      await put(accountId, consent())
      const held = await storage().write((tx) => tx.consents.hold(accountId, 1, 'app'))
      assert.deepEqual(held, consent())
      assert.equal(await storage().write((tx) => tx.consents.hold(other, 1, 'app')), undefined)
    })

    test('one is kept, widened, and taken back once', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      await put(accountId, consent())
      const { consents } = storage().read
      assert.deepEqual(await consents.find(accountId, 1, 'app'), consent())
      assert.equal(await consents.find(other, 1, 'app'), undefined)
      const wider = consent({ scopes: ['openid', 'email', 'phone'], updatedAt: now + 1 })
      await put(accountId, { ...wider, createdAt: now + 1 })
      assert.deepEqual(await consents.find(accountId, 1, 'app'), wider)
      const remove = (account: AccountId) =>
        storage().write((tx) => tx.consents.remove(account, 1, 'app'))
      assert.equal(await remove(other), false)
      assert.deepEqual((await Promise.all([remove(accountId), remove(accountId)])).sort(), [
        false,
        true,
      ])
    })

    test('they are listed newest first, and end with their application', async () => {
      const accountId = await newAccount(storage())
      await put(
        accountId,
        consent({ updatedAt: now - 1 }),
        consent({ clientId: 'other' }),
        consent({ userId: 2, updatedAt: now - 2, scopes: [] }),
      )
      const { consents } = storage().read
      const list = async (filter?: { readonly userId?: number; readonly clientId?: string }) =>
        (await consents.list(accountId, filter)).map(
          ({ userId, clientId }) => `${userId} ${clientId}`,
        )
      assert.deepEqual(await list(), ['1 other', '1 app', '2 app'])
      assert.deepEqual(await list({ userId: 1 }), ['1 other', '1 app'])
      assert.deepEqual(await list({ clientId: 'app' }), ['1 app', '2 app'])
      assert.deepEqual((await consents.find(accountId, 2, 'app'))?.scopes, [])
      assert.equal(await storage().write((tx) => tx.consents.removeOfClient(accountId, 'app')), 2)
      assert.deepEqual(await list(), ['1 other'])
    })
  })
}
