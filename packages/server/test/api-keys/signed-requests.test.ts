import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyHash } from '@watchword/protocol/oauth1/body-hash.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'
import { seedKey, signFor } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users'

for (const kind of databaseKinds) {
  describe(`signed requests on ${kind}`, () => {
    async function start(t: { after(run: () => Promise<void>): void }) {
      const server = await startTestServer(kind, { WATCHWORD_ALLOWED_HOSTS: '*' })
      t.after(() => server.stop())
      const account = await seedAccount(server, 'acme')
      return { server, account, key: await seedKey(server, account.id) }
    }

    test('contract 4 row 14: a signed list answers 200 and an array, with either hash', async (t) => {
      const { server, key } = await start(t)
      for (const method of ['HMAC-SHA1', 'HMAC-SHA256'] as const) {
        const url = `${users}?include_deleted=true&select=id,loginName`
        const authorization = signFor(server, key, 'GET', url, { method })
        const answer = await call(server, 'GET', url, { headers: { authorization } })
        assert.equal(answer.status, 200, answer.text)
        assert.ok(Array.isArray(answer.body))
      }
    })

    test('a signed POST with JSON writes, and the audit trail names the key', async (t) => {
      const { server, account, key } = await start(t)
      const body = {
        loginName: 'signed',
        fullName: 'Signed',
        nickname: 'S',
        email: '',
        profileIds: [account.profileIds.agent],
        passwordSh: 'correct horse battery staple',
      }
      const authorization = signFor(server, key, 'POST', users)
      const answer = await call(server, 'POST', users, { headers: { authorization }, body })
      assert.equal(answer.status, 201, answer.text)
      const filter = { from: undefined, to: undefined, objectTypes: ['ACUserObject'] }
      const [event] = await server.storage.read.audit.query(
        account.id,
        { ...filter, actorLoginNames: undefined, includeAutomatic: true, includeLpa: true },
        { limit: 1, offset: 0, order: [{ by: 'at', descending: true }] },
      )
      assert.equal(event?.actor.kind, 'api-key')
      assert.match(event.actor.loginName, new RegExp(key.keyId))
    })

    test('RFC 5849 section 3.3: a request that was seen before is refused', async (t) => {
      const { server, key } = await start(t)
      const authorization = signFor(server, key, 'GET', users)
      assert.equal((await call(server, 'GET', users, { headers: { authorization } })).status, 200)
      const again = await call(server, 'GET', users, { headers: { authorization } })
      assert.equal(again.status, 401)
      assert.match(again.text, /^oauth_problem=nonce_used&/)
      assert.match(again.headers.get('www-authenticate') ?? '', /^OAuth realm=/)
    })

    test('of many at once with one nonce, exactly one passes', async (t) => {
      const { server, key } = await start(t)
      const authorization = signFor(server, key, 'GET', users)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          call(server, 'GET', users, { headers: { authorization } }),
        ),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    })

    test('each fault has its problem, and the status the contract says', async (t) => {
      const { server, account, key } = await start(t)
      const other = await seedAccount(server, 'other')
      const otherKey = await seedKey(server, other.id)
      const disabled = await seedKey(server, account.id, { enabled: false })
      const expired = await seedKey(server, account.id, { expirationTime: server.clock.now() - 1 })
      const elsewhere = await seedKey(server, account.id, {
        ipRanges: ['10.0.0.0/8', '2001:db8::1'],
      })
      const here = await seedKey(server, account.id, { ipRanges: ['127.0.0.0-127.0.0.9'] })
      const reader = await seedKey(server, account.id, {
        privileges: [{ data: 'users', type: 'Read' }],
      })
      const now = Math.floor(server.clock.now() / 1000)
      const wrong = { ...key, secrets: { ...key.secrets, tokenSecret: 'wrong' } }
      const otherToken = { ...key, secrets: { ...key.secrets, token: 'other' } }
      const get = (signedWith: typeof key, options = {}) =>
        signFor(server, signedWith, 'GET', users, options)
      const table: readonly (readonly [string, number, string])[] = [
        ['signature_invalid', 401, get(wrong)],
        [
          'signature_invalid',
          401,
          get({
            ...wrong,
            keyId: disabled.keyId,
            secrets: { ...wrong.secrets, token: disabled.secrets.token },
          }),
        ],
        ['consumer_key_unknown', 401, get({ ...key, keyId: 'nobody' })],
        ['consumer_key_unknown', 401, get(otherKey)],
        ['token_rejected', 401, get(otherToken)],
        ['timestamp_refused', 401, get(key, { timestamp: now - 301 })],
        ['timestamp_refused', 401, get(key, { timestamp: now + 301 })],
        ['parameter_absent', 401, get(key, { twoLegged: true })],
        ['consumer_key_rejected', 401, get(disabled)],
        ['consumer_key_rejected', 401, get(expired)],
        ['permission_denied', 403, get(elsewhere)],
      ]
      for (const [problem, status, authorization] of table) {
        const answer = await call(server, 'GET', users, { headers: { authorization } })
        assert.equal(answer.status, status, problem)
        assert.match(answer.text, new RegExp(`^oauth_problem=${problem}&oauth_problem_advice=`))
        assert.equal(answer.headers.get('content-type'), 'application/x-www-form-urlencoded')
      }
      const fine = await call(server, 'GET', users, { headers: { authorization: get(here) } })
      assert.equal(fine.status, 200)
      const authorization = signFor(server, reader, 'DELETE', `${users}/1`)
      const denied = await call(server, 'DELETE', `${users}/1`, { headers: { authorization } })
      assert.equal(denied.status, 403)
      assert.match(denied.text, /^oauth_problem=permission_denied/)
    })

    test('whoever asks for JSON gets the envelope with the problem in it', async (t) => {
      const { server, key } = await start(t)
      const authorization = signFor(server, { ...key, keyId: 'nobody' }, 'GET', users)
      const headers = { authorization, accept: 'application/json' }
      const { status, body } = await call(server, 'GET', users, { headers })
      assert.equal(status, 401)
      const { error } = body as { readonly error: Readonly<Record<string, unknown>> }
      assert.equal(error['oauth_problem'], 'consumer_key_unknown')
      assert.equal(error['responseStatus'], 'UNAUTHORIZED')
    })

    test('a key that used up its calls waits: 429, also as JSON', async (t) => {
      const { server, account } = await start(t)
      const key = await seedKey(server, account.id, { callsPerMinute: 1 })
      const get = (headers: object) =>
        call(server, 'GET', users, {
          headers: { authorization: signFor(server, key, 'GET', users), ...headers },
        })
      assert.equal((await get({})).status, 200)
      const refused = await get({})
      assert.equal(refused.status, 429)
      assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
      const asJson = await get({ accept: 'application/json' })
      const { error } = asJson.body as { readonly error: Readonly<Record<string, unknown>> }
      assert.deepEqual([error['internalCode'], error['responseStatus']], [29, 'TOO_MANY_REQUESTS'])
      server.clock.advance(60_000)
      assert.equal((await get({})).status, 200)
    })

    test('a form body is part of what is signed; the audit query takes one', async (t) => {
      const { server, account } = await start(t)
      const key = await seedKey(server, account.id, {
        privileges: [{ data: 'audit-trail', type: 'Read' }],
      })
      const url = '/api/account/acme/configuration/metadata/audit'
      const formBody = new URLSearchParams({ query: '{auditData(first:1){objectType}}' }).toString()
      const post = async (authorization: string) => {
        const type = 'application/x-www-form-urlencoded'
        const headers = { authorization, 'content-type': type }
        return fetch(`${server.origin}${url}`, { method: 'POST', headers, body: formBody })
      }
      assert.equal((await post(signFor(server, key, 'POST', url, { formBody }))).status, 200)
      const unsigned = await post(signFor(server, key, 'POST', url))
      assert.equal(unsigned.status, 401)
      assert.match(await unsigned.text(), /signature_invalid/)
    })

    test('a form where JSON is taken is 415, once the signature is right', async (t) => {
      const { server, key } = await start(t)
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
      const formBody = 'loginName=x'
      const post = (authorization: string) =>
        fetch(`${server.origin}${users}`, {
          method: 'POST',
          headers: { ...headers, authorization },
          body: formBody,
        })
      assert.equal((await post(signFor(server, key, 'POST', users, { formBody }))).status, 415)
      assert.equal((await post(signFor(server, key, 'POST', users))).status, 401)
    })

    test('oauth_body_hash is honoured when it is there', async (t) => {
      const { server, key } = await start(t)
      const text = JSON.stringify(['1'])
      const signed = (hash: string) =>
        signFor(server, key, 'DELETE', users, { bodyHash: hash, method: 'HMAC-SHA1' })
      const send = (authorization: string, body: string) =>
        fetch(`${server.origin}${users}`, {
          method: 'DELETE',
          headers: { authorization, 'content-type': 'application/json' },
          body,
        })
      const right = bodyHash('HMAC-SHA1', Buffer.from(text))
      assert.equal((await send(signed(right), text)).status, 404)
      assert.equal((await send(signed(right), '["2"]')).status, 401)
      assert.equal(
        (await send(signed(bodyHash('HMAC-SHA256', Buffer.from(text))), text)).status,
        401,
      )
    })

    test('a disabled key, a reroll and a deletion hold at once', async (t) => {
      const { server, account, key } = await start(t)
      const get = (withKey: typeof key) =>
        call(server, 'GET', users, {
          headers: { authorization: signFor(server, withKey, 'GET', users) },
        })
      assert.equal((await get(key)).status, 200)
      const stored = await server.storage.read.apiKeys.find(account.id, key.keyId)
      assert.ok(stored)
      await server.storage.write((tx) =>
        tx.apiKeys.update(account.id, { ...stored, key: { ...stored.key, enabled: false } }),
      )
      assert.equal((await get(key)).status, 401)
    })
  })
}

