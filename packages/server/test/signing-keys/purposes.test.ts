import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { bySchedule } from '#domain/signing-keys/change-keys.ts'
import { listKeys, retireKey, rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { forGood, keptLongerMs, publishedAheadMs } from '#domain/signing-keys/schedule.ts'
import type { SigningPurpose } from '#domain/signing-keys/signing-key.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
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

const useOf = (purpose: SigningPurpose) => ({ purpose, algorithm: 'RS256', typ: 'JWT' }) as const
const ofZone = ['appjwt', 'idtoken', 'consumer', 'anonymous', 'consumerjws'] as const

for (const kind of databaseKinds) {
  describe(`what keys are for, on ${kind}`, () => {
    let server: TestServer
    let keys: KeyProcess
    before(async () => {
      server = await startTestServer(kind)
      keys = startProcess(server.storage, server.clock)
    })
    after(() => server.stop())
    const claimsFor = (lifeMs: number) => ({ sub: 'x', exp: secondsFrom(server.clock, lifeMs) })
    const statesOf = async (purpose: string) =>
      (await listKeys(keys.ports, zone))
        .filter(({ key }) => key.purpose === purpose)
        .map(({ state }) => state)

    test('a token of each purpose is refused by the verifier of every other', async () => {
      const owner = ownerOf((await seedAccount(server, 'acme')).id)
      const doors = [
        ...ofZone.map((purpose) => ({ purpose, owner: zone })),
        { purpose: 'issuer' as const, owner },
      ]
      const kids = new Set<string>()
      for (const made of doors) {
        // The same claims, type and algorithm: the key alone tells them apart.
        const claims = claimsFor(hour)
        const token = await keys.sign(made.owner, useOf(made.purpose), claims)
        kids.add(headerOf(token).kid)
        assert.ok(headerOf(token).kid.startsWith(`${made.purpose}-`))
        for (const door of doors) {
          const verified = await keys.verify(door.owner, useOf(door.purpose), token)
          const expected = door.purpose === made.purpose ? claims : undefined
          assert.deepEqual(verified, expected, `${made.purpose} at ${door.purpose}`)
          // Another's `kid` on it does not open the door either.
          const [, payload, signature] = token.split('.')
          const other = await keys.sign(door.owner, useOf(door.purpose), claims)
          const forged = `${other.split('.')[0]}.${payload}.${signature}`
          assert.deepEqual(await keys.verify(door.owner, useOf(door.purpose), forged), expected)
        }
      }
      assert.equal(kids.size, doors.length)
    })

    test('keys of consumers belong to the zone, and sign with RS256 alone', async () => {
      const owner = ownerOf((await seedAccount(server, 'other')).id)
      for (const purpose of ['consumer', 'anonymous', 'consumerjws'] as const) {
        await assert.rejects(keys.sign(owner, useOf(purpose), claimsFor(hour)))
        const es256 = { ...useOf(purpose), algorithm: 'ES256' } as const
        await assert.rejects(keys.sign(zone, es256, claimsFor(hour)))
      }
      const enc = { purpose: 'encryption', algorithm: 'RSA-OAEP-256' } as const
      await assert.rejects(keys.prepare(owner, [enc]))
      await assert.rejects(keys.prepare(zone, [{ ...enc, algorithm: 'RS256' }]))
      await assert.rejects(keys.prepare(zone, [{ ...enc, purpose: 'consumer' }]))
    })

    test('contract 2.2: a ConsumerJWS has no exp; only its keys are kept without an end', async () => {
      const claims = { account_id: '1', ext_consumer_id: 'e', lp_consumer_id: 'a' }
      const token = await keys.sign(zone, useOf('consumerjws'), claims, Number.POSITIVE_INFINITY)
      assert.deepEqual(await keys.verify(zone, useOf('consumerjws'), token), claims)
      await assert.rejects(keys.sign(zone, useOf('consumerjws'), claims as never))
      for (const purpose of ['appjwt', 'idtoken', 'consumer', 'anonymous'] as const) {
        await assert.rejects(keys.sign(zone, useOf(purpose), claims, Number.POSITIVE_INFINITY))
        await assert.rejects(keys.sign(zone, useOf(purpose), claims, Number.NaN))
        await assert.rejects(keys.sign(zone, useOf(purpose), claims as never))
      }
    })

    test('ConsumerJWS keys have a successor on command, and go by force alone', async () => {
      const sign = () =>
        keys.sign(zone, useOf('consumerjws'), { sub: 'x' }, Number.POSITIVE_INFINITY)
      const token = await sign()
      const first = headerOf(token).kid
      server.clock.advance(10 * rotationMs)
      await keys.upkeep()
      assert.deepEqual(await statesOf('consumerjws'), ['signing'])
      await rotateKeys(keys.ports, zone, { purpose: 'consumerjws', now: true }, bySchedule)
      assert.notEqual(headerOf(await sign()).kid, first)
      server.clock.advance(50 * 365 * day)
      await keys.upkeep()
      assert.ok(await keys.verify(zone, useOf('consumerjws'), token), 'after 50 years')
      const retire = (needed: boolean) =>
        retireKey(keys.ports, zone, { kid: first, needed }, bySchedule)
      await assert.rejects(retire(false), /never expire/)
      await retire(true)
      assert.equal(await keys.verify(zone, useOf('consumerjws'), token), undefined)
    })

    test('a key that was never used is kept too, if its purpose is for good', async () => {
      const line = { purpose: 'consumerjws', algorithm: 'RS256' } as const
      await keys.prepare(zone, [line])
      await rotateKeys(keys.ports, zone, { purpose: 'consumerjws', now: true }, bySchedule)
      server.clock.advance(rotationMs)
      await keys.upkeep()
      const listed = await listKeys(keys.ports, zone)
      const ofPurpose = listed.filter(({ key }) => key.purpose === 'consumerjws')
      assert.ok(ofPurpose.length >= 2)
      assert.ok(ofPurpose.every(({ key }) => key.neededUntil === forGood))
    })

    test('an anonymous token that expired is verified until it can be refreshed no more', async () => {
      const refreshable = 730 * hour
      const now = server.clock.now()
      const claims = { sub: 'anon', exp: secondsFrom(server.clock, 10 * minute) }
      const first = await keys.sign(zone, useOf('anonymous'), claims, now + refreshable)
      await rotateKeys(keys.ports, zone, { purpose: 'anonymous', now: true }, bySchedule)
      server.clock.advance(refreshable - minute)
      await startProcess(server.storage, server.clock).upkeep()
      assert.deepEqual(await keys.verify(zone, useOf('anonymous'), first), claims)
      // What was noted ahead of use: an hour, and up to a minute.
      server.clock.advance(hour + 2 * minute + keptLongerMs)
      await keys.upkeep()
      assert.equal(await keys.verify(zone, useOf('anonymous'), first), undefined)
    })

    test('keys of consumer and anonymous tokens follow one another by the clock', async () => {
      for (const purpose of ['consumer', 'anonymous'] as const) {
        const before = await keys.sign(zone, useOf(purpose), claimsFor(hour))
        server.clock.advance(rotationMs)
        await keys.upkeep()
        assert.equal((await statesOf(purpose)).at(-1), 'next')
        server.clock.advance(publishedAheadMs)
        const after = await keys.sign(zone, useOf(purpose), claimsFor(hour))
        assert.notEqual(headerOf(after).kid, headerOf(before).kid)
        const [first] = await keys.publicKeys(zone, [purpose])
        assert.equal(first?.kid, headerOf(after).kid)
      }
    })
  })
}
