import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { createSessionCallers, type SessionCallers } from '#domain/login/callers.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { until } from '../support/until.ts'
import { hour, newAccount, someSession, someUser } from './contract.ts'

const minute = 60_000
const idleMinutes = 20

type Scene = {
  readonly storage: Storage
  readonly clock: TestClock
  readonly callers: SessionCallers
  readonly accountId: Awaited<ReturnType<typeof newAccount>>
  readonly bearer: string
  readonly sessionId: string
  readonly another: () => Promise<Storage>
}

for (const kind of databaseKinds) {
  describe(`who a bearer belongs to, on ${kind}`, () => {
    test('a bearer belongs to its user, with the packages of their live profiles', async (t) => {
      const { callers, accountId, bearer, sessionId } = await setTheScene(t)
      const caller = await byBearer(callers, bearer)
      assert.deepEqual(
        [caller?.accountId, caller?.userId, caller?.loginName, caller?.sessionId],
        [accountId, 1, 'admin', sessionId],
      )
      assert.deepEqual([...(caller?.packages ?? [])], [7, 8])
      assert.deepEqual(caller?.profileNames, ['Administrator'])
      assert.ok(!(byBearer(callers, bearer) instanceof Promise), 'the second time from memory')
    })

    test('unknown bearers, and the hash of a known one, belong to nobody', async (t) => {
      const { callers, bearer } = await setTheScene(t)
      for (const text of ['', 'x', sha256Hex(bearer), `${bearer} `, bearer.toUpperCase(), '\0']) {
        assert.equal(await byBearer(callers, text), undefined, text)
      }
    })

    test('a session ends when its time is over, however often it is used', async (t) => {
      const scene = await setTheScene(t)
      const { callers, clock, bearer } = scene
      for (let used = 0; used < 8 * 60; used += 15) {
        assert.ok(await byBearer(callers, bearer), `after ${used} minutes`)
        await noted(scene, clock.now())
        clock.advance(15 * minute)
      }
      assert.equal(await byBearer(callers, bearer), undefined)
    })

    test('a session that nobody uses for 20 minutes ends; a use before that keeps it', async (t) => {
      const scene = await setTheScene(t)
      const { callers, clock, bearer } = scene
      assert.ok(await byBearer(callers, bearer))
      clock.advance(idleMinutes * minute - 1)
      assert.ok(await byBearer(callers, bearer))
      await noted(scene, clock.now())
      clock.advance(idleMinutes * minute - 1)
      assert.ok(await byBearer(callers, bearer))
      clock.advance(idleMinutes * minute)
      assert.equal(await byBearer(callers, bearer), undefined)
    })

    test('a use is noted, at most once a minute', async (t) => {
      const scene = await setTheScene(t)
      const { callers, clock, bearer, storage, accountId, sessionId } = scene
      const start = clock.now()
      await byBearer(callers, bearer)
      clock.advance(minute - 1)
      await byBearer(callers, bearer)
      clock.advance(1)
      await byBearer(callers, bearer)
      clock.advance(30_000)
      await byBearer(callers, bearer)
      // Had the use before or after the minute been noted, it would stand there in its place.
      await noted(scene, start + minute)
      await new Promise((resolve) => setTimeout(resolve, 50))
      const session = await storage.read.sessions.find(accountId, sessionId)
      assert.equal(session?.lastUsedAt, start + minute)
    })

    test('a use in another process keeps a session that this one saw idle', async (t) => {
      const scene = await setTheScene(t)
      const { callers, clock, bearer, storage, accountId, sessionId } = scene
      assert.ok(await byBearer(callers, bearer))
      clock.advance(idleMinutes * minute)
      const at = clock.now() - minute
      await storage.write((tx) => tx.sessions.touch(accountId, sessionId, at))
      assert.ok(await byBearer(callers, bearer))
    })

    const ends: Readonly<Record<string, (scene: Scene, from: Storage) => Promise<unknown>>> = {
      'a session that was ended': ({ accountId, sessionId }, from) =>
        from.write((tx) => tx.sessions.remove(accountId, sessionId)),
      'a user who was disabled': ({ accountId }, from) =>
        changeUser(from, accountId, { isEnabled: false }),
      'a user who was blocked': ({ accountId }, from) =>
        changeUser(from, accountId, { blocked: true }),
      'a user who was deleted': ({ accountId }, from) =>
        changeUser(from, accountId, { deleted: true }),
      'an account that was suspended': ({ accountId }, from) =>
        from.write((tx) => tx.accounts.update(accountId, { status: 'suspended' })),
      'an account that was erased': ({ accountId, clock }, from) =>
        from.write((tx) => tx.accounts.erase(accountId, clock.now())),
    }
    for (const [who, end] of Object.entries(ends)) {
      test(`${who} is refused at once, and by another process in under a second`, async (t) => {
        const scene = await setTheScene(t)
        const { callers, bearer, storage, clock } = scene
        const elsewhere = await scene.another()
        const theirs = createSessionCallers({ storage: elsewhere, clock, onFault: failOn })
        assert.ok(await byBearer(callers, bearer))
        assert.ok(await byBearer(theirs, bearer))
        await end(scene, storage)
        assert.equal(await byBearer(callers, bearer), undefined, 'at once')
        await until(async () => (await byBearer(theirs, bearer)) === undefined, 1000)
      })
    }

    test('an end that comes while a bearer is looked up is not forgotten', async (t) => {
      const { callers, bearer, storage, accountId } = await setTheScene(t)
      const looks = Array.from({ length: 20 }, () => byBearer(callers, bearer))
      await changeUser(storage, accountId, { isEnabled: false })
      await Promise.all(looks)
      assert.equal(await byBearer(callers, bearer), undefined)
    })

    async function setTheScene(t: TestContext): Promise<Scene> {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      const clock = createTestClock()
      const accountId = await newAccount(storage, {
        settings: { sessions: { idleMinutes, absoluteMinutes: 8 * 60 } },
      })
      const bearer = randomBytes(32).toString('hex')
      const session = someSession(accountId, {
        tokenHash: sha256Hex(bearer),
        createdAt: clock.now(),
        lastUsedAt: clock.now(),
        expiresAt: clock.now() + 8 * hour,
      })
      await storage.write(async (tx) => {
        await tx.profiles.insert(accountId, profile(5, 'Administrator', [7, 8], false))
        await tx.profiles.insert(accountId, profile(6, 'Gone', [9], true))
        await tx.users.insert(accountId, someUser(1, 'admin', { profileIds: [5, 6] }))
        await tx.sessions.insert(session)
      })
      const callers = createSessionCallers({ storage, clock, onFault: failOn })
      const { id: sessionId } = session
      return { storage, clock, callers, accountId, bearer, sessionId, another: database.open }
    }
  })
}

