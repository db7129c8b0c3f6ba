import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createDataKeys, resealDataKeys } from '#domain/sealing/data-keys.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { bySchedule } from '#domain/signing-keys/change-keys.ts'
import { createSigningKeys } from '#domain/signing-keys/create-signing-keys.ts'
import { rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { publishedAheadMs } from '#domain/signing-keys/schedule.ts'
import { masterKeyOf } from '#lib/master-key-file.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { seedAccount } from '../support/test-server.ts'
import { headerOf, ownerOf, rotationMs, secondsFrom, startProcess, zone } from './support.ts'

const issuer = { purpose: 'issuer', algorithm: 'ES256', typ: 'at+jwt' } as const
const appJwt = { purpose: 'appjwt', algorithm: 'RS256', typ: 'JWT' } as const

for (const kind of databaseKinds) {
  describe(`signing keys of several processes on one ${kind} database`, () => {
    const scenario = async (t: { after(done: () => Promise<void>): void }) => {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const clock = createTestClock()
      const storages = [await database.open(), await database.open()] as const
      const processes = storages.map((storage) => startProcess(storage, clock))
      const [one, two] = processes
      assert.ok(one !== undefined && two !== undefined)
      const { id } = await seedAccount(
        { storage: storages[0], clock, dataKeys: one.ports.dataKeys },
        'acme',
      )
      return { clock, storages, one, two, processes, owner: ownerOf(id) }
    }

    test('of first keys that are made at once one is kept, and all use it', async (t) => {
      const { clock, processes, owner, storages } = await scenario(t)
      const exp = secondsFrom(clock, 60_000)
      const tokens = await Promise.all(
        Array.from({ length: 10 }, () =>
          processes.map((process) =>
            Promise.all([
              process.sign(owner, issuer, { exp }),
              process.sign(zone, appJwt, { exp }),
            ]),
          ),
        ).flat(),
      )
      assert.equal(new Set(tokens.map(([ofAccount]) => headerOf(ofAccount).kid)).size, 1)
      assert.equal(new Set(tokens.map(([, ofZone]) => headerOf(ofZone).kid)).size, 1)
      for (const [ofAccount, ofZone] of tokens) {
        for (const process of processes) {
          assert.ok(await process.verify(owner, issuer, ofAccount))
          assert.ok(await process.verify(zone, appJwt, ofZone))
        }
      }
      assert.equal((await storages[0].read.signingKeys.list(owner)).length, 1)
    })

    test('a token is verified elsewhere the moment it was signed, whatever is remembered there', async (t) => {
      const { clock, one, two, owner } = await scenario(t)
      const exp = secondsFrom(clock, 60_000)
      assert.deepEqual(await two.publicKeys(owner, ['issuer']), [])
      assert.equal(await two.verify(owner, issuer, 'x.y.z'), undefined)
      for (let turn = 0; turn < 5; turn += 1) {
        const token = await one.sign(owner, issuer, { exp })
        assert.ok(await two.verify(owner, issuer, token))
        await rotateKeys(one.ports, owner, { purpose: 'issuer', now: true }, bySchedule)
        clock.advance(1)
      }
    })

    test('tokens of strangers cost one read, and no key is opened again for them', async (t) => {
      const { clock, storages, owner } = await scenario(t)
      let opened = 0
      const [storage] = storages
      const process = startProcess(storage, clock)
      const counting = {
        ...process.ports,
        storage,
        dataKeys: {
          ...process.ports.dataKeys,
          derive: (...given: Parameters<typeof process.ports.dataKeys.derive>) => {
            if (given[1] === 'signing-keys') opened += 1
            return process.ports.dataKeys.derive(...given)
          },
        },
        onFault: () => {},
      }
      const keys = createSigningKeys(counting)
      const exp = secondsFrom(clock, 60_000)
      const token = await keys.sign(owner, issuer, { exp })
      await keys.sign(owner, issuer, { exp })
      const before = opened
      const [, payload, signature] = token.split('.')
      for (let turn = 0; turn < 20; turn += 1) {
        const header = JSON.stringify({ kid: `stranger-${turn}`, typ: 'at+jwt', alg: 'ES256' })
        const foreign = `${Buffer.from(header).toString('base64url')}.${payload}.${signature}`
        assert.equal(await keys.verify(owner, issuer, foreign), undefined)
        assert.ok(await keys.verify(owner, issuer, await keys.sign(owner, issuer, { exp })))
      }
      assert.equal(opened, before)
    })

    test('of successors that are made at once one is kept', async (t) => {
      const { clock, processes, one, two, owner } = await scenario(t)
      await one.sign(owner, issuer, { exp: secondsFrom(clock, 60_000) })
      clock.advance(rotationMs)
      await Promise.all(processes.flatMap((process) => [process.upkeep(), process.upkeep()]))
      const listed = await one.ports.storage.read.signingKeys.list(owner)
      assert.equal(listed.length, 2)
      clock.advance(publishedAheadMs)
      const exp = secondsFrom(clock, 60_000)
      const [first, second] = await Promise.all([
        startProcess(one.ports.storage as never, clock).sign(owner, issuer, { exp }),
        two.sign(owner, issuer, { exp }),
      ])
      assert.equal(headerOf(first).kid, listed[1]?.kid)
      assert.ok(await one.verify(owner, issuer, second))
    })

    test('a process whose clock is behind signs with the first key too', async (t) => {
      const { clock, storages, one, owner } = await scenario(t)
      const exp = secondsFrom(clock, 60_000)
      const token = await one.sign(owner, issuer, { exp })
      const behind = startProcess(storages[1], { now: () => clock.now() - 30_000 })
      assert.equal(headerOf(await behind.sign(owner, issuer, { exp })).kid, headerOf(token).kid)
    })

    test('the master key is rotated: keys of accounts and of the instance open after a restart', async (t) => {
      const { clock, storages, one, owner } = await scenario(t)
      const exp = secondsFrom(clock, 60_000)
      const tokens = [await one.sign(owner, issuer, { exp }), await one.sign(zone, appJwt, { exp })]
      const [storage] = storages
      const newKey = masterKeyOf(Buffer.alloc(32, 9))
      const old = one.ports
      const { fixedMasterKeys } = await import('../support/master-keys.ts')
      const both = [newKey, ...fixedMasterKeys().all()]
      const masterKeysOf = (all: typeof both) => ({
        current: () => all[0] ?? newKey,
        find: (id: string) => all.find((key) => key.id === id),
        all: () => all,
        reload: () => {},
      })
      const { resealed } = await resealDataKeys({ storage, masterKeys: masterKeysOf(both) })
      assert.equal(resealed, 2, 'the account’s data key and the instance’s')
      const masterKeys = masterKeysOf([newKey])
      const restarted = createSigningKeys({
        ...old,
        storage,
        dataKeys: createDataKeys({ storage, masterKeys }),
        instanceKeys: createInstanceKeys({ storage, masterKeys }),
        onFault: () => {},
      })
      const again = [
        await restarted.sign(owner, issuer, { exp }),
        await restarted.sign(zone, appJwt, { exp }),
      ]
      for (const [index, token] of again.entries()) {
        assert.equal(headerOf(token).kid, headerOf(tokens[index] ?? '').kid)
      }
      assert.ok(await restarted.verify(zone, appJwt, tokens[1] ?? ''))
    })
  })
}
