import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import http from 'node:http'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { RouteOptions } from 'fastify'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { schemaOf } from '#http/openapi/json-schema.ts'
import { allRoutes, methodsOf } from '../support/all-routes.ts'
import {
  type HostileBody,
  hostileBodies,
  hostilePathParts,
  hostileQueryValues,
  mislabelledBodies,
  mutationsOf,
} from '../support/hostile.ts'
import { type RawAnswer, rawCall } from '../support/raw-call.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const routes = (await allRoutes()).filter(
  (route) => !/^(HEAD|OPTIONS)$/.test(methodsOf(route).join()),
)

for (const kind of databaseKinds) {
  describe(`bad input on ${kind}: a clear 4xx in the right shape, never a 5xx`, () => {
    let server: TestServer
    let operatorToken: string
    let userId = 1
    const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
    before(async () => {
      server = await startTestServer(kind)
      const made = await createOperatorToken(server, { label: 'test' })
      operatorToken = made.value
    })
    after(() => {
      agent.destroy()
      return server.stop()
    })

    /** A new administrator of a new account: what one operation does cannot spoil the next one's test. */
    async function credentialFor(route: RouteOptions) {
      const account = await seedAccount(server, `a${randomBytes(6).toString('hex')}`)
      userId += 1
      const { bearer } = await seedUser(server, account.id, {
        id: userId,
        loginName: 'tester',
        profileIds: [account.profileIds.admin],
      })
      const token = route.url.startsWith('/operator') ? operatorToken : bearer
      return { accountId: account.id, header: ['authorization', `Bearer ${token}`] }
    }

    type Sending = {
      readonly path: string
      readonly headers?: readonly string[]
      readonly body?: HostileBody
    }
    async function send(route: RouteOptions, { path, headers = [], body }: Sending): Promise<void> {
      for (const method of methodsOf(route)) {
        const type = body?.type === undefined ? [] : ['content-type', body.type]
        const answer = await rawCall(agent, {
          origin: server.origin,
          method,
          path,
          headers: [...type, ...headers],
          body: body?.bytes,
        })
        const shown = body?.bytes.subarray(0, 300).toString() ?? ''
        const name = `${method} ${path.slice(0, 300)} ${headers.join(' ').slice(0, 200)} ${shown}`
        judge(answer, name, route.schema?.produces?.includes('text/html'))
      }
    }

    for (const route of routes) {
      const name = `${methodsOf(route).join()} ${route.url}`
      const takesBody = !/^GET$/.test(methodsOf(route).join())

      test(`${name}: ids, parameters and headers`, async () => {
        const { accountId, header } = await credentialFor(route)
        const path = pathOf(route, accountId)
        const sendings: Sending[] = []
        for (const headers of [[], header]) {
          for (const hostile of hostilePaths(route, accountId))
            sendings.push({ path: hostile, headers })
          for (const query of hostileQueries(route))
            sendings.push({ path: `${path}?${query}`, headers })
          for (const extra of hostileHeaders(header)) sendings.push({ path, headers: extra })
        }
        await inTurns(sendings, (sending) => send(route, sending))
        await assertHealthy(server)
      })

      if (!takesBody) continue
      test(`${name}: bodies`, async () => {
        const { accountId, header } = await credentialFor(route)
        const path = pathOf(route, accountId)
        const bodies = [...hostileBodies, ...mislabelledBodies]
        const sendings: Sending[] = [[], header].flatMap((headers) =>
          bodies.map((body) => ({ path, headers, body })),
        )
        const shaped = mutationsOf(route.schema?.body).map((value) => JSON.stringify(value))
        const random = fc.sample(fc.json({ maxDepth: 4 }), 40)
        for (const text of [
          ...shaped,
          ...shaped.slice(0, 20).map((one) => `[${one}]`),
          ...random,
        ]) {
          const body = { type: 'application/json', bytes: Buffer.from(text) }
          sendings.push({ path, headers: header, body })
        }
        await inTurns(sendings, (sending) => send(route, sending))
        await assertHealthy(server)
      })
    }

    test('what is not HTTP is told so, in JSON, and hung up on', async () => {
      for (const request of [
        'nonsense\r\n\r\n',
        'GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
        'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n',
        `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(40_000)}\r\n\r\n`,
      ]) {
        const text = await overSocket(server, request)
        const [head = '', body = ''] = text.split('\r\n\r\n')
        assert.match(head, /^HTTP\/1\.1 4\d\d /, request.slice(0, 80))
        assert.match(head, /connection: close/i)
        assertEnvelope(JSON.parse(body), request.slice(0, 80))
      }
      await assertHealthy(server)
    })

    test('a header that says one thing comes once, and a host there must be (RFC 9112 §3.2)', async () => {
      const { users } = await seedAccount(server, 'acme')
      const authorization = `authorization: Bearer ${users.admin.bearer}`
      const line = 'GET /api/account/acme/watchword/me HTTP/1.1'
      const answer = async (...lines: readonly string[]) => {
        const request = [...lines, 'connection: close', '', ''].join('\r\n')
        const [head = '', body = ''] = (await overSocket(server, request)).split('\r\n\r\n')
        return { status: Number(head.split(' ')[1]), head, body }
      }
      assert.equal((await answer(line, 'host: x', authorization)).status, 200)
      assert.equal((await answer(line.replace('1.1', '1.0'), authorization)).status, 200)
      for (const lines of [
        [line, authorization],
        [line, 'host: x', 'Host: y', authorization],
        [line, 'host: x', authorization, 'Authorization: Bearer other'],
        [
          line,
          'host: x',
          authorization,
          'content-type: text/plain',
          'Content-Type: application/json',
        ],
        [
          'POST /api/account/acme/configuration/le-users/lobs HTTP/1.1',
          ...['host: x', authorization, 'content-type: application/json', 'content-length: 12'],
          ...['x-http-method-override: PUT', 'x-http-method-override: DELETE'],
        ],
      ]) {
        const { status, head, body } = await answer(...lines)
        assert.equal(status, 400, lines.join())
        assert.match(head, /content-type: application\/json/i)
        assertEnvelope(JSON.parse(body), lines.join())
      }
      const bare = await answer('GET /api/account/acme/service/baseURI.json HTTP/1.1')
      assert.deepEqual(Object.keys(JSON.parse(bare.body)), ['time', 'message', 'internalCode'])
      await assertHealthy(server)
    })
  })
}

