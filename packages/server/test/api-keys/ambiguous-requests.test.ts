import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, test } from 'node:test'
import { bodyHash } from '@watchword/protocol/oauth1/body-hash.ts'
import { rawCall } from '../support/raw-call.ts'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'
import { seedKey, signFor } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users'
const audit = '/api/account/acme/configuration/metadata/audit'
const form = 'application/x-www-form-urlencoded'

describe('a request that says two things of who sent it', () => {
  async function start(t: { after(run: () => unknown): void }) {
    const server = await startTestServer('sqlite', { WATCHWORD_ALLOWED_HOSTS: '*' })
    const agent = new http.Agent()
    t.after(() => server.stop())
    t.after(() => agent.destroy())
    const account = await seedAccount(server, 'acme')
    const key = await seedKey(server, account.id)
    const { bearer } = account.users.admin
    const send = (method: string, path: string, headers: readonly string[], body?: string) =>
      rawCall(agent, {
        ...{ origin: server.origin, method, path, headers },
        body: body === undefined ? undefined : Buffer.from(body),
      })
    return { server, account, key, bearer, send }
  }

  test('two Authorization headers, or two hosts: 400, and nothing is done', async (t) => {
    const { server, key, bearer, send } = await start(t)
    const signed = () => ['authorization', signFor(server, key, 'GET', users)]
    const known = ['Authorization', `Bearer ${bearer}`]
    for (const headers of [
      [...signed(), ...signed()],
      [...signed(), ...known],
      [...known, ...signed()],
      [...known, ...known],
      [...signed(), 'Host', 'elsewhere.example'],
      [...known, 'HOST', new URL(server.origin).host],
    ]) {
      const answer = await send('GET', users, headers)
      assert.equal(answer?.status, 400, headers.join(' '))
      assert.match(answer.text, /"message":"The header (authorization|host) comes twice/)
    }
    assert.equal((await send('GET', users, signed()))?.status, 200)
    assert.equal((await send('GET', users, known))?.status, 200)
    const path = '/api/account/acme/service/baseURI?version=1.0'
    assert.equal((await send('GET', path, [...known, ...known]))?.status, 400)
  })

  test('a bearer and a signature in the query: 400', async (t) => {
    const { server, key, bearer } = await start(t)
    const header = signFor(server, key, 'GET', users)
    const query = [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, a, b]) => `${a}=${b}`)
    const url = `${users}?${query.join('&')}`
    const both = await call(server, 'GET', url, { bearer })
    assert.equal(both.status, 400)
    assert.match(both.text, /Send one credential/)
    assert.equal((await call(server, 'GET', url)).status, 200)
  })

  test('a form is part of what is signed, whatever the method', async (t) => {
    const { server, key, send } = await start(t)
    const get = (options: object, body: string) =>
      send(
        'GET',
        users,
        ['authorization', signFor(server, key, 'GET', users, options), 'content-type', form],
        body,
      )
    assert.equal((await get({ formBody: 'a=1' }, 'a=1'))?.status, 200)
    for (const options of [{}, { formBody: 'a=2' }]) {
      const answer = await get(options, 'a=1')
      assert.equal(answer?.status, 401)
      assert.match(answer.text, /^oauth_problem=signature_invalid/)
    }
    assert.equal((await get({}, ''))?.status, 200)
    const long = 'a'.repeat(70_000)
    assert.equal((await get({ formBody: long }, long))?.status, 413)
  })

  test('oauth_body_hash of a form is that of the form', async (t) => {
    const { server, account } = await start(t)
    const privileges = [{ data: 'audit-trail', type: 'Read' }]
    const key = await seedKey(server, account.id, { privileges })
    const formBody = new URLSearchParams({ query: '{auditData(first:1){objectType}}' }).toString()
    const post = async (hashed: string) => {
      const hash = bodyHash('HMAC-SHA256', Buffer.from(hashed))
      const authorization = signFor(server, key, 'POST', audit, { formBody, bodyHash: hash })
      const headers = { authorization, 'content-type': form }
      return fetch(`${server.origin}${audit}`, { method: 'POST', headers, body: formBody })
    }
    assert.equal((await post(formBody)).status, 200)
    const empty = await post('')
    assert.equal(empty.status, 401)
    assert.match(
      await empty.text(),
      /^oauth_problem=parameter_rejected&.*&oauth_parameters_rejected=oauth_body_hash$/,
    )
  })
})

test('proxies: only those that are trusted tell the address and the host', async (t) => {
  const publicOrigin = 'https://api.example.com'
  const statusOf = async (trusted: string, forwardedFor: string) => {
    const server = await startTestServer('sqlite', {
      WATCHWORD_PUBLIC_ORIGIN: publicOrigin,
      WATCHWORD_TRUSTED_PROXIES: trusted,
    })
    t.after(() => server.stop())
    const account = await seedAccount(server, 'acme')
    const key = await seedKey(server, account.id, { ipRanges: ['203.0.113.0/24', '2001:db8::/32'] })
    const headers = {
      authorization: signFor(server, key, 'GET', users, { origin: publicOrigin }),
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'api.example.com',
      'x-forwarded-for': forwardedFor,
    }
    return (await call(server, 'GET', users, { headers })).status
  }
  const table: readonly (readonly [string, string, number])[] = [
    ['127.0.0.1', '203.0.113.7', 200],
    ['127.0.0.1', '2001:db8::7', 200],
    ['127.0.0.1', '198.51.100.7', 403],
    // Whoever is outside writes the range in front: the proxy adds where it really came from.
    ['127.0.0.1', '203.0.113.7, 198.51.100.7', 403],
    ['127.0.0.1,198.51.100.7', '203.0.113.7, 198.51.100.7', 200],
    ['127.0.0.1', '203.0.113.7, nonsense', 403],
    // The list names proxies, and this is none of them.
    ['192.0.2.1', '203.0.113.7', 421],
  ]
  for (const [trusted, forwardedFor, status] of table) {
    assert.equal(await statusOf(trusted, forwardedFor), status, `${trusted} ${forwardedFor}`)
  }
})
