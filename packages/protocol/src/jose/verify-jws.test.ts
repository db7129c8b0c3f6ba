import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { compactVerify, importJWK, SignJWT } from 'jose'
import { type SignatureAlgorithm, signatureAlgorithms } from './algorithms.ts'
import { readPublicJwk } from './public-jwk.ts'
import { type SigningKey, signJws } from './sign-jws.ts'
import { type JwsRefusal, type VerificationKey, verifyJws } from './verify-jws.ts'

type Pair = { readonly signing: SigningKey; readonly verifying: VerificationKey; readonly jwk: Jwk }
type Jwk = Readonly<Record<string, unknown>>

function generate(algorithm: SignatureAlgorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

async function pairOf(algorithm: SignatureAlgorithm, kid: string): Promise<Pair> {
  const { publicKey, privateKey } = generate(algorithm)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm }
  const reading = await readPublicJwk(jwk, [algorithm])
  assert.ok(reading.ok)
  return { signing: { kid, algorithm, privateKey }, verifying: reading.key, jwk }
}

const claims = { sub: 'x', exp: 2_000_000_000 }
const expected = { typ: ['JWT'], algorithms: signatureAlgorithms }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const forge = (header: unknown, signature: Buffer | string = Buffer.alloc(64, 1)) =>
  `${encode(header)}.${encode(claims)}.${Buffer.from(signature).toString('base64url')}`

