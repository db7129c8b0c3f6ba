import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readClientAuthentication } from '../oauth2/client-authentication.ts'
import { readGivenError, readGivenTokens, writeTokenExchange } from './token-exchange.ts'

const grant = {
  grant_type: 'authorization_code',
  code: 'c&=+ ä',
  redirect_uri: 'https://liveperson.net',
  code_verifier: undefined,
}
const clientId = 'we: & co'
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const assertion = `${part({ alg: 'ES256' })}.${part({ sub: clientId })}.AA`
const clientSecret = 's%:+é ~'

test('contract 3 section 4.5: a form and Basic, read back as it was meant', () => {
  const sent = writeTokenExchange(
    grant,
    { method: 'client_secret_basic', clientId, clientSecret },
    'form',
  )
  assert.equal(sent.contentType, 'application/x-www-form-urlencoded')
  assert.equal(
    sent.body,
    'grant_type=authorization_code&code=c%26%3D%2B+%C3%A4&redirect_uri=https%3A%2F%2Fliveperson.net',
  )
  // RFC 6749 section 2.3.1: the colon between them is the only one.
  const pair = Buffer.from(sent.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
  assert.equal(pair, 'we%3A+%26+co:s%25%3A%2B%C3%A9+%7E')
  assert.deepEqual(readClientAuthentication(sent.authorization, new Map()), {
    method: 'client_secret_basic',
    clientId,
    clientSecret,
  })
})

test('the other ways to authenticate: in the body, and in one way each', () => {
  const rows = [
    [{ method: 'client_secret_post', clientId, clientSecret }, ['client_id', 'client_secret']],
    [
      { method: 'private_key_jwt', clientId, assertion },
      ['client_id', 'client_assertion_type', 'client_assertion'],
    ],
    [{ method: 'none', clientId }, ['client_id']],
  ] as const
  for (const [client, names] of rows) {
    const sent = writeTokenExchange(grant, client, 'form')
    assert.equal(sent.authorization, undefined)
    const members = new URLSearchParams(sent.body)
    assert.deepEqual([...members.keys()].slice(3), names)
    assert.deepEqual(readClientAuthentication(undefined, new Map(members)), client)
  }
})

test('JSON has the same members', () => {
  const { contentType, body } = writeTokenExchange(
    { ...grant, code_verifier: 'v' },
    { method: 'none', clientId },
    'json',
  )
  assert.equal(contentType, 'application/json')
  assert.deepEqual(JSON.parse(body), { ...grant, code_verifier: 'v', client_id: clientId })
})

test('an answer with tokens; token_type is not looked at', () => {
  const given = {
    ...{ id_token: 'i', access_token: 'a', refresh_token: 'r' },
    ...{ token_type: 7, expires_in: 3600, other: {} },
  }
  assert.deepEqual(readGivenTokens(given), {
    ok: true,
    tokens: { idToken: 'i', accessToken: 'a', refreshToken: 'r', expiresInSeconds: 3600 },
  })
})

test('lifetimes that are none are not told', () => {
  const rows: readonly (readonly [unknown, number | undefined])[] = [
    [0, 0],
    ['3600', 3600],
    [3600.9, 3600],
    [1e300, 315_360_000],
    [-1, undefined],
    ['-1', undefined],
    ['1e9', undefined],
    [null, undefined],
    [[3600], undefined],
    [Number.NaN, undefined],
  ]
  for (const [expires_in, seconds] of rows) {
    const reading = readGivenTokens({ id_token: 'i', expires_in })
    assert.equal(reading.ok && reading.tokens.expiresInSeconds, seconds, `${expires_in}`)
  }
})

test('an answer that is none', () => {
  const rows = [null, [], 'text', 7, { id_token: 7 }, { id_token: '' }, { id_token: ['i'] }]
  for (const value of [...rows, { access_token: {} }, { id_token: 'i', refresh_token: 1 }]) {
    assert.equal(readGivenTokens(value).ok, false, JSON.stringify(value))
  }
  assert.ok(readGivenTokens({ id_token: null }).ok)
  assert.ok(readGivenTokens({}).ok)
})

test('RFC 6749 section 5.2: a code of an error, if it has the form of one', () => {
  for (const error of ['invalid_grant', 'unauthorized_client', "it's [fine]", 'x'.repeat(64)]) {
    assert.equal(readGivenError({ error }), error)
  }
  const others = ['', 'a"b', 'a\\b', 'a\nb', 'é', 'x'.repeat(65), 7, null, ['a'], { a: 1 }]
  for (const error of others) assert.equal(readGivenError({ error }), undefined)
  for (const value of [undefined, null, 'text', []]) assert.equal(readGivenError(value), undefined)
})