test('a host that is not ours is 421: a signature binds a request to us', async (t) => {
  const server = await startTestServer('sqlite', {
    WATCHWORD_PUBLIC_ORIGIN: 'https://api.example.com',
  })
  t.after(() => server.stop())
  const account = await seedAccount(server, 'acme')
  const key = await seedKey(server, account.id)
  const authorization = signFor(server, key, 'GET', users)
  assert.equal((await call(server, 'GET', users, { headers: { authorization } })).status, 421)
})

test('contract 4 row 16: behind a trusted proxy the signed URL is the public one', async (t) => {
  const publicOrigin = 'https://api.example.com'
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'api.example.com' }
  const statusFrom = async (environment: Readonly<Record<string, string>>, headers: object) => {
    const server = await startTestServer('sqlite', {
      WATCHWORD_PUBLIC_ORIGIN: publicOrigin,
      ...environment,
    })
    t.after(() => server.stop())
    const account = await seedAccount(server, 'acme')
    const key = await seedKey(server, account.id)
    const authorization = signFor(server, key, 'GET', users, { origin: publicOrigin })
    return (await call(server, 'GET', users, { headers: { authorization, ...headers } })).status
  }
  const trusted = { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' }
  assert.equal(await statusFrom(trusted, forwarded), 200)
  // The proxy says http: another URL than the one that was signed.
  assert.equal(await statusFrom(trusted, { ...forwarded, 'x-forwarded-proto': 'http' }), 401)
  assert.equal(await statusFrom(trusted, { ...forwarded, 'x-forwarded-host': 'evil.example' }), 421)
  // Whoever is not a trusted proxy is not believed.
  assert.equal(await statusFrom({}, forwarded), 421)
})
