import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { rawCall } from '../support/raw-call.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, type TestServer } from '../support/test-server.ts'
import { buildSmallConsole, page, script, startAtPublicOrigin } from './support.ts'

const asset = '/console/-/assets/index-AbC_1-x9.js'

describe('the console is served', () => {
  const built = buildSmallConsole()
  let server: TestServer
  before(async () => {
    server = await startAtPublicOrigin('sqlite', {}, { consoleFolder: built.folder })
  })
  after(async () => {
    await server.stop()
    built.remove()
  })

  /** The bytes as they come, with nothing unpacked. */
  function raw(url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        const request = http.request(server.origin + url, { headers, method }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const { statusCode = 0, headers: answered } = response
            resolve({ status: statusCode, headers: answered, body: Buffer.concat(chunks) })
          })
        })
        request.on('error', reject)
        request.end()
      },
    )
  }

  for (const url of ['/console', '/console/', '/console/acme', '/console/acme/users/7?a=b']) {
    test(`${url} is the page, with a nonce of its own and the public origin`, async () => {
      const { status, headers, text } = await call(server, 'GET', url)
      assert.equal(status, 200)
      const nonce = /name="csp-nonce" content="([0-9a-f]{32})"/.exec(text)?.[1] ?? ''
      const expected = page.replaceAll('{{nonce}}', nonce).replaceAll('{{origin}}', server.origin)
      assert.equal(text, expected)
      assert.notEqual((await call(server, 'GET', url)).text, text)
      assert.equal(
        headers.get('content-security-policy'),
        `default-src 'none'; script-src ${server.origin}/console/-/assets/; ` +
          `style-src ${server.origin}/console/-/assets/ 'nonce-${nonce}'; img-src 'self' data:; ` +
          "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      for (const [name, value] of [
        ['cache-control', 'no-store'],
        ['content-type', 'text/html; charset=utf-8'],
        ['cross-origin-opener-policy', 'same-origin'],
        ['cross-origin-resource-policy', 'same-origin'],
        ['referrer-policy', 'no-referrer'],
        ['x-content-type-options', 'nosniff'],
        ['x-frame-options', 'DENY'],
      ] as const) {
        assert.equal(headers.get(name), value, name)
      }
    })
  }

  test('the sign-in comes back to the page; beside it there is nothing', async () => {
    assert.equal((await call(server, 'GET', '/console/-/callback?code=c&state=s')).status, 200)
    for (const url of [
      '/console/-',
      '/console/-/',
      '/console/-/callback/x',
      '/console/-/index.html',
    ]) {
      assert.equal((await call(server, 'GET', url)).status, 404, url)
    }
    assert.equal((await call(server, 'GET', '/consoles')).status, 404)
    assert.equal((await call(server, 'POST', '/console', { body: {} })).status, 404)
  })

  test('HEAD is the same without a body', async () => {
    for (const url of ['/console/acme', asset]) {
      const { status, headers, body } = await raw(url, {}, 'HEAD')
      assert.deepEqual([status, body.length], [200, 0], url)
      assert.ok(Number(headers['content-length']) > 100, url)
    }
  })

  for (const [accepted, coding, unpack] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0', undefined, (body: Buffer) => body],
    [undefined, undefined, (body: Buffer) => body],
  ] as const) {
    test(`a file for who accepts ${accepted}: ${coding ?? 'as it is'}, for ever`, async () => {
      const sent = accepted === undefined ? {} : { 'accept-encoding': accepted }
      const { status, headers, body } = await raw(asset, sent)
      assert.equal(status, 200)
      assert.equal(headers['content-encoding'], coding)
      assert.equal(unpack(body).toString(), script)
      assert.equal(headers['content-length'], String(body.length))
      assert.equal(headers['content-type'], 'text/javascript; charset=utf-8')
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.equal(headers['vary'], 'Accept-Encoding')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
      const again = await raw(asset, { ...sent, 'if-none-match': headers['etag'] ?? '' })
      assert.deepEqual([again.status, again.body.length], [304, 0])
      assert.equal(again.headers['vary'], 'Accept-Encoding')
      const other = accepted === 'gzip' ? {} : { 'accept-encoding': 'gzip' }
      const changed = await raw(asset, { ...other, 'if-none-match': headers['etag'] ?? '' })
      assert.equal(changed.status, 200, 'another form has another tag')
    })
  }

  test('types are ours, and a picture runs nothing', async () => {
    const css = await raw('/console/-/assets/plain-1.css', { 'accept-encoding': 'br, gzip' })
    assert.equal(css.headers['content-type'], 'text/css; charset=utf-8')
    assert.equal(css.headers['content-encoding'], undefined)
    const svg = await raw('/console/-/assets/picture-1.svg')
    assert.equal(svg.headers['content-type'], 'image/svg+xml')
    assert.equal(svg.headers['content-security-policy'], "default-src 'none'; sandbox")
  })

  test('nothing else in or about the folder is reached, however it is asked for', async () => {
    const agent = new http.Agent({ keepAlive: false })
    const begin = '/console/-/assets/'
    for (const name of [
      ...[
        '',
        '.',
        '..',
        'none-1.js',
        '.hidden.js',
        'index.js.map',
        'notes.html',
        'inner',
        'inner/',
      ],
      ...['inner/deep.js', 'inner%2fdeep.js', 'index-AbC_1-x9.js.br', 'index-AbC_1-x9.js.gz'],
      ...['../root.js', '..%2froot.js', '%2e%2e/root.js', '%2e%2e%2froot.js', '..%5croot.js'],
      ...['..\\root.js', '../../secret.js', '..%2f..%2fsecret.js', '....//root.js', './root.js'],
      ...['..;/root.js', '%252e%252e%252froot.js', '..%c0%afroot.js', '..%u2215root.js'],
      ...['plain-1.css%00', 'plain-1.css%00.js', '%00', '/etc/passwd', '%2fetc%2fpasswd'],
      ...['plain-1.css/', 'PLAIN-1.css', 'plain-1.css%20', '__proto__', 'constructor', '%', '%zz'],
      ...['x'.repeat(5000)],
    ]) {
      const answer = await rawCall(agent, { ...server, method: 'GET', path: begin + name })
      assert.ok(answer !== undefined && [400, 404, 414].includes(answer.status), name)
      assert.doesNotMatch(answer.text, /^secret|root:/, name)
      assert.equal(answer.headers['cache-control'], 'no-store', name)
    }
  })

  test('by another name of this machine the browser is sent to the public one, and not in circles', async () => {
    const agent = new http.Agent({ keepAlive: false })
    const other = server.origin.replace('127.0.0.1', 'localhost')
    for (const [asked, location] of [
      ['/console/acme/users', '/console/acme/users?from=other-host'],
      ['/console/acme?a=b', '/console/acme?a=b&from=other-host'],
      ['/console', '/console?from=other-host'],
    ] as const) {
      const answer = await rawCall(agent, { origin: other, method: 'GET', path: asked })
      assert.deepEqual([answer?.status, answer?.headers.location], [302, server.origin + location])
      const again = await rawCall(agent, { origin: other, method: 'GET', path: location })
      assert.equal(again?.status, 200, 'a proxy that hides the host is believed the second time')
    }
  })

  test('what is sent as the host is never where the browser is sent to', async () => {
    for (const host of ['evil.example', '127.0.0.1', '127.0.0.1:1', 'a@evil.example']) {
      const { status, headers, body } = await raw('/console/acme//evil.example', { host })
      const said = `${String(status)} ${JSON.stringify(headers)} ${body.toString()}`
      if (status === 302) assert.ok(headers.location?.startsWith(`${server.origin}/console/acme`))
      else assert.equal(status, 400, said)
      assert.doesNotMatch(said.replaceAll('/console/acme//evil.example', ''), /evil/)
    }
  })

  test('a console that is built anew is served at once, and its old files no longer', async () => {
    const next = buildSmallConsole()
    const html = page.replace('<title>Console', '<title>Another')
    writeFileSync(path.join(next.folder, 'index.html'), html)
    renameSync(
      path.join(next.folder, 'assets/index-AbC_1-x9.js'),
      path.join(next.folder, 'assets/index-2.js'),
    )
    renameSync(built.folder, `${built.folder}.old`)
    assert.equal((await call(server, 'GET', '/console/acme')).status, 503)
    assert.equal((await call(server, 'GET', asset)).status, 404)
    renameSync(next.folder, built.folder)
    assert.equal((await call(server, 'GET', '/console/-/assets/index-2.js')).text, script)
    assert.match((await call(server, 'GET', '/console/acme')).text, /Another/)
    assert.equal((await call(server, 'GET', asset)).status, 404)
    next.remove()
  })
})

