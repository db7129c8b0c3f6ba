import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { exportJWK, generateKeyPair } from 'jose'
import type { ConnectorConfiguration } from '#domain/connectors/connector.ts'
import { createIdentityProviders } from '#domain/connectors/identity-providers.ts'
import { Secret } from '#lib/secret.ts'
import { createGuardedCall } from '#outbound/guarded-call.ts'
import { createRunningClock } from '../support/clock.ts'
import { connectorOf } from '../support/connector.ts'
import { type ForeignServer, startForeignServer } from '../support/foreign-server.ts'

const acme = parseAccountId('acme') ?? assert.fail()
const zenith = parseAccountId('zenith') ?? assert.fail()
const json = { 'content-type': 'application/json' }
const hour = 3_600_000

type Answer = (response: ServerResponse) => void

describe('the facts of a connector', () => {
  let server: ForeignServer
  let origin: string
  const pages = new Map<string, Answer>()
  const jwk = { kid: 'a' }
  before(async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true })
    Object.assign(jwk, await exportJWK(publicKey))
    server = await startForeignServer((request, response) => {
      request.resume()
      const page = pages.get(request.url ?? '')
      if (page === undefined) response.writeHead(404).end()
      else page(response)
    })
    origin = `https://keys.example:${server.port}`
  })
  beforeEach(() => {
    pages.clear()
    pages.set('/metadata', (response) =>
      respond(response, 200, {
        ...{ issuer: origin, jwks_uri: `${origin}/jwks`, token_endpoint: `${origin}/token` },
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      }),
    )
    pages.set('/jwks', (response) => {
      response.setHeader('cache-control', 'public, max-age=60')
      respond(response, 200, { keys: [jwk, { ...jwk, kid: 'b', use: 'enc' }] })
    })
    pages.set('/token', (response) => respond(response, 400, { error: 'invalid_grant' }))
  })
  after(() => server.stop())

  function respond(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, json).end(JSON.stringify(value))
  }

  function world(timeoutMs = 4000) {
    const clock = createRunningClock()
    const ask = createGuardedCall({
      ...{ allow: [`keys.example:${server.port}`], timeoutMs },
      resolve: async () => ['127.0.0.1'],
    })
    const providers = createIdentityProviders({ ask, clock })
    const brand = (change: Partial<ConnectorConfiguration> = {}) => ({
      accountId: acme,
      connector: connectorOf({
        ...{ jwtValidationType: 'DISCOVERY', issuer: origin, jwksEndpoint: undefined },
        ...{ tokenEndpoint: undefined, discoveryEndpoint: `${origin}/metadata` },
        ...change,
      }),
      secret: new Secret('secret'),
    })
    const probe = async (change?: Partial<ConnectorConfiguration>) =>
      (await providers.probe(brand(change))) ?? assert.fail()
    return { clock, providers, brand, probe }
  }

  test('everything is there, and works', async () => {
    const { probe, clock } = world()
    clock.advance(-30_000)
    const { metadata, keySet, token, lacking } = await probe()
    assert.equal(lacking, undefined)
    for (const one of [metadata, keySet, token]) {
      assert.ok(one?.answer && one.fault === undefined)
      assert.equal(one.answer.contentType, 'application/json')
      const { certificateExpiresAt = 0 } = one.answer
      assert.ok(certificateExpiresAt > Date.now() + 20 * hour, `${certificateExpiresAt}`)
      assert.ok(certificateExpiresAt < Date.now() + 28 * hour)
      // Its clock is that of this machine, ours half a minute behind.
      assert.ok(Math.abs((one.clockOffsetSeconds ?? 0) - 30) <= 1, `${one.clockOffsetSeconds}`)
      assert.ok(one.latencyMs >= 0 && one.latencyMs < 4000)
    }
    assert.equal(metadata?.mismatch, undefined)
    assert.deepEqual(metadata?.metadata?.tokenEndpointAuthMethods, ['private_key_jwt'])
    const { cacheControl, maxAgeSeconds } = keySet?.answer ?? {}
    assert.deepEqual([cacheControl, maxAgeSeconds], ['public, max-age=60', 60])
    assert.deepEqual(
      keySet?.keys?.map((key) => [key.kid, key.curve, key.isUsed || key.fault]),
      [
        ['a', 'P-256', true],
        ['b', 'P-256', 'not_for_signatures'],
      ],
    )
    assert.deepEqual([token?.answer?.status, token?.client], [400, 'accepted'])
  })

  test('whether the client is known, by what the token endpoint says of a code that cannot be good', async () => {
    const rows: readonly (readonly [number, unknown, string, string | undefined])[] = [
      [400, { error: 'invalid_grant' }, 'accepted', 'invalid_grant'],
      [400, { error: 'invalid_code' }, 'accepted', 'invalid_code'],
      [403, { error: 'invalid_grant' }, 'accepted', 'invalid_grant'],
      [401, { error: 'invalid_client' }, 'refused', 'invalid_client'],
      [400, { error: 'invalid_client' }, 'refused', 'invalid_client'],
      [401, { error: 'unauthorized_client' }, 'refused', 'unauthorized_client'],
      [401, 'text', 'refused', undefined],
      [400, { error: 'json_parse_error' }, 'unknown', 'json_parse_error'],
      [400, { error: 'a\nb' }, 'unknown', undefined],
      [404, {}, 'unknown', undefined],
      [500, { error: 'invalid_grant' }, 'unknown', undefined],
      [200, { id_token: 'i' }, 'code_accepted', undefined],
      [200, { error: 'invalid_grant' }, 'unknown', 'invalid_grant'],
    ]
    const { probe } = world()
    for (const [status, value, client, error] of rows) {
      pages.set('/token', (response) => respond(response, status, value))
      const { token } = await probe()
      const found = [token?.answer?.status, token?.client, token?.brandError]
      assert.deepEqual(found, [status, client, error], `${status} ${JSON.stringify(value)}`)
    }
  })

  test('metadata of another issuer: said, and nothing that it names is asked', async () => {
    const { probe } = world()
    const asked = server.requests.length
    const { metadata, keySet, token } = await probe({ issuer: `${origin}/` })
    assert.ok(metadata?.mismatch?.includes(`${origin}/`))
    assert.deepEqual([keySet, token, server.requests.length - asked], [undefined, undefined, 1])
  })

  test('what is broken is told by part, with what the server did say', async () => {
    const { probe } = world()
    pages.set('/metadata', (response) => respond(response, 200, []))
    assert.equal((await probe()).metadata?.fault?.refusal, 'content')
    const change: Partial<ConnectorConfiguration> = {
      jwtValidationType: 'JWKS_ENDPOINT',
      jwksEndpoint: `${origin}/jwks`,
      tokenEndpoint: `${origin}/token`,
    }
    const rows: readonly (readonly [Answer, string, number | undefined])[] = [
      [(response) => respond(response, 200, {}), 'content', 200],
      [(response) => respond(response, 503, {}), 'status', 503],
      [(response) => void response.writeHead(302, { location: '/jwks2' }).end(), 'redirect', 302],
      [
        (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(),
        'type',
        200,
      ],
      [(response) => void response.socket?.destroy(), 'unreachable', undefined],
    ]
    for (const [page, refusal, status] of rows) {
      pages.set('/jwks', page)
      const { keySet, token, metadata } = await probe(change)
      assert.equal(metadata, undefined)
      assert.deepEqual([keySet?.fault?.refusal, keySet?.answer?.status], [refusal, status])
      assert.deepEqual([token?.fault, token?.client], [undefined, 'accepted'])
    }
    pages.set('/token', () => undefined)
    const inside = { ...change, jwksEndpoint: 'https://10.0.0.1/jwks' }
    const { keySet, token } = await world(200).probe(inside)
    assert.equal(keySet?.fault?.refusal, 'address')
    assert.deepEqual([token?.fault?.refusal, token?.client], ['time', 'unknown'])
  })

  test('what the connector lacks is said; a connector for id_tokens asks no token endpoint', async () => {
    const { providers, brand } = world()
    const without = await providers.probe({ ...brand(), secret: undefined })
    assert.match(without?.lacking ?? '', /no secret/)
    assert.equal(without?.token, undefined)
    const { connector } = brand()
    const implicit = await providers.probe({ ...brand(), connector: { ...connector, type: 1 } })
    assert.deepEqual([implicit?.token, implicit?.lacking], [undefined, undefined])
    assert.ok(implicit?.keySet)
  })

  test('a check leaves no trace: neither in what is known of the server nor in its circuit', async () => {
    const { providers, brand, probe } = world()
    const { connector } = brand()
    await probe()
    assert.deepEqual(providers.statusOf(acme, connector), [])
    const asked = server.requests.length
    assert.equal((await providers.issuerKeysOf(acme, connector, 'a')).source, 'jwks')
    assert.equal(server.requests.length, asked + 2)
    const status = providers.statusOf(acme, connector)
    assert.deepEqual(
      status.map(({ target, url }) => [target, url]),
      [
        ['metadata', `${origin}/metadata`],
        ['keys', `${origin}/jwks`],
      ],
    )
  })

  test('an account has two checks at a time; another account is not held up', async () => {
    const { providers, brand } = world()
    const held: ServerResponse[] = []
    const full = Promise.withResolvers<void>()
    pages.set('/hang', (response) => {
      held.push(response)
      if (held.length === 2) full.resolve()
    })
    const hanging = brand({ discoveryEndpoint: `${origin}/hang` })
    const probes = Array.from({ length: 5 }, () => providers.probe(hanging))
    await full.promise
    assert.equal(await probes[4], undefined)
    assert.ok(await providers.probe({ ...brand(), accountId: zenith }))
    assert.equal(held.length, 2)
    pages.set('/hang', (response) => respond(response, 200, []))
    for (const response of held) respond(response, 200, [])
    const ended = await Promise.all(probes.slice(0, 4))
    assert.ok(ended.every((one) => one?.metadata?.fault?.refusal === 'content'))
  })
})