function pathOf({ url }: RouteOptions, accountId: string): string {
  return url.replace(/:(\w+)/g, (_whole, name: string) => (name === 'accountId' ? accountId : '1'))
}

function* hostilePaths({ url }: RouteOptions, accountId: string): Generator<string> {
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  for (const name of names) {
    for (const part of hostilePathParts) {
      yield pathOf(
        { url: url.replace(`:${name}`, part.replaceAll('$', '$$$$')) } as RouteOptions,
        accountId,
      )
    }
  }
}

function* hostileQueries({ schema }: RouteOptions): Generator<string> {
  yield* ['%zz', '__proto__=1&__proto__[x]=1', 'a=1&a=2', '&&=&', `${'x=1&'.repeat(2000)}`]
  for (const name of Object.keys(schemaOf(schema?.querystring)?.properties ?? { v: {} })) {
    for (const value of hostileQueryValues) yield `${name}=${value}`
    yield `${name}=1&${name}=2`
    yield `${name}[]=1&${name}[x]=2`
  }
}

function* hostileHeaders([, credential = '']: readonly string[]): Generator<readonly string[]> {
  for (const value of [
    '',
    'Bearer',
    'Bearer ',
    'Basic eDp5',
    `Bearer ${'x'.repeat(9000)}`,
    'OAuth x=',
  ]) {
    yield ['authorization', value]
  }
  yield ['authorization', credential, 'authorization', 'Bearer other']
  for (const value of ['-1', 'x', '"1"', '1e999', '*', '9'.repeat(40), 'W/"1", "2"']) {
    yield ['authorization', credential, 'if-match', value]
    yield ['authorization', credential, 'if-none-match', value, 'if-none-match', value]
  }
  yield ['cookie', 'Session_id=%zz; session_id=2; Session_id=', 'cookie', ';;=;']
  yield ['x-request-id', 'x'.repeat(500), 'x-http-method-override', 'PATCH']
  yield ['x-forwarded-for', 'nonsense', 'x-forwarded-host', 'evil.example', 'forwarded', 'for=x']
  yield ['content-type', 'application/json', 'content-type', 'text/plain']
  yield ['accept', 'text/html;q=x', 'accept-version', '9', 'origin', 'null']
}

