import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { RequestListener, ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import type { ConnectorConfiguration } from '#domain/connectors/connector.ts'
import { createIdentityProviders } from '#domain/connectors/identity-providers.ts'
import type { TokenRefusal } from '#domain/connectors/token-endpoint.ts'
import { Secret } from '#lib/secret.ts'
import { createGuardedCall } from '#outbound/guarded-call.ts'
import type { ResolveHost } from '#outbound/resolve-host.ts'
import { createTestClock } from '../support/clock.ts'
import { connectorOf } from '../support/connector.ts'
import {
  type ForeignServer,
  makeCertificate,
  startForeignServer,
} from '../support/foreign-server.ts'

const json = { 'content-type': 'application/json' }
const acme = parseAccountId('acme') ?? assert.fail()
const zenith = parseAccountId('zenith') ?? assert.fail()
const grant = { code: 'the-code', redirectUri: undefined, codeVerifier: undefined }
const clientSecret = 'the client: secret'

type Heard = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }

describe('token endpoints of brands', () => {
  let server: ForeignServer
  let answer: (response: ServerResponse, heard: Heard) => void
  const heard: Heard[] = []
  const listener: RequestListener = (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method, headers, url } = request
      const one = { headers: { ...headers, method, url }, body: Buffer.concat(pieces).toString() }
      heard.push(one)
      answer(response, one)
    })
  }
  before(async () => {
    server = await startForeignServer(listener)
  })
  beforeEach(() => {
    heard.length = 0
    answer = (response) => respond(response, 200, { id_token: 'i.d.t' })
  })
  after(() => server.stop())

  function respond(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, json).end(JSON.stringify(value))
  }

  /** Identity providers of a process that may ask the server as `keys.example`. */
  function world(given: { resolve?: ResolveHost; timeoutMs?: number; allow?: string[] } = {}) {
    const { resolve = async () => ['127.0.0.1'], timeoutMs = 4000 } = given
    const { allow = [`keys.example:${server.port}`] } = given
    const clock = createTestClock(Date.now())
    const ask = createGuardedCall({ allow, resolve, timeoutMs })
    const providers = createIdentityProviders({ ask, clock })
    const origin = `https://keys.example:${server.port}`
    const brand = (change: Partial<ConnectorConfiguration> = {}, secret = clientSecret) => ({
      accountId: acme,
      connector: connectorOf({ tokenEndpoint: `${origin}/token`, ...change }),
      secret: new Secret(secret),
    })
    const redeem = (change: Partial<ConnectorConfiguration> = {}, secret = clientSecret) =>
      providers.redeemCode(brand(change, secret), grant)
    return { providers, clock, brand, redeem, origin }
  }

  function refusalOf(outcome: { readonly ok: true } | TokenRefusal) {
    assert.ok(!outcome.ok)
    const { code, status, brandError } = outcome
    return [code, status, brandError]
  }

  test('contract 3 section 4.5: form and Basic, with the default redirect URI', async () => {
    const { redeem } = world()
    assert.deepEqual(await redeem(), {
      ...{ ok: true, idToken: 'i.d.t' },
      ...{ accessToken: undefined, refreshToken: undefined, expiresInSeconds: undefined },
    })
    const [{ headers, body } = assert.fail()] = heard
    const { 'user-agent': _, ...others } = headers
    const redirect = 'redirect_uri=https%3A%2F%2Fliveperson.net'
    assert.equal(body, `grant_type=authorization_code&code=the-code&${redirect}`)
    assert.deepEqual(others, {
      ...{ method: 'POST', url: '/token', host: `keys.example:${server.port}` },
      authorization: `Basic ${Buffer.from('watchword:the+client%3A+secret').toString('base64')}`,
      ...{ accept: 'application/json', 'accept-encoding': 'identity', connection: 'close' },
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    })
  })

  test('what the page gave goes along, and all tokens come back', async () => {
    const { providers, brand } = world()
    answer = (response) =>
      respond(response, 200, {
        ...{ id_token: 'i', access_token: 'a', refresh_token: 'r' },
        ...{ expires_in: 60, token_type: 'mac' },
      })
    const page = { code: 'c', redirectUri: 'https://brand.example/b?x=1', codeVerifier: 'v' }
    const change = { tokenRequestFormat: 'json', tokenEndpointAuthMethod: 'client_secret_post' }
    const outcome = await providers.redeemCode(brand(change as object), page)
    assert.deepEqual(outcome, {
      ...{ ok: true, idToken: 'i', accessToken: 'a', refreshToken: 'r', expiresInSeconds: 60 },
    })
    assert.equal(heard[0]?.headers['content-type'], 'application/json')
    assert.equal(heard[0]?.headers['authorization'], undefined)
    assert.deepEqual(JSON.parse(heard[0]?.body ?? ''), {
      ...{ grant_type: 'authorization_code', code: 'c', code_verifier: 'v' },
      redirect_uri: 'https://brand.example/b?x=1',
      ...{ client_id: 'watchword', client_secret: clientSecret },
    })
  })

  test('private_key_jwt: for the endpoint, or for an issuer that its metadata proves', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const { redeem, origin, clock } = world()
    const asked = async (pem: string, change: Partial<ConnectorConfiguration> = {}) => {
      heard.length = 0
      const outcome = await redeem({ tokenEndpointAuthMethod: 'private_key_jwt', ...change }, pem)
      assert.ok(outcome.ok, JSON.stringify(outcome))
      const sent = new URLSearchParams(heard.at(-1)?.body)
      assert.equal(heard.at(-1)?.headers['authorization'], undefined)
      return sent.get('client_assertion') ?? ''
    }
    const ids = new Set<unknown>()
    for (const [privateKey, alg] of [
      [rsa, 'RS256'],
      [curve, 'ES256'],
    ] as const) {
      const assertion = await asked(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
      const { payload } = await jwtVerify(assertion, createPublicKey(privateKey), {
        ...{ issuer: 'watchword', subject: 'watchword', audience: `${origin}/token` },
      })
      assert.deepEqual(decodeProtectedHeader(assertion), { typ: 'JWT', alg })
      const now = Math.floor(clock.now() / 1000)
      assert.deepEqual([payload.iat, payload.exp], [now, now + 60])
      ids.add(payload.jti)
    }
    assert.equal(ids.size, 2)
    answer = (response, { headers }) =>
      headers['method'] === 'GET'
        ? respond(response, 200, { issuer: origin, token_endpoint: `${origin}/found` })
        : respond(response, 200, { id_token: 'i' })
    const discovered = await asked(curve.export({ type: 'pkcs8', format: 'pem' }).toString(), {
      ...{ jwtValidationType: 'DISCOVERY', issuer: origin, tokenEndpoint: undefined },
      discoveryEndpoint: `${origin}/metadata`,
    })
    assert.equal(heard.at(-1)?.headers['url'], '/found')
    await jwtVerify(discovered, createPublicKey(curve), { audience: origin })
  })

  test('nothing is sent to the endpoint that metadata of another issuer names', async () => {
    const { redeem, origin } = world()
    answer = (response) =>
      respond(response, 200, { issuer: `${origin}/`, token_endpoint: `${origin}/found` })
    const outcome = await redeem({
      ...{ jwtValidationType: 'DISCOVERY', issuer: origin, tokenEndpoint: undefined },
      discoveryEndpoint: `${origin}/metadata`,
    })
    assert.deepEqual(refusalOf(outcome), ['9011', 502, undefined])
    assert.deepEqual(
      heard.map(({ headers }) => headers['method']),
      ['GET'],
    )
  })

  test('settings that are lacking are said, and nobody is asked', async () => {
    const { redeem, providers, brand } = world()
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const rows: readonly (readonly [Partial<ConnectorConfiguration>, string])[] = [
      [{ tokenEndpoint: undefined }, clientSecret],
      [{ clientId: undefined }, clientSecret],
      [{ tokenEndpointAuthMethod: 'private_key_jwt' }, clientSecret],
      [
        { tokenEndpointAuthMethod: 'private_key_jwt' },
        weak.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ],
    ]
    for (const [change, secret] of rows) {
      assert.deepEqual(refusalOf(await redeem(change, secret)), ['9015', 400, undefined])
    }
    const without = await providers.redeemCode({ ...brand(), secret: undefined }, grant)
    assert.deepEqual(refusalOf(without), ['9015', 400, undefined])
    assert.deepEqual(heard, [])
  })

  test('what the brand answers decides: 401 for the code, 502 for its server', async () => {
    const rows: readonly (readonly [number, unknown, readonly unknown[]])[] = [
      [400, { error: 'invalid_grant' }, ['9011', 401, 'invalid_grant']],
      [400, { error: 'unauthorized_client' }, ['9011', 401, 'unauthorized_client']],
      [401, { error: 'invalid_client', error_description: 'x' }, ['9011', 401, 'invalid_client']],
      [400, { error: 'a "secret"' }, ['9011', 401, undefined]],
      [403, 'text', ['9011', 401, undefined]],
      [429, { error: 'slow_down' }, ['9011', 502, 'slow_down']],
      [500, { error: 'server_error' }, ['9011', 502, undefined]],
      [503, {}, ['9011', 502, undefined]],
      [201, { id_token: 'i' }, ['9011', 502, undefined]],
      [204, undefined, ['9011', 502, undefined]],
      [200, {}, ['9011', 502, undefined]],
      [200, [{ id_token: 'i' }], ['9011', 502, undefined]],
      [200, { id_token: { a: 1 } }, ['9011', 502, undefined]],
      [200, { error: 'invalid_grant' }, ['9011', 502, undefined]],
    ]
    const { redeem } = world()
    for (const [status, value, expected] of rows) {
      answer = (response) => respond(response, status, value)
      assert.deepEqual(refusalOf(await redeem()), expected, `${status} ${JSON.stringify(value)}`)
    }
    assert.equal(heard.length, rows.length)
  })

  test('a refusal in HTML, of any length, is a refusal', async () => {
    const { redeem } = world()
    for (const body of ['<p>no</p>', 'x'.repeat(1_000_000)]) {
      answer = (response) => void response.writeHead(400, { 'content-type': 'text/html' }).end(body)
      assert.deepEqual(refusalOf(await redeem()), ['9011', 401, undefined])
    }
  })

  test('hostile answers end within bounds, and nothing is sent twice', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
    const raw = (response: ServerResponse, body: string | Buffer, headers: object = {}) =>
      void response.writeHead(200, { ...json, ...headers }).end(body)
    const pour = (response: ServerResponse): void => {
      if (response.destroyed) return
      if (response.write('x'.repeat(16_384))) setImmediate(pour, response)
      else response.once('drain', () => pour(response))
    }
    const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
      endless: (response) => pour(response.writeHead(200, json)),
      'ten megabytes': (response) => raw(response, `{"id_token":"${'x'.repeat(10_000_000)}"}`),
      bomb: (response) =>
        raw(response, gzipSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'gzip' }),
      deep: (response) => raw(response, `{"id_token":${deep}}`),
      duplicates: (response) => raw(response, '{"id_token":"a","id_token":"b"}'),
      'another type': (response) =>
        raw(response, '{"id_token":"a"}', { 'content-type': 'text/html' }),
      'no type': (response) => void response.writeHead(200).end('{"id_token":"a"}'),
      'metadata address': (response) =>
        void response.writeHead(307, { location: 'https://169.254.169.254/token' }).end(),
      elsewhere: (response) => void response.writeHead(308, { location: '/other' }).end(),
      reset: (response) => void response.socket?.destroy(),
      'broken off': (response) => {
        response.writeHead(200, { ...json, 'content-length': '100' }).write('{"id_token":')
        setTimeout(() => response.destroy(), 10)
      },
    }
    for (const [name, one] of Object.entries(answers)) {
      const { redeem } = world()
      answer = one
      const before = heard.length
      assert.deepEqual(refusalOf(await redeem()), ['9011', 502, undefined], name)
      assert.equal(heard.length, before + 1, name)
    }
  })

  test('a server that is silent, drips, or does not finish TLS is late: 504', async (t) => {
    const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
      silent: () => undefined,
      drip: (response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.writeHead(200, json).on('close', () => clearInterval(timer))
      },
      'a refusal that drips': (response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.writeHead(400, json).on('close', () => clearInterval(timer))
      },
    }
    for (const [name, one] of Object.entries(answers)) {
      answer = one
      const outcome = await world({ timeoutMs: 200 }).redeem()
      assert.deepEqual(refusalOf(outcome), ['9013', 504, undefined], name)
    }
    const sockets: Socket[] = []
    const received: Buffer[] = []
    const raw = createRawServer((socket) => {
      sockets.push(socket.on('error', () => undefined))
      socket.on('data', (piece: Buffer) => received.push(piece))
    })
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
    t.after(() => raw.close())
    const { port } = raw.address() as AddressInfo
    const { redeem } = world({ timeoutMs: 200, allow: [`keys.example:${port}`] })
    const outcome = await redeem({ tokenEndpoint: `https://keys.example:${port}/token` })
    assert.deepEqual(refusalOf(outcome), ['9013', 504, undefined])
    assert.equal(Buffer.concat(received).includes('the-code'), false)
    await new Promise((resolve) => raw.close(resolve))
  })

  test('nothing is sent to an address that failed the check, nor to a name with another certificate', async (t) => {
    const { port } = server
    const bad = ['10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', '::1', '64:ff9b::7f00:1']
    for (const address of bad) {
      for (const addresses of [[address], ['127.0.0.1', address]]) {
        const { redeem } = world({ resolve: async () => addresses, allow: [] })
        const outcome = await redeem({ tokenEndpoint: 'https://keys.example/token' })
        assert.deepEqual(refusalOf(outcome), ['9011', 502, undefined], addresses.join())
      }
    }
    const { redeem } = world()
    const urls = [
      `https://user:pass@keys.example:${port}/token`,
      `https://keys.example:${port}@evil.example/token`,
      `http://keys.example:${port}/token`,
      `https://keys.example:22/token`,
      `https://keys.example.:${port}/token`,
      `https://[::ffff:127.0.0.1]:${port}/token`,
      `https://keys.example:${port}/token#x`,
      `https://keys.example:${port}\\@evil.example/`,
    ]
    for (const tokenEndpoint of urls) {
      assert.deepEqual(refusalOf(await redeem({ tokenEndpoint })), ['9011', 502, undefined])
    }
    const { key, cert } = await makeCertificate(['keys.example'])
    const stranger = await startForeignServer(listener, { certificate: { key, cert } })
    t.after(() => stranger.stop())
    const untrusted = world({ allow: [`keys.example:${stranger.port}`] })
    const tokenEndpoint = `https://keys.example:${stranger.port}/token`
    assert.deepEqual(refusalOf(await untrusted.redeem({ tokenEndpoint })), ['9011', 502, undefined])
    assert.deepEqual([heard, stranger.requests], [[], []])
  })

  test('rebinding: the code goes to the address that was checked', async (t) => {
    const other = await startForeignServer(listener, { host: '127.0.0.2', port: server.port })
    t.after(() => other.stop())
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    let asked = 0
    const { redeem } = world({ resolve: async () => answers[asked++] ?? [] })
    assert.ok((await redeem()).ok)
    assert.deepEqual([asked, other.requests.length], [1, 0])
  })

  test('nothing secret shows in what may be logged', async () => {
    const { redeem, providers, brand } = world()
    answer = (response) => respond(response, 400, { error: 'invalid_grant', code: 'the-code' })
    const { statusOf } = providers
    const target = brand()
    const outcomes = [await redeem(), statusOf(acme, target.connector), target]
    answer = (response) => void response.socket?.destroy()
    outcomes.push(await redeem())
    const shown = inspect(outcomes, { depth: 10 }) + JSON.stringify(outcomes)
    for (const secret of ['the-code', clientSecret, 'the+client', 'Basic']) {
      assert.ok(!shown.includes(secret), secret)
    }
  })

  test('RFC 6749 section 6: a refresh token is used, and need not come back', async () => {
    const { providers, brand } = world()
    answer = (response) => respond(response, 200, { access_token: 'new', expires_in: '60' })
    assert.deepEqual(await providers.refreshTokens(brand(), 'r&1'), {
      ...{ ok: true, accessToken: 'new', expiresInSeconds: 60 },
      ...{ refreshToken: undefined, idToken: undefined },
    })
    assert.equal(heard[0]?.body, 'grant_type=refresh_token&refresh_token=r%261')
    answer = (response) => respond(response, 400, { error: 'invalid_grant' })
    const refused = await providers.refreshTokens(brand(), 'r')
    assert.deepEqual(refusalOf(refused), ['9011', 401, 'invalid_grant'])
    answer = (response) => respond(response, 200, { id_token: 'i' })
    const garbage = await providers.refreshTokens(brand(), 'r')
    assert.deepEqual(refusalOf(garbage), ['9011', 502, undefined])
  })

  test('a server that does not answer is spared; one that answers with faults is not', async () => {
    const { redeem, clock, providers, brand } = world()
    answer = (response) => respond(response, 500, {})
    for (let count = 0; count < 10; count += 1) await redeem()
    assert.equal(heard.length, 10)
    answer = (response) => void response.socket?.destroy()
    for (let count = 0; count < 10; count += 1) {
      assert.deepEqual(refusalOf(await redeem()), ['9011', 502, undefined])
    }
    assert.equal(heard.length, 15)
    const [status] = providers.statusOf(acme, brand().connector)
    assert.deepEqual([status?.target, status?.state], ['token', 'open'])
    assert.equal(status?.lastFailure?.refusal, 'unreachable')
    answer = (response) => respond(response, 200, { id_token: 'i' })
    clock.advance(5000)
    assert.ok((await redeem()).ok)
    assert.ok((await redeem()).ok)
    assert.equal(providers.statusOf(acme, brand().connector)[0]?.state, 'closed')
    // With another URL it is another server, of which nothing is known.
    const moved = connectorOf({ tokenEndpoint: 'https://elsewhere.example/' })
    assert.deepEqual(providers.statusOf(acme, moved), [])
  })

  test('an account whose server hangs has 16 calls at a time; another account is not held up', async () => {
    const { providers, brand } = world()
    const held: ServerResponse[] = []
    const full = Promise.withResolvers<void>()
    answer = (response, { body }) => {
      if (!body.includes('code=hang')) return respond(response, 200, { id_token: 'i' })
      held.push(response)
      if (held.length === 16) full.resolve()
    }
    const hung = Array.from({ length: 200 }, () =>
      providers.redeemCode(brand(), { ...grant, code: 'hang' }),
    )
    await full.promise
    // 16 are being asked, 64 wait, and the others were told so.
    const turnedAway = await Promise.all(hung.slice(80))
    assert.deepEqual(
      new Set(turnedAway.map((outcome) => refusalOf(outcome).join())),
      new Set(['9013,504,']),
    )
    const elsewhere = await providers.redeemCode({ ...brand(), accountId: zenith }, grant)
    assert.ok(elsewhere.ok)
    assert.equal(held.length, 16)
    answer = (response) => respond(response, 200, { id_token: 'i' })
    for (const response of held) respond(response, 200, { id_token: 'i' })
    assert.ok((await Promise.all(hung.slice(0, 80))).every(({ ok }) => ok))
  })
})
