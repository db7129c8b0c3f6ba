import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { checkIdToken, type IdTokenReport } from './check-id-token.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import { refusalsBy } from './judge-stricter.ts'
import { readPublicKey } from './read-public-key.ts'

const now = 1_800_000_000
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const active: IdTokenExpectation = {
  ...{ accountId: 'a1', issuer: 'https://brand.example', algorithms: ['RS256'] },
  ...{ toleranceSeconds: 300, textTimes: true, unknownSdes: 'drop' },
}

describe('trying stricter rules on a token that was accepted', () => {
  let report: IdTokenReport
  before(async () => {
    const claims = {
      ...{ iss: 'https://brand.example', sub: 'u', aud: 'somebody', exp: now - 200 },
      ...{ iat: `${now + 100}`, lp_sdes: [{ type: 'personal', personal: { shoe: 4 } }] },
    }
    const input = `${part({ alg: 'RS256' })}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(input), privateKey).toString('base64url')
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const reading = await readPublicKey(pem, ['RS256'])
    assert.ok(reading.ok)
    report = await checkIdToken({
      ...{ token: `${input}.${signature}`, decryptionKeys: [], expected: active },
      ...{ keys: { source: 'pasted', keys: reading.keys }, nowSeconds: now },
    })
    assert.equal(report.accepted, true)
  })

  const stricter: readonly (readonly [Partial<IdTokenExpectation>, readonly string[]])[] = [
    [{}, []],
    [{ algorithms: ['ES256'] }, ['alg']],
    [{ audiences: ['client'] }, ['aud']],
    [{ toleranceSeconds: 60 }, ['exp', 'iat']],
    [{ textTimes: false }, ['times']],
    [{ unknownSdes: 'refuse' }, ['lp_sdes']],
    [{ encryptionRequired: true }, ['jwe']],
    [{ encryptionRequired: true, audiences: ['client'] }, ['jwe', 'aud']],
  ]
  for (const [changed, rules] of stricter) {
    test(`${JSON.stringify(changed)}: ${rules.join(', ') || 'nobody is refused'}`, () => {
      const refusals = refusalsBy(report, { ...active, ...changed }, now)
      assert.deepEqual(
        refusals.map(({ rule }) => rule),
        rules,
      )
    })
  }
})
