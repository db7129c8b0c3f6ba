import assert from 'node:assert/strict'
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { CompactEncrypt } from 'jose'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { checkIdToken, type IdTokenReport } from './check-id-token.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import { idTokenRules } from './id-token-rules.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { readJwks } from './read-jwks.ts'
import { readPublicKey } from './read-public-key.ts'

const now = 1_800_000_000
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const encryption = generateKeyPairSync('rsa', { modulusLength: 2048 })
const decryptionKeys = [{ kid: 'lpsso2026', privateKey: encryption.privateKey }]

type Members = Readonly<Record<string, unknown>>

const header = { alg: 'RS256', kid: 'k1', typ: 'JWT' }
const claims = {
  iss: 'https://brand.example',
  sub: '4255551212',
  aud: 'client-1',
  exp: now + 600,
  iat: now - 5,
  given_name: 'Johanna',
  lp_sdes: [{ type: 'personal', personal: { lastname: 'Doebler', gender: 'OTHER' } }],
}
const expected: IdTokenExpectation = {
  accountId: 'a1',
  issuer: 'https://brand.example',
  clientId: 'client-1',
  algorithms: ['RS256'],
  toleranceSeconds: 60,
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

function signatureOf(alg: SignatureAlgorithm, input: string, key?: KeyObject): Buffer {
  const bytes = Buffer.from(input)
  switch (alg) {
    case 'RS256':
      return sign('sha256', bytes, key ?? rsa.privateKey)
    case 'PS256':
      return sign('sha256', bytes, {
        key: key ?? rsa.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      })
    case 'ES256':
      return sign('sha256', bytes, { key: key ?? ec.privateKey, dsaEncoding: 'ieee-p1363' })
    case 'EdDSA':
      return sign(null, bytes, key ?? ed.privateKey)
  }
}

/** Signed as a brand would, whatever stands in it; texts are taken as they are. */
function token(
  changed: Members | string = {},
  head: Members | string = {},
  key?: KeyObject,
): string {
  const first = typeof head === 'string' ? head : { ...header, ...head }
  const second = typeof changed === 'string' ? changed : { ...claims, ...changed }
  const input = `${encode(first)}.${encode(second)}`
  const alg = typeof first === 'string' ? 'RS256' : first.alg
  const isOurs = alg === 'PS256' || alg === 'ES256' || alg === 'EdDSA'
  return `${input}.${signatureOf(isOurs ? alg : 'RS256', input, key).toString('base64url')}`
}

function encrypted(content: string, head: Members = {}, key = encryption.publicKey) {
  return new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'lpsso2026', ...head })
    .encrypt(key)
}

