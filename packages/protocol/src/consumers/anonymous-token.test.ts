import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  anonymousIssuer,
  anonymousRefreshSeconds,
  anonymousTokenClaims,
  judgeAnonymousToken,
} from './anonymous-token.ts'

const now = 1_800_000_000
const issuer = anonymousIssuer('https://idp.example', 'a1')
const subject = '11111111-2222-4333-8444-555555555555'
const made = anonymousTokenClaims({ issuer, accountId: 'a1', subject, jti: 'j', nowSeconds: now })
const judge = (
  claims: Readonly<Record<string, unknown>>,
  purpose: 'use' | 'refresh',
  nowSeconds = now,
) => {
  const judgement = judgeAnonymousToken(claims, { issuer, accountId: 'a1', nowSeconds, purpose })
  return judgement.ok ? 'ok' : judgement.code
}

test('contract 3 section 8.4: ten minutes, renewable for 730 hours from the first', () => {
  assert.equal(
    JSON.stringify(made),
    JSON.stringify({
      iss: 'https://idp.example/a1',
      aud: 'acc:a1',
      sub: subject,
      acr: '0',
      iat: now,
      exp: now + 600,
      refresh_exp: now + 730 * 3600,
      jti: 'j',
    }),
  )
})

test('a renewed token is the same identity and does not prolong the 730 hours', () => {
  const later = now + anonymousRefreshSeconds - 100
  const renewed = anonymousTokenClaims({
    issuer,
    accountId: 'a1',
    subject: made.sub,
    jti: 'k',
    nowSeconds: later,
    refreshExpSeconds: made.refresh_exp,
  })
  assert.deepEqual(renewed, { ...made, iat: later, exp: made.refresh_exp, jti: 'k' })
})

test('to be shown a token must be alive; to be renewed it may have expired', () => {
  assert.equal(judge(made, 'use'), 'ok')
  assert.equal(judge(made, 'use', now + 599), 'ok')
  assert.equal(judge(made, 'use', now + 600), '1012')
  assert.equal(judge(made, 'refresh', now + 600), 'ok')
  assert.equal(judge(made, 'refresh', made.refresh_exp - 1), 'ok')
  for (const purpose of ['use', 'refresh'] as const) {
    assert.equal(judge(made, purpose, made.refresh_exp), '2001')
  }
})

test('tokens of another account or another make are refused, for both purposes', () => {
  const table: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ ...made, aud: 'acc:a2' }, '2004'],
    [{ ...made, aud: ['acc:a1'] }, '2002'],
    [{ ...made, iss: 'https://idp.example/a2' }, '2002'],
    [{ ...made, sub: 'user-1' }, '2002'],
    [{ ...made, acr: 'loa1' }, '2002'],
    [{ ...made, exp: '1' }, '2002'],
    [{ ...made, refresh_exp: undefined }, '2002'],
    [{ ...made, refresh_exp: Number.POSITIVE_INFINITY }, '2002'],
    [{ ...made, jti: undefined }, '2002'],
    [{}, '2002'],
  ]
  for (const [claims, code] of table) {
    for (const purpose of ['use', 'refresh'] as const) assert.equal(judge(claims, purpose), code)
  }
})
