import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { signJws } from '../jose/sign-jws.ts'
import { checkLogoutToken, logoutEvent } from './check-logout-token.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import type { IssuerKeys } from './issuer-keys.ts'

const now = 1_800_000_000
const issuer = 'https://login.brand.example'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const expected: IdTokenExpectation = {
  ...{ accountId: 'acme', issuer, clientId: 'watchword', algorithms: ['RS256'] },
  toleranceSeconds: 60,
}

const good = {
  ...{ iss: issuer, aud: 'watchword', iat: now, exp: now + 120, jti: 'j1', sub: 'ann' },
  events: { [logoutEvent]: {} },
}

type Claims = Readonly<Record<string, unknown>>
const sign = (claims: Claims, typ = 'logout+jwt', kid = 'k1') =>
  signJws({ kid, algorithm: 'RS256', privateKey }, typ, claims)

async function keys(): Promise<IssuerKeys> {
  const key = await crypto.subtle.importKey(
    'spki',
    publicKey.export({ format: 'der', type: 'spki' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  return { source: 'jwks', keys: [{ kid: 'k1', algorithm: 'RS256', key }], leftOut: [] }
}

async function check(token: string, change: Partial<IdTokenExpectation> = {}, at = now) {
  return checkLogoutToken({
    ...{ token, keys: await keys(), decryptionKeys: [], nowSeconds: at },
    expected: { ...expected, ...change },
  })
}

test('Back-Channel Logout 1.0 section 2.6: sub, sid or both; its own type, plain JWT, or none', async () => {
  for (const typ of ['logout+jwt', 'application/logout+jwt', 'LOGOUT+JWT', 'JWT']) {
    const judged = await check(await sign(good, typ))
    assert.deepEqual(judged, {
      ok: true,
      logout: {
        ...{ issuer, subject: 'ann', sid: undefined, jti: 'j1', issuedAtSeconds: now },
        goodUntilSeconds: now + 180,
      },
    })
  }
  const { sub: _, ...withoutSub } = good
  const bySid = await check(await sign({ ...withoutSub, sid: 's1' }))
  assert.ok(bySid.ok && bySid.logout.sid === 's1' && bySid.logout.subject === undefined)
  const both = await check(await sign({ ...good, sid: 's1', aud: ['watchword', 'acc:acme'] }))
  assert.ok(both.ok && both.logout.sid === 's1' && both.logout.subject === 'ann')
})

test('without exp, which older identity providers leave out, it is good for ten minutes', async () => {
  const { exp: _, ...withoutExp } = good
  const token = await sign(withoutExp)
  const judged = await check(token)
  assert.ok(judged.ok && judged.logout.goodUntilSeconds === now + 660)
  assert.equal((await check(token, {}, now + 659)).ok, true)
  assert.equal((await check(token, {}, now + 661)).ok, false)
})

test('RFC 7519 section 2: times may have fractions, and its name is remembered for no less', async () => {
  const judged = await check(await sign({ ...good, iat: now - 0.25, exp: now + 119.5 }))
  assert.ok(judged.ok)
  const { issuedAtSeconds, goodUntilSeconds } = judged.logout
  assert.deepEqual([issuedAtSeconds, goodUntilSeconds], [now - 1, now + 180])
})

const faults: readonly (readonly [string, Claims, RegExp])[] = [
  ['no iss', { iss: undefined }, /iss/],
  ['another iss', { iss: 'https://evil.example' }, /iss/],
  ['an iss with a slash more', { iss: `${issuer}/` }, /iss/],
  ['iss in a list', { iss: [issuer] }, /iss/],
  ['no aud', { aud: undefined }, /audience|aud/],
  ['another aud', { aud: 'somebody' }, /somebody else/],
  ['aud of another account', { aud: 'acc:zenith' }, /somebody else/],
  ['aud that is empty', { aud: [] }, /audience/],
  ['aud that is a number', { aud: 7 }, /audience/],
  ['no iat', { iat: undefined }, /iat/],
  ['iat as text', { iat: `${now}` }, /iat/],
  ['iat in milliseconds', { iat: now * 1000 }, /iat/],
  ['iat that is not yet', { iat: now + 61 }, /iat/],
  ['iat of days ago', { iat: now - 90_000, exp: now + 10 }, /too old/],
  ['expired', { iat: now - 400, exp: now - 61 }, /exp/],
  ['exp as text', { exp: `${now + 9}` }, /exp/],
  ['nbf in the future', { nbf: now + 100 }, /nbf/],
  ['no jti', { jti: undefined }, /jti/],
  ['an empty jti', { jti: '' }, /jti/],
  ['jti that is a number', { jti: 5 }, /jti/],
  ['a huge jti', { jti: 'x'.repeat(2000) }, /jti/],
  ['no events', { events: undefined }, /events/],
  ['events as a list', { events: [logoutEvent] }, /events/],
  ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }, /events/],
  ['an event that is text', { events: { [logoutEvent]: 'yes' } }, /events/],
  ['an event that is a list', { events: { [logoutEvent]: [] } }, /events/],
  ['an inherited event', { events: { constructor: {} } }, /events/],
  ['nonce', { nonce: 'n' }, /nonce/],
  ['nonce that is null', { nonce: null }, /nonce/],
  ['neither sub nor sid', { sub: undefined }, /sub nor sid/],
  ['an empty sub', { sub: '' }, /sub/],
  ['sub in a list', { sub: ['ann'] }, /sub/],
  ['a sub that is too long', { sub: 'x'.repeat(256) }, /sub/],
  ['an empty sid', { sid: '' }, /sid/],
  ['sid that is a number', { sid: 1 }, /sid/],
]
for (const [name, claims, reason] of faults) {
  test(`refused: ${name}`, async () => {
    const judged = await check(await sign({ ...good, ...claims }))
    assert.equal(judged.ok, false)
    assert.match(judged.ok ? '' : judged.reason, reason)
  })
}

test('what another kind of token is, no logout token is; an id_token has no events', async () => {
  for (const typ of ['at+jwt', 'dpop+jwt', 'secevent+jwt', 'x']) {
    assert.equal((await check(await sign(good, typ))).ok, false, typ)
  }
  const { events: _, jti: __, ...idToken } = good
  assert.equal((await check(await sign(idToken, 'JWT'))).ok, false)
})

test('alg none, HMAC with the public key, other keys, other algorithms, other kid, broken form: refused', async () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const input = (header: object) => `${encode(header)}.${encode(good)}`
  const pem = publicKey.export({ format: 'pem', type: 'spki' })
  const hmac = `${input({ alg: 'HS256', kid: 'k1' })}`
  const hs256 = `${hmac}.${createHmac('sha256', pem).update(hmac).digest('base64url')}`
  const foreign = { kid: 'k1', algorithm: 'RS256', privateKey: other.privateKey } as const
  const es256 = { kid: 'k1', algorithm: 'ES256', privateKey: elliptic.privateKey } as const
  const ps256 = { kid: 'k1', algorithm: 'PS256', privateKey } as const
  const right = await sign(good)
  const embedded = publicKey.export({ format: 'jwk' })
  for (const token of [
    `${input({ alg: 'none', typ: 'logout+jwt' })}.`,
    `${input({ alg: 'none', typ: 'logout+jwt' })}.AA`,
    hs256,
    await signJws(foreign, 'logout+jwt', good),
    await signJws(es256, 'logout+jwt', good),
    await signJws(ps256, 'logout+jwt', good),
    await sign(good, 'logout+jwt', 'k2'),
    `${input({ alg: 'RS256', kid: 'k1', crit: ['x'], x: 1 })}.${right.split('.')[2]}`,
    `${input({ alg: 'RS256', jwk: embedded })}.${right.split('.')[2]}`,
    `${right}=`,
    ` ${right}`,
    right.slice(0, -2),
    '',
    'x',
    'a.b.c',
    'x'.repeat(20_000),
  ]) {
    const judged = await check(token)
    assert.equal(judged.ok, false, token.slice(0, 80))
  }
  assert.equal(
    (await check(await signJws(ps256, 'logout+jwt', good), { algorithms: ['PS256'] })).ok,
    false,
  )
  assert.equal((await check(right, { algorithms: ['ES256'] })).ok, false)
})

