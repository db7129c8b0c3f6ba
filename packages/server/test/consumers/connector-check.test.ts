import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { ConnectorCheck, ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import { createConnector } from '../support/brand.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

type Answer = { status: number; body: unknown; headers: Record<string, string> }
type Seen = {
  readonly url: string
  readonly authorization: string | undefined
  readonly body: string
}

const jwkOf = (bits: number, kid: string | undefined) => ({
  ...generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }),
  ...{ alg: 'RS256', use: 'sig' },
  ...(kid !== undefined && { kid }),
})
const good = jwkOf(2048, 'k1')
const weak = jwkOf(1024, 'old')

describe('the doctor of identity providers', () => {
  let idp: Server
  let origin: string
  let server: TestServer
  let acme: SeededAccount
  let accounts = 0
  let seen: Seen[] = []
  const pages = new Map<string, Answer>()

  before(async () => {
    idp = createServer((request, response: ServerResponse) => {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        const { url = '', headers } = request
        seen.push({ url, authorization: headers.authorization, body })
        const page = pages.get(url)
        const date = new Date(server.clock.now()).toUTCString()
        const type = { date, 'content-type': 'application/json' }
        response.writeHead(page?.status ?? 404, { ...type, ...page?.headers })
        response.end(JSON.stringify(page?.body ?? {}))
      })
    })
    await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve))
    const { port } = idp.address() as AddressInfo
    origin = `http://127.0.0.1:${port}`
    const environment = { WATCHWORD_OUTBOUND_ALLOW: origin }
    server = await startTestServer('sqlite', environment)
  })
  after(async () => {
    await server.stop()
    idp.closeAllConnections()
    idp.close()
  })
  beforeEach(async () => {
    accounts += 1
    acme = await seedAccount(server, `doctor${accounts}`)
    seen = []
    pages.clear()
    const page = (url: string, body: unknown, status = 200, headers = {}) =>
      pages.set(url, { status, body, headers })
    page('/metadata', {
      ...{ issuer: origin, jwks_uri: `${origin}/jwks`, token_endpoint: `${origin}/token` },
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    })
    page('/jwks', { keys: [good] }, 200, { 'cache-control': 'max-age=3600' })
    page('/token', { error: 'invalid_grant' }, 400)
  })

  const discovered = (changed: object = {}) => ({
    ...{ name: 'Brand', type: 2 },
    configuration: {
      ...{ issuer: origin, jwtValidationType: 'DISCOVERY', pkceEnabled: true },
      ...{ discoveryEndpoint: `${origin}/metadata`, redirectUris: ['https://brand.example/cb'] },
      ...{ clientId: 'client-1', clientSecret: 'correct horse', ...changed },
    },
  })

  async function check(body: unknown, path = '/check'): Promise<ConnectorCheck> {
    const { bearer } = acme.users.admin
    const url = `/api/account/${acme.id}/watchword/connectors${path}`
    const answer = await call(server, 'POST', url, { bearer, ...(path === '/check' && { body }) })
    assert.equal(answer.status, 200, answer.text)
    assert.ok(!answer.text.includes('correct horse'), 'the secret is told')
    return answer.body as ConnectorCheck
  }

  const find = ({ findings }: ConnectorCheck, id: string) => {
    const found = findings.find((one) => one.id === id)
    assert.ok(found !== undefined, `${id} of ${findings.map((one) => one.id).join()}`)
    return found
  }
  const worst = ({ findings }: ConnectorCheck) =>
    findings.filter(({ verdict }) => verdict === 'fault').map(({ id }) => id)

  test('all is well: each part is told, and the dry run leaves nothing', async () => {
    const checked = await check(discovered())
    assert.deepEqual(worst(checked), [], JSON.stringify(checked.findings))
    for (const id of ['way', 'audience', 'metadata', 'key_set', 'keys', 'token', 'client']) {
      assert.equal(find(checked, id).verdict, 'ok', id)
    }
    assert.equal(find(checked, 'keys').value, 'k1 RS256 2048 bits')
    // Plain http is for trials, and said.
    assert.equal(checked.verdict, 'warning')
    assert.equal(find(checked, 'metadata_tls').verdict, 'warning')
    const [exchange] = seen.filter(({ url }) => url === '/token')
    assert.match(exchange?.body ?? '', /code=watchword-check-/)
    const list = `/api/account/${acme.id}/configuration/le-connectors/connectors?v=2.0`
    const kept = await call(server, 'GET', list, { bearer: acme.users.admin.bearer })
    assert.equal(
      (kept.body as unknown[]).filter((one) => (one as { type: number }).type !== 0).length,
      0,
    )
  })

  const broken: readonly (readonly [
    what: string,
    id: string,
    verdict: string,
    arrange: () => void,
    configuration?: object,
  ])[] = [
    ['no such metadata', 'metadata', 'fault', () => pages.delete('/metadata')],
    ['another issuer, by a slash', 'metadata_issuer', 'fault', () => {}, { issuer: '{origin}/' }],
    [
      'no common algorithm',
      'signing_algorithms',
      'fault',
      () => change('/metadata', { id_token_signing_alg_values_supported: ['HS256'] }),
    ],
    [
      'another way to authenticate',
      'auth_method',
      'warning',
      () => change('/metadata', { token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
    ],
    [
      'no PKCE',
      'pkce_support',
      'warning',
      () => change('/metadata', { code_challenge_methods_supported: undefined }),
    ],
    ['a key of 1024 bits', 'unused_key', 'warning', () => change('/jwks', { keys: [good, weak] })],
    ['weak keys alone', 'keys', 'fault', () => change('/jwks', { keys: [weak] })],
    [
      'one key without kid',
      'kid',
      'warning',
      () => change('/jwks', { keys: [jwkOf(2048, undefined)] }),
    ],
    [
      'two keys without kid',
      'kid',
      'fault',
      () => change('/jwks', { keys: [jwkOf(2048, undefined), jwkOf(2048, undefined)] }),
    ],
    ['something else than keys', 'key_set', 'fault', () => change('/jwks', { keys: 'none' })],
    [
      'a redirect',
      'key_set',
      'fault',
      () =>
        pages.set('/jwks', { status: 302, body: {}, headers: { location: 'http://127.0.0.1:1/' } }),
    ],
    ['no cache header', 'key_set_caching', 'warning', () => header('/jwks', {})],
    [
      'a clock that is ahead',
      'key_set_clock',
      'fault',
      () => header('/jwks', { date: new Date(server.clock.now() + 90_000).toUTCString() }),
    ],
    [
      'a clock that is slightly ahead',
      'key_set_clock',
      'warning',
      () => header('/jwks', { date: new Date(server.clock.now() + 20_000).toUTCString() }),
    ],
    [
      'a client that is not known',
      'client',
      'fault',
      () => pages.set('/token', { status: 401, body: { error: 'invalid_client' }, headers: {} }),
    ],
    [
      'a code that anybody makes up',
      'client',
      'fault',
      () => pages.set('/token', { status: 200, body: { access_token: 'x' }, headers: {} }),
    ],
    [
      'an answer that says nothing',
      'client',
      'warning',
      () => pages.set('/token', { status: 400, body: {}, headers: {} }),
    ],
    ...[404, 405, 500, 503].map((status): (typeof broken)[number] => [
      `a token endpoint that answers ${status}`,
      'token',
      'fault',
      () => pages.set('/token', { status, body: { error: 'invalid_grant' }, headers: {} }),
    ]),
    ['no PKCE set', 'pkce', 'warning', () => {}, { pkceEnabled: false }],
    ['any redirect URI', 'redirect_uris', 'warning', () => {}, { redirectUris: [] }],
    ['no tolerance', 'clock_tolerance', 'warning', () => {}, { clockToleranceSeconds: 0 }],
    ['a missing audience', 'audience', 'warning', () => {}, { allowMissingAudience: true }],
    ['times in quotes', 'text_times', 'warning', () => {}, { textTimes: true }],
    [
      'reserved method name',
      'configuration',
      'fault',
      () => {},
      { jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction' },
    ],
    [
      'rules in force already',
      'report_only',
      'warning',
      () => {},
      { reportOnly: { clockToleranceSeconds: 60 } },
    ],
  ]
  function change(url: string, members: object): void {
    const page = pages.get(url)
    assert.ok(page !== undefined)
    pages.set(url, { ...page, body: { ...(page.body as object), ...members } })
  }
  function header(url: string, headers: Record<string, string>): void {
    const page = pages.get(url)
    assert.ok(page !== undefined)
    pages.set(url, { ...page, headers })
  }
  for (const [what, id, verdict, arrange, configuration = {}] of broken) {
    test(`${what}: ${verdict} ${id}, with advice`, async () => {
      arrange()
      const text = JSON.stringify(discovered(configuration)).replaceAll('{origin}', origin)
      const checked = await check(JSON.parse(text))
      const found = checked.findings.find((one) => one.id === id && one.verdict === verdict)
      assert.ok(found !== undefined, JSON.stringify(checked.findings))
      assert.ok((found.advice ?? '').length > 10)
    })
  }

  test('a body that would not be saved is told fault by fault, and nobody is asked', async () => {
    const body = { name: '', type: 2, configuration: { issuer: 5, tokenEndpoint: 'ftp://x' } }
    const checked = await check(body)
    assert.equal(checked.verdict, 'fault')
    assert.ok(checked.findings.every(({ id }) => id === 'configuration'))
    assert.ok(checked.findings.length >= 3)
    assert.deepEqual(seen, [])
    for (const nothing of [{}, [], 'x', null]) {
      assert.equal((await check(nothing)).verdict, 'fault')
    }
  })

  test('private addresses are refused by their kind, whatever listens there', async () => {
    const reasons = new Set<string>()
    for (const place of ['10.0.0.1', '169.254.169.254', '127.0.0.1', '[::1]']) {
      const configuration = {
        ...{ issuer: 'https://brand.example', jwtValidationType: 'JWKS_ENDPOINT' },
        jwksEndpoint: `https://${place}/jwks`,
      }
      const checked = await check({ name: 'Scan', type: 1, configuration })
      const found = find(
        checked,
        checked.findings.some(({ id }) => id === 'configuration') ? 'configuration' : 'key_set',
      )
      assert.equal(found.verdict, 'fault')
      reasons.add(found.message.replace(place, ''))
    }
    assert.equal(reasons.size, 1, [...reasons].join('\n'))
    assert.deepEqual(seen, [])
  })

  test('a kept secret goes where it goes already, and nowhere else', async () => {
    const id = await createConnector(server, acme, discovered())
    const own = await check(undefined, `/${id}/check`)
    assert.equal(find(own, 'client').verdict, 'ok')
    const basic = `Basic ${Buffer.from('client-1:correct+horse').toString('base64')}`
    assert.equal(seen.find(({ url }) => url === '/token')?.authorization, basic)
    const same = await check({ ...discovered({ clientSecret: '********' }), id })
    assert.equal(find(same, 'client').verdict, 'ok')
    seen = []
    pages.set('/elsewhere', { status: 400, body: { error: 'invalid_grant' }, headers: {} })
    const moved = { clientSecret: '********', tokenEndpoint: `${origin}/elsewhere` }
    const away = await check({ ...discovered(moved), id })
    assert.equal(find(away, 'client').verdict, 'fault')
    assert.ok(seen.every(({ url }) => url !== '/elsewhere'))
  })

  test('a code that the brand refuses is explained by its error; the keys that are kept, with their age', async () => {
    const id = await createConnector(server, acme, discovered({ pkceEnabled: false }))
    const { bearer } = acme.users.admin
    const base = `/api/account/${acme.id}`
    const url = `${base}/app/${id}/authenticate?v=3.0`
    const sent = { code: 'SplxlOBeZQQYbYS6WxSbIA', redirect_uri: 'https://brand.example/cb' }
    const refused = await call(server, 'POST', url, { body: sent })
    assert.equal(refused.status, 401, refused.text)
    const { request_id: requestId } = refused.body as { readonly request_id: string }
    const explain = `${base}/watchword/consumers/explain`
    const explained = await call(server, 'POST', explain, { bearer, body: { requestId } })
    const { summary, advice, code } = explained.body as Record<string, string>
    assert.equal(code, '9011')
    assert.match(summary ?? '', /status 400 .*invalid_grant/)
    assert.match(advice ?? '', /good once/)
    assert.ok(!explained.text.includes(sent.code))

    // Unsigned by the brand, but its keys are fetched for it.
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({ alg: 'RS256', kid: 'k1' })}.${part({ iss: origin })}.c2ln`
    await call(server, 'POST', explain, { bearer, body: { token, connectorId: id } })
    const fetchedAt = new Date(server.clock.now()).toISOString()
    server.clock.advance(60_000)
    const path = `${base}/watchword/connectors/${id}/status`
    const status = (await call(server, 'GET', path, { bearer })).body as ConnectorStatus
    assert.equal(status.keys?.fetchedAt, fetchedAt)
    assert.deepEqual(status.keys.used, [{ kid: 'k1', algorithm: 'RS256' }])
    assert.deepEqual(
      status.identityProvider.map(({ target, state }) => [target, state]),
      [
        ['metadata', 'closed'],
        ['keys', 'closed'],
        ['token', 'closed'],
      ],
    )
  })

  test('beside others: the same issuer, and nobody preferred', async () => {
    await createConnector(server, acme, discovered())
    const checked = await check({ ...discovered(), name: 'Second' })
    assert.equal(find(checked, 'shared_issuer').verdict, 'fault')
    assert.equal(find(checked, 'preferred').verdict, 'warning')
  })

  test('who may, whose it is, and how often', async () => {
    const zenith = await seedAccount(server, `other${accounts}`)
    const id = await createConnector(server, acme, discovered())
    const ask = (of: SeededAccount, role: 'admin' | 'agent', path: string) =>
      call(server, 'POST', `/api/account/${of.id}/watchword/connectors${path}`, {
        bearer: of.users[role].bearer,
        ...(path === '/check' && { body: discovered() }),
      })
    assert.equal((await ask(acme, 'agent', '/check')).status, 403)
    assert.equal((await ask(acme, 'agent', `/${id}/check`)).status, 403)
    assert.equal((await ask(zenith, 'admin', `/${id}/check`)).status, 404)
    let last = 200
    for (let index = 0; index < 12 && last === 200; index += 1) {
      last = (await ask(acme, 'admin', `/${id}/check`)).status
    }
    assert.equal(last, 429)
    assert.equal((await ask(zenith, 'admin', '/check')).status, 200)
  })
})
