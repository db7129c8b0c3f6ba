import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import type { VerificationKey } from '../jose/verify-jws.ts'
import { chooseKey, type IssuerKeys } from './issuer-keys.ts'

/** Choosing looks at names alone. */
const material = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
const key = (
  kid: string | undefined,
  algorithm: SignatureAlgorithm = 'RS256',
): VerificationKey => ({
  kid,
  algorithm,
  key: material,
})
const pasted = (...keys: readonly VerificationKey[]): IssuerKeys => ({ source: 'pasted', keys })
const jwks = (...keys: readonly VerificationKey[]): IssuerKeys => ({
  source: 'jwks',
  keys,
  leftOut: [
    { kid: 'weak', fault: 'weak_key' },
    { kid: 'enc', fault: 'not_for_signatures' },
  ],
})

/** The kids of the candidates, or the code and rule of the refusal. */
function chosen(
  header: { readonly alg?: unknown; readonly kid?: unknown },
  keys: IssuerKeys,
): string {
  const { results, candidates } = chooseKey({ alg: 'RS256', kid: undefined, ...header }, keys)
  const failure = results.find((result) => result.verdict === 'fail')
  if (failure === undefined) return candidates.map(({ kid }) => kid ?? '-').join(' ')
  assert.equal(candidates.length, 0)
  return `${failure.code} ${failure.rule}`
}

test('contract 3 section 5.1: in a key set the kid decides, and without one there must be one key', () => {
  const set = jwks(key('a'), key('b'))
  assert.equal(chosen({ kid: 'b' }, set), 'b')
  assert.equal(chosen({ kid: 'c' }, set), '1041 kid')
  assert.equal(chosen({ kid: 'B' }, set), '1041 kid')
  assert.equal(chosen({}, set), '1042 kid')
  assert.equal(chosen({}, jwks(key('a'))), 'a')
  assert.equal(chosen({}, jwks(key(undefined))), '-')
  assert.equal(chosen({}, jwks(key('a'), key('e', 'ES256'))), 'a')
  assert.equal(chosen({ kid: 'x' }, jwks(key(undefined))), '1041 kid')
  assert.equal(chosen({ kid: 'a' }, jwks()), '1041 kid')
  assert.equal(chosen({}, jwks()), '9007 key')
})

test('a key of the set that is not used says why', () => {
  assert.equal(chosen({ kid: 'weak' }, jwks(key('a'))), '1038 key')
  assert.equal(chosen({ kid: 'enc' }, jwks(key('a'))), '1038 key')
})

test('a key serves its own algorithm alone', () => {
  assert.equal(chosen({ kid: 'a', alg: 'PS256' }, jwks(key('a'))), '9007 key')
  assert.equal(chosen({ kid: 'a', alg: 'ES256' }, jwks(key('a'), key('a', 'ES256'))), 'a')
  assert.equal(chosen({ alg: 'HS256' }, pasted(key(undefined))), '9007 key')
  assert.equal(chosen({ alg: ['RS256'] }, pasted(key(undefined))), '9007 key')
})

test('pasted keys mostly have no kid, and then the token may have any', () => {
  assert.equal(chosen({ kid: 'any' }, pasted(key(undefined))), '-')
  assert.equal(chosen({}, pasted(key(undefined), key(undefined))), '- -')
  assert.equal(chosen({ kid: 'a' }, pasted(key('a'), key('b'))), 'a')
  assert.equal(chosen({ kid: 'c' }, pasted(key('a'), key('b'))), '1041 kid')
  assert.equal(chosen({ kid: 'c' }, pasted(key('a'), key(undefined))), '-')
})

test('a kid is only ever compared: paths, SQL and prototypes find nothing', () => {
  const set = jwks(key('a'))
  for (const kid of ['../../dev/null', "x' or '1'='1", '__proto__', 'constructor', '', 'a\u0000']) {
    assert.equal(chosen({ kid }, set), '1041 kid')
  }
  for (const kid of [null, 5, {}, ['a'], 'k'.repeat(257)]) {
    assert.equal(chosen({ kid }, set), '1041 kid')
  }
})

test('without keys the reason is the answer', () => {
  for (const code of ['1028', '1038', '9011', '9013'] as const) {
    const keys = { source: 'none', code, message: 'gone', advice: 'look' } as const
    assert.equal(chosen({ kid: 'a' }, keys), `${code} keys`)
  }
})
