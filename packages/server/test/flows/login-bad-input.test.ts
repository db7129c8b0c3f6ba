import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { givePassword, goodPassword, login } from '../support/login.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'

const json = { 'content-type': 'application/json' }
const actions = ['login', 'refresh', 'logout', 'watchword/password']

describe('security section 1.7: the Login Service and bad input', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer('sqlite')
    const acme = await seedAccount(server, 'acme')
    await givePassword(server, acme.id, acme.users.admin.user.id)
  })
  after(() => server.stop())

  async function send(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = json,
  ) {
    const response = await fetch(`${server.origin}/api/account/acme/${path}`, {
      method: 'POST',
      headers,
      body,
    })
    return { status: response.status, text: await response.text() }
  }

  const broken: Readonly<Record<string, readonly [string | Uint8Array<ArrayBuffer>, number]>> = {
    'cut off': ['{"username":"admin"', 400],
    'not JSON': ['username=admin&password=x', 400],
    'a text': ['"admin"', 400],
    'a number': ['1', 400],
    'a list': ['[]', 400],
    'deep nesting': [`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, 400],
    __proto__: ['{"username":"admin","password":"x","csrf":"x","__proto__":{"a":1}}', 400],
    'a member twice': ['{"username":"a","username":"b","password":"x","csrf":"a","csrf":"b"}', 400],
    'a number without end': ['{"username":"a","password":"b","csrf":"c","x":1e999}', 400],
    'invalid UTF-8': [new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400],
    'a megabyte': [`{"username":"${'x'.repeat(1024 * 1024)}","password":"x"}`, 413],
  }

  for (const [name, [body, expected]] of Object.entries(broken)) {
    test(`a body that is ${name} is refused in the envelope, everywhere`, async () => {
      for (const action of actions) {
        const { status, text } = await send(action, body)
        assert.equal(status, expected, action)
        if (status === 413) assert.match(text, /too large: send less/)
        assert.match(text, /^\{"error":\{"time":"[^"]+","message":/)
        assert.doesNotMatch(text, /\bat .*\.[jt]s:\d|select|insert/i)
      }
    })
  }

  test('wrong types are named, each', async () => {
    for (const [username, password] of [
      [1, null],
      [null, {}],
      [['admin'], true],
      [{ $gt: '' }, [goodPassword]],
      [{}, ''.length],
    ]) {
      const { status, body } = await login(server, 'acme', username, password)
      assert.equal(status, 400)
      assert.equal(Object(body['error']).fields.length, 2)
    }
  })

  test('a missing member is named', async () => {
    const { status, body } = await call(server, 'POST', '/api/account/acme/login', { body: {} })
    assert.equal(status, 400)
    assert.deepEqual(Object(Object(body)['error']).fields, [
      "body: must have required property 'username'",
      "body: must have required property 'password'",
    ])
  })

  test('an empty body: 400 at login, 401 at refresh and logout', async () => {
    assert.equal((await send('login', '')).status, 400)
    assert.equal((await send('watchword/password', '')).status, 400)
    assert.equal((await send('refresh', '')).status, 401)
    assert.equal((await send('logout', '')).status, 401)
    assert.equal((await call(server, 'POST', '/api/account/acme/refresh')).status, 401)
  })

  test('no other site can log somebody in: what a form can send is refused', async () => {
    const body = JSON.stringify({ username: 'admin', password: goodPassword })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
    ]) {
      for (const action of actions) {
        const refused = await send(action, body, { 'content-type': type })
        assert.equal(refused.status, 415, type)
        assert.match(refused.text, /send Content-Type: application\/json/)
      }
    }
    assert.equal((await send('login', new TextEncoder().encode(body), {})).status, 415)
  })

  test('other methods are not there', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      assert.equal((await call(server, method, '/api/account/acme/login')).status, 404)
    }
  })

  test('no name, password, csrf, cookie, account or version makes the server fail', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2000 }),
      fc.constantFrom('', '\0', '\u0000admin', 'admin', goodPassword, '\ud800', 'ſ', 'İ'),
    )
    const value = fc.oneof(text, fc.jsonValue())
    const body = fc.record(
      {
        username: value,
        password: value,
        oldPassword: value,
        newPassword: value,
        csrf: value,
      },
      { requiredKeys: [] },
    )
    const property = fc.asyncProperty(
      fc.constantFrom(...actions),
      fc.oneof(fc.constant('acme'), text),
      fc.oneof(fc.constant('1.3'), text),
      body,
      fc.string({ unit: 'grapheme-ascii' }),
      async (action, account, v, sent, cookie) => {
        // What is right may be drawn too; it is no bad input.
        const { username, password, oldPassword } = sent
        fc.pre(username !== 'admin' || ![password, oldPassword].includes(goodPassword))
        const query = `v=${encodeURIComponent(v.toWellFormed())}`
        const path = `/api/account/${encodeURIComponent(account.toWellFormed())}/${action}?${query}`
        const { status } = await call(server, 'POST', path, {
          body: sent,
          headers: { cookie: `Session_id=${encodeURIComponent(cookie)}` },
        })
        assert.ok(status >= 400 && status < 500, `${status} ${path} ${JSON.stringify(sent)}`)
      },
    )
    await fc.assert(property, { numRuns: 300 })
    assert.equal((await login(server, 'acme', 'admin')).status, 200)
  })
})
