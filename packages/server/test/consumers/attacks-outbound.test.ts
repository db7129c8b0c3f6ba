import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { authenticate, createConnector } from '../support/brand.ts'
import { call, type SeededAccount, seedAccount } from '../support/test-server.ts'
import {
  brandToken,
  compact,
  connect,
  es256,
  rs256,
  startTarget,
  type Target,
  verdictOf,
} from './attack.ts'

const keyless = '401 1041 kid'
const gone = /^(400 1038|50[24] 901[13]) keys$/

describe('servers of hostile brands', () => {
  let hostile: Awaited<ReturnType<typeof startHostile>>
  let inside: Awaited<ReturnType<typeof startHostile>>
  let target: Target
  let victim: SeededAccount
  before(async () => {
    hostile = await startHostile()
    // Somebody else's, which the operator did not except.
    inside = await startHostile()
    target = await startTarget('sqlite', { WATCHWORD_OUTBOUND_ALLOW: hostile.origin })
    victim = await seedAccount(target.server, 'victim')
  })
  afterEach(() => hostile.release())
  after(async () => {
    hostile.release()
    await target.stop()
    await Promise.all([hostile.stop(), inside.stop()])
  })
  const byUrl = (jwksEndpoint: string, account = target.account, change: object = {}) =>
    connect(target.server, account, {
      ...{ jwtValidationType: 'JWKS_ENDPOINT', jwtPublicKey: null, jwksEndpoint, ...change },
    })
  const send = (id: number, token = brandToken(target), account = target.account) =>
    authenticate(target.server, account.id, id, { id_token: token })
  const goodSet = () => setOf(target.keys.RS256.publicKey, { kid: 'brand-RS256' })

  test('what a key set may be instead of one: refused within bounds, and told alike', async () => {
    const pages: Readonly<Record<string, RequestListener>> = {
      endless: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const more = () => {
          while (response.write(' '.repeat(16_384))) if (response.destroyed) return
        }
        response.on('drain', more)
        more()
      },
      redirect: (_request, response) =>
        response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
      inwards: (_request, response) =>
        response.writeHead(307, { location: `${inside.origin}/secret` }).end(),
      html: (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('x'),
      broken: (_request, response) => void response.destroy(),
      twice: json('{"keys":[],"keys":[]}'),
      deep: json('['.repeat(5000)),
      large: json(JSON.stringify({ keys: [], pad: 'x'.repeat(70_000) })),
    }
    for (const [name, page] of Object.entries(pages)) {
      hostile.answer = page
      const id = await byUrl(`${hostile.origin}/${name}`)
      const start = performance.now()
      const answer = await send(id)
      assert.match(verdictOf(answer), gone, name)
      assert.ok(performance.now() - start < 7000, name)
      assert.doesNotMatch(answer.text, /169\.254|127\.0\.0\.1|redirect|302/, name)
    }
    for (const [name, text] of [
      ['no set', '{}'],
      ['one key', '{"kty":"RSA"}'],
      ['a list', '[]'],
    ] as const) {
      hostile.answer = json(text)
      assert.match(
        verdictOf(await send(await byUrl(`${hostile.origin}/${name.length}`))),
        /1038 keys$/,
        name,
      )
    }
    assert.deepEqual(inside.asked, [])
  })

  test('metadata that points inside is believed by its issuer, and asked nowhere', async () => {
    const issuer = hostile.origin
    for (const [jwks_uri, token_endpoint] of [
      [`${inside.origin}/jwks`, `${inside.origin}/token`],
      ['http://169.254.169.254/latest', 'http://169.254.169.254/latest'],
      ['https://127.0.0.1/jwks', 'https://[::1]/token'],
      ['https://localhost/jwks', 'https://0x7f.1/token'],
      ['file:///etc/passwd', 'javascript:alert(1)'],
    ]) {
      hostile.answer = json(JSON.stringify({ issuer, jwks_uri, token_endpoint }))
      const discovered = {
        ...{ issuer, jwtPublicKey: null, jwtValidationType: 'DISCOVERY' },
        discoveryEndpoint: `${issuer}/${encodeURIComponent(String(jwks_uri))}`,
      }
      const implicit = await connect(target.server, target.account, discovered)
      const answer = await send(implicit, brandToken(target, { iss: issuer }))
      assert.match(verdictOf(answer), /^50[24] 901[13] keys$/, answer.text)
      assert.doesNotMatch(answer.text, /127\.0|169\.254|localhost|address/)
      const code = await createConnector(target.server, target.account, {
        ...{ name: `code ${jwks_uri}`, type: 2 },
        configuration: {
          ...{ issuerDisplayName: 'B', clientId: 'c', clientSecret: 's', sharesIdentity: true },
          ...discovered,
        },
      })
      const redeemed = await authenticate(target.server, target.account.id, code, { code: 'c' })
      assert.ok([400, 502, 504].includes(redeemed.status), redeemed.text)
    }
    assert.deepEqual(inside.asked, [])
  })

  test('keys in a set that are worth nothing verify nothing', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const { privateKey, publicKey } = target.keys.RS256
    const own = publicKey.export({ format: 'jwk' })
    const sets: Readonly<Record<string, readonly [set: object, verdict: RegExp, token?: string]>> =
      {
        'RSA of 1024 bits': [
          setOf(weak.publicKey),
          /key$/,
          signed(target, 'RS256', rs256(weak.privateKey)),
        ],
        'e = 1': [{ keys: [{ ...own, kid: 'k', e: 'AQ' }] }, /key$/],
        'e = 0': [{ keys: [{ ...own, kid: 'k', e: 'AA' }] }, /key$/],
        'n = 0': [{ keys: [{ ...own, kid: 'k', n: 'AA' }] }, /key$/],
        'P-384': [setOf(curve.publicKey), /key$/, signed(target, 'ES256', es256(curve.privateKey))],
        'a private key': [setOf(privateKey), /key$/],
        'a shared key': [{ keys: [{ kty: 'oct', kid: 'k', k: 'AAAA' }] }, /key$/],
        'for encryption': [setOf(publicKey, { use: 'enc' }), /key$/],
        'for another algorithm': [setOf(publicKey, { alg: 'RS512' }), /key$/],
        'for none': [setOf(publicKey, { alg: 'none' }), /key$/],
        'a point off the curve': [
          { keys: [{ kty: 'EC', crv: 'P-256', kid: 'k', x: 'A'.repeat(43), y: 'A'.repeat(43) }] },
          /key$/,
        ],
        'of another kid': [setOf(publicKey, { kid: 'other' }), new RegExp(`^${keyless}$`)],
        'with kids of no text': [{ keys: [{ ...own, kid: ['k'] }] }, new RegExp(`^${keyless}$`)],
      }
    for (const [name, [set, verdict, token]] of Object.entries(sets)) {
      hostile.answer = json(JSON.stringify(set))
      const id = await byUrl(`${hostile.origin}/${encodeURIComponent(name)}`)
      const sent = token ?? signed(target, 'RS256', rs256(privateKey))
      assert.match(verdictOf(await send(id, sent)), verdict, name)
      if (name === 'of another kid') continue
      const { status } = await tryToPaste(target, JSON.stringify(set))
      if (name !== 'with kids of no text') assert.equal(status, 400, `${name}, pasted`)
    }
  })

  test('forty hanging connectors of one account hold up nobody else', async () => {
    hostile.answer = json(JSON.stringify(goodSet()))
    const theirs = await byUrl(`${hostile.origin}/victim`, victim)
    const ids: number[] = []
    for (let index = 0; index < 40; index += 1)
      ids.push(await byUrl(`${hostile.origin}/hang/${index}`))
    const reached = Promise.withResolvers<void>()
    hostile.answer = (request, response) => {
      if (request.url?.startsWith('/hang')) {
        reached.resolve()
        hostile.hold(response)
      } else json(JSON.stringify(goodSet()))(request, response)
    }
    let ended = 0
    const hung = ids.map((id) => send(id).finally(() => (ended += 1)))
    await reached.promise
    const before = ended
    for (let index = 0; index < 10; index += 1) {
      const answer = await send(theirs, brandToken(target, { sub: `v${index}` }), victim)
      assert.equal(verdictOf(answer), '200')
      const pasted = await send(target.connector)
      assert.equal(verdictOf(pasted), '200', 'nor their own, by another connector')
    }
    assert.ok(hostile.held() > 0 && hostile.held() <= 4, `${hostile.held()} at a time`)
    assert.ok(ended - before <= 40)
    hostile.release()
    for (const answer of await Promise.all(hung)) assert.match(verdictOf(answer), gone)
  })

  test('a server that goes down: known keys go on, and an unknown kid is asked once in a while', async () => {
    hostile.answer = json(JSON.stringify(goodSet()))
    const id = await byUrl(`${hostile.origin}/down`)
    assert.equal(verdictOf(await send(id)), '200')
    hostile.answer = (_request, response) => void response.destroy()
    const asked = hostile.asked.length
    for (let index = 0; index < 20; index += 1) {
      assert.equal(verdictOf(await send(id)), '200')
      const unknown = brandToken(target, {}, { kid: `unknown-${index}` })
      assert.match(verdictOf(await send(id, unknown)), /^(401 1041 kid|502 9011 keys)$/)
    }
    assert.ok(hostile.asked.length - asked <= 1, 'a flood of kids asks at most once in 30 s')
  })
})

