import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { signJws } from '../jose/sign-jws.ts'
import {
  type ConsumerJwtSource,
  consumerJwtClaims,
  consumerJwtId,
  consumerJwtLimit,
  consumerJwtType,
  issueTimeOf,
  judgeConsumerJwt,
  looksLikeConsumerJwt,
} from './consumer-jwt.ts'

const now = 1_800_000_000
const reference = '0123456789abcdef'.repeat(2)
const brand = {
  issuer: 'https://brand.example',
  subject: 'user-1',
  issuedAtSeconds: now - 10,
  expiresAtSeconds: now + 3600,
  attributesReference: reference,
}
const source: ConsumerJwtSource = {
  consumerId: 'ab'.repeat(32),
  accountId: 'a1',
  issuer: 'https://idp.example',
  jti: consumerJwtId(now * 1000, 'cd'.repeat(16)),
  nowSeconds: now,
  key: { kid: 'consumer-2026-01-01-abcdef', signatureBytes: 256 },
  brand,
}
const expected = { issuer: 'https://idp.example', accountId: 'a1', nowSeconds: now }

test('contract 3 section 2.1: the claims of a known consumer, times of the brand, in their order', () => {
  const claims = consumerJwtClaims(source)
  assert.deepEqual(Object.keys(claims), ['sub', 'aud', 'iss', 'lp.ext', 'exp', 'iat', 'acr', 'jti'])
  assert.deepEqual(claims, {
    sub: 'ab'.repeat(32),
    aud: 'acc:a1',
    iss: 'https://idp.example',
    'lp.ext': { sub: 'user-1', iss: 'https://brand.example', lp_sdes: reference },
    exp: now + 3600,
    iat: now - 10,
    acr: 'loa1',
    jti: source.jti,
  })
})

test('an anonymous consumer has no lp.ext, and ten minutes', () => {
  const claims = consumerJwtClaims({ ...source, brand: undefined })
  assert.deepEqual(Object.keys(claims), ['sub', 'aud', 'iss', 'exp', 'iat', 'acr', 'jti'])
  assert.equal(claims.exp - claims.iat, 600)
  assert.equal(claims.acr, '0')
})

test('a brand cannot make a token that lives more than a day, or is of the future', () => {
  const late = { ...brand, expiresAtSeconds: now + 10 ** 9, issuedAtSeconds: now + 60 }
  const { exp, iat } = consumerJwtClaims({ ...source, brand: late })
  assert.deepEqual([exp, iat], [now + 86_400, now])
  const broken = { ...brand, expiresAtSeconds: now + 10.7, issuedAtSeconds: now - 1.2 }
  const whole = consumerJwtClaims({ ...source, brand: broken })
  assert.deepEqual([whole.exp, whole.iat], [now + 10, now - 2])
})

test('a token has fewer than 2,048 characters, whatever the brand calls its consumers', async () => {
  for (const modulusLength of [2048, 3072]) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
    const { kid } = source.key
    for (const [issuer, subject, left] of [
      ['https://brand.example', 'user-1', 'sub iss lp_sdes'],
      ['i'.repeat(255), 's'.repeat(255), 'sub iss lp_sdes'],
      ['名'.repeat(255), '名'.repeat(255), modulusLength < 3072 ? 'iss lp_sdes' : undefined],
      ['\u0001'.repeat(255), '"'.repeat(255), 'lp_sdes'],
    ] as const) {
      const claims = consumerJwtClaims({
        ...source,
        key: { kid, signatureBytes: modulusLength / 8 },
        brand: { ...brand, issuer, subject },
      })
      const token = await signJws({ kid, algorithm: 'RS256', privateKey }, consumerJwtType, claims)
      assert.ok(token.length < consumerJwtLimit, `${token.length}`)
      if (left !== undefined) assert.equal(Object.keys(claims['lp.ext'] ?? {}).join(' '), left)
    }
  }
})

test('the reference to the attributes looks as it does in the reference: hex in blocks', () => {
  for (const attributesReference of ['', 'abc', reference.toUpperCase(), `${reference}00`]) {
    assert.throws(
      () => consumerJwtClaims({ ...source, brand: { ...brand, attributesReference } }),
      /hex/,
    )
  }
})

test('claims are taken as they were made, and refused for each fault', () => {
  const known = consumerJwtClaims(source)
  assert.deepEqual(judgeConsumerJwt(known, expected), { ok: true, claims: known })
  const anonymous = consumerJwtClaims({ ...source, brand: undefined })
  assert.deepEqual(judgeConsumerJwt(anonymous, expected), { ok: true, claims: anonymous })
  const table: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ ...known, iss: 'https://other' }, 'iss'],
    [{ ...known, aud: 'acc:a2' }, 'aud'],
    [{ ...known, aud: ['acc:a1'] }, 'aud'],
    [{ ...known, sub: 'user-1' }, 'sub'],
    [{ ...known, exp: now }, 'exp'],
    [{ ...known, exp: String(now + 10) }, 'claims'],
    [{ ...known, jti: undefined }, 'claims'],
    [{ ...known, jti: 'of somebody else' }, 'claims'],
    [{ ...known, sid: 7 }, 'claims'],
    [{ ...known, acr: 'loa2' }, 'claims'],
    [{ ...anonymous, acr: 'loa1' }, 'claims'],
    [{ ...known, acr: '0' }, 'claims'],
    [{ ...known, 'lp.ext': { sub: 'x' } }, 'claims'],
    [{}, 'iss'],
  ]
  for (const [claims, fault] of table) {
    assert.deepEqual(judgeConsumerJwt(claims, expected), { ok: false, fault })
  }
})

test('a token names the session at the brand, where there is one', () => {
  const sessionReference = '89'.repeat(16)
  const claims = consumerJwtClaims({ ...source, brand: { ...brand, sessionReference } })
  assert.equal(claims.sid, sessionReference)
  assert.deepEqual(judgeConsumerJwt(claims, expected), { ok: true, claims })
})

test('the name of a token tells when it was made; other names tell nothing', () => {
  assert.equal(issueTimeOf(consumerJwtId(1_800_000_000_123, 'ab')), 1_800_000_000_123)
  for (const jti of ['', '.', 'ab', '.ab', 'AB.c', '1.2.3', ' 1.2']) {
    assert.equal(issueTimeOf(jti), undefined, jti)
  }
})

test('a consumer token is known by how it begins; those of other keys are not taken for one', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sign = (kid: string) => signJws({ kid, algorithm: 'RS256', privateKey }, 'JWT', {})
  assert.equal(looksLikeConsumerJwt(await sign('consumer-27-01-31-0123456789ab')), true)
  for (const kid of ['consumerjws-27-01-31-0123456789ab', 'appjwt-27-01-31-0', 'consumes', 'x']) {
    assert.equal(looksLikeConsumerJwt(await sign(kid)), false, kid)
  }
})
