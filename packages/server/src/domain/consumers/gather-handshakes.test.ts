import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { checkIdToken } from '@watchword/protocol/consumers/check-id-token.ts'
import { createHandshakeGatherer } from './gather-handshakes.ts'
import type { HandshakeRefusal } from './refused-handshake.ts'

const now = Date.UTC(2026, 0, 15, 12)
const gatherer = () => createHandshakeGatherer({ clock: { now: () => now } })

function account(text: string): AccountId {
  const accountId = parseAccountId(text)
  assert.ok(accountId !== undefined)
  return accountId
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token that a stranger made, judged. */
async function refusalOf(claims: unknown, given: Partial<HandshakeRefusal> = {}) {
  const signature = 'c2lnbmF0dXJl'
  const report = await checkIdToken({
    token: `${encode({ alg: 'RS256', kid: 'k', jwk: { n: 'stranger' } })}.${encode(claims)}.${signature}`,
    keys: { source: 'pasted', keys: [] },
    decryptionKeys: [],
    expected: { accountId: 'a', issuer: 'i', algorithms: ['RS256'], toleranceSeconds: 60 },
    nowSeconds: now / 1000,
  })
  assert.ok(!report.accepted)
  const refusal: HandshakeRefusal = {
    ...{ connectorId: 7, flow: 'id_token', code: report.failure.code, requestId: 'r', report },
    ...given,
  }
  return { refusal, report, signature }
}

const personal = {
  ...{ iss: 'https://brand.example', sub: 'johanna.doebler', exp: 1, iat: 1 },
  ...{ email: 'johanna@brand.example', given_name: 'Johanna', nonce: 'n-0S6_WzA2Mj' },
  lp_sdes: [{ type: 'personal', personal: { lastname: 'Doebler', birthday: 'Doebler' } }],
}

describe('gathering handshakes', () => {
  test('of a refused token is kept what explains it: no signature, and nobody’s values', async () => {
    const { refusal, report, signature } = await refusalOf(personal)
    const gathering = gatherer()
    gathering.refused(account('a'), refusal)
    const { refused = [], uses } = gathering.take()?.get(account('a')) ?? {}
    const [kept] = refused
    assert.ok(kept !== undefined)
    assert.equal(kept.rule, 'kid')
    assert.equal(kept.proven, false)
    assert.equal(kept.results.length, report.results.length)
    assert.deepEqual(kept.headers.signature, {
      alg: 'RS256',
      kid: 'k',
      jwk: { n: 's… (8 characters)' },
    })
    const text = JSON.stringify(kept)
    for (const secret of ['ohanna', 'oebler', 'n-0S6_WzA2Mj', signature, encode(personal)]) {
      assert.ok(!text.includes(secret), secret)
    }
    assert.deepEqual(uses, [
      { connectorId: 7, day: 20260115, kind: 'refused', name: 'kid', count: 1, lastAt: now },
    ])
  })

  test('a refusal without a token says its reason, and is counted by its code', () => {
    const gathering = gatherer()
    gathering.refused(account('a'), {
      ...{ connectorId: undefined, flow: 'code', code: '1024', requestId: 'r' },
    })
    gathering.refused(account('a'), {
      ...{ connectorId: 7, flow: 'code', code: '9011', requestId: 'r' },
      ...{ reason: 'the token endpoint answered invalid_grant', advice: 'Use each code once.' },
    })
    const { refused = [], uses = [] } = gathering.take()?.get(account('a')) ?? {}
    assert.deepEqual(
      refused.map(({ reason, advice, results }) => ({ reason, advice, results })),
      [
        { reason: undefined, advice: undefined, results: [] },
        {
          reason: 'the token endpoint answered invalid_grant',
          advice: 'Use each code once.',
          results: [],
        },
      ],
    )
    assert.deepEqual(
      uses.map(({ connectorId, name }) => [connectorId, name]),
      [
        [0, '1024'],
        [7, '9011'],
      ],
    )
  })

  test('a flood is counted whole, and kept within bounds', async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`c${index}`, Array(50).fill(index)]),
    )
    const { refusal } = await refusalOf({ ...personal, ...wide })
    const gathering = gatherer()
    const accounts = Array.from({ length: 2500 }, (_, index) => account(`flood_${index}`))
    for (const accountId of accounts) gathering.refused(accountId, refusal)
    for (let index = 0; index < 20_000; index += 1) gathering.refused(account('flood_1'), refusal)
    const taken = gathering.take()
    assert.ok(taken !== undefined)
    assert.equal(taken.size, 2000)
    assert.equal(taken.get(account('flood_1'))?.uses[0]?.count, 20_001)
    const kept = [...taken.values()].flatMap(({ refused }) => refused)
    assert.ok(kept.length <= 1000)
    for (const one of kept) assert.ok(JSON.stringify(one).length < 16_000)
    assert.equal(gathering.take(), undefined)
  })

  test('what a stranger sends takes no place from what an identity provider signed', async () => {
    const { refusal, report } = await refusalOf(personal)
    const gathering = gatherer()
    for (let index = 0; index < 1000; index += 1) gathering.refused(account('a'), refusal)
    const results = report.results.map((result) =>
      result.rule === 'signature'
        ? ({ rule: 'signature', verdict: 'pass', message: 'right' } as const)
        : result,
    )
    gathering.refused(account('a'), { ...refusal, report: { ...report, results } })
    const { refused = [] } = gathering.take()?.get(account('a')) ?? {}
    assert.deepEqual(refused.map(({ proven }) => proven).filter(Boolean), [true])
    assert.equal(refused.length, 51)
  })
})