test('keys that cannot be had refuse; they are asked for by the kid alone', async () => {
  const asked: unknown[] = []
  const judged = await checkLogoutToken({
    ...{ token: await sign(good), decryptionKeys: [], nowSeconds: now, expected },
    keys: (header) => {
      asked.push(header)
      return { source: 'none', code: '9011', message: 'its server is gone', advice: '' }
    },
  })
  assert.deepEqual(judged, { ok: false, reason: 'keys: its server is gone' })
  assert.deepEqual(asked, [{ alg: 'RS256', kid: 'k1' }])
})

test('with neither client id nor audience an aud must be there, and any is taken', async () => {
  const open = { clientId: undefined, audiences: [] }
  assert.equal((await check(await sign({ ...good, aud: 'whoever' }), open)).ok, true)
  assert.equal((await check(await sign({ ...good, aud: undefined }), open)).ok, false)
  const lax = { allowMissingAudience: true }
  assert.equal((await check(await sign({ ...good, aud: undefined }), lax)).ok, false)
})

test('no reason repeats what the token says', async () => {
  const secret = 'nobody-may-read-this'
  for (const claims of [{ iss: secret }, { aud: secret }, { sub: [secret] }, { events: secret }]) {
    const judged = await check(await sign({ ...good, ...claims }))
    assert.doesNotMatch(JSON.stringify(judged), new RegExp(secret))
  }
})
