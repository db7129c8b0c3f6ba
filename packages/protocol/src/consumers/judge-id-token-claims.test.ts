import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import type { IdTokenRule, RuleResult } from './id-token-rules.ts'
import { judgeIdTokenClaims } from './judge-id-token-claims.ts'

const now = 1_800_000_000
const claims = { iss: 'https://brand.example', sub: 'user-1', exp: now + 60, iat: now - 5 }
const expected: IdTokenExpectation = {
  accountId: 'a1',
  issuer: 'https://brand.example',
  algorithms: ['RS256'],
  toleranceSeconds: 60,
}

function judge(
  changed: Readonly<Record<string, unknown>>,
  rule: IdTokenRule,
  settings: Partial<IdTokenExpectation> = {},
  alg = 'RS256',
): RuleResult {
  const given = { ...claims, ...changed }
  const { results } = judgeIdTokenClaims(given, alg, { ...expected, ...settings }, now)
  const result = results.find((one) => one.rule === rule)
  assert.ok(result)
  return result
}

type Row = readonly [
  changed: Readonly<Record<string, unknown>>,
  verdict: RuleResult['verdict'],
  settings?: Partial<IdTokenExpectation>,
]

function holds(rule: IdTokenRule, rows: readonly Row[]): void {
  for (const [changed, verdict, settings] of rows) {
    const result = judge(changed, rule, settings)
    const name = JSON.stringify([rule, changed, settings, result.message])
    assert.equal(result.verdict, verdict, name)
    if (result.verdict === 'fail') assert.ok(result.advice ?? result.value, name)
  }
}

test('RFC 7519 section 4.1.4: exp, to the second, with the tolerance of the connector', () => {
  holds('exp', [
    [{ exp: now + 1 }, 'pass'],
    [{ exp: now - 59 }, 'pass'],
    [{ exp: now - 60 }, 'fail'],
    [{ exp: now - 59.5 }, 'pass'],
    [{ exp: now + 1 }, 'pass', { toleranceSeconds: 0 }],
    [{ exp: now }, 'fail', { toleranceSeconds: 0 }],
    [{ exp: now - 299 }, 'pass', { toleranceSeconds: 300 }],
    [{ exp: undefined }, 'skipped'],
  ])
  const result = judge({ exp: now - 100, iat: now - 160 }, 'exp')
  assert.equal(result.verdict === 'fail' && result.code, '1012')
  assert.match(result.message, /100 s ago/)
  assert.match(result.advice ?? '', /lives for 60 s/)
  assert.match(judge({ exp: now - 100, iat: now }, 'exp').advice ?? '', /before it was issued/)
})

test('iat and nbf are not in the future, and the message measures by how much', () => {
  for (const rule of ['iat', 'nbf'] as const) {
    holds(rule, [
      [{ [rule]: now - 10 ** 6 }, 'pass'],
      [{ [rule]: now + 60 }, 'pass'],
      [{ [rule]: now + 61 }, 'fail'],
      [{ [rule]: now + 1 }, 'fail', { toleranceSeconds: 0 }],
      [{ [rule]: undefined }, 'skipped'],
    ])
    const result = judge({ [rule]: now + 3600 }, rule)
    assert.match(result.message, /3600 s ahead/)
    assert.match(result.advice ?? '', /NTP.*60 s/)
  }
})

test('times are numbers of seconds: milliseconds, texts and nonsense are told apart', () => {
  const table: readonly (readonly [unknown, RegExp])[] = [
    [now * 1000, /milliseconds/],
    [1_446_115_352_000, /milliseconds/],
    [String(now + 60), /not a number/],
    ['soon', /not a number/],
    [0, /not a number/],
    [-1, /not a number/],
    [null, /not a number/],
    [true, /not a number/],
    [[now + 60], /not a number/],
    [Number.POSITIVE_INFINITY, /not a number/],
  ]
  for (const name of ['exp', 'iat', 'nbf']) {
    for (const [value, message] of table) {
      const result = judge({ [name]: value }, 'times')
      assert.equal(result.verdict === 'fail' && result.code, '9007')
      assert.match(result.message, message)
      for (const rule of ['exp', 'iat', 'nbf'] as const) {
        assert.equal(judge({ [name]: value }, rule).verdict, 'skipped')
      }
    }
  }
})

test('numbers in quotes are taken where the connector loosens that, and judged as numbers', () => {
  const settings = { textTimes: true }
  const given = { exp: String(now + 60), iat: String(now) }
  assert.equal(judge(given, 'times', settings).verdict, 'pass')
  assert.equal(judge({ ...given, exp: String(now - 60) }, 'exp', settings).verdict, 'fail')
  assert.match(judge({ exp: String(now * 1000) }, 'times', settings).message, /milliseconds/)
  for (const exp of ['1e9', ' 5', '0x10', '-5', '']) {
    assert.equal(judge({ exp }, 'times', settings).verdict, 'fail')
  }
})

test('the issuer is compared as an exact text, and the advice names the difference', () => {
  const table: readonly (readonly [unknown, RegExp])[] = [
    ['https://brand.example/', /slash/],
    ['https://Brand.example', /capitals/],
    ['http://brand.example', /https:/],
    ['brand.example', /https:/],
    [' https://brand.example', /white space/],
    ['https://other.example', /Set the issuer/],
    [['https://brand.example'], /one text/],
    [{ toString: 1 }, /one text/],
    [5, /one text/],
  ]
  assert.equal(judge({}, 'iss').verdict, 'pass')
  for (const [iss, advice] of table) {
    const result = judge({ iss }, 'iss')
    assert.equal(result.verdict === 'fail' && result.code, '9007')
    assert.match(result.advice ?? '', advice)
  }
})

