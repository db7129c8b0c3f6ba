import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { createServer as createPlainServer } from 'node:http'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { fetchBy } from '#domain/foreign-keys/foreign-call.ts'
import { createGuardedCall, type GuardedCallOptions } from '#outbound/guarded-call.ts'
import type { ResolveHost } from '#outbound/resolve-host.ts'
import {
  type ForeignServer,
  makeCertificate,
  startForeignServer,
} from '../support/foreign-server.ts'

const json = { 'content-type': 'application/json' }
const mostBytes = 64 * 1024
const mostAtOnce = 768

const createGuardedFetch = (options: GuardedCallOptions) => fetchBy(createGuardedCall(options))

/** Answers of one path each. */
const pages: Readonly<Record<string, RequestListener>> = {
  '/jwks': (_, response) => void response.writeHead(200, json).end('{"keys":[]}'),
  '/cached': (_, response) =>
    void response
      .writeHead(200, {
        ...json,
        'cache-control': 'public, max-age=600',
        age: '60',
        'set-cookie': 'a=b',
      })
      .end('{"keys":[]}'),
  '/redirect': (_, response) => void response.writeHead(302, { location: '/jwks' }).end(),
  '/redirect-in': (_, response) =>
    void response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/missing': (_, response) => void response.writeHead(404, json).end('{"keys":[]}'),
  '/missing-endless': (_, response) => {
    response.writeHead(404, json)
    pour(response)
  },
  '/announced-large': (_, response) => {
    response.writeHead(200, { ...json, 'content-length': '1000000000' })
    pour(response)
  },
  '/created': (_, response) => void response.writeHead(201, json).end('{"keys":[]}'),
  '/silent': () => undefined,
  '/drip': (_, response) => {
    response.writeHead(200, json)
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  },
  '/largest': (_, response) => void response.writeHead(200, json).end(jsonOf(mostBytes)),
  '/large': (_, response) => void response.writeHead(200, json).end(jsonOf(mostBytes + 1)),
  '/large-chunked': (_, response) => {
    response.writeHead(200, json)
    response.write('"')
    pour(response)
  },
  '/bomb': (_, response) =>
    void response
      .writeHead(200, { ...json, 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(20_000_000, ' '))),
  '/large-header': (_, response) =>
    void response.writeHead(200, { ...json, 'x-large': 'x'.repeat(20_000) }).end('{}'),
  '/broken-off': (_, response) => {
    response.writeHead(200, { ...json, 'content-length': '100' })
    response.write('{"keys":')
    setTimeout(() => response.destroy(), 20)
  },
}

function jsonOf(length: number): string {
  return `"${'x'.repeat(length - 2)}"`
}

function pour(response: ServerResponse): void {
  if (response.destroyed) return
  if (response.write('x'.repeat(16_384))) setImmediate(pour, response)
  else response.once('drain', () => pour(response))
}

/** A body, or a content type, that is in the address. */
const bodies: RequestListener = (request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'https://localhost')
  const type = searchParams.get('type')
  const body = Buffer.from(searchParams.get('hex') ?? '', 'hex')
  response
    .writeHead(200, type === '' ? {} : { 'content-type': type ?? 'application/json' })
    .end(body)
}