describe('judging an id_token', () => {
  let keys: IssuerKeys
  let set: IssuerKeys
  const all: readonly SignatureAlgorithm[] = ['RS256', 'ES256', 'EdDSA', 'PS256']

  before(async () => {
    const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const reading = await readPublicKey(pem, ['RS256'])
    assert.ok(reading.ok)
    keys = { source: 'pasted', keys: reading.keys }
    const jwk = (key: KeyObject, kid: string, alg: string) => ({
      ...key.export({ format: 'jwk' }),
      kid,
      alg,
    })
    const document = {
      keys: [
        jwk(rsa.publicKey, 'k1', 'RS256'),
        jwk(rsa.publicKey, 'ps', 'PS256'),
        jwk(ec.publicKey, 'ec', 'ES256'),
        jwk(ed.publicKey, 'ed', 'EdDSA'),
        jwk(other.publicKey, 'k2', 'RS256'),
      ],
    }
    const jwks = await readJwks(JSON.stringify(document), all)
    assert.ok(jwks.ok)
    set = { source: 'jwks', keys: jwks.keys, leftOut: jwks.leftOut }
  })

  type With = { readonly among?: IssuerKeys } & Partial<IdTokenExpectation>

  function check(given: string, { among = keys, ...settings }: With = {}): Promise<IdTokenReport> {
    const wanted = { ...expected, ...settings }
    return checkIdToken({
      token: given,
      keys: among,
      decryptionKeys,
      expected: wanted,
      nowSeconds: now,
    })
  }

  /** `ok`, or code and rule of the first failure. */
  async function verdict(given: string, settings: With = {}): Promise<string> {
    const report = await check(given, settings)
    if (report.accepted) return 'ok'
    const { code, rule, message } = report.failure
    // RFC 6749 section 5.2: it goes into error_description.
    assert.match(message, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    return `${code} ${rule}`
  }

  test('contract 3 section 5: a right token is accepted, and says who it is', async () => {
    const report = await check(token())
    assert.ok(report.accepted)
    assert.deepEqual(report.identity, {
      issuer: 'https://brand.example',
      subject: '4255551212',
      issuedAtSeconds: now - 5,
      expiresAtSeconds: now + 600,
      sdes: { personal: { lastname: 'Doebler', gender: 'OTHER' } },
      claims,
    })
    assert.equal(report.clockOffsetSeconds, -5)
    assert.deepEqual(
      report.results.map(({ rule }) => rule),
      idTokenRules,
    )
  })

  test('RFC 7519 section 2: times may have fractions, and whole seconds are told', async () => {
    const report = await check(token({ iat: now - 4.000_01, exp: now + 600.999 }))
    assert.ok(report.accepted)
    const { issuedAtSeconds, expiresAtSeconds } = report.identity
    assert.deepEqual([issuedAtSeconds, expiresAtSeconds], [now - 5, now + 600])
  })

  test('every algorithm that the connector accepts is verified with its own key', async () => {
    for (const [alg, kid] of [
      ['RS256', 'k1'],
      ['PS256', 'ps'],
      ['ES256', 'ec'],
      ['EdDSA', 'ed'],
    ] as const) {
      const signed = token({}, { alg, kid })
      assert.equal(await verdict(signed, { among: set, algorithms: all }), 'ok', alg)
      const wanted = alg === 'RS256' ? 'ok' : '9007 alg'
      assert.equal(await verdict(signed, { among: set }), wanted, alg)
    }
  })

  test('nested tokens: signed, then encrypted, with each encryption and two kids', async () => {
    for (const enc of ['A128CBC-HS256', 'A256GCM', 'A256CBC-HS512']) {
      const nested = await encrypted(token(), { enc, cty: 'JWT' })
      const report = await check(nested, { encryptionRequired: true })
      assert.ok(report.accepted)
      assert.equal(report.identity.subject, '4255551212')
    }
    assert.equal(await verdict(await encrypted(token(), { kid: undefined })), 'ok')
  })

  test('our decisions: each fault has its code, in the contract\u2019s order', async () => {
    const jwk = await encrypted(token(), {}, other.publicKey)
    const table: readonly (readonly [string, string, string, With?])[] = [
      ['nothing', '', '1008 form'],
      ['a code', 'SplxlOBeZQQYbYS6WxSbIA', '1008 form'],
      ['1 MB', `${token()}${'A'.repeat(1_000_000)}`, '1001 size'],
      ['a padded signature', `${token()}==`, '1001 encoding'],
      ['a newline at the end', `${token()}\n`, '1001 encoding'],
      ['Bearer', `Bearer ${token()}`, '1001 encoding'],
      ['JWE to another key', jwk, '1004 jwe'],
      ['JWE to a kid that is gone', await encrypted(token(), { kid: 'old' }), '1004 jwe'],
      ['not encrypted although asked', token(), '1004 jwe', { encryptionRequired: true }],
      ['claims encrypted, not signed', await encrypted(JSON.stringify(claims)), '1008 nested'],
      ['a JWE in a JWE', await encrypted(await encrypted(token())), '1008 nested'],
      ['another content type', await encrypted(token(), { cty: 'json' }), '1008 nested'],
      ['a padded token in a JWE', await encrypted(`${token()}=`), '1008 nested'],
      ['a header that is no JSON', token({}, 'x'), '1009 json'],
      ['a header that is a list', token({}, '[]'), '1009 json'],
      ['claims that are no JSON', token('hello'), '1009 json'],
      ['a claim twice', token('{"sub":"a","sub":"b"}'), '1009 json'],
      ['an exp that is infinite', token('{"exp":1e400}'), '1009 json'],
      ['a byte order mark', token(`\ufeff${JSON.stringify(claims)}`), '1009 json'],
      ['deep nesting', token(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`), '1009 json'],
      ['claims that are a list', token('[]'), '1011 claims'],
      ['no claims', token('{}'), '1011 claims'],
      ...['iss', 'sub', 'exp', 'iat'].map(
        (name) => [`no ${name}`, token({ [name]: undefined }), '1011 claims'] as const,
      ),
      ['a sub that is null', token({ sub: null }), '1011 claims'],
      ['crit', token({}, { crit: ['b64'], b64: false }), '9007 crit'],
      ['crit alone', token({}, { crit: ['exp'] }), '9007 crit'],
      ['b64 alone', token({}, { b64: true }), '9007 crit'],
      ['compression', token({}, { zip: 'DEF' }), '9007 crit'],
      ['a signature that says it is encrypted', token({}, { enc: 'A256GCM' }), '9007 crit'],
      ['an access token', token({}, { typ: 'at+jwt' }), '9007 typ'],
      ['a logout token by typ', token({}, { typ: 'logout+jwt' }), '9007 typ'],
      ['a proof', token({}, { typ: 'dpop+jwt' }), '9007 typ'],
      ['our anonymous token', token({}, { typ: 'anonymous+jwt' }), '9007 typ'],
      ['a typ that is a list', token({}, { typ: ['JWT'] }), '9007 typ'],
      [
        'a logout token by its event',
        token({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
        '9007 typ',
      ],
      ['typ in lower case', token({}, { typ: 'jwt' }), 'ok'],
      ['no typ', token({}, { typ: undefined }), 'ok'],
      ['an algorithm that is not accepted', token({}, { alg: 'PS256' }), '9007 alg'],
      ['an unknown kid', token({}, { kid: 'gone' }), '1041 kid', { among: set }],
      ['no kid', token({}, { kid: undefined }), '1042 kid', { among: set }],
      ['the kid of another key', token({}, { kid: 'k2' }), '9007 signature', { among: set }],
      ['the kid of another kind', token({}, { kid: 'ec' }), '9007 key', { among: set }],
      ['another key', token({}, {}, other.privateKey), '9007 signature'],
      ['milliseconds', token({ exp: now * 1000 }), '9007 times'],
      ['a time in quotes', token({ exp: String(now + 600) }), '9007 times'],
      [
        'the same where that is loosened',
        token({ exp: String(now + 600) }),
        'ok',
        { textTimes: true },
      ],
      ['expired', token({ exp: now - 60 }), '1012 exp'],
      ['another issuer', token({ iss: 'https://other.example' }), '9007 iss'],
      ['a list of issuers', token({ iss: ['https://brand.example'] }), '9007 iss'],
      ['another audience', token({ aud: 'client-2' }), '9007 aud'],
      ['no audience', token({ aud: undefined }), '9007 aud'],
      ['the same where allowed', token({ aud: undefined }), 'ok', { allowMissingAudience: true }],
      ['another party', token({ azp: 'client-2' }), '9007 azp'],
      ['issued in an hour', token({ iat: now + 3600 }), '9007 iat'],
      ['valid in an hour', token({ nbf: now + 3600 }), '9007 nbf'],
      ['a sub that is a number', token({ sub: 5 }), '9007 sub'],
      ['a lone surrogate', token(JSON.stringify({ ...claims, sub: '\ud800' })), '9007 sub'],
      ['another nonce', token({ nonce: 'used' }), '9007 nonce', { nonce: 'fresh' }],
      ['another access token', token({ at_hash: 'x' }), '9007 at_hash', { accessToken: 'y' }],
      ['another code', token({ c_hash: 'x' }), '9007 c_hash', { code: 'y' }],
      ['attributes that are no list', token({ lp_sdes: {} }), '1026 lp_sdes'],
    ]
    for (const [name, given, outcome, settings] of table) {
      assert.equal(await verdict(given, settings), outcome, name)
    }
  })

  test('several faults: the first of the contract\u2019s order is the answer, and all are found', async () => {
    const report = await check(
      token({ iss: 'x', exp: 5, aud: 'y', lp_sdes: 1 }, {}, other.privateKey),
    )
    assert.equal(report.accepted, false)
    const failed = report.results.filter(({ verdict: is }) => is === 'fail').map(({ rule }) => rule)
    assert.deepEqual(failed, ['signature', 'exp', 'iss', 'aud', 'lp_sdes'])
  })

  test('security.md 3: forged tokens are refused, each at its rule', async () => {
    const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const hmac = (alg: string, secret: string | Buffer) => {
      const input = `${encode({ ...header, alg })}.${encode(claims)}`
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    }
    const forge = (head: Members, signature: Buffer | string) =>
      `${encode({ ...header, ...head })}.${encode(claims)}.${Buffer.from(signature).toString('base64url')}`
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const ownJwk = own.publicKey.export({ format: 'jwk' })
    const good = token()
    const [first = '', second = '', third = ''] = good.split('.')
    const bytes = Buffer.from(third, 'base64url')
    bytes[7] = (bytes[7] ?? 0) ^ 1
    const ecSet = { among: set, algorithms: all }
    const order = Buffer.from(
      'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
      'hex',
    )
    const identity = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])
    const table: readonly (readonly [string, string, string, With?])[] = [
      ...['none', 'None', 'NONE', 'nOnE', ''].map(
        (alg) => [`alg "${alg}"`, forge({ alg }, 'x'), '9007 alg'] as const,
      ),
      ['alg none and no signature', `${encode({ alg: 'none' })}.${second}.`, '1008 form'],
      ['no alg', forge({ alg: undefined }, 'x'), '9007 alg'],
      ['a list of algs', forge({ alg: ['RS256'] }, 'x'), '9007 alg'],
      ...[pem, pem.trim(), ` ${pem}`, pem.replaceAll('\n', '\r\n')].map(
        (secret) => ['HMAC with the public key', hmac('HS256', secret), '9007 alg'] as const,
      ),
      ['HMAC under the name RS256', hmac('RS256', pem), '9007 signature'],
      [
        'a changed signature',
        `${first}.${second}.${bytes.toString('base64url')}`,
        '9007 signature',
      ],
      ['a changed claim', `${first}.${encode({ ...claims, sub: 'x' })}.${third}`, '9007 signature'],
      [
        'a changed header',
        `${encode({ ...header, kid: 'k3' })}.${second}.${third}`,
        '9007 signature',
      ],
      ['a signature of zeros', forge({}, Buffer.alloc(256)), '9007 signature'],
      ['a short signature', forge({}, Buffer.alloc(10, 1)), '9007 signature'],
      ['jwk', token({}, { jwk: ownJwk }, own.privateKey), '9007 signature'],
      ['jku', token({}, { jku: 'https://evil.example' }, own.privateKey), '9007 signature'],
      ['x5u', token({}, { x5u: 'https://evil.example' }, own.privateKey), '9007 signature'],
      ['x5c', token({}, { x5c: ['MIIB'] }, own.privateKey), '9007 signature'],
      ['jwk in a set', token({}, { kid: 'mine', jwk: ownJwk }, own.privateKey), '1041 kid', ecSet],
      ['kid as a path', token({}, { kid: '../../dev/null' }), '1041 kid', { among: set }],
      ['kid as SQL', token({}, { kid: "' or 1=1 --" }), '1041 kid', { among: set }],
      ['kid of a prototype', token({}, { kid: '__proto__' }), '1041 kid', { among: set }],
      ['psychic', forge({ alg: 'ES256', kid: 'ec' }, Buffer.alloc(64)), '9007 signature', ecSet],
      [
        'r and s equal to the order',
        forge({ alg: 'ES256', kid: 'ec' }, Buffer.concat([order, order])),
        '9007 signature',
        ecSet,
      ],
      [
        'a DER signature',
        forge({ alg: 'ES256', kid: 'ec' }, sign('sha256', Buffer.from('x'), ec.privateKey)),
        '9007 signature',
        ecSet,
      ],
      ['a low-order point', forge({ alg: 'EdDSA', kid: 'ed' }, identity), '9007 signature', ecSet],
      [
        'Ed25519 of zeros',
        forge({ alg: 'EdDSA', kid: 'ed' }, Buffer.alloc(64)),
        '9007 signature',
        ecSet,
      ],
      ['five parts that are no JWE', `${good}.x.y`, '1001 encoding'],
      ['five parts of a JWS', `${good}.AAAA.AAAA`, '1004 jwe'],
      ['JSON serialization', '{"payload":"x.y.z","signatures":[]}', '1001 encoding'],
      [
        'a billion hashes',
        `${encode({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: 2e9, p2s: 'AAAA' })}.AAAA.AAAA.AAAA.AAAA`,
        '1004 jwe',
      ],
      [
        'a compression bomb',
        `${encode({ alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF' })}.AAAA.AAAA.AAAA.AAAA`,
        '1004 jwe',
      ],
      ['RSA1_5', `${encode({ alg: 'RSA1_5', enc: 'A256GCM' })}.AAAA.AAAA.AAAA.AAAA`, '1004 jwe'],
    ]
    for (const [name, given, outcome, settings] of table) {
      assert.equal(await verdict(given, settings), outcome, name)
    }
    assert.equal(await verdict(good), 'ok')
  })

  test('RFC 7519 section 6: that a token is not signed is told as such', async () => {
    const [, second = ''] = token().split('.')
    const { results } = await check(`${encode({ alg: 'none' })}.${second}.`)
    const form = results.find(({ rule }) => rule === 'form')
    assert.equal(form?.message, 'the token is not signed')
    assert.match(form?.advice ?? '', /"alg": "none"/)
    for (const other of ['..', 'a..', '.a.', `.${second}.`]) {
      const report = await check(other)
      const { message } = report.results.find(({ rule }) => rule === 'form') ?? {}
      assert.equal(message, 'the token has neither three nor five parts with dots between them')
    }
  })

  test('low-order keys verify nothing', async () => {
    for (const hex of [
      `01${'00'.repeat(31)}`,
      '00'.repeat(32),
      `ec${'ff'.repeat(30)}7f`,
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    ]) {
      const x = Buffer.from(hex, 'hex').toString('base64url')
      const document = { keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: 'low' }] }
      const jwks = await readJwks(JSON.stringify(document), ['EdDSA'])
      assert.ok(jwks.ok)
      const among: IssuerKeys = { source: 'jwks', keys: jwks.keys, leftOut: jwks.leftOut }
      const input = `${encode({ alg: 'EdDSA', kid: 'low' })}.${encode(claims)}`
      const signature = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]).toString('base64url')
      const outcome = await verdict(`${input}.${signature}`, { among, algorithms: ['EdDSA'] })
      assert.notEqual(outcome, 'ok')
    }
  })

  test('without keys, the reason why there are none is the answer', async () => {
    const none = { source: 'none', message: 'gone', advice: 'look' } as const
    for (const code of ['1028', '1038', '9011', '9013'] as const) {
      assert.equal(await verdict(token(), { among: { ...none, code } }), `${code} keys`)
    }
  })

  test('messages hold nothing of the token, and values nothing personal', async () => {
    const hostile = '<script>alert(1)</script>'
    const given = token({
      iss: hostile,
      aud: hostile,
      azp: hostile,
      nonce: 'Johanna-nonce',
      sub: 'johanna@brand.example',
      at_hash: hostile,
      lp_sdes: [{ type: 'personal', personal: { firstname: { x: 'Johanna' }, [hostile]: 1 } }],
    })
    const report = await check(given, { nonce: 'n', accessToken: 'a' })
    for (const { message } of report.results) assert.ok(!message.includes('script'), message)
    const told = JSON.stringify(report.results)
    for (const secret of ['ohanna', 'Doebler']) assert.ok(!told.includes(secret), secret)
    assert.ok(told.length < 20_000)
  })

  test('whatever a brand signs is judged and never throws', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(now, 'x', null, ['x'], 1e20, -0.5))
    const some = fc.dictionary(
      fc.constantFrom(
        'iss',
        'sub',
        'aud',
        'exp',
        'iat',
        'nbf',
        'azp',
        'nonce',
        'events',
        'lp_sdes',
      ),
      value,
    )
    const heads = fc.dictionary(fc.constantFrom('typ', 'kid', 'cty', 'crit'), value)
    await fc.assert(
      fc.asyncProperty(some, heads, async (changed, head) => {
        for (const textTimes of [true, false]) {
          const report = await check(token(changed, head), { textTimes, unknownSdes: 'drop' })
          assert.equal(report.results.length, idTokenRules.length)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('a report tells what could be read, both headers of an encrypted token too', async () => {
    const expired = token({ exp: now - 600 })
    const { content } = await check(expired)
    assert.deepEqual(content.header, header)
    assert.equal(content.claims?.['sub'], claims.sub)
    assert.equal(content.encryption, undefined)
    const nested = await check(await encrypted(expired))
    assert.equal(nested.content.encryption?.kid, 'lpsso2026')
    assert.deepEqual(nested.content.header, header)
    const foreign = await check(await encrypted(expired, { kid: 'other' }))
    assert.equal(foreign.content.encryption?.kid, 'other')
    assert.equal(foreign.content.header, undefined)
    const broken = await check(token('[]'))
    assert.deepEqual(broken.content.header, header)
    assert.equal(broken.content.claims, undefined)
  })

  test('the same judgement every time, and whatever comes is answered', async () => {
    const good = token()
    assert.deepEqual(await check(good), await check(good))
    for (const given of [
      '.',
      '..',
      '...',
      '....',
      '.....',
      '\u0000',
      'é.é.é',
      'a.b.c',
      'a.b.c.d.e',
    ]) {
      const report = await check(given)
      assert.equal(report.accepted, false, given)
      assert.equal(report.results.length, idTokenRules.length)
    }
    for (let index = 0; index < good.length; index += 37) {
      const cut = await check(good.slice(0, index))
      assert.equal(cut.accepted, false)
    }
  })
})
