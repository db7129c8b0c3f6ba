import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { contentEncryptions, decryptJwe } from '@watchword/protocol/jose/decrypt-jwe.ts'
import { readPublicJwk } from '@watchword/protocol/jose/public-jwk.ts'
import { CompactEncrypt, importSPKI } from 'jose'
import { bySchedule } from '#domain/signing-keys/change-keys.ts'
import type { EncryptionKey } from '#domain/signing-keys/encryption-keys.ts'
import { listKeys, retireKey, rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { keptLongerMs, publishedAheadMs } from '#domain/signing-keys/schedule.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, databaseKinds, type TestDatabase } from '../support/storages.ts'
import { day, hour, type KeyProcess, rotationMs, startProcess, zone } from './support.ts'

const enc = { purpose: 'encryption', algorithm: 'RSA-OAEP-256' } as const
const [usedForMs, keptForMs] = [365 * day, 90 * day]

/** As a brand does it that pasted the key by hand: it knows no `kid`. */
async function encrypt(
  { spki }: EncryptionKey,
  header: { readonly kid?: string; readonly enc?: string } = {},
): Promise<string> {
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----`
  return new CompactEncrypt(new TextEncoder().encode('a nested token'))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
    .encrypt(await importSPKI(pem, 'RSA-OAEP-256'))
}

for (const kind of databaseKinds) {
  describe(`encryption keys on ${kind}`, () => {
    let database: TestDatabase
    let keys: KeyProcess
    let another: KeyProcess
    const clock = createTestClock()
    before(async () => {
      database = await createTestDatabase(kind)
      keys = startProcess(await database.open(), clock)
      another = startProcess(await database.open(), clock)
    })
    after(() => database.remove())

    const opens = async (token: string, by = startProcess(keys.ports.storage as never, clock)) =>
      (await decryptJwe(token, await by.decryptionKeys())).ok
    const first = async () => {
      const [key] = await keys.encryptionKeys()
      assert.ok(key !== undefined)
      return key
    }

    test('none is made for a token of a stranger', async () => {
      assert.deepEqual(await keys.decryptionKeys(), [])
      assert.deepEqual(await keys.encryptionKeys(), [])
      assert.deepEqual(await keys.ports.storage.read.signingKeys.list(zone), [])
    })

    test('of first keys that are made at once one is kept, and opens in every process', async () => {
      await Promise.all([keys, another, keys, another].map((one) => one.prepare(zone, [enc])))
      assert.equal((await keys.ports.storage.read.signingKeys.list(zone)).length, 1)
      const token = await encrypt(await first())
      for (const process of [keys, another]) {
        assert.ok(await opens(token, startProcess(process.ports.storage as never, clock)))
      }
    })

    test('contract 3 section 5.1: as a JWK and as base64 SubjectPublicKeyInfo it is one key', async () => {
      const { jwk, spki } = await first()
      assert.equal(`${jwk.kty} ${jwk.alg} ${jwk.use}`, 'RSA RSA-OAEP-256 enc')
      assert.match(jwk.kid, /^encryption-\d\d-\d\d-\d\d-[0-9a-f]{12}$/)
      assert.match(spki, /^[A-Za-z0-9+/]+=*$/)
      const der = createPublicKey({
        key: Buffer.from(spki, 'base64'),
        format: 'der',
        type: 'spki',
      })
      assert.ok(der.equals(createPublicKey({ key: jwk as never, format: 'jwk' })))
      assert.ok((der.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048)
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) assert.equal(jwk[name], undefined)
      assert.throws(() => createPrivateKey({ key: jwk as never, format: 'jwk' }))
    })

    test('every content encryption that is offered opens, with a kid and without', async () => {
      const key = await first()
      for (const content of contentEncryptions) {
        assert.ok(await opens(await encrypt(key, { enc: content })), content)
        assert.ok(await opens(await encrypt(key, { enc: content, kid: key.jwk.kid })), content)
        assert.ok(!(await opens(await encrypt(key, { enc: content, kid: 'other' }))), content)
      }
    })

    test('it signs and verifies nothing', async () => {
      const use = { ...enc, typ: 'JWT' } as never
      await assert.rejects(keys.sign(zone, use, { exp: 1e9 }))
      await assert.rejects(keys.verify(zone, use, 'x.y.z'))
      const read = await readPublicJwk((await first()).jwk, ['RS256'])
      assert.ok(!read.ok && read.fault === 'not_for_signatures')
      const signing = ['appjwt', 'idtoken', 'consumer', 'anonymous', 'consumerjws'] as const
      assert.deepEqual(await keys.publicKeys(zone, signing), [])
    })

    test('it is used for a year, and opens for 90 days more', async () => {
      const pasted = await first()
      const published = () => keys.encryptionKeys().then((all) => all.map(({ jwk }) => jwk.kid))
      const listed = () => keys.decryptionKeys().then((all) => all.map(({ kid }) => kid))
      clock.advance(rotationMs)
      await keys.upkeep()
      assert.equal((await listed()).length, 1, 'not as often as keys that sign')
      clock.advance(usedForMs - rotationMs - publishedAheadMs)
      await keys.upkeep()
      const [stillFirst, next = '', ...others] = await listed()
      assert.deepEqual([stillFirst, others], [pasted.jwk.kid, []])
      assert.deepEqual(await published(), [stillFirst, next])

      clock.advance(publishedAheadMs)
      assert.deepEqual(await listed(), [next, pasted.jwk.kid], 'the one to use comes first')
      assert.deepEqual(await published(), [next], 'nobody is to begin with the old one')
      await startProcess(another.ports.storage as never, clock).upkeep()
      const token = await encrypt(pasted)
      clock.advance(keptForMs)
      await keys.upkeep()
      assert.ok(await opens(token), 'pasted by hand, and not replaced for 90 days')
      clock.advance(keptLongerMs + 1)
      await keys.upkeep()
      assert.equal(await opens(token), false)
      assert.deepEqual(await listed(), [next])
    })

    test('a process that is killed between the steps of a rotation leaves no key short-lived', async () => {
      const old = await first()
      await rotateKeys(keys.ports, zone, { purpose: 'encryption' }, bySchedule)
      const [kept] = await listKeys(another.ports, zone)
      // Noted in the transaction that made the successor: nothing is left to be done.
      assert.equal(kept?.key.kid, old.jwk.kid)
      assert.equal(kept.key.neededUntil, (kept.key.signsUntil ?? 0) + keptForMs)
      assert.ok(await opens(await encrypt(old)))
    })

    test('one that somebody else may know is replaced at once, and dropped by force', async () => {
      const known = await first()
      await rotateKeys(keys.ports, zone, { purpose: 'encryption', now: true }, bySchedule)
      assert.notEqual((await first()).jwk.kid, known.jwk.kid)
      const retire = (needed: boolean) =>
        retireKey(keys.ports, zone, { kid: known.jwk.kid, needed }, bySchedule)
      await assert.rejects(retire(false), /is opened until \d{4}-/)
      const token = await encrypt(known)
      assert.ok(await opens(token))
      await retire(true)
      assert.equal(await opens(token, keys), false)
      clock.advance(hour)
    })
  })
}
