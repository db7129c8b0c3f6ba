/**
 * Addresses that one reader of URIs takes for the registered one and another for somebody else's, as they were used
 * against other servers: none of them is ever redirected to, at either face, for a good request or a bad one.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { matchRedirectUri } from '@watchword/protocol/oauth2/redirect-uri.ts'
import fc from 'fast-check'
import { authorizeUrl, seedSignIn, sentinelUrl } from '../authorization/support.ts'
import { createPageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const web = ['https://app.example/callback', 'https://app.example/in?tenant=1']
const native = ['http://127.0.0.1/in', 'http://[::1]/in', 'com.example.app:/in']

const attacks: Readonly<Record<string, readonly string[]>> = {
  'path parameters and dot segments (`..;/`)': [
    'https://app.example/callback/..;/evil',
    'https://app.example/..;/callback',
    'https://app.example/x/..;/callback',
    'https://app.example/callback/../../evil',
    'https://app.example/%2e%2e/callback',
    'https://app.example/callback;jsessionid=1',
    'https://app.example/./callback',
  ],
  'user information, once and several times': [
    'https://app.example@evil.example/callback',
    'https://evil.example@app.example/callback',
    'https://app.example:pw@evil.example/callback',
    'https://a@app.example@evil.example/callback',
    'https://app.example%40evil.example/callback',
    'https://app.example%00@evil.example/callback',
    'http://127.0.0.1:80@evil.example/in',
    'http://127.0.0.1:1@127.0.0.1:2@evil.example/in',
  ],
  'slashes of other kinds, and encoded': [
    'https:\\\\app.example\\callback',
    'https://app.example\\callback',
    'https://evil.example\\@app.example/callback',
    'https://app.example%2fcallback',
    'https://app.example/%2fcallback',
    'https://app.example//callback',
    'https:///app.example/callback',
    'https:/app.example/callback',
    'https:app.example/callback',
    '//app.example/callback',
    '/\\evil.example',
    'https://app.example%5c.evil.example/callback',
    'https://app.example/%c0%afcallback',
  ],
  'upper and lower case': [
    'HTTPS://app.example/callback',
    'https://APP.example/callback',
    'https://app.example/Callback',
  ],
  'dots and letters that look alike': [
    'https://app.example./callback',
    'https://app。example/callback',
    'https://app．example/callback',
    'https://аpp.example/callback',
    'https://app.example/ｃallback',
    'https://app.examp\u00ADle/callback',
    'https://app.example/callback\u200b',
    'https://ⓐpp.example/callback',
  ],
  'queries and fragments': [
    'https://app.example/callback?',
    'https://app.example/callback?x=1',
    'https://app.example/callback#',
    'https://app.example/callback#code=1',
    'https://app.example/callback%23x',
    'https://app.example/in?tenant=2',
    'https://app.example/in?tenant=1&tenant=2',
    'https://app.example/in?tenant=1&code=planted',
    'https://app.example/in?tenant=1#',
    'https://app.example/in',
    'https://app.example/in?Tenant=1',
    'https://app.example/in?tenant=%31',
  ],
  'loopback addresses in other spellings, and a loopback query': [
    'http://127.0.0.1:4444/in?x=1',
    'http://127.0.0.1:4444/in#x',
    'http://127.0.0.1:4444/other',
    'http://127.0.0.1:4444',
    'http://127.1/in',
    'http://2130706433/in',
    'http://0x7f.1/in',
    'http://0177.0.0.1/in',
    'http://127.0.0.1.evil.example/in',
    'http://127.0.0.2:80/in',
    'http://0.0.0.0/in',
    'http://localhost/in',
    'http://127.0.0.1:0/in',
    'http://127.0.0.1:65536/in',
    'http://127.0.0.1:/in',
    'http://127.0.0.1:+80/in',
    'http://127.0.0.1:８０/in',
    'http://[::1%25lo]/in',
    'http://[0:0:0:0:0:0:0:1]/in',
    'http://[::ffff:127.0.0.1]/in',
    'https://127.0.0.1/in',
    'http://[::1]evil.example/in',
  ],
  'other schemes': [
    'javascript:alert(1)',
    'JaVaScRiPt://app.example/callback%0aalert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://app.example/callback',
    'file:///callback',
    'http://app.example/callback',
    'wss://app.example/callback',
    'com.example.app:/other',
    'com.example.app://in',
    'com.example.app.evil:/in',
  ],
  'white space and control characters': [
    ' https://app.example/callback',
    'https://app.example/callback ',
    'https://app.example/call\nback',
    'https://app.example/callback\r\nset-cookie: a=b',
    'https://app.example/callback%0d%0aset-cookie:%20a=b',
    'https://app.example/callback\0',
    'https://app.example\t/callback',
  ],
  'hosts that begin or end like ours, and wildcards': [
    'https://app.example.evil.example/callback',
    'https://evilapp.example/callback',
    'https://*.example/callback',
    'https://evil.example/https://app.example/callback',
    'https://evil.example?https://app.example/callback',
    'https://evil.example#https://app.example/callback',
    'https://app.example:443/callback',
    'https://app.example:8443/callback',
  ],
}

for (const kind of databaseKinds) {
  describe(`redirect URIs that look right, on ${kind}`, () => {
    let server: TestServer
    let applications: readonly { readonly id: string; readonly clientId: string }[]
    before(async () => {
      server = await startTestServer(kind)
      applications = [
        await seedSignIn(server, 'web', { redirect_uris: web }),
        await seedSignIn(server, 'native', {
          redirect_uris: [...web, ...native],
          application_type: 'native',
          token_endpoint_auth_method: 'none',
        }),
      ]
    })
    after(() => server.stop())

    for (const [name, uris] of Object.entries(attacks)) {
      test(name, async () => {
        const browser = createPageBrowser(server)
        for (const application of applications) {
          for (const redirect_uri of uris) {
            for (const change of [{ redirect_uri }, { redirect_uri, prompt: 'none' }]) {
              for (const url of [
                authorizeUrl(application, change),
                sentinelUrl(application, change),
              ]) {
                const answer = await browser.get(url)
                assert.equal(answer.status, 400, `${redirect_uri}: ${answer.location}`)
                assert.equal(answer.location, undefined, redirect_uri)
                assert.equal(answer.headers.get('refresh'), null)
                assert.doesNotMatch(
                  answer.text,
                  /evil|(?:href|src|action)="(?!\/pages\/)/,
                  redirect_uri,
                )
              }
            }
          }
        }
      })
    }

    test('what is registered is redirected to as it stands, its query kept, and nothing added before the answer', async () => {
      const browser = createPageBrowser(server)
      const [first, second] = applications
      assert.ok(first && second)
      const cases = [
        [first, web[0], 'https://app.example/callback?error='],
        [first, web[1], 'https://app.example/in?tenant=1&error='],
        [second, 'http://127.0.0.1:49152/in', 'http://127.0.0.1:49152/in?error='],
        [second, 'http://[::1]:49152/in', 'http://[::1]:49152/in?error='],
        [second, 'com.example.app:/in', 'com.example.app:/in?error='],
      ] as const
      for (const [application, redirect_uri, expected] of cases) {
        const out = await browser.get(authorizeUrl(application, { redirect_uri, prompt: 'none' }))
        assert.ok(out.location?.startsWith(expected), String(out.location))
      }
    })
  })
}

describe('the comparison of redirect URIs', () => {
  test('whatever is done to a registered address, what is taken is the address itself, but for a loopback port', () => {
    const piece = fc.constantFrom(
      ...[
        '/',
        '\\',
        '@',
        ':',
        '?',
        '#',
        '.',
        '..',
        ';',
        '%',
        '%2f',
        '%00',
        '&',
        '=',
        ' ',
        '\t',
        '\n',
      ],
      ...['evil.example', '80', '0', 'A', 'é', '。', '*', '[', ']', 'http://', '//', '\u0000'],
    )
    const edit = fc.record({
      at: fc.nat(60),
      cut: fc.nat(3),
      put: fc.array(piece, { maxLength: 2 }),
    })
    const all = [...web, ...native]
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (uri, edits) => {
          let sent = uri
          for (const { at, cut, put } of edits) {
            sent = sent.slice(0, at) + put.join('') + sent.slice(at + cut)
          }
          const asWeb = matchRedirectUri(sent, all, 'web')
          assert.equal(asWeb, all.includes(sent) ? sent : undefined)
          const asNative = matchRedirectUri(sent, all, 'native')
          if (asNative === undefined || all.includes(sent)) return
          const { protocol, hostname, pathname, search, hash, username } = new URL(asNative)
          assert.deepEqual(
            [protocol, pathname, search, hash, username],
            ['http:', '/in', '', '', ''],
          )
          assert.ok(hostname === '127.0.0.1' || hostname === '[::1]')
        },
      ),
      { numRuns: 5000 },
    )
  })
})
