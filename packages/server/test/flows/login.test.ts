import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceNames } from '@watchword/protocol/api/service-names.ts'
import { givePassword, goodPassword, login, withSession } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`contract 1 section 2: the Login Service on ${kind}`, () => {
    async function start(environment: Readonly<Record<string, string>> = {}) {
      const server = await startTestServer(kind, environment)
      const acme = await seedAccount(server, 'acme', { timeZone: 'Europe/Athens' })
      await givePassword(server, acme.id, acme.users.admin.user.id)
      return { server, acme }
    }

    test('section 2.4: the answer has exactly the documented members', async (t) => {
      const { server, acme } = await start()
      t.after(() => server.stop())
      const { status, body } = await login(server, 'acme', 'admin')
      assert.equal(status, 200)
      const { csrf, wsuk, bearer, sessionId, csdsCollectionResponse, ...rest } = body
      const { user } = acme.users.admin
      for (const secret of [csrf, bearer, sessionId]) assert.match(secret, /^[0-9a-f]{64}$/)
      assert.equal(new Set([csrf, bearer, sessionId]).size, 3)
      assert.match(String(wsuk), /^[1-9][0-9]{17}$/)
      const profile = await server.storage.read.profiles.find(acme.id, acme.profileIds.admin)
      assert.deepEqual(rest, {
        config: {
          loginName: 'admin',
          userId: String(user.id),
          userPid: user.pid,
          userPrivileges: [...(profile?.enabledPackages ?? [])].sort((a, b) => a - b),
          serverCurrentTime: server.clock.now(),
          timeDiff: 2 * 3_600_000,
          serverTimeZoneName: 'UTC',
          serverTimeGMTDiff: 0,
          isLPA: false,
          isAdmin: true,
          accountTimeZoneId: 'Europe/Athens',
        },
        accountData: {
          agentGroupsData: { items: [{ id: -1, deleted: false, name: 'Main Group' }], revision: 1 },
        },
        sessionTTl: '28800000',
      })
      const { baseURIs } = csdsCollectionResponse as { baseURIs: Record<string, string>[] }
      assert.deepEqual(
        baseURIs.map(({ service }) => service),
        [...serviceNames],
      )
      for (const entry of baseURIs) {
        assert.deepEqual(Object.keys(entry).sort(), ['account', 'baseURI', 'service'])
        assert.doesNotMatch(entry['baseURI'] ?? '', /\//)
      }
    })

    test('nothing secret is kept as it is', async (t) => {
      const { server, acme } = await start()
      t.after(() => server.stop())
      const { body } = await login(server, 'acme', 'admin')
      const kept = await server.storage.read.sessions.list(
        acme.id,
        server.clock.now(),
        acme.users.admin.user.id,
      )
      for (const secret of [body.bearer, body.csrf, body.sessionId]) {
        assert.ok(!JSON.stringify(kept).includes(secret))
      }
    })

    test('the cookie is Session_id, HttpOnly, SameSite=Lax, for this account alone', async (t) => {
      const { server } = await start()
      t.after(() => server.stop())
      const { headers, body } = await login(server, 'acme', 'admin')
      assert.deepEqual(cookieParts(headers), [
        `Session_id=${body.sessionId}`,
        'HttpOnly',
        'Path=/api/account/acme',
        'SameSite=Lax',
      ])
    })

    test('the cookie is Secure behind a trusted proxy that ended TLS, and with an https origin', async (t) => {
      const proxied = await start({ WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' })
      t.after(() => proxied.server.stop())
      const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' }
      const secure = await login(proxied.server, 'acme', 'admin', goodPassword, forwarded)
      assert.ok(cookieParts(secure.headers).includes('Secure'))
      const plain = await login(proxied.server, 'acme', 'admin')
      assert.ok(!cookieParts(plain.headers).includes('Secure'))
      const open = await start()
      t.after(() => open.server.stop())
      const spoofed = await login(open.server, 'acme', 'admin', goodPassword, forwarded)
      assert.ok(!cookieParts(spoofed.headers).includes('Secure'))
      const tls = await start({ WATCHWORD_PUBLIC_ORIGIN: 'https://auth.example.com' })
      t.after(() => tls.server.stop())
      assert.ok(cookieParts((await login(tls.server, 'acme', 'admin')).headers).includes('Secure'))
    })

    test('contract 4 row 4: the cookie is read in either case; refresh sets it again', async (t) => {
      const { server } = await start()
      t.after(() => server.stop())
      const { body, headers } = await login(server, 'acme', 'admin')
      for (const name of ['Session_id', 'session_id']) {
        const answer = await call(server, 'POST', '/api/account/acme/refresh?v=1.2', {
          body: { csrf: body.csrf },
          headers: { cookie: `other=1; ${name}=${body.sessionId}` },
        })
        assert.equal(answer.status, 200)
        assert.equal(answer.text, '')
        assert.deepEqual(cookieParts(answer.headers), cookieParts(headers))
      }
    })

    test('section 2.6 and contract 4 row 9: a wrong csrf, member or cookie has the documented body', async (t) => {
      const { server } = await start()
      t.after(() => server.stop())
      const zenith = await seedAccount(server, 'zenith')
      await givePassword(server, zenith.id, zenith.users.admin.user.id)
      const mine = await login(server, 'acme', 'admin')
      const theirs = await login(server, 'zenith', 'admin')
      const { csrf, sessionId } = mine.body
      const cookie = { cookie: `Session_id=${sessionId}` }
      const cases = [
        { body: { csrf: 'wrong' }, headers: cookie },
        { body: { csfr: csrf }, headers: cookie },
        { body: { csrf: null }, headers: cookie },
        { body: {}, headers: cookie },
        { headers: { ...cookie, 'content-type': 'application/json' } },
        { headers: cookie },
        { body: { csrf } },
        { body: { csfr: csrf } },
        { body: { csrf }, headers: { cookie: 'Session_id=' } },
        { body: { csrf }, headers: { cookie: `Session_id=${theirs.body.sessionId}` } },
        { body: { csrf: theirs.body.csrf }, headers: cookie },
        {
          body: { csrf: theirs.body.csrf },
          headers: { cookie: `Session_id=${theirs.body.sessionId}` },
        },
      ]
      for (const path of [
        'acme/refresh',
        'acme/logout',
        'acme/refresh?v=1.3',
        'acme/logout?v=2.0',
      ]) {
        for (const sent of cases) {
          const answer = await call(server, 'POST', `/api/account/${path}`, sent)
          assert.equal(answer.status, 401, JSON.stringify(sent))
          assert.deepEqual(answer.body, {
            error: {
              time: 'Jan 15, 2026 12:00:00 PM',
              message:
                'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
              internalCode: 10,
              responseStatus: 'UNAUTHORIZED',
            },
          })
        }
      }
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 200)
    })

    test('section 2.1: the gateway alias answers the same, and v may be many things', async (t) => {
      const { server } = await start()
      t.after(() => server.stop())
      const paths = ['/api/account/acme/login', '/auth/v1/accounts/acme/login']
      const body = { username: 'admin', password: goodPassword, mfa: 1, ip: null }
      for (const path of paths) {
        for (const v of ['', '?v=1.0', '?v=1.1', '?v=1.2', '?v=1.3', '?v=2.0', '?v=77', '?x=1']) {
          const answer = await call(server, 'POST', path + v, { body })
          assert.equal(answer.status, 200, path + v)
        }
        for (const v of ['?v=', '?v=abc', '?v=1.3.1', '?v=1.3&v=1.3', '?v=NaN', '?v=1e3']) {
          const answer = await call(server, 'POST', path + v, { body })
          assert.equal(answer.status, 400, path + v)
          assert.match(answer.text, /^\{"error":\{"time":/)
        }
      }
    })

    test('a login name is the same name in any case, and however its accents are composed', async (t) => {
      const { server, acme } = await start()
      t.after(() => server.stop())
      const { user } = acme.users.agent
      await server.storage.write((tx) =>
        tx.users.update(acme.id, { ...user, loginName: 'Ren\u00e9e' }),
      )
      await givePassword(server, acme.id, user.id)
      for (const name of ['Ren\u00e9e', 'rene\u0301e', 'REN\u00c9E']) {
        assert.equal((await login(server, 'acme', name)).status, 200, name)
      }
    })

    test('section 2.7: logout answers nothing, takes the cookie back, and works once', async (t) => {
      const { server } = await start()
      t.after(() => server.stop())
      const mine = await login(server, 'acme', 'admin')
      const ended = await withSession(server, 'logout', 'acme', mine)
      assert.equal(ended.status, 200)
      assert.equal(ended.text, '')
      assert.match(cookieParts(ended.headers).join(';'), /^Session_id=;.*Expires=Thu, 01 Jan 1970/)
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 401)
      assert.equal((await withSession(server, 'logout', 'acme', mine)).status, 401)
    })
  })
}

function cookieParts(headers: Headers): readonly string[] {
  const [cookie = '', ...more] = headers.getSetCookie()
  assert.equal(more.length, 0)
  const [pair = '', ...attributes] = cookie.split('; ')
  return [pair, ...attributes.sort()]
}