test('our own name is no issuer of a brand, whatever a connector trusts', () => {
  const issuer = 'https://www.brand.example'
  holds('iss', [
    [{ iss: issuer }, 'pass', { issuer, ownIssuer: 'https://id.example' }],
    [{ iss: issuer }, 'fail', { issuer, ownIssuer: issuer }],
  ])
})

test('our decisions: the audience', () => {
  const ours = { clientId: 'client-1', audiences: ['messaging'] }
  holds('aud', [
    [{}, 'skipped'],
    [{ aud: 'anybody' }, 'pass'],
    [{ aud: 5 }, 'fail'],
    [{ aud: [] }, 'fail'],
    [{ aud: [''] }, 'fail'],
    [{ aud: [{}] }, 'fail'],
    [{ aud: null }, 'fail'],
    [{ aud: Array.from({ length: 21 }, () => 'client-1') }, 'fail', ours],
    [{ aud: 'client-1' }, 'pass', ours],
    [{ aud: ['messaging'] }, 'pass', ours],
    [{ aud: 'acc:a1' }, 'pass', ours],
    [{ aud: ['acc:a1', 'client-1'] }, 'pass', ours],
    [{ aud: 'acc:a2' }, 'fail', ours],
    [{ aud: 'client-2' }, 'fail', ours],
    [{ aud: 'CLIENT-1' }, 'fail', ours],
    [{ aud: ['client-1', 'client-2'] }, 'fail', ours],
    [{}, 'fail', ours],
    [{}, 'skipped', { ...ours, allowMissingAudience: true }],
    [{ aud: 'client-2' }, 'fail', { ...ours, allowMissingAudience: true }],
    [{ aud: 'client-1' }, 'pass', { audiences: ['client-1'] }],
    [{ aud: 'x' }, 'pass', { audiences: [] }],
  ])
  assert.match(judge({ aud: 'anybody' }, 'aud').advice ?? '', /Set the audience/)
})

test('azp, if present, is ours', () => {
  const ours = { clientId: 'client-1' }
  holds('azp', [
    [{}, 'skipped', ours],
    [{ azp: 'client-1' }, 'pass', ours],
    [{ azp: 'acc:a1' }, 'pass', ours],
    [{ azp: 'client-2' }, 'fail', ours],
    [{ azp: ['client-1'] }, 'fail', ours],
    [{ azp: null }, 'fail', ours],
    [{ azp: 'client-2' }, 'skipped'],
  ])
})

test('the sub names a person, and is masked', () => {
  holds('sub', [
    [{ sub: 'x'.repeat(255) }, 'pass'],
    [{ sub: 'x'.repeat(256) }, 'fail'],
    [{ sub: '' }, 'fail'],
    [{ sub: ' ' }, 'fail'],
    [{ sub: 5 }, 'fail'],
    [{ sub: ['user-1'] }, 'fail'],
    [{ sub: '\ud800' }, 'fail'],
    [{ sub: 'a\u0000' }, 'fail'],
  ])
  assert.ok(!JSON.stringify(judge({ sub: 'anna@brand.example' }, 'sub')).includes('anna'))
})

test('the nonce is the one that was sent', () => {
  const sent = { nonce: 'n-1' }
  holds('nonce', [
    [{}, 'skipped'],
    [{ nonce: 'x' }, 'skipped'],
    [{ nonce: 'n-1' }, 'pass', sent],
    [{ nonce: 'n-2' }, 'fail', sent],
    [{ nonce: ['n-1'] }, 'fail', sent],
    [{}, 'fail', sent],
  ])
})

test('OpenID Connect Core sections 3.1.3.8 and 3.3.2.10: at_hash and c_hash bind what came beside', () => {
  // The worked examples of OpenID Connect Core appendix A.3 and A.4.
  const accessToken = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
  const code = 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk'
  const hashes = { at_hash: '77QmUPtjPfzWtF2AnpK9RQ', c_hash: 'LDktKdoQak3Pk0cnXxCltA' }
  for (const [rule, source] of [
    ['at_hash', { accessToken }],
    ['c_hash', { code }],
  ] as const) {
    holds(rule, [
      [hashes, 'skipped'],
      [hashes, 'pass', source],
      [{}, 'skipped', source],
      [{}, 'fail', { ...source, hashesRequired: true }],
      [{ [rule]: `${hashes[rule]}A` }, 'fail', source],
      [{ [rule]: [hashes[rule]] }, 'fail', source],
      [hashes, 'fail', { accessToken: 'other', code: 'other' }],
    ])
    assert.equal(judge(hashes, rule, source, 'EdDSA').verdict, 'fail')
  }
})

test('lp_sdes: absent, right, wrong, and what is left out', () => {
  holds('lp_sdes', [
    [{}, 'skipped'],
    [{ lp_sdes: null }, 'skipped'],
    [{ lp_sdes: [] }, 'pass'],
    [{ lp_sdes: [{ type: 'cart' }] }, 'fail'],
    [{ lp_sdes: [{ type: 'cart' }] }, 'pass', { unknownSdes: 'drop' }],
    [{ lp_sdes: {} }, 'fail'],
  ])
  const personal = { firstname: 5, lastname: 'Doe', gender: 'F' }
  const result = judge({ lp_sdes: [{ type: 'personal', personal }] }, 'lp_sdes')
  assert.equal(result.verdict === 'fail' && result.code, '1026')
  assert.match(result.advice ?? '', /personal\.firstname must be text.*personal\.gender must be/)
  assert.ok(!JSON.stringify(result).includes('Doe'))
})