describe('documents of strangers', () => {
  let server: ForeignServer
  before(async () => {
    server = await startForeignServer((request, response) =>
      (pages[request.url ?? ''] ?? bodies)(request, response),
    )
  })
  after(() => server.stop())

  /** Names mean what is said here, and the server may be asked by the names given. */
  function fetchOf(
    addresses: readonly string[] = ['127.0.0.1'],
    given: { readonly names?: readonly string[]; readonly timeoutMs?: number } = {},
  ) {
    const { names = ['keys.example'], timeoutMs = 4000 } = given
    const asked: string[] = []
    const resolve: ResolveHost = async (host) => {
      asked.push(host)
      return addresses
    }
    const allow = names.map((name) => `${name}:${server.port}`)
    const fetchDocument = createGuardedFetch({ allow, resolve, timeoutMs })
    const at = (path: string, host = 'keys.example') =>
      fetchDocument(`https://${host}:${server.port}${path}`)
    return { at, asked, fetchDocument }
  }

  async function refusalOf(path: string, given: { readonly timeoutMs?: number } = {}) {
    const outcome = await fetchOf(['127.0.0.1'], given).at(path)
    return outcome.ok ? 'none' : outcome.refusal
  }

  test('a document is read, with the time that it is good for', async () => {
    const { at } = fetchOf()
    const keys = { keys: [] }
    assert.deepEqual(await at('/jwks'), { ok: true, value: keys, maxAgeSeconds: undefined })
    assert.deepEqual(await at('/cached'), { ok: true, value: keys, maxAgeSeconds: 540 })
  })

  test('nothing of us goes along: no cookie, credential or body, and no connection is kept', async () => {
    const { at } = fetchOf()
    await at('/cached')
    await at('/jwks')
    const [request] = server.requests.slice(-1)
    assert.equal(request?.method, 'GET')
    const { 'user-agent': agent, ...headers } = request?.headers ?? {}
    assert.match(String(agent), /^Watchword\/[\d.]+$/)
    assert.deepEqual(headers, {
      host: `keys.example:${server.port}`,
      accept: 'application/json, application/jwk-set+json',
      'accept-encoding': 'identity',
      connection: 'close',
    })
  })

  test('refused: what the server answers', async () => {
    const rows: readonly [string, string][] = [
      ['/redirect', 'redirect'],
      ['/redirect-in', 'redirect'],
      ['/missing', 'status'],
      ['/created', 'status'],
      ['/missing-endless', 'status'],
      ['/announced-large', 'size'],
      ['/large', 'size'],
      ['/large-chunked', 'size'],
      ['/bomb', 'encoding'],
      ['/large-header', 'unreachable'],
      ['/broken-off', 'unreachable'],
      ['/largest', 'none'],
    ]
    for (const [path, refusal] of rows) {
      const before = server.requests.length
      assert.equal(await refusalOf(path), refusal, path)
      assert.equal(server.requests.length, before + 1, `${path}: asked once`)
    }
  })

  test('what is not read to its end is not left open', async () => {
    for (const path of ['/missing-endless', '/announced-large', '/large-chunked']) {
      await refusalOf(path)
      const socket = server.requests.at(-1)?.socket
      assert.ok(socket)
      if (!socket.destroyed) await once(socket, 'close', { signal: AbortSignal.timeout(2000) })
    }
  })

  test('refused: content types that are not JSON', async () => {
    const body = Buffer.from('{}').toString('hex')
    const rows: readonly [string, string][] = [
      ['application/json', 'none'],
      ['application/jwk-set+json', 'none'],
      ['Application/JSON; charset=utf-8', 'none'],
      ['application/vnd.keys.v1+json', 'none'],
      ['text/html', 'type'],
      ['text/json', 'type'],
      ['text/plain', 'type'],
      ['application/jsonp', 'type'],
      ['application/javascript', 'type'],
      ['text/html; x=application/json', 'type'],
      ['', 'type'],
    ]
    for (const [type, refusal] of rows) {
      const path = `/body?${new URLSearchParams({ type, hex: body })}`
      assert.equal(await refusalOf(path), refusal, type)
    }
  })

  test('refused: bodies that are not one strict JSON document', async () => {
    const texts = ['', '{', '{}{}', '{"a":1,"a":2}', '{"__proto__":1}', '[1e999]', 'callback({})']
    const deep = '['.repeat(100) + ']'.repeat(100)
    const hexes = [...texts, deep].map((text) => Buffer.from(text).toString('hex'))
    // A byte order mark, bytes that are no UTF-8, and UTF-16.
    hexes.push('efbbbf7b7d', '22ff22', '7b007d00')
    for (const hex of hexes) assert.equal(await refusalOf(`/body?hex=${hex}`), 'json', hex)
  })

  test('no answer shows in the reason', async () => {
    const hex = Buffer.from('the secret of an inner server').toString('hex')
    const { at } = fetchOf()
    for (const path of [`/body?hex=${hex}`, `/body?type=secret/html&hex=${hex}`, '/missing']) {
      const outcome = await at(path)
      assert.ok(!outcome.ok && outcome.reason.length < 120)
      assert.doesNotMatch(outcome.reason, /secret|keys\.example|127/)
    }
  })

  test('a server that says nothing, or drips, is left when the time is up', async () => {
    for (const path of ['/silent', '/drip']) {
      const left = refusalOf(path, { timeoutMs: 300 })
      const first = await Promise.race([left, pause(1500, 'nothing', { ref: false })])
      assert.equal(first, 'time', path)
    }
  })

  test('a port that takes connections and no more, too; and it is let go', async () => {
    const sockets: Socket[] = []
    const raw = createRawServer((socket) => sockets.push(socket.on('error', () => undefined)))
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
    const { port } = raw.address() as AddressInfo
    const connected = once(raw, 'connection')
    const fetchDocument = createGuardedFetch({ allow: [`127.0.0.1:${port}`], timeoutMs: 200 })
    const outcome = await fetchDocument(`https://127.0.0.1:${port}/`)
    assert.equal(outcome.ok || outcome.refusal, 'time')
    await connected
    assert.equal(sockets.length, 1)
    // Closing waits for open connections: it ends because ours was ended.
    for (const socket of sockets) socket.resume()
    await new Promise((resolve) => raw.close(resolve))
  })

  test('a resolver that never answers, and more calls than are let through', async () => {
    const resolve: ResolveHost = () => new Promise(() => undefined)
    const fetchDocument = createGuardedFetch({ allow: [], resolve, timeoutMs: 200 })
    const calls = Array.from({ length: mostAtOnce + 1 }, () =>
      fetchDocument('https://keys.example/'),
    )
    const outcomes = (await Promise.all(calls)).map((one) => one.ok || one.refusal)
    assert.deepEqual(outcomes, [...Array(mostAtOnce).fill('time'), 'busy'])
    const again = await fetchDocument('https://keys.example/')
    assert.equal(again.ok || again.refusal, 'time')
  })

  test('every address is checked, and one that is not public is enough', async () => {
    const rows = ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:8.8.8.8', '100.64.0.1']
    for (const address of rows) {
      for (const addresses of [[address], ['8.8.8.8', address], [address, '8.8.8.8']]) {
        const resolve: ResolveHost = async () => addresses
        const outcome = await createGuardedFetch({ allow: [], resolve })('https://keys.example/')
        assert.equal(outcome.ok || outcome.refusal, 'address', addresses.join())
      }
    }
    const nowhere = await createGuardedFetch({ allow: [], resolve: async () => [] })(
      'https://keys.example/',
    )
    assert.equal(nowhere.ok || nowhere.refusal, 'name')
  })

  test('addresses in the URL itself are checked, however they are spelled', async () => {
    const fetchDocument = createGuardedFetch({ allow: [] })
    const hosts = ['127.0.0.1', '127.1', '0x7f.0.0.1', '2130706433', '017700000001', '[::1]']
    hosts.push('[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '0.0.0.0', '[::]', '169.254.169.254')
    hosts.push('１２７.0.0.1', '127。0。0。1', '192.168.0.1', '[fd00::1]', '[fe80::1]')
    for (const host of hosts) {
      const outcome = await fetchDocument(`https://${host}/`)
      assert.equal(outcome.ok || outcome.refusal, 'address', host)
    }
  })

  test('an exception reaches private addresses, and never link-local ones', async () => {
    for (const address of ['169.254.169.254', 'fe80::1', '0.0.0.0', '::ffff:127.0.0.1']) {
      const outcome = await fetchOf([address]).at('/jwks')
      assert.equal(outcome.ok || outcome.refusal, 'address', address)
    }
    const elsewhere = await fetchOf().at('/jwks', 'other.example')
    assert.equal(elsewhere.ok || elsewhere.refusal, 'port')
  })

  test('rebinding: the name is resolved once, and what it stands for later is not asked', async (t) => {
    const other = await startForeignServer((_, response) => void response.end(), {
      host: '127.0.0.2',
      port: server.port,
    })
    t.after(() => other.stop())
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    let asked = 0
    const resolve: ResolveHost = async () => answers[asked++] ?? []
    const fetchDocument = createGuardedFetch({ allow: [`keys.example:${server.port}`], resolve })
    const outcome = await fetchDocument(`https://keys.example:${server.port}/jwks`)
    assert.deepEqual([outcome.ok, asked, other.requests.length], [true, 1, 0])
  })

  test('of several addresses one that answers is enough', async () => {
    const outcome = await fetchOf(['127.0.0.9', '127.0.0.1']).at('/jwks')
    assert.equal(outcome.ok, true)
  })

  test('the certificate must be trusted and for the name, whatever the environment says', async (t) => {
    const { at } = fetchOf(['127.0.0.1'], { names: ['other.example'] })
    const otherName = await at('/jwks', 'other.example')
    assert.equal(otherName.ok || otherName.refusal, 'certificate')
    const certificate = await makeCertificate(['keys.example'])
    const stranger = await startForeignServer(() => undefined, { certificate })
    t.after(() => stranger.stop())
    const fetchDocument = createGuardedFetch({ allow: [`127.0.0.1:${stranger.port}`] })
    const name = 'NODE_TLS_REJECT_UNAUTHORIZED'
    const kept = process.env[name]
    process.env[name] = '0'
    t.after(() => {
      if (kept === undefined) delete process.env[name]
      else process.env[name] = kept
    })
    const untrusted = await fetchDocument(`https://127.0.0.1:${stranger.port}/`)
    assert.equal(untrusted.ok || untrusted.refusal, 'certificate')
    assert.equal(stranger.requests.length, 0)
  })

  test('http is asked on loopback alone, and only where the operator says so', async (t) => {
    const plain = createPlainServer((_, response) => void response.writeHead(200, json).end('{}'))
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    t.after(() => plain.close())
    const { port } = plain.address() as AddressInfo
    const rows: readonly [string, string, string | true][] = [
      [`http://localhost:${port}`, '127.0.0.1', true],
      [`http://localhost:${port}`, '8.8.8.8', 'address'],
      [`http://localhost:${port}`, '10.0.0.1', 'address'],
      [`localhost:${port}`, '127.0.0.1', 'url'],
    ]
    for (const [entry, address, expected] of rows) {
      const fetchDocument = createGuardedFetch({ allow: [entry], resolve: async () => [address] })
      const outcome = await fetchDocument(`http://localhost:${port}/`)
      assert.equal(outcome.ok || outcome.refusal, expected, `${entry} ${address}`)
    }
  })

  test('proxies of the environment are not used', async (t) => {
    let proxied = 0
    const proxy = createPlainServer().on('connect', (_, socket) => {
      proxied += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    t.after(() => proxy.close())
    const { port } = proxy.address() as AddressInfo
    const file = fileURLToPath(new URL('../../src/outbound/guarded-call.ts', import.meta.url))
    const script = `
      import { createGuardedCall } from ${JSON.stringify(file)}
      const ask = createGuardedCall({ allow: ['127.0.0.1:${server.port}'] })
      const outcome = await ask('https://127.0.0.1:${server.port}/jwks')
      const inspected = await fetch('https://127.0.0.1:${server.port}/jwks').catch(() => 'failed')
      console.log(outcome.refusal, inspected)`
    const address = `http://127.0.0.1:${port}`
    const environment = { HTTPS_PROXY: address, HTTP_PROXY: address, NODE_USE_ENV_PROXY: '1' }
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, ...environment, NO_PROXY: '', no_proxy: '' },
    })
    // It met the server itself, whose authority that process does not trust; the global fetch went to the proxy.
    assert.equal(stdout.trim(), 'certificate failed')
    assert.equal(proxied, 1)
  })
})
