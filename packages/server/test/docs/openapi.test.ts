import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { OpenApiDocument } from '#http/openapi/document.ts'
import { version } from '#version.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'

const origin = 'https://auth.example.com'

describe('/openapi.json', () => {
  let server: TestServer
  let document: OpenApiDocument
  before(async () => {
    server = await startTestServer('sqlite', { WATCHWORD_PUBLIC_ORIGIN: origin })
    document = (await call(server, 'GET', '/openapi.json')).body as OpenApiDocument
  })
  after(() => server.stop())
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    )

  test('OpenAPI 3.1, with our version and origin', () => {
    assert.match(document.openapi, /^3\.1\./)
    assert.equal(document.info.version, version)
    assert.deepEqual(document.servers, [{ url: origin }])
  })

  test('every operation has an id of its own, a summary, a known tag, and names its credentials', () => {
    const ids = new Set<string>()
    const schemes = Object.keys(document.components.securitySchemes)
    const tags = document.tags.map(({ name }) => name)
    for (const { path, method, operation } of operations()) {
      const at = `${method} ${path}`
      assert.match(operation.operationId, /^[a-z][A-Za-z0-9]*$/, at)
      assert.equal(ids.has(operation.operationId), false, `${at}: ${operation.operationId} twice`)
      ids.add(operation.operationId)
      assert.notEqual(operation.summary, '', at)
      assert.equal(operation.tags.length, 1, at)
      for (const tag of operation.tags) assert.ok(tags.includes(tag), at)
      for (const credential of operation.security) {
        for (const name of Object.keys(credential)) assert.ok(schemes.includes(name), at)
      }
    }
    assert.ok(ids.size > 50)
  })

  test('every parameter of a path is described, and nothing else is called one', () => {
    for (const { path, method, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const described = operation.parameters
        .filter((one) => one.in === 'path')
        .map(({ name }) => name)
      assert.deepEqual(described.toSorted(), inPath.toSorted(), `${method} ${path}`)
    }
  })

  test('every reference leads somewhere', async () => {
    const { text } = await call(server, 'GET', '/openapi.json')
    const { components } = JSON.parse(text) as { components: Record<string, object> }
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([\w.]+)"/g)]
    for (const kind of ['schemas', 'responses']) {
      const names = new Set(Object.keys(components[kind] ?? {}))
      const ofKind = references.filter(([, of]) => of === kind)
      assert.ok(ofKind.length > 50)
      for (const [, , name = ''] of ofKind) assert.ok(names.has(name), name)
      const used = new Set(ofKind.map(([, , name = '']) => name))
      assert.deepEqual(used, names, 'each is referred to')
    }
  })

  test('it is small enough to load, cached by entity tag, and open to other origins', async () => {
    const first = await call(server, 'GET', '/openapi.json')
    assert.ok(first.text.length < 400_000, `${first.text.length} characters`)
    assert.equal(first.headers.get('access-control-allow-origin'), '*')
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    assert.equal((await call(server, 'GET', '/openapi.json', { headers })).status, 304)
  })

  test('other spellings and what is for old clients are not in it', () => {
    for (const path of Object.keys(document.paths))
      assert.doesNotMatch(path, /^\/csdr|^\/docs|baseURI$/)
  })
})

describe('the pages', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer('sqlite', { WATCHWORD_PUBLIC_ORIGIN: origin })
  })
  after(() => server.stop())

  test('no script, under a policy that allows none, and nothing from elsewhere', async () => {
    for (const path of ['/', '/docs']) {
      const { status, headers, text } = await call(server, 'GET', path)
      assert.equal(status, 200)
      assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /^default-src 'none'; style-src 'self'; frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /unsafe|script/)
      assert.doesNotMatch(text, /<script|<style|style="|\son\w+="|javascript:|src="/i)
      for (const [, address = ''] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
        assert.match(address, /^[/#]/)
      }
    }
    const style = await call(server, 'GET', '/docs/style.css')
    assert.equal(style.headers.get('content-type'), 'text/css; charset=utf-8')
    assert.doesNotMatch(style.text, /url\(|@import/)
  })

  test('the reference has a section for every operation, with a command to try it', async () => {
    const { text } = await call(server, 'GET', '/docs')
    const document = (await call(server, 'GET', '/openapi.json')).body as OpenApiDocument
    for (const item of Object.values(document.paths)) {
      for (const { operationId } of Object.values(item)) {
        assert.ok(text.includes(`<article id="${operationId}"`), operationId)
        assert.ok(text.includes(`<a href="#${operationId}"`), operationId)
      }
    }
    assert.match(text, /curl &#39;https:\/\/auth\.example\.com\/api\/account\/12345678\/service\//)
    assert.match(text, /Authorization: Bearer \$BEARER/)
  })

  test('every link within the reference leads somewhere', async () => {
    const { text } = await call(server, 'GET', '/docs')
    const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))
    for (const [, target = ''] of text.matchAll(/href="#([^"]+)"/g)) {
      assert.ok(ids.has(target), target)
    }
  })

  test('the page at / tells no version', async () => {
    assert.ok(!(await call(server, 'GET', '/')).text.includes(version))
  })
})