function json(text: string): RequestListener {
  return (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
}

function setOf(key: KeyObject, change: object = {}): object {
  return { keys: [{ ...key.export({ format: 'jwk' }), kid: 'k', ...change }] }
}

function signed(target: Target, alg: string, by: Parameters<typeof compact>[2]): string {
  const now = target.now()
  const claims = { iss: target.issuer, sub: 'customer-1', iat: now, exp: now + 600 }
  return compact(JSON.stringify({ alg, kid: 'k' }), JSON.stringify(claims), by)
}

function tryToPaste({ server, account, issuer }: Target, jwtPublicKey: string) {
  const url = `/api/account/${account.id}/configuration/le-connectors/connectors`
  return call(server, 'POST', url, {
    bearer: account.users.admin.bearer,
    body: {
      ...{ name: `pasted ${Math.random()}`, type: 1 },
      configuration: {
        ...{ issuerDisplayName: 'B', issuer, sharesIdentity: true, jwtPublicKey },
        ...{ algorithms: ['RS256', 'ES256', 'EdDSA', 'PS256'] },
      },
    },
  })
}

/** A server on loopback that answers as it is told to, and may hold answers back. */
async function startHostile() {
  const waiting: { end(): unknown }[] = []
  const asked: string[] = []
  const state = {
    answer: json('{}'),
    asked,
    hold: (response: { end(): unknown }) => void waiting.push(response),
    held: () => waiting.length,
    release: () => {
      for (const response of waiting.splice(0)) response.end()
    },
  }
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    state.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
