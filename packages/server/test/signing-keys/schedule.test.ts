import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { DomainError } from '#domain/errors.ts'
import { bySchedule } from '#domain/signing-keys/change-keys.ts'
import { listKeys, retireKey, rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { keptLongerMs, publishedAheadMs } from '#domain/signing-keys/schedule.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import {
  day,
  headerOf,
  hour,
  type KeyProcess,
  minute,
  ownerOf,
  rotationMs,
  secondsFrom,
  startProcess,
  zone,
} from './support.ts'

const issuer = { purpose: 'issuer', algorithm: 'ES256', typ: 'at+jwt' } as const
const appJwt = { purpose: 'appjwt', algorithm: 'RS256', typ: 'JWT' } as const
const idToken = { purpose: 'idtoken', algorithm: 'RS256', typ: 'JWT' } as const

for (const kind of databaseKinds) {
  describe(`the schedule of signing keys on ${kind}`, () => {
    let server: TestServer
    let keys: KeyProcess
    before(async () => {
      server = await startTestServer(kind)
      keys = startProcess(server.storage, server.clock)
    })
    after(() => server.stop())

    let accounts = 0
    const newOwner = async () => {
      accounts += 1
      return ownerOf((await seedAccount(server, `brand${accounts}`)).id)
    }
    const sign = async (owner: KeyOwner, lifeMs = 10 * minute, by = keys) =>
      by.sign(owner, issuer, { sub: 'x', exp: secondsFrom(server.clock, lifeMs) })
    const verifies = async (owner: KeyOwner, token: string, by = keys) =>
      (await by.verify(owner, issuer, token)) !== undefined
    const kids = async (owner: KeyOwner, by = keys) =>
      (await by.publicKeys(owner, ['issuer'])).map(({ kid }) => kid)
    const states = async (owner: KeyOwner) =>
      (await listKeys(keys.ports, owner)).map(({ state }) => state)

    test('a first key is published and signs at once; no other key is made', async () => {
      const owner = await newOwner()
      assert.deepEqual(await kids(owner), [])
      const token = await sign(owner)
      assert.ok(await verifies(owner, token))
      assert.deepEqual(await kids(owner), [headerOf(token).kid])
      await keys.upkeep()
      assert.deepEqual(await states(owner), ['signing'])
    })

    test('publish, wait, sign, keep, retire', async () => {
      const owner = await newOwner()
      const first = headerOf(await sign(owner)).kid
      server.clock.advance(rotationMs - publishedAheadMs - 1)
      await keys.upkeep()
      assert.deepEqual(await kids(owner), [first], 'it is not time')

      server.clock.advance(1)
      await keys.upkeep()
      await keys.upkeep()
      const [stillFirst, next, ...others] = await kids(owner)
      assert.equal(stillFirst, first)
      assert.deepEqual(others, [])
      assert.ok(next !== undefined)
      assert.deepEqual(await states(owner), ['signing', 'next'])

      server.clock.advance(publishedAheadMs - 1)
      const last = await sign(owner, hour)
      assert.equal(headerOf(last).kid, first, 'until the end, the first signs')
      server.clock.advance(1)
      assert.equal(headerOf(await sign(owner)).kid, next, 'no upkeep is needed for that')
      assert.deepEqual(await kids(owner), [next, first], 'the one that signs comes first')
      assert.deepEqual(await states(owner), ['kept', 'signing'])

      server.clock.advance(hour - 1)
      await keys.upkeep()
      assert.ok(await verifies(owner, last), 'its tokens are alive, so the first is kept')
      // What was noted ahead of use: an hour, and up to a minute.
      server.clock.advance(hour + minute + keptLongerMs + 1)
      await keys.upkeep()
      assert.deepEqual(await kids(owner), [next])
      assert.equal(await verifies(owner, last), false)
    })

    test('a key is published for at least 3 hours before it signs', () => {
      assert.ok(publishedAheadMs >= 3 * hour)
    })

    test('what is due is done when keys are used, too', async () => {
      const owner = await newOwner()
      await sign(owner)
      server.clock.advance(rotationMs)
      await sign(owner)
      const published = async () => (await kids(owner)).length === 2
      await eventually(published)
    })

    test('a process that is killed at any moment of a rotation leaves what the next goes on with', async () => {
      const owner = await newOwner()
      const first = headerOf(await sign(owner, day)).kid
      server.clock.advance(rotationMs)
      await keys.upkeep()
      // Each look from here on is by a process that was just started.
      const restarted = () => startProcess(server.storage, server.clock)
      assert.equal(headerOf(await sign(owner, hour, restarted())).kid, first)
      server.clock.advance(publishedAheadMs)
      const next = headerOf(await sign(owner, hour, restarted())).kid
      assert.notEqual(next, first)
      await restarted().upkeep()
      assert.deepEqual(await kids(owner, restarted()), [next, first])
      server.clock.advance(2 * day)
      await restarted().upkeep()
      assert.deepEqual(await kids(owner, restarted()), [next])
    })

    test('nothing is done twice for a server that was away for a year', async () => {
      const owner = await newOwner()
      await sign(owner)
      server.clock.advance(365 * day)
      for (let turn = 0; turn < 3; turn += 1) await keys.upkeep()
      assert.deepEqual(await states(owner), ['signing', 'next'])
      server.clock.advance(publishedAheadMs + keptLongerMs)
      for (let turn = 0; turn < 3; turn += 1) await keys.upkeep()
      assert.deepEqual(await states(owner), ['signing'])
    })

    test('how long a key is needed is written once in an hour, not for each token', async () => {
      const owner = await newOwner()
      await sign(owner)
      let writes = 0
      const counting = {
        ...server.storage,
        write: (job: never) => {
          writes += 1
          return server.storage.write(job)
        },
      } as typeof server.storage
      const process = startProcess(counting, server.clock)
      for (let minutes = 0; minutes < 120; minutes += 1) {
        await Promise.all([sign(owner, 10 * minute, process), sign(owner, 10 * minute, process)])
        server.clock.advance(minute)
      }
      assert.ok(writes >= 1 && writes <= 3, `${writes} writes for 240 tokens in 2 hours`)
      const [kept] = await server.storage.read.signingKeys.list(owner)
      assert.ok((kept?.neededUntil ?? 0) >= server.clock.now() + 9 * minute)
    })

    test('AppJWT keys have no successor by the clock; id_token keys have', async () => {
      const exp = secondsFrom(server.clock, hour)
      const before = headerOf(await keys.sign(zone, appJwt, { exp })).kid
      await keys.sign(zone, idToken, { exp })
      server.clock.advance(2 * rotationMs)
      await keys.upkeep()
      const listed = await listKeys(keys.ports, zone)
      const ofPurpose = (purpose: string) =>
        listed.filter(({ key }) => key.purpose === purpose).map(({ state }) => state)
      assert.deepEqual(ofPurpose('appjwt'), ['signing'])
      assert.deepEqual(ofPurpose('idtoken'), ['signing', 'next'])
      const published = await keys.publicKeys(zone, ['appjwt', 'idtoken'])
      assert.equal(published[0]?.kid, before)
      assert.match(published.map(({ kid }) => kid.split('-')[0]).join(), /^appjwt,idtoken,idtoken$/)
    })

    test('by command a key has a successor at any time; a second command waits for the first', async () => {
      const owner = await newOwner()
      const first = headerOf(await sign(owner)).kid
      const rotate = (now = false) =>
        rotateKeys(keys.ports, owner, { purpose: 'issuer', now }, bySchedule)
      await rotate()
      const [, next = ''] = await kids(owner)
      assert.equal(headerOf(await sign(owner)).kid, first)
      await assert.rejects(rotate(), isRefused('in_use', /published already/))
      await rotate(true)
      assert.equal(headerOf(await sign(owner)).kid, next, 'the one that was published is hastened')
      await rotate(true)
      const third = headerOf(await sign(owner)).kid
      assert.ok(third !== next && third !== first)
      const unknown = { purpose: 'issuer', algorithm: 'PS256' } as const
      await assert.rejects(
        rotateKeys(keys.ports, owner, unknown, bySchedule),
        isRefused('not_found', /first token/),
      )
    })

    test('a key that signs, will sign, or is needed, is not retired; one that must go is', async () => {
      const owner = await newOwner()
      const token = await sign(owner)
      const first = headerOf(token).kid
      const retire = (kid: string, needed = false) =>
        retireKey(keys.ports, owner, { kid, needed }, bySchedule)
      await assert.rejects(retire(first, true), isRefused('in_use', /signs now/))
      await rotateKeys(keys.ports, owner, { purpose: 'issuer' }, bySchedule)
      const [, next = ''] = await kids(owner)
      await assert.rejects(retire(next, true), isRefused('in_use', /will sign/))
      await rotateKeys(keys.ports, owner, { purpose: 'issuer', now: true }, bySchedule)
      await assert.rejects(retire(first), isRefused('in_use', /may be valid until \d{4}-/))
      assert.ok(await verifies(owner, token))
      await retire(first, true)
      assert.equal(await verifies(owner, token), false)
      await assert.rejects(retire(first), isRefused('not_found', /no such key/))
    })

    test('an owner has keys of its own purposes alone, and tokens end', async () => {
      const owner = await newOwner()
      const exp = secondsFrom(server.clock, hour)
      await assert.rejects(keys.sign(owner, appJwt, { exp }))
      await assert.rejects(keys.sign(zone, issuer, { exp }))
      await assert.rejects(keys.sign(zone, { ...appJwt, algorithm: 'ES256' }, { exp }))
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined as never]) {
        await assert.rejects(keys.sign(zone, appJwt, { exp: bad }))
      }
      const nobody = { kind: 'account', accountId: 'nobody' as never } as const
      await assert.rejects(keys.sign(nobody, issuer, { exp }))
    })

    test('a token of another purpose, type or owner is refused', async () => {
      const [owner, other] = [await newOwner(), await newOwner()]
      const exp = secondsFrom(server.clock, hour)
      const token = await sign(owner)
      await sign(other)
      const asIdToken = await keys.sign(owner, { ...issuer, typ: 'JWT' }, { exp })
      const ofApp = await keys.sign(zone, appJwt, { exp })
      assert.equal(await verifies(other, token), false)
      assert.equal(await verifies(owner, asIdToken), false)
      assert.equal(await keys.verify(zone, idToken, ofApp), undefined)
      assert.equal(await keys.verify(zone, appJwt, token), undefined)
      assert.deepEqual(await keys.verify(zone, appJwt, ofApp), { exp })
      for (const broken of ['', 'x', `${token} `, token.slice(0, -2), `${token}=`]) {
        assert.equal(await verifies(owner, broken), false)
      }
    })

    test('an erased account’s keys are gone at once', async () => {
      const { id } = await seedAccount(server, 'erased')
      const token = await sign(ownerOf(id))
      assert.ok(await verifies(ownerOf(id), token))
      await server.storage.write((tx) => tx.accounts.erase(id, server.clock.now()))
      assert.equal(await verifies(ownerOf(id), token), false)
      await assert.rejects(sign(ownerOf(id)))
    })

    test('each change is in the account’s audit trail', async () => {
      const { id, users } = await seedAccount(server, 'audited')
      const owner = ownerOf(id)
      await sign(owner)
      const { bearer } = users.admin
      const rotate = '/api/account/audited/watchword/keys/rotate'
      assert.equal(
        (await call(server, 'POST', rotate, { bearer, body: { now: true } })).status,
        200,
      )
      server.clock.advance(10 * hour)
      await keys.upkeep()
      const filter = {
        from: undefined,
        to: undefined,
        objectTypes: ['ACSigningKeyObject'],
        actorLoginNames: undefined,
        includeAutomatic: true,
        includeLpa: true,
      }
      const page = { limit: 10, offset: 0, order: [] }
      const events = await server.storage.read.audit.query(id, filter, page)
      const told = events
        .toSorted((a, b) => a.sequence - b.sequence)
        .map(({ action, actor, automatic }) => [action, actor.loginName, automatic])
      assert.deepEqual(told, [
        ['Add new', 'system', true],
        ['Add new', 'admin', false],
        ['Delete', 'system', true],
      ])
      assert.ok(!JSON.stringify(events).includes('sealed'))
    })
  })
}

function isRefused(code: DomainError['code'], words: RegExp) {
  return (error: DomainError) => {
    assert.equal(error.code, code)
    assert.match(error.message, words)
    return true
  }
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail('it did not come true')
}