describe('signing and verifying', () => {
  const pairs = new Map<SignatureAlgorithm, Pair>()
  const pair = (algorithm: SignatureAlgorithm): Pair => {
    const found = pairs.get(algorithm)
    if (found === undefined) throw new Error('not made')
    return found
  }
  const verify = async (
    token: string,
    keys = [...pairs.values()].map(({ verifying }) => verifying),
  ) => {
    const verified = await verifyJws(token, keys, expected)
    return verified.ok ? 'ok' : verified.refusal
  }
  before(async () => {
    for (const algorithm of signatureAlgorithms) {
      pairs.set(algorithm, await pairOf(algorithm, `key-${algorithm}`))
    }
  })

  for (const algorithm of signatureAlgorithms) {
    test(`${algorithm}: a stranger's library verifies what is signed here, and the other way round`, async () => {
      const { signing, verifying, jwk } = pair(algorithm)
      const token = await signJws(signing, 'JWT', claims)
      const theirs = await compactVerify(token, await importJWK(jwk, algorithm))
      assert.deepEqual(JSON.parse(new TextDecoder().decode(theirs.payload)), claims)
      assert.deepEqual(theirs.protectedHeader, { kid: signing.kid, typ: 'JWT', alg: algorithm })
      const ours = await verifyJws(token, [verifying], expected)
      assert.deepEqual(ours.ok && ours.claims, claims)
      const foreign = await new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid: signing.kid, typ: 'JWT' })
        .sign(signing.privateKey)
      assert.equal(await verify(foreign), 'ok')
    })

    test(`${algorithm}: a changed signature, payload or key is refused`, async () => {
      const { signing } = pair(algorithm)
      const token = await signJws(signing, 'JWT', claims)
      const [header = '', payload = '', signature = ''] = token.split('.')
      const bytes = Buffer.from(signature, 'base64url')
      bytes[3] = (bytes[3] ?? 0) ^ 1
      assert.equal(await verify(`${header}.${payload}.${bytes.toString('base64url')}`), 'signature')
      assert.equal(await verify(`${header}.${encode({ sub: 'y' })}.${signature}`), 'signature')
      const other = await pairOf(algorithm, signing.kid)
      assert.equal(await verify(token, [other.verifying]), 'signature')
    })
  }

  test('contract 2 section 3.4: the header is kid, typ, alg, in that order', async () => {
    const token = await signJws(pair('RS256').signing, 'JWT', claims)
    const header = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()
    assert.equal(header, '{"kid":"key-RS256","typ":"JWT","alg":"RS256"}')
  })

  test('a key is used for its own algorithm, whatever the token says', async () => {
    const rsa = pair('RS256')
    const asPs256 = await signJws({ ...rsa.signing, algorithm: 'PS256' }, 'JWT', claims)
    assert.equal(await verify(asPs256, [rsa.verifying]), 'wrong_algorithm')
  })

  test('RFC 8725 section 3.11: another type of token is refused', async () => {
    for (const [typ, wanted, verdict] of [
      ['at+jwt', ['at+jwt'], true],
      ['application/at+jwt', ['at+jwt'], true],
      ['AT+JWT', ['at+jwt'], true],
      ['JWT', ['at+jwt'], false],
      ['at+jwt', ['JWT', undefined], false],
      ['logout+jwt', ['JWT'], false],
      ['application/x/at+jwt', ['at+jwt'], false],
    ] as const) {
      const { signing, verifying } = pair('ES256')
      const token = await signJws(signing, typ, claims)
      const verified = await verifyJws(token, [verifying], { ...expected, typ: wanted })
      assert.equal(verified.ok, verdict, `${typ} for ${wanted}`)
      if (!verified.ok) assert.equal(verified.refusal, 'wrong_type')
    }
  })

  test('a token without typ is taken only where that is expected', async () => {
    const { signing, verifying } = pair('ES256')
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: signing.kid })
      .sign(signing.privateKey)
    assert.equal(await verify(token), 'wrong_type')
    const taken = await verifyJws(token, [verifying], { ...expected, typ: [undefined, 'JWT'] })
    assert.equal(taken.ok, true)
  })

  test('a token without kid is tried with the keys of its algorithm, at most ten', async () => {
    const { signing, verifying } = pair('ES256')
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .sign(signing.privateKey)
    const { verifying: other } = await pairOf('ES256', 'other')
    assert.equal(await verify(token, [other, pair('RS256').verifying, verifying]), 'ok')
    assert.equal(
      await verify(token, [...Array.from({ length: 10 }, () => other), verifying]),
      'signature',
    )
    assert.equal(await verify(token, []), 'unknown_key')
  })

  test('hostile tokens are refused, each for its reason', async () => {
    const { jwk, signing } = pair('RS256')
    const es = { alg: 'ES256', kid: 'key-ES256', typ: 'JWT' }
    const withSecret = (alg: string, secret: string | Buffer) => {
      const input = `${encode({ alg, kid: signing.kid, typ: 'JWT' })}.${encode(claims)}`
      const mac = createHmac('sha256', secret).update(input).digest('base64url')
      return `${input}.${mac}`
    }
    const pem = publicPem(pair('RS256').signing.privateKey)
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const embedded = {
      ...es,
      jwk: own.publicKey.export({ format: 'jwk' }),
      jku: 'https://attacker.example/jwks',
    }
    const embeddedInput = `${encode(embedded)}.${encode(claims)}`
    const ownSignature = sign('sha256', Buffer.from(embeddedInput), {
      key: own.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    const good = await signJws(pair('ES256').signing, 'JWT', claims)
    const table: readonly (readonly [string, string, JwsRefusal])[] = [
      ...['none', 'None', 'NONE', 'nOnE', ''].map(
        (alg) => [`alg "${alg}"`, forge({ ...es, alg }), 'wrong_algorithm'] as const,
      ),
      ['alg none without a signature', forge({ ...es, alg: 'none' }, ''), 'not_compact'],
      ...[pem, `${pem}\n`, ` ${pem}`, JSON.stringify(jwk)].map(
        (secret) =>
          ['HS256 with the public key', withSecret('HS256', secret), 'wrong_algorithm'] as const,
      ),
      ['HS256 as RS256', withSecret('RS256', pem), 'signature'],
      ['RS384', forge({ ...es, alg: 'RS384' }), 'wrong_algorithm'],
      ['es256 in lower case', forge({ ...es, alg: 'es256' }), 'wrong_algorithm'],
      ['ES256 with an RSA key', forge({ ...es, kid: 'key-RS256' }), 'wrong_algorithm'],
      [
        'a key of the sender',
        `${embeddedInput}.${ownSignature.toString('base64url')}`,
        'signature',
      ],
      ['a psychic signature', forge(es, Buffer.alloc(64)), 'signature'],
      ['a signature of zeros, r = n', forge(es, Buffer.alloc(64, 0xff)), 'signature'],
      ['a DER signature', forge(es, sign('sha256', Buffer.from('x'), own.privateKey)), 'signature'],
      ['an unknown kid', forge({ ...es, kid: 'other' }), 'unknown_key'],
      ['a kid that is a path', forge({ ...es, kid: '../../dev/null' }), 'unknown_key'],
      ['a kid that is SQL', forge({ ...es, kid: "x' or '1'='1" }), 'unknown_key'],
      ['a kid of a prototype', forge({ ...es, kid: '__proto__' }), 'unknown_key'],
      ['an empty kid', forge({ ...es, kid: '' }), 'unknown_key'],
      ['padding behind a good one', `${good}==`, 'not_base64url'],
      ['a newline behind a good one', `${good}\n`, 'not_base64url'],
    ]
    for (const [name, token, refusal] of table) assert.equal(await verify(token), refusal, name)
    assert.equal(await verify(good), 'ok')
  })
})

function publicPem(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString()
}
