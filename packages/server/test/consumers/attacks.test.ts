import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { authenticate, claimsOf } from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount } from '../support/test-server.ts'
import {
  assertAttacks,
  brandToken,
  connect,
  startTarget,
  type Target,
  verdictOf,
} from './attack.ts'
import {
  audiences,
  encodings,
  headers,
  hmacs,
  json,
  kinds,
  rightTokens,
  signatures,
  subjects,
  times,
  unsigned,
} from './attack-tables.ts'

const byForm = '400 1008 form'

for (const kind of databaseKinds) {
  describe(`security.md 3: forged and twisted id_tokens, on ${kind}`, () => {
    let target: Target
    before(async () => {
      target = await startTarget(kind)
    })
    after(() => target.stop())

    test('right tokens of every algorithm let in, so the refusals below are for their reason', () =>
      assertAttacks(target, rightTokens(target)))

    test('alg none in all its spellings', () => assertAttacks(target, unsigned(target)))

    test('HMAC with what is public', () => assertAttacks(target, hmacs(target)))

    test('headers that would choose the key, or the reader', () =>
      assertAttacks(target, headers(target)))

    test('JSON that two readers read in two ways', () => assertAttacks(target, json(target)))

    test('base64 that is none', () => assertAttacks(target, encodings(target)))

    test('signatures that are right for somebody else', () =>
      assertAttacks(target, signatures(target)))

    test('times', () => assertAttacks(target, times(target)))

    test('who it is for', async () => {
      const { server, account } = target
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const of = { clientId: 'watchword', audience: ['second'], jwtPublicKey }
      await assertAttacks(target, audiences(target), await connect(server, account, of))
    })

    test('issuers and kinds', () => assertAttacks(target, kinds(target)))

    test('names of consumers', () => assertAttacks(target, subjects(target)))

    test('names that look alike are other consumers', async () => {
      const names = ['a', 'A', '\u0430', 'a ', ' a', 'a\u200b', '\u202ea', '\u00e9', 'e\u0301']
      names.push('\uff41', 'a\ufeff', '\u212b', '\u00c5', 'constructor', '\u{10ffff}', 'ß', 'ss')
      const { server, account, connector } = target
      const ids = new Set<unknown>()
      for (const sub of names) {
        const answer = await authenticate(server, account.id, connector, {
          id_token: brandToken(target, { sub }),
        })
        assert.equal(answer.status, 200, `${sub} ${answer.text}`)
        ids.add(claimsOf((answer.body as { readonly token: string }).token)['sub'])
      }
      assert.equal(ids.size, names.length)
    })

    test('16 KiB is the edge; what is longer is refused unread', async () => {
      const { server, account, connector } = target
      const withPad = (length: number) => brandToken(target, { pad: 'x'.repeat(length) })
      let pad = 11_000
      while (withPad(pad + 1).length <= 16_384) pad += 1
      const [longest, tooLong] = [withPad(pad), withPad(pad + 1)]
      assert.ok(longest.length > 16_380)
      await assertAttacks(target, [
        ['at the edge', longest, '200'],
        ['beyond it', tooLong, '400 1001 size'],
        ['twice as long', withPad(22_000), '400 1001 size'],
        ['longer than any', withPad(40_000), '400 9012 input_validation_error'],
        ['only dots', '.'.repeat(16_000), byForm],
        ['many parts', 'a.'.repeat(8000), byForm],
      ])
      const megabyte = await authenticate(server, account.id, connector, {
        id_token: withPad(1_048_576),
      })
      assert.equal(megabyte.status, 413, megabyte.text)
    })

    test('a connector of another account, and another issuer with the same sub', async () => {
      const { server } = target
      const other = await seedAccount(server, 'zenith')
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const theirs = await connect(server, other, { jwtPublicKey })
      const token = brandToken(target)
      const here = await authenticate(server, target.account.id, theirs, { id_token: token })
      assert.equal(verdictOf(here), '404 1024 ac_connector_not_found')
      const issuer = 'https://login.other.example'
      const second = await connect(server, target.account, { jwtPublicKey, issuer })
      const ids = new Set<unknown>()
      for (const [id, account, claims] of [
        [target.connector, target.account.id, {}],
        [second, target.account.id, { iss: issuer }],
        [theirs, other.id, {}],
      ] as const) {
        const answer = await authenticate(server, account, id, {
          id_token: brandToken(target, claims),
        })
        ids.add(claimsOf((answer.body as { readonly token: string }).token)['sub'])
      }
      assert.equal(ids.size, 3)
    })
  })
}
