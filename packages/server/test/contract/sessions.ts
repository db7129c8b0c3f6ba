import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Announcement, Storage } from '#storage/port.ts'
import { type Contract, hour, newAccount, now, someSession } from './contract.ts'

/** Sessions: found by each of their names, used, ended, and dropped when they have expired. */
export function testSessions({ storage, fresh }: Contract): void {
  function insert(...sessions: readonly ReturnType<typeof someSession>[]): Promise<void> {
    return storage().write(async (tx) => {
      for (const session of sessions) await tx.sessions.insert(session)
    })
  }

  describe('sessions', () => {
    test('a session is found by its bearer, its cookie and its id', async () => {
      const accountId = await newAccount(storage())
      const session = someSession(accountId, {
        userAgent: 'Mozilla/5.0 (é)',
        method: 'application',
      })
      await insert(session)
      const { sessions } = storage().read
      assert.deepEqual(await sessions.findByToken(session.tokenHash), session)
      assert.deepEqual(await sessions.findByCookie(accountId, session.cookieHash), session)
      assert.deepEqual(await sessions.find(accountId, session.id), session)
      assert.equal(await sessions.findByToken(session.cookieHash), undefined)
      assert.equal(await sessions.findByCookie(accountId, session.tokenHash), undefined)
    })

    test('two sessions cannot have one bearer', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const session = someSession(mine)
      await insert(session)
      await assert.rejects(insert(someSession(other, { tokenHash: session.tokenHash })))
    })

    test('list answers those that have not expired, newest first, of one user or of all', async () => {
      const accountId = await newAccount(storage())
      const old = someSession(accountId, { createdAt: now - hour, id: 'old' })
      const young = someSession(accountId, { createdAt: now, id: 'young', userId: 2 })
      await insert(young, old, someSession(accountId, { expiresAt: now }))
      const { sessions } = storage().read
      const ids = async (userId?: number) =>
        (await sessions.list(accountId, now, userId)).map((session) => session.id)
      assert.deepEqual(await ids(), ['young', 'old'])
      assert.deepEqual(await ids(2), ['young'])
      assert.deepEqual(await ids(3), [])
    })

    test('a use is noted, and never moved back', async () => {
      const accountId = await newAccount(storage())
      const session = someSession(accountId)
      await insert(session)
      const touch = (at: number) =>
        storage().write((tx) => tx.sessions.touch(accountId, session.id, at))
      const lastUsed = async () =>
        (await storage().read.sessions.find(accountId, session.id))?.lastUsedAt
      await Promise.all([touch(now + 300), touch(now + 200), touch(now + 100)])
      assert.equal(await lastUsed(), now + 300)
      await touch(now)
      assert.equal(await lastUsed(), now + 300)
    })

    test('a session is ended once, and that is announced', async () => {
      const accountId = await newAccount(storage())
      const session = someSession(accountId)
      await insert(session)
      const told = listen(storage())
      const remove = () => storage().write((tx) => tx.sessions.remove(accountId, session.id))
      const outcomes = await Promise.all([remove(), remove(), remove()])
      assert.deepEqual(outcomes.sort(), [false, false, true])
      assert.equal(await storage().read.sessions.findByToken(session.tokenHash), undefined)
      assert.deepEqual([...told(session)], [session.tokenHash])
    })

    test('all sessions of a user end but for one; each is announced; others stay', async () => {
      const accountId = await newAccount(storage())
      const [a, b, kept] = [someSession(accountId), someSession(accountId), someSession(accountId)]
      const colleague = someSession(accountId, { userId: 2 })
      await insert(a, b, kept, colleague)
      const told = listen(storage())
      const ended = await storage().write((tx) => tx.sessions.removeOfUser(accountId, 1, kept.id))
      assert.equal(ended, 2)
      assert.deepEqual(told(a, b, kept, colleague), new Set([a.tokenHash, b.tokenHash]))
      const left = await storage().read.sessions.list(accountId, now)
      assert.deepEqual(left.map((session) => session.id).sort(), [kept.id, colleague.id].sort())
      assert.equal(await storage().write((tx) => tx.sessions.removeOfUser(accountId, 1)), 1)
    })

    test('all sessions that were opened with a key end; each is announced; others stay', async () => {
      const accountId = await newAccount(storage())
      const ofKey = { method: 'api-key', keyId: 'key-1' } as const
      const [a, b] = [
        someSession(accountId, ofKey),
        someSession(accountId, { ...ofKey, userId: 2 }),
      ]
      const other = someSession(accountId, { ...ofKey, keyId: 'key-2' })
      const person = someSession(accountId)
      const elsewhere = someSession(await newAccount(storage()), ofKey)
      await insert(a, b, other, person, elsewhere)
      const { sessions } = storage().read
      assert.deepEqual(await sessions.find(accountId, a.id), a)
      const told = listen(storage())
      const remove = () => storage().write((tx) => tx.sessions.removeOfKey(accountId, 'key-1'))
      assert.equal(await remove(), 2)
      assert.equal(await remove(), 0)
      assert.deepEqual(told(a, b, other, person, elsewhere), new Set([a.tokenHash, b.tokenHash]))
      const left = await sessions.list(accountId, now)
      assert.deepEqual(left.map(({ id }) => id).sort(), [other.id, person.id].sort())
      assert.deepEqual(await sessions.find(elsewhere.accountId, elsewhere.id), elsewhere)
    })

    test('no account sees, notes or ends the sessions of another', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const session = someSession(mine)
      await insert(session)
      const { sessions } = storage().read
      assert.equal(await sessions.findByCookie(other, session.cookieHash), undefined)
      assert.equal(await sessions.find(other, session.id), undefined)
      assert.deepEqual(await sessions.list(other, now), [])
      await storage().write(async (tx) => {
        assert.equal(await tx.sessions.remove(other, session.id), false)
        assert.equal(await tx.sessions.removeOfUser(other, session.userId), 0)
        await tx.sessions.touch(other, session.id, now + hour)
      })
      assert.deepEqual(await sessions.find(mine, session.id), session)
      assert.equal((await sessions.findByToken(session.tokenHash))?.accountId, mine)
    })

    test('what has expired is dropped by what is added, a few at a time', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const old = Array.from({ length: 20 }, () => someSession(accountId, { expiresAt: now - 1 }))
      await own.write(async (tx) => {
        for (const session of old) {
          await tx.sessions.insert({ ...session, createdAt: now - 10 * hour })
        }
      })
      const left = () => own.read.sessions.list(accountId, 0)
      assert.equal((await left()).length, 20)
      await own.write((tx) => tx.sessions.insert(someSession(accountId)))
      const afterOne = (await left()).length
      assert.ok(afterOne < 21 && afterOne > 10, `${afterOne} are left`)
      await Promise.all(
        Array.from({ length: 19 }, () =>
          own.write((tx) => tx.sessions.insert(someSession(accountId))),
        ),
      )
      assert.equal((await left()).length, 20)
    })
  })
}

/** Which of some sessions were announced as ended since. */
function listen(storage: Storage) {
  const told: Announcement[] = []
  storage.announcements.subscribe((announcement) => told.push(announcement))
  return (...sessions: readonly { readonly tokenHash: string }[]): ReadonlySet<string> => {
    const hashes = told.flatMap((each) => (each.about === 'session' ? [each.tokenHash] : []))
    return new Set(hashes.filter((hash) => sessions.some(({ tokenHash }) => tokenHash === hash)))
  }
}
