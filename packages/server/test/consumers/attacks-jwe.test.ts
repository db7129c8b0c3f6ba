import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { CompactEncrypt, importJWK } from 'jose'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'
import {
  type Attack,
  assertAttacks,
  brandToken,
  connect,
  startTarget,
  type Target,
} from './attack.ts'

type Ours = {
  readonly kid: string
  readonly jwk: Readonly<Record<string, string>>
  readonly spki: string
}

for (const kind of databaseKinds) {
  describe(`RFC 8725 sections 3.2 and 3.6: encrypted id_tokens, on ${kind}`, () => {
    let target: Target
    let ours: Ours
    before(async () => {
      target = await startTarget(kind)
      const url = '/api/account/acme/.well-known/encryption-key.json'
      const { body } = await call(target.server, 'GET', url)
      const { keys, publicKey } = body as {
        keys: [Readonly<Record<string, string>>]
        publicKey: string
      }
      ours = { kid: String(keys[0]['kid']), jwk: keys[0], spki: publicKey }
    })
    after(() => target.stop())
    const seal = async (plain: string | Buffer, header: object = {}, key?: Key) => {
      const all = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ours.kid, ...header }
      const by = key ?? ((await importJWK(ours.jwk, all.alg)) as Key)
      return new CompactEncrypt(Buffer.from(plain)).setProtectedHeader(all).encrypt(by)
    }

    test('what is offered lets in, by each encryption', async () => {
      const rows: Attack[] = []
      for (const enc of ['A128CBC-HS256', 'A256GCM', 'A256CBC-HS512']) {
        rows.push([enc, await seal(brandToken(target), { enc }), '200'])
        rows.push([`${enc}, cty`, await seal(brandToken(target), { enc, cty: 'JWT' }), '200'])
        rows.push([
          `${enc}, no kid`,
          await seal(brandToken(target), { enc, kid: undefined }),
          '200',
        ])
      }
      await assertAttacks(target, rows)
    })

    test('other ways of encrypting are refused by name, whatever they would cost', async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const token = brandToken(target)
      const start = performance.now()
      await assertAttacks(target, [
        ...(await Promise.all(
          ['RSA-OAEP', 'RSA-OAEP-384', 'RSA-OAEP-512'].map(
            async (alg): Promise<Attack> => [alg, await seal(token, { alg }), refused],
          ),
        )),
        ['RSA1_5', renamed(await seal(token), { alg: 'RSA1_5' }), refused],
        ['dir', await seal(token, { alg: 'dir' }, randomBytes(32)), '400 1008 form'],
        ['dir with our key', await seal(token, { alg: 'dir' }, keyOf(ours)), '400 1008 form'],
        ['dir, with a part for the key', handmade({ alg: 'dir', kid: ours.kid }), refused],
        ['A256KW', await seal(token, { alg: 'A256KW' }, randomBytes(32)), refused],
        ['A256GCMKW', await seal(token, { alg: 'A256GCMKW' }, randomBytes(32)), refused],
        ['PBES2', await seal(token, { alg: 'PBES2-HS256+A128KW' }, randomBytes(16)), refused],
        ...[2 ** 31, 1e9, 4096].map(
          (p2c): Attack => [
            `PBES2, p2c ${p2c}`,
            handmade({ alg: 'PBES2-HS256+A128KW', p2c, p2s: 'AAAA' }),
            refused,
          ],
        ),
        ['p2c beside RSA', await seal(token, { p2c: 2 ** 31, p2s: 'AAAA' }), refused],
        ['ECDH-ES', await seal(token, { alg: 'ECDH-ES' }, publicKey), '400 1008 form'],
        ...['A128GCM', 'A192GCM', 'A192CBC-HS384', 'none', '', 'a256gcm'].map(
          (enc): Attack => [
            `enc ${enc}`,
            handmade({ alg: 'RSA-OAEP-256', enc, kid: ours.kid }),
            refused,
          ],
        ),
      ])
      assert.ok(performance.now() - start < 5000, 'a billion hashes were not made')
    })

    test('compression is refused before anything is opened', async () => {
      const bomb = deflateRawSync(Buffer.alloc(8_000_000, 'x'))
      await assertAttacks(target, [
        [
          'a bomb',
          await seal(bomb, { zip: undefined }).then((one) => renamed(one, { zip: 'DEF' })),
          refused,
        ],
        [
          'a small one',
          handmade({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ours.kid, zip: 'DEF' }),
          refused,
        ],
        [
          'an unknown one',
          handmade({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ours.kid, zip: 'X' }),
          refused,
        ],
      ])
    })

    test('any part that was changed, another key, a key of the wrong length: all the same', async () => {
      const sealed = await seal(brandToken(target))
      const cbc = await seal(brandToken(target), { enc: 'A128CBC-HS256' })
      const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
      const changes = [sealed, cbc].flatMap((token) =>
        [1, 2, 3, 4].map((part): Attack => [`part ${part}`, flipped(token, part), refused]),
      )
      await assertAttacks(target, [
        ...changes,
        ['the header', renamed(sealed, { cty: 'JWT' }), refused],
        ['a shorter tag', shortened(sealed, 4), refused],
        ['a shorter tag of CBC', shortened(cbc, 4), refused],
        ['a shorter key', shortened(sealed, 1), refused],
        ['GCM as CBC', renamed(sealed, { enc: 'A128CBC-HS256' }), refused],
        ['to another key', await seal(brandToken(target), {}, stranger), refused],
        ['to a key of another name', await seal(brandToken(target), { kid: 'lpsso2026' }), refused],
        ...['../x', '__proto__', '', 7, null, ['a']].map(
          (kid): Attack => [`kid ${JSON.stringify(kid)}`, renamed(sealed, { kid }), refused],
        ),
        ...[
          { crit: ['x'], x: 1 },
          { jku: 'https://a.example' },
          { jwk: ours.jwk },
          { epk: {} },
          { b64: false },
        ].map((more): Attack => [JSON.stringify(more), renamed(sealed, more), refused]),
        ['no tag', `${sealed.split('.', 4).join('.')}.`, '400 1008 form'],
        ['padded', `${sealed}=`, '400 1001 encoding'],
      ])
    })

    test('that it is encrypted proves nothing of who sent it', async () => {
      const claims = JSON.stringify({
        iss: target.issuer,
        sub: 'victim',
        iat: target.now(),
        exp: target.now() + 60,
      })
      const nested = '400 1008 nested'
      const [header, payload] = brandToken(target).split('.')
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}`
      await assertAttacks(target, [
        ['claims alone', await seal(claims), nested],
        ['unsigned inside', await seal(`${none}.`), nested],
        ['none with a signature', await seal(`${none}.AAAA`), '401 9007 alg'],
        ['signed by nobody', await seal(`${header}.${payload}.AAAA`), '401 9007 signature'],
        ['encrypted twice', await seal(await seal(brandToken(target))), nested],
        ['as cty of another kind', await seal(brandToken(target), { cty: 'json' }), nested],
        ['a mark in front', await seal(`\ufeff${brandToken(target)}`), nested],
        ['white space around', await seal(` ${brandToken(target)} `), nested],
        ['nothing', await seal(' '), nested],
        ['random bytes', await seal(randomBytes(300)), nested],
        [
          'a logout token',
          await seal(brandToken(target, {}, { typ: 'logout+jwt' })),
          '401 9007 typ',
        ],
        ['expired', await seal(brandToken(target, { exp: target.now() - 100 })), '401 1012 exp'],
        ['too long', await seal(brandToken(target, { pad: 'x'.repeat(9300) })), '400 1001 size'],
      ])
    })

    test('where encryption is asked for, a signed token alone is refused', async () => {
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const strict = await connect(target.server, target.account, {
        jwtPublicKey,
        encryptionRequired: true,
      })
      await assertAttacks(
        target,
        [
          ['signed', brandToken(target), '400 1004 jwe'],
          ['encrypted', await seal(brandToken(target)), '200'],
        ],
        strict,
      )
    })
  })
}

type Key = Parameters<CompactEncrypt['encrypt']>[0] & (Uint8Array | KeyObject | CryptoKey)
const refused = '400 1004 jwe'

/** Our public key as the bytes of a shared one: what confuses the two kinds would take it. */
function keyOf({ spki }: Ours): Uint8Array {
  return Buffer.from(spki, 'base64').subarray(0, 32)
}

function handmade(header: object): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url')
  const first = Buffer.from(JSON.stringify({ enc: 'A256GCM', ...header })).toString('base64url')
  return [first, part(256), part(12), part(100), part(16)].join('.')
}

/** The same token under a header that was changed afterwards. */
function renamed(token: string, change: object): string {
  const [first = '', ...others] = token.split('.')
  const header = JSON.parse(Buffer.from(first, 'base64url').toString()) as object
  const changed = Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url')
  return [changed, ...others].join('.')
}

function flipped(token: string, part: number): string {
  return withPart(token, part, (bytes) => {
    bytes[0] = (bytes[0] ?? 0) ^ 1
    return bytes
  })
}

function shortened(token: string, part: number): string {
  return withPart(token, part, (bytes) => bytes.subarray(0, bytes.length / 2))
}

function withPart(token: string, part: number, change: (bytes: Buffer) => Buffer): string {
  const parts = token.split('.')
  return parts
    .map((one, at) =>
      at === part ? change(Buffer.from(one, 'base64url')).toString('base64url') : one,
    )
    .join('.')
}