describe('a console that is not built', () => {
  test('says what to do, and the server works', async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'watchword-console-')), 'dist')
    const server = await startAtPublicOrigin('sqlite', {}, { consoleFolder: folder })
    try {
      const { status, text, headers } = await call(server, 'GET', '/console/acme')
      assert.equal(status, 503)
      assert.match(text, /npm run build:console/)
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal((await call(server, 'GET', asset)).status, 404)
      assert.equal((await call(server, 'GET', '/health/ready')).status, 200)
    } finally {
      await server.stop()
      rmSync(path.dirname(folder), { recursive: true })
    }
  })
})

for (const kind of databaseKinds) {
  describe(`where the console begins, on ${kind}`, () => {
    const built = buildSmallConsole()
    let server: TestServer
    before(async () => {
      server = await startAtPublicOrigin(kind, {}, { consoleFolder: built.folder })
    })
    after(async () => {
      await server.stop()
      built.remove()
    })

    test('at the only account, while there is one; and it never lists accounts', async () => {
      const open = (url = '/console') => call(server, 'GET', url)
      assert.equal((await open()).status, 200)
      const acme = await seedAccount(server, 'acme')
      for (const url of ['/console', '/console/']) {
        const { status, headers } = await open(url)
        assert.deepEqual([status, headers.get('location')], [302, `${server.origin}/console/acme`])
        assert.equal(headers.get('cache-control'), 'no-store')
      }
      const kept = (await open('/console?signed-out')).headers.get('location')
      assert.equal(kept, `${server.origin}/console/acme?signed-out`)
      await seedAccount(server, 'zenith')
      const { status, text } = await open()
      assert.equal(status, 200)
      assert.doesNotMatch(text, /acme|zenith/)
      const suspended = { status: 'suspended', suspendedAt: 1 } as const
      await server.storage.write((tx) => tx.accounts.update(acme.id, suspended))
      const { headers } = await open()
      assert.equal(headers.get('location'), `${server.origin}/console/zenith`)
    })
  })
}

describe('a console that is switched off', () => {
  test('is not there, and nothing leads to it', async () => {
    const built = buildSmallConsole()
    const off = { WATCHWORD_CONSOLE: 'off' }
    const server = await startAtPublicOrigin('sqlite', off, { consoleFolder: built.folder })
    try {
      for (const url of ['/console', '/console/acme', '/console/-/callback', asset]) {
        assert.equal((await call(server, 'GET', url)).status, 404, url)
      }
      assert.doesNotMatch((await call(server, 'GET', '/')).text, /console/i)
    } finally {
      await server.stop()
      built.remove()
    }
  })

  test('is led to from the first page, when it is on', async () => {
    const server = await startAtPublicOrigin('sqlite')
    try {
      assert.match((await call(server, 'GET', '/')).text, /href="\/console"/)
    } finally {
      await server.stop()
    }
  })
})
