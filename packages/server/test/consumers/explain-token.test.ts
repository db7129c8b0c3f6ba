import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { TokenExplanation } from '@watchword/protocol/api/consumer-debugger.ts'
import { type IdTokenRule, idTokenRules } from '@watchword/protocol/consumers/id-token-rules.ts'
import { CompactEncrypt, importJWK } from 'jose'
import {
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  createConnector,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signed by the brand, whatever stands in it. */
function signed(key: KeyObject, claims: unknown, header: unknown): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const plain = { alg: 'RS256', typ: 'JWT' }
/** Nobody listens there, and no name server has to say so. */
const nowhere = 'localhost:1'

for (const kind of databaseKinds) {
  describe(`the debugger of consumers’ tokens on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let brand: Brand
    let connectorId: number
    let claims: Readonly<Record<string, unknown>>
    before(async () => {
      server = await startTestServer(kind, { WATCHWORD_OUTBOUND_ALLOW: nowhere })
      acme = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connectorId = await connectBrand(server, acme, brand, { clientId: 'client-1' })
      const now = Math.floor(server.clock.now() / 1000)
      claims = {
        ...{ iss: brand.issuer, sub: 'johanna.doebler', aud: 'client-1', iat: now - 5 },
        ...{ exp: now + 600, given_name: 'Johanna', email: 'johanna@brand.example' },
        lp_sdes: [{ type: 'personal', personal: { lastname: 'Doebler' } }],
      }
    })
    after(() => server.stop())

    async function ask(body: unknown, account = acme): Promise<TokenExplanation> {
      const { bearer } = account.users.admin
      const url = `/api/account/${account.id}/watchword/consumers/explain`
      const answer = await call(server, 'POST', url, { bearer, body })
      assert.equal(answer.status, 200, answer.text)
      return answer.body as TokenExplanation
    }

    const token = (changed: object = {}, header: object = {}, key = brand.privateKey) =>
      signed(key, { ...claims, ...changed }, { ...plain, ...header })

    /** The published key that brands encrypt to. */
    async function encrypted(content: string, changed: object = {}): Promise<string> {
      const url = `/api/account/${acme.id}/.well-known/encryption-key.json`
      const { body, status, text } = await call(server, 'GET', url)
      assert.equal(status, 200, text)
      const [jwk] = (body as { keys: { kid: string }[] }).keys
      assert.ok(jwk !== undefined)
      const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: jwk.kid, cty: 'JWT' }
      const key = await importJWK(jwk, 'RSA-OAEP-256')
      return new CompactEncrypt(Buffer.from(content))
        .setProtectedHeader({ ...header, ...changed })
        .encrypt(key)
    }

    test('a token that is taken: every rule, the consumer’s id, and nothing personal', async () => {
      const explained = await ask({ token: token() })
      assert.equal(explained.verdict, 'accepted')
      assert.deepEqual(explained.connector, {
        ...{ id: connectorId, name: explained.connector?.name, type: 1, chosenBy: 'issuer' },
      })
      assert.deepEqual(
        explained.rules.map(({ rule }) => rule),
        idTokenRules,
      )
      assert.ok(explained.rules.every(({ verdict }) => verdict !== 'fail'))
      assert.equal(explained.clockOffsetSeconds, -5)
      assert.deepEqual(explained.headers, { encryption: null, signature: plain })
      const came = await authenticate(server, acme.id, connectorId, { id_token: token() })
      assert.equal(came.status, 200, came.text)
      const { sub } = claimsOf((came.body as { token: string }).token)
      assert.equal(explained.consumerId, sub)
      const text = JSON.stringify(explained)
      for (const secret of ['ohanna', 'oebler', token().split('.')[2] ?? '?']) {
        assert.ok(!text.includes(secret), secret)
      }
    })

    test('an encrypted one: both headers are told, and whose it is is found inside', async () => {
      const explained = await ask({ token: await encrypted(token()) })
      assert.equal(explained.verdict, 'accepted', explained.summary)
      assert.equal(explained.headers.encryption?.['enc'], 'A256GCM')
      assert.deepEqual(explained.headers.signature, plain)
    })

    describe('every rule that fails is told with the value and with advice of its own', () => {
      const now = () => Math.floor(server.clock.now() / 1000)
      const hmac = () => {
        const input = `${encode({ ...plain, alg: 'HS256' })}.${encode(claims)}`
        return `${input}.${createHmac('sha256', brand.publicKey).update(input).digest('base64url')}`
      }
      const failing: readonly (readonly [IdTokenRule, string, () => string | Promise<string>])[] = [
        ['size', '1001', () => token({ pad: 'x'.repeat(17_000) })],
        ['form', '1008', () => 'header.claims'],
        ['encoding', '1001', () => `${token()}==`],
        ['jwe', '1004', () => encrypted(token(), { alg: 'RSA-OAEP-256', kid: 'unknown' })],
        ['nested', '1008', () => encrypted('no token')],
        ['json', '1009', () => signed(brand.privateKey, '{"a":1,"a":2}', plain)],
        ['claims', '1011', () => token({ exp: undefined })],
        ['crit', '9007', () => token({}, { crit: ['b64'], b64: false })],
        ['typ', '9007', () => token({}, { typ: 'secevent+jwt' })],
        ['alg', '9007', hmac],
        ['signature', '9007', () => token({}, {}, other)],
        ['times', '9007', () => token({ exp: Date.now() })],
        ['exp', '1012', () => token({ iat: now() - 700, exp: now() - 100 })],
        ['iss', '9007', () => token({ iss: `${brand.issuer}/` })],
        ['aud', '9007', () => token({ aud: 'client-2' })],
        ['azp', '9007', () => token({ azp: 'client-2' })],
        ['iat', '9007', () => token({ iat: now() + 90 })],
        ['nbf', '9007', () => token({ nbf: now() + 90 })],
        ['sub', '9007', () => token({ sub: '' })],
        ['lp_sdes', '1026', () => token({ lp_sdes: { type: 'personal' } })],
      ]
      for (const [rule, code, make] of failing) {
        test(`${rule}: ${code}`, async () => {
          const explained = await ask({ token: await make(), connectorId })
          assert.equal(explained.verdict, 'refused')
          const found = explained.rules.find((one) => one.rule === rule)
          assert.equal(found?.verdict, 'fail')
          assert.equal(found.code, code)
          assert.ok((found.advice ?? '').length > 20, found.advice ?? '(none)')
          assert.equal(explained.code, code)
          assert.equal(explained.advice, found.advice)
          assert.equal(explained.consumerId, null)
          // It is the reason that whoever sent it is given.
          const sent = { id_token: await make() }
          const refused = await authenticate(server, acme.id, connectorId, sent)
          const body = refused.body as { internalErrorCode: string; error: string }
          assert.equal(body.internalErrorCode, code)
          assert.equal(body.error, rule)
        })
      }

      test('keys, kid and key, which are the connector’s', async () => {
        const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }
        const named = { issuer: 'https://named.example', jwtPublicKey: JSON.stringify(jwk) }
        const id = await createConnector(server, acme, {
          ...{ name: 'Named', type: 1 },
          configuration: { ...named, algorithms: ['RS256', 'ES256'] },
        })
        const gone = await createConnector(server, acme, {
          ...{ name: 'Gone', type: 1 },
          configuration: {
            ...{ issuer: 'https://gone.example', jwtValidationType: 'JWKS_ENDPOINT' },
            jwksEndpoint: `https://${nowhere}/jwks`,
          },
        })
        const cases: readonly (readonly [IdTokenRule, string, number, string])[] = [
          ['kid', '1041', id, token({ iss: named.issuer }, { kid: 'k2' })],
          ['key', '9007', id, token({ iss: named.issuer }, { kid: 'k1' })],
          ['keys', '9011', gone, token({ iss: 'https://gone.example' })],
        ]
        for (const [rule, code, connector, text] of cases) {
          const explained = await ask({ token: text, connectorId: connector })
          const found = explained.rules.find((one) => one.rule === rule)
          assert.equal(found?.verdict, 'fail', `${rule} ${JSON.stringify(explained.rules)}`)
          assert.equal(found.code, code)
          assert.ok((found.advice ?? '').length > 20)
        }
      })
    })

    test('what is no id_token is told as what it is', async () => {
      const anonymous = await call(server, 'POST', `/api/account/acme/anonymous/authorize`, {})
      const { token: external } = anonymous.body as { token: string }
      const came = await authenticate(server, acme.id, connectorId, { id_token: token() })
      const ours = (came.body as { token: string }).token
      const kinds: readonly (readonly [string, string])[] = [
        ['consumer_jwt', ours],
        ['opaque', acme.users.admin.bearer],
        ['access_token', token({ scope: 'openid profile' }, { typ: 'at+jwt' })],
        ['logout_token', token({}, { typ: 'logout+jwt' })],
        ['identity', '{"iss":"https://www.brand.example","sub":"x","acr":"loa1"}'],
        ['empty', '   '],
      ]
      const advices = new Set<string | null>()
      for (const [what, text] of kinds) {
        const explained = await ask({ token: text })
        assert.equal(explained.verdict, 'refused')
        assert.equal(explained.kind, what)
        assert.equal(explained.consumerId, null)
        advices.add(explained.advice)
      }
      assert.equal(advices.size, kinds.length)
      const own = await ask({ token: external })
      assert.deepEqual([own.verdict, own.connector?.type], ['accepted', 0])
      assert.match(own.remarks.join(), /can be renewed until/)
      const wrong = await ask({ token: external, connectorId })
      assert.deepEqual([wrong.verdict, wrong.kind], ['refused', 'anonymous'])
      assert.match(wrong.remarks.join(), new RegExp(`connector ${own.connector?.id}`))
      const nobodys = await ask({ token: token(), connectorId: own.connector?.id })
      assert.equal(nobodys.verdict, 'refused')
      assert.equal(nobodys.code, '2002')
      assert.match(nobodys.summary, /is for anonymous consumers/)
    })

    test('pasted with Bearer, quotes and line ends: judged without, and said', async () => {
      const explained = await ask({ token: `Bearer "${token()}"\n` })
      assert.equal(explained.verdict, 'accepted')
      assert.equal(explained.remarks.filter((remark) => /pasted/.test(remark)).length, 2)
    })

    test('reportOnly: who would be refused is told, and let in all the same', async () => {
      const zenith = await seedAccount(server, 'reports')
      const id = await connectBrand(server, zenith, brand, {
        reportOnly: { audience: ['client-9'], clockToleranceSeconds: 0 },
      })
      const explained = await ask({ token: token() }, zenith)
      assert.equal(explained.verdict, 'accepted')
      assert.deepEqual(
        explained.wouldRefuse.map(({ rule }) => rule),
        ['aud'],
      )
      const came = await authenticate(server, zenith.id, id, { id_token: token() })
      assert.equal(came.status, 200)
      const { bearer } = zenith.users.admin
      const url = `/api/account/reports/watchword/connectors/${id}/status`
      const status = await call(server, 'GET', url, { bearer })
      const { wouldRefuse, verified, refused } = status.body as Record<string, unknown[]>
      assert.deepEqual(
        wouldRefuse?.map((one) => (one as { name: string }).name),
        ['aud'],
      )
      assert.equal(verified, 1)
      assert.deepEqual(refused, [])
    })

    test('a connector of another account is none, and bad bodies are told', async () => {
      const zenith = await seedAccount(server, 'zenith')
      const { bearer } = zenith.users.admin
      const url = '/api/account/zenith/watchword/consumers/explain'
      const status = async (body: unknown) =>
        (await call(server, 'POST', url, { bearer, body })).status
      assert.equal(await status({ token: token(), connectorId }), 404)
      for (const body of [
        ...[{}, [], 'x', { token: 5 }, { token: 'a', handshakeId: 'ab' }, { token: 'a', more: 1 }],
        ...[
          { handshakeId: '../x' },
          { token: 'a', connectorId: 'x' },
          { token: 'x'.repeat(33_000) },
        ],
      ]) {
        assert.equal(await status(body), 400, JSON.stringify(body).slice(0, 80))
      }
      const explained = await ask({ token: token() }, zenith)
      assert.deepEqual([explained.verdict, explained.connector], ['refused', null])
      assert.equal(explained.code, '1024')
    })

    test('package 40012 or an administrator, and nobody else', async () => {
      const statuses: Record<string, number> = {}
      for (const role of ['admin', 'agent', 'manager', 'campaigner'] as const) {
        const { bearer } = acme.users[role]
        const url = `/api/account/acme/watchword/consumers`
        const body = { token: token() }
        const explained = await call(server, 'POST', `${url}/explain`, { bearer, body })
        const listed = await call(server, 'GET', `${url}/handshakes`, { bearer })
        assert.equal(explained.status, listed.status)
        statuses[role] = explained.status
      }
      assert.equal(statuses['admin'], 200)
      assert.equal(statuses['agent'], 403)
      assert.equal(statuses['manager'], 403)
      const nobody = await call(server, 'GET', '/api/account/acme/watchword/consumers/handshakes')
      assert.equal(nobody.status, 401)
    })

    test('an account that asks without end is told when to go on', async () => {
      const flood = await seedAccount(server, 'flood')
      const { bearer } = flood.users.admin
      const url = '/api/account/flood/watchword/consumers/explain'
      let last = 200
      for (let index = 0; index < 125 && last === 200; index += 1) {
        const answer = await call(server, 'POST', url, { bearer, body: { token: 'x' } })
        last = answer.status
        if (last === 429) assert.ok(Number(answer.headers.get('retry-after')) >= 1)
      }
      assert.equal(last, 429)
    })
  })
}
