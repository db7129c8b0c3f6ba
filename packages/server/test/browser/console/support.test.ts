import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { consoleClientId } from '#domain/applications/console-client.ts'
import {
  askAdmin,
  assertAccessible,
  assertFits,
  assertQuiet,
  describeConsole,
  phone,
} from './support.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'watchword-console-'))
mkdirSync(path.join(folder, 'assets'))
writeFileSync(
  path.join(folder, 'index.html'),
  `<!doctype html><html lang="en"><head><title>A small console</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><meta name="origin" content="{{origin}}">
<style nonce="{{nonce}}">h1 { color: rgb(1, 2, 3) }</style>
<script type="module" src="/console/-/assets/small-1.js"></script></head><body></body></html>`,
)
// The whole way in, by the public issuer and the public API alone.
writeFileSync(
  path.join(folder, 'assets/small-1.js'),
  `const origin = document.querySelector('[name=origin]').content
const redirect = origin + '/console/-/callback'
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
if (location.pathname === '/console/-/callback') {
  const { account, verifier, back } = JSON.parse(sessionStorage.pending)
  const answer = await fetch('/oidc/' + account + '/token', { method: 'POST', body: new URLSearchParams({
    grant_type: 'authorization_code', code: new URLSearchParams(location.search).get('code'),
    redirect_uri: redirect, client_id: '${consoleClientId}', code_verifier: verifier }) })
  const { access_token: token } = await answer.json()
  history.replaceState(null, '', back)
  const headers = { authorization: 'Bearer ' + token }
  const me = await (await fetch('/api/account/' + account + '/watchword/me', { headers })).json()
  document.body.innerHTML = '<main><h1></h1></main>'
  document.querySelector('h1').textContent = me.loginName
} else {
  const account = location.pathname.split('/')[2]
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  sessionStorage.pending = JSON.stringify({ account, verifier, back: location.pathname })
  location.replace('/oidc/' + account + '/authorize?' + new URLSearchParams({ response_type: 'code',
    client_id: '${consoleClientId}', redirect_uri: redirect, scope: 'openid profile', state: 'state',
    code_challenge: base64url(hash), code_challenge_method: 'S256' }))
}
`,
)
after(() => rmSync(folder, { recursive: true, force: true }))

describeConsole(
  'what the tests of the console share',
  (console) => {
    for (const role of ['admin', 'agent', 'manager', 'campaigner'] as const) {
      test(`signs the ${role} in, where the page was asked for`, async () => {
        const page = await console.open({ role, path: '/some/page', viewport: phone })
        assert.equal(await page.locator('h1').textContent(), role)
        assert.equal(page.url(), `${console.server.origin}/console/acme/some/page`)
        assert.equal(
          await page.evaluate('getComputedStyle(document.querySelector("h1")).color'),
          'rgb(1, 2, 3)',
          'a style with the nonce holds',
        )
        assertQuiet(page)
        await assertAccessible(page)
        await assertFits(page)
      })
    }

    test('asks for the password once, again when that session is over, and when told to', async () => {
      const { server, account } = console
      const asked = () => server.passwords.asked.filter(({ kind }) => kind === 'verify').length
      await console.open({ anew: true })
      const once = asked()
      const page = await console.open({ path: '/later' })
      assert.equal(page.url(), `${server.origin}/console/acme/later`)
      assert.equal(asked(), once)
      assertQuiet(page)

      const { user } = account.users.admin
      await askAdmin(console, 'DELETE', `/watchword/users/${user.id}/sessions?keepCurrent=true`)
      await console.open()
      assert.equal(asked(), once + 1)
      await console.open({ anew: true })
      assert.equal(asked(), once + 2)
    })

    test('hears what a page says, and whom it asks', async () => {
      const page = await console.open()
      await page.evaluate('console.info("hello")')
      assert.throws(() => assertQuiet(page), /hello/)
      assertQuiet(page, { except: /hello/ })
      await assert.rejects(page.goto('http://127.0.0.1:9/'))
      assert.throws(() => assertQuiet(page, { except: /./ }), /127\.0\.0\.1:9/)
    })

    test('names the rule, the place and the help of what is not accessible', async () => {
      const page = await console.open()
      await page.evaluate(
        `document.querySelector('main').innerHTML += '<img id="mute" src="data:,">'`,
      )
      await assert.rejects(assertAccessible(page), /image-alt: .*alternative text.* at #mute/)
    })

    test('says by how much a page is too wide, and what of it', async () => {
      const page = await console.open({ viewport: phone })
      await page.evaluate(`document.querySelector('h1').style.width = '500px'`)
      await assert.rejects(assertFits(page), /on 390: h1/)
    })

    test('a policy holds: no script in the page, none of another path, none made of text', async () => {
      const page = await console.open()
      await page.evaluate(`(() => {
        const inline = document.createElement('script')
        inline.textContent = 'window.ran = 1'
        document.body.append(inline)
        const failed = (element) => new Promise((resolve) => {
          element.addEventListener('error', resolve)
          document.body.append(element)
        })
        const image = document.createElement('img')
        image.setAttribute('onerror', 'window.ran = 1')
        image.src = 'data:,'
        const scripts = [
          '/api/account/acme/service/agentVep/baseURI.lpCsds?cb=ran', '/console/-/callback',
          '/console/-/assets/..%2fcallback', 'data:,ran=1',
        ].map((src) => Object.assign(document.createElement('script'), { src }))
        return Promise.all([image, ...scripts].map(failed)).then(() => undefined)
      })()`)
      assert.equal(await page.evaluate('typeof window.ran'), 'undefined')
      assert.throws(() => assertQuiet(page), /Content Security Policy/)
    })
  },
  { consoleFolder: folder },
)
