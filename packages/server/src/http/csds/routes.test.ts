import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serviceNames } from '@watchword/protocol/api/service-names.ts'
import { putDirectoryEntry, removeDirectoryEntry } from '#domain/directory/change-directory.ts'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { databaseKinds } from '../../../test/support/storages.ts'
import {
  call,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../../../test/support/test-server.ts'

const one = '/api/account/acme/service/agentVep/baseURI.json?version=1.0'
const all = '/api/account/acme/service/baseURI.json?version=1.0'
const origin = 'https://auth.example.com:8443'

for (const kind of databaseKinds) {
  describe(`the Domain API on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: origin })
      await seedAccount(server, 'acme')
      await seedAccount(server, 'zenith')
    })
    after(() => server.stop())
    const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
      call(server, 'GET', url, { headers })

    test('contract 1 §1.1: one service, exactly service, account and baseURI', async () => {
      const answer = await get(one)
      assert.equal(answer.status, 200)
      assert.equal(
        answer.text,
        '{"service":"agentVep","account":"acme","baseURI":"auth.example.com:8443"}',
      )
      assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.match(answer.headers.get('etag') ?? '', /^"[\w-]{27}"$/)
    })

    test('contract 1 §1.2: every service, each name once', async () => {
      const { body } = await get(all)
      const { baseURIs } = body as { baseURIs: { service: string }[] }
      assert.deepEqual(
        baseURIs.map(({ service }) => service),
        [...serviceNames],
      )
      for (const entry of baseURIs) {
        assert.deepEqual(entry, { ...entry, account: 'acme', baseURI: 'auth.example.com:8443' })
        assert.deepEqual(Object.keys(entry), ['service', 'account', 'baseURI'])
      }
    })

    test('contract 1 §1.4, contract 4 row 6: the suffix may go, and /csdr is the same', async () => {
      for (const [path, like] of [
        ['/api/account/acme/service/agentVep/baseURI', one],
        ['/csdr/account/acme/service/agentVep/baseURI.json', one],
        ['/csdr/account/acme/service/agentVep/baseURI', one],
        ['/api/account/acme/service/baseURI', all],
        ['/csdr/account/acme/service/baseURI.json', all],
        ['/csdr/account/acme/service/baseURI', all],
      ] as const) {
        const [answer, expected] = await Promise.all([get(path), get(like)])
        assert.equal(answer.status, 200, path)
        assert.equal(answer.text, expected.text)
        assert.equal(answer.headers.get('etag'), expected.headers.get('etag'))
      }
    })

    test('HEAD has the headers of GET', async () => {
      const [head, full] = await Promise.all([call(server, 'HEAD', one), get(one)])
      assert.equal(head.status, 200)
      assert.equal(head.text, '')
      for (const name of ['etag', 'content-length', 'content-type', 'cache-control']) {
        assert.equal(head.headers.get(name), full.headers.get(name), name)
      }
    })

    test('our decisions: an unknown account is 401 with internalCode 6, in both forms', async () => {
      for (const account of ['nobody', 'a-b', 'x'.repeat(21)]) {
        for (const path of ['service/agentVep/baseURI.json', 'service/baseURI.json']) {
          const answer = await get(`/api/account/${account}/${path}`)
          assert.equal(answer.status, 401)
          assert.deepEqual(answer.body, {
            time: server.clock.now(),
            message: `Invalid account id: ${account}`,
            internalCode: 6,
          })
          assert.equal(answer.headers.get('access-control-allow-origin'), '*')
          assert.equal(answer.headers.get('cache-control'), 'no-store')
        }
      }
    })

    test('our decisions: an unknown service is 404 with internalCode 15, and names the known', async () => {
      for (const service of ['nothing', 'agentvep', '__proto__', 'constructor']) {
        const answer = await get(`/api/account/acme/service/${service}/baseURI.json`)
        assert.equal(answer.status, 404)
        const { internalCode, message } = answer.body as { internalCode: number; message: string }
        assert.equal(internalCode, 15)
        for (const name of serviceNames) assert.ok(message.includes(name))
      }
    })

    test('what a stranger wrote is not repeated as anything but plain characters', async () => {
      const script = encodeURIComponent('<script>"\u2028alert(1)</script>')
      for (const path of [
        `/api/account/${script}/service/baseURI.json`,
        `/api/account/acme/service/${script}/baseURI.lpCsds?cb=f`,
      ]) {
        const answer = await get(path)
        assert.doesNotMatch(answer.text, /[<>\u2028]/)
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
      }
    })

    test('our decisions: another version or none is 1.0; what is not a number is 400', async () => {
      const path = '/api/account/acme/service/agentVep/baseURI.json'
      for (const query of ['', '?version=2.0', '?version=1', '?v=x', '?other=1&other=2']) {
        assert.equal((await get(path + query)).status, 200, query)
      }
      for (const query of ['version=', 'version=x', 'version=1.0.0', 'version=1&version=1']) {
        const answer = await get(`${path}?${query}`)
        assert.equal(answer.status, 400, query)
        assert.deepEqual(Object.keys(answer.body ?? {}), ['time', 'message', 'internalCode'])
      }
    })

    test('RFC 9110 §13.1.2: If-None-Match as a list, weakly, or * answers 304', async () => {
      const etag = (await get(one)).headers.get('etag') ?? ''
      for (const value of [etag, `W/${etag}`, '*', `"a,b", W/"c" , ${etag}`, `${etag},"z"`]) {
        const answer = await get(one, { 'if-none-match': value })
        assert.equal(answer.status, 304, value)
        assert.equal(answer.text, '')
        assert.equal(answer.headers.get('etag'), etag)
        assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
        assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      }
      for (const value of ['"other"', etag.slice(1, -1), `"x${etag}"`, 'W/*', '']) {
        assert.equal((await get(one, { 'if-none-match': value })).status, 200, value)
      }
      assert.equal(
        (await call(server, 'HEAD', one, { headers: { 'if-none-match': etag } })).status,
        304,
      )
    })

    test('contract 4 row 6: OAuth headers and a JSON content type are tolerated, no redirect', async () => {
      const answer = await get(one, {
        authorization: 'OAuth oauth_consumer_key="x", oauth_signature="wrong"',
        'content-type': 'application/json',
      })
      assert.equal(answer.status, 200)
    })

    test('a value never comes from the Host header', async () => {
      const answer = await get(one, {
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
      })
      assert.doesNotMatch(answer.text, /evil/)
    })

    test('a page that must ask first may send its JSON content type', async () => {
      const answer = await call(server, 'OPTIONS', one, {
        headers: { origin: 'https://brand.example', 'access-control-request-method': 'GET' },
      })
      assert.equal(answer.status, 204)
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
      assert.match(answer.headers.get('access-control-allow-headers') ?? '', /\*/)
    })

    describe('JSONP, our decisions', () => {
      const script = '/api/account/acme/service/agentVep/baseURI.lpCsds'

      test('the callback is called with the object, in a script that starts with a comment', async () => {
        const answer = await get(`${script}?version=1.0&cb=lp.csds.ready`)
        assert.equal(answer.status, 200)
        assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8')
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
        assert.equal(answer.text, `/**/lp.csds.ready(${(await get(one)).text});`)
        const every = await get('/csdr/account/acme/service/baseURI.lpCsds?cb=f')
        assert.equal(every.text, `/**/f(${(await get(all)).text});`)
      })

      test('a callback that is no name, none, two, or a service worker: 400', async () => {
        for (const query of ['', '?cb=', '?cb=a(b)', '?cb=a-b', '?cb=a&cb=b', '?cb=%3Cscript%3E']) {
          const answer = await get(script + query)
          assert.equal(answer.status, 400, query)
          assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
        }
        const worker = await get(`${script}?cb=f`, { 'service-worker': 'script' })
        assert.equal(worker.status, 400)
      })
    })

    describe('hosts of their own', () => {
      const hostOf = async (account: string, service: string) => {
        const answer = await get(`/api/account/${account}/service/${service}/baseURI.json`)
        return answer.status === 200 ? (answer.body as { baseURI: string }).baseURI : answer.status
      }

      test('an account before its zone, its zone before ours, and hidden is not listed', async () => {
        const { storage } = server
        const ofZone = { scope: 'zone', scopeId: 'local', hidden: false } as const
        const ofAcme = { scope: 'account', scopeId: 'acme', hidden: false } as const
        assert.equal(await hostOf('acme', 'smt'), 'auth.example.com:8443')
        const before = (await get('/api/account/acme/service/smt/baseURI.json')).headers.get('etag')

        await putDirectoryEntry(
          { storage },
          { ...ofZone, service: 'smt', host: 'smt.zone.example' },
        )
        assert.equal(await hostOf('acme', 'smt'), 'smt.zone.example')
        assert.equal(await hostOf('zenith', 'smt'), 'smt.zone.example')
        const later = (await get('/api/account/acme/service/smt/baseURI.json')).headers.get('etag')
        assert.notEqual(later, before)

        await putDirectoryEntry(
          { storage },
          { ...ofAcme, service: 'smt', host: 'acme.example:444' },
        )
        assert.equal(await hostOf('acme', 'smt'), 'acme.example:444')
        assert.equal(await hostOf('zenith', 'smt'), 'smt.zone.example')

        const hiding = { ...ofAcme, service: 'etool', host: undefined, hidden: true }
        await putDirectoryEntry({ storage }, hiding)
        assert.equal(await hostOf('acme', 'etool'), 404)
        assert.doesNotMatch((await get(all)).text, /etool/)
        assert.equal(await hostOf('zenith', 'etool'), 'auth.example.com:8443')

        assert.equal(await removeDirectoryEntry({ storage }, hiding), true)
        assert.equal(await removeDirectoryEntry({ storage }, hiding), false)
        assert.equal(await hostOf('acme', 'etool'), 'auth.example.com:8443')
      })

      test('an entry that is none is refused, with every fault', async () => {
        await assert.rejects(
          putDirectoryEntry(server, {
            scope: 'account',
            scopeId: 'acme',
            service: 'nothing',
            host: 'https://x',
            hidden: false,
          }),
          {
            code: 'validation_failed',
            details: {
              fields: [
                'service: is not a service the Domain API lists',
                'host: is not host or host:port',
              ],
            },
          },
        )
      })
    })

    test('what is no host, or has a port that cannot be, is refused; the rest is answered as it is kept', async () => {
      const { value: bearer } = await createOperatorToken(server, { label: 'test' })
      const put = (host: string) =>
        call(server, 'PUT', '/operator/v1/accounts/acme/directory/etool', {
          bearer,
          body: { host },
        })
      for (const host of ['', 'a b', 'a/b', 'a@b', 'http://a', 'a:', 'a:x', 'a:65536', 'a:99999']) {
        assert.equal((await put(host)).status, 400, host)
      }
      for (const host of ['Etool.Example:8443', '[2001:DB8::1]:65535']) {
        const answer = await put(host)
        assert.deepEqual(answer.body, { service: 'etool', hidden: false, host: host.toLowerCase() })
        const found = await get('/api/account/acme/service/etool/baseURI.json')
        assert.equal((found.body as { baseURI: string }).baseURI, host.toLowerCase())
      }
    })

    test('a suspended account is still found: the login tells its users what is the matter', async () => {
      await seedAccount(server, 'paused')
      await server.storage.write(async (tx) => {
        const id = (await tx.accounts.list()).find((account) => account.id === 'paused')?.id
        if (id === undefined) throw new Error('not seeded')
        await tx.accounts.update(id, { status: 'suspended', suspendedAt: server.clock.now() })
        await tx.announce({ about: 'account', accountId: id })
      })
      assert.equal((await get('/api/account/paused/service/agentVep/baseURI.json')).status, 200)
    })
  })
}