/** By what the client has. */
function byBearer(callers: SessionCallers, bearer: string) {
  const tokenHash = sha256Hex(bearer)
  return callers.known(tokenHash) ?? callers.find(tokenHash)
}

/** As the domain changes a user: with the next revision, which announces the account. */
function changeUser(
  storage: Storage,
  accountId: Scene['accountId'],
  change: Partial<ReturnType<typeof someUser>>,
): Promise<unknown> {
  return storage.write(async (tx) => {
    await tx.accounts.nextRevision(accountId)
    await tx.users.update(accountId, someUser(1, 'admin', { profileIds: [5, 6], ...change }))
  })
}

function profile(id: number, name: string, enabledPackages: readonly number[], deleted: boolean) {
  return {
    id,
    deleted,
    name,
    description: '',
    roleTypeId: 1,
    enabledPackages,
    permissions: [],
    isAssignedToLPA: false,
    dateUpdated: 1,
  }
}

function failOn(fault: unknown): never {
  assert.fail(`A fault in the background: ${fault}`)
}

/** A use is noted in the background: waits until that is done, because only the clock here is moved by hand. */
async function noted({ storage, accountId, sessionId }: Scene, at: number): Promise<void> {
  const lastUse = async () => (await storage.read.sessions.find(accountId, sessionId))?.lastUsedAt
  await until(async () => (await lastUse()) === at, 5000, 'the use is noted')
}