/** No 5xx, and what is refused is refused in the shape of its area. */
function judge(answer: RawAnswer | undefined, request: string, isPage = false): void {
  if (answer === undefined) return
  assert.ok(answer.status < 500, `${answer.status} ${answer.text.slice(0, 200)} for ${request}`)
  if (answer.status < 400 || answer.text === '') return
  assert.equal(answer.headers['x-content-type-options'], 'nosniff', request)
  assert.doesNotMatch(answer.text, /node_modules|\.ts:\d|SQLITE|select "/i, request)
  const contentType = answer.headers['content-type'] ?? ''
  if (isPage && contentType.startsWith('text/html')) {
    assertErrorPage(answer, request)
    return
  }
  assert.match(contentType, /^application\/json/, request)
  assertEnvelope(JSON.parse(answer.text), request)
}

/** What a browser is shown: a code and the request's id, under the pages' policy. */
function assertErrorPage({ text, headers }: RawAnswer, request: string): void {
  assert.match(text, /<dd id="error-code">[a-z_]+<\/dd>/, request)
  assert.match(text, /<dd id="request-id">[^<]+<\/dd>/, request)
  assert.match(
    String(headers['content-security-policy']),
    /^default-src 'none'; style-src/,
    request,
  )
}

/**
 * The envelope, what the Domain API answers without it, or what OAuth endpoints (RFC 6749 section 5.2) and the consumer
 * IDP answer.
 */
function assertEnvelope(body: unknown, request: string): void {
  if ((body as { internalErrorCode?: unknown }).internalErrorCode !== undefined) {
    assertIdpError(body, request)
    return
  }
  if (typeof (body as { error?: unknown }).error === 'string') {
    assertOAuth2(body, request)
    return
  }
  const { error = body } = body as { error?: unknown }
  const { message, internalCode, time } = error as Readonly<Record<string, unknown>>
  assert.equal(typeof message, 'string', request)
  assert.equal(typeof internalCode, 'number', request)
  assert.equal(typeof time, error === body ? 'number' : 'string', request)
}

/** Contract 3 section 8, and our decisions on IDP errors. */
function assertIdpError(body: unknown, request: string): void {
  const {
    internalErrorCode,
    error,
    error_description: description,
    ...rest
  } = body as Record<string, unknown>
  assert.match(String(internalErrorCode), /^\d{4}$/, request)
  assert.match(String(error), /^[a-z_]+$/, request)
  assert.equal(typeof description, 'string', request)
  assert.deepEqual(Object.keys(rest), ['request_id'], request)
}

function assertOAuth2(body: unknown, request: string): void {
  const { error, error_description: description, ...rest } = body as Record<string, unknown>
  assert.match(String(error), /^[a-z_]+$/, request)
  assert.match(String(description), /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/, request)
  assert.deepEqual(rest, {}, request)
}

/** Some at once, as in life. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

async function assertHealthy(server: TestServer): Promise<void> {
  const answer = await call(server, 'GET', '/health/live')
  assert.deepEqual([answer.status, answer.body], [200, { status: 'ok' }])
}

function overSocket(server: TestServer, request: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = net.connect(Number(new URL(server.origin).port), '127.0.0.1', () =>
      socket.write(request),
    )
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
  })
}
