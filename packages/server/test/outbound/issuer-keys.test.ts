import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { createIdentityProviders } from '#domain/connectors/identity-providers.ts'
import { createGuardedCall } from '#outbound/guarded-call.ts'
import { createTestClock } from '../support/clock.ts'
import { connectorOf } from '../support/connector.ts'
import { type ForeignServer, startForeignServer } from '../support/foreign-server.ts'

const acme = parseAccountId('acme') ?? assert.fail()
const zenith = parseAccountId('zenith') ?? assert.fail()
const json = { 'content-type': 'application/json' }

type Answer = (response: ServerResponse) => void

describe('keys of an identity provider over the network', () => {
  let server: ForeignServer
  let answer: Answer
  let good: Answer
  before(async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'a' }
    good = (response) => void response.writeHead(200, json).end(JSON.stringify({ keys: [jwk] }))
    server = await startForeignServer((_, response) => answer(response))
  })
  beforeEach(() => {
    answer = good
  })
  after(() => server.stop())

  function world(timeoutMs = 4000) {
    const clock = createTestClock()
    const guarded = (givenMs: number) =>
      createGuardedCall({
        ...{ allow: [`keys.example:${server.port}`], timeoutMs: givenMs },
        resolve: async () => ['127.0.0.1'],
      })
    // What is good is waited for, however slow this machine is.
    const [ofGood, ofOthers] = [guarded(4000), guarded(timeoutMs)]
    const ask: typeof ofGood = (...given) => (answer === good ? ofGood : ofOthers)(...given)
    const providers = createIdentityProviders({ ask, clock })
    const connector = connectorOf({ jwksEndpoint: `https://keys.example:${server.port}/jwks` })
    const codeOf = async (kid: string, accountId = acme) => {
      const keys = await providers.issuerKeysOf(accountId, connector, kid)
      return keys.source === 'none' ? keys.code : keys.keys.map((key) => key.kid).join()
    }
    const start = server.requests.length
    return { clock, providers, connector, codeOf, asked: () => server.requests.length - start }
  }

  const pour = (response: ServerResponse): void => {
    if (response.destroyed) return
    if (response.write('x'.repeat(16_384))) setImmediate(pour, response)
    else response.once('drain', () => pour(response))
  }
  const raw =
    (body: string | Buffer, headers: object = {}): Answer =>
    (response) =>
      void response.writeHead(200, { ...json, ...headers }).end(body)

  const hostile: Readonly<Record<string, readonly [string, Answer]>> = {
    endless: ['1038', (response) => pour(response.writeHead(200, json))],
    'ten megabytes': ['1038', raw(`{"keys":["${'x'.repeat(10_000_000)}"]}`)],
    bomb: ['1038', raw(gzipSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'gzip' })],
    deep: ['1038', raw(`{"keys":${'['.repeat(5000)}${']'.repeat(5000)}}`)],
    duplicates: ['1038', raw('{"keys":[],"keys":[]}')],
    'another type': ['1038', raw('{"keys":[]}', { 'content-type': 'text/html' })],
    'too many keys': ['1038', raw(JSON.stringify({ keys: Array(51).fill({ kty: 'RSA' }) }))],
    'metadata address': [
      '9011',
      (response) =>
        void response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    ],
    broken: ['9011', (response) => void response.writeHead(500, json).end('{}')],
    reset: ['9011', (response) => void response.socket?.destroy()],
    silent: ['9013', () => undefined],
    drip: [
      '9013',
      (response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.writeHead(200, json).on('close', () => clearInterval(timer))
      },
    ],
  }

  for (const [name, [code, one]] of Object.entries(hostile)) {
    test(`${name}: known keys go on working, and a new kid has the code of the fault`, async () => {
      const { clock, codeOf } = world(code === '9013' ? 200 : 4000)
      assert.equal(await codeOf('a'), 'a')
      answer = one
      clock.advance(60_000)
      assert.equal(await codeOf('b'), code)
      assert.equal(await codeOf('a'), 'a')
      clock.advance(3_600_000)
      assert.equal(await codeOf('a'), 'a')
      // Who never had keys has none.
      assert.equal(await world(code === '9013' ? 200 : 4000).codeOf('a'), code)
    })
  }

  test('a server that is down is asked less and less, and found again', async () => {
    const { clock, codeOf, asked, providers, connector } = world()
    await codeOf('a')
    answer = (response) => void response.socket?.destroy()
    for (let count = 0; count < 240; count += 1) {
      clock.advance(30_000)
      assert.equal(await codeOf('a'), 'a')
      assert.equal(await codeOf('b'), '9011')
    }
    // Two hours: without the circuit it would be 240.
    assert.ok(asked() < 80, `${asked()}`)
    const [status] = providers.statusOf(acme, connector)
    assert.equal(status?.lastFailure?.refusal, 'unreachable')
    assert.ok(status?.lastSuccessAt !== undefined && status.failuresInARow > 5)
    answer = good
    clock.advance(150_000)
    assert.equal(await codeOf('a'), 'a')
    assert.equal(providers.statusOf(acme, connector)[0]?.state, 'closed')
  })

  test('an account whose server hangs holds up nobody: the same server answers another', async () => {
    const { codeOf, asked } = world()
    const held: ServerResponse[] = []
    const first = Promise.withResolvers<void>()
    answer = (response) => {
      held.push(response)
      first.resolve()
    }
    const hung = Array.from({ length: 50 }, () => codeOf('a'))
    await first.promise
    answer = good
    assert.equal(await codeOf('a', zenith), 'a')
    // Fifty waited for one fetch, and the other account made its own.
    assert.deepEqual([held.length, asked()], [1, 2])
    for (const response of held) good(response)
    assert.deepEqual([...new Set(await Promise.all(hung))], ['a'])
  })
})
