import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { authorizeUrl, seedSignIn, signIn } from '../authorization/support.ts'
import { createPageBrowser } from '../support/browser.ts'
import { pictures } from '../support/pictures.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'

const dataUrl = (base64: string, type = 'png') => `data:image/${type};base64,${base64}`
const png = dataUrl(pictures.png)

for (const kind of databaseKinds) {
  describe(`the logo of an account, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
    })
    after(() => server.stop())

    const path = '/api/account/acme/watchword/settings/logo'
    const ask = (method: string, body?: unknown, bearer = acme.users.admin.bearer) =>
      call(server, method, path, body === undefined ? { bearer } : { bearer, body })
    const put = (image: unknown) => ask('PUT', { image })

    test('an administrator sets it, every page shows it, and it is taken away', async () => {
      assert.equal((await ask('GET')).status, 404)
      const ifAny = await call(server, 'GET', `${path}?ifAny=true`, {
        bearer: acme.users.admin.bearer,
      })
      assert.equal(ifAny.status, 204)
      const before = await createPageBrowser(server).follow(authorizeUrl(acme))
      assert.match(before.text, /<span class="emblem"/, 'the first letter of the name')

      const set = await put(png)
      assert.equal(set.status, 200, set.text)
      const { url, ...rest } = set.body as { readonly url: string; readonly updatedAt: number }
      const sizeBytes = Buffer.from(pictures.png, 'base64').length
      assert.deepEqual(rest, { mediaType: 'image/png', sizeBytes, updatedAt: rest.updatedAt })
      assert.deepEqual((await ask('GET')).body, set.body)

      const { pathname, search } = new URL(url)
      const shown = `<img class="logo" src="${pathname}${search}" alt=""`
      const browser = createPageBrowser(server)
      const login = await browser.follow(authorizeUrl(acme))
      const consent = await signIn(browser, 'acme', login)
      const logout = await browser.get('/oidc/acme/logout')
      const out = await browser.get('/oidc/acme/logged-out')
      for (const page of [login, consent, logout, out]) {
        assert.ok(page.text.includes(shown), page.text)
        assert.match(page.headers.get('content-security-policy') ?? '', /; img-src 'self'; /)
      }

      const picture = await fetch(`${server.origin}${pathname}${search}`)
      assert.equal(picture.headers.get('content-type'), 'image/png')
      assert.equal(picture.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(picture.headers.get('content-security-policy'), "default-src 'none'; sandbox")
      assert.equal(picture.headers.get('x-content-type-options'), 'nosniff')
      const bytes = Buffer.from(await picture.arrayBuffer())
      assert.equal(bytes.toString('base64'), pictures.png)
      const etag = picture.headers.get('etag') ?? ''
      const again = await fetch(`${server.origin}${pathname}`, {
        headers: { 'if-none-match': etag },
      })
      assert.equal(again.status, 304)
      assert.equal(again.headers.get('cache-control'), 'no-cache', 'not for ever without version')

      assert.equal((await ask('DELETE')).status, 204)
      assert.equal((await ask('DELETE')).status, 404)
      assert.equal((await fetch(`${server.origin}${pathname}${search}`)).status, 404)
      const after = await createPageBrowser(server).follow(authorizeUrl(acme))
      assert.doesNotMatch(after.text, /<img/)
    })

    test('the type is what the bytes are, whatever they are called', async () => {
      const answer = await put(dataUrl(pictures.webpLossless, 'svg+xml'))
      assert.equal((answer.body as { readonly mediaType: string }).mediaType, 'image/webp')
      assert.equal((await put(dataUrl(pictures.jpeg, 'jpeg'))).status, 200)
    })

    test('every change is in the audit trail, without the picture; the same again is none', async () => {
      const events = async () =>
        (await server.storage.read.audit.chain(acme.id, 1, 1000)).filter(
          ({ element }) => element === 'logo',
        )
      const before = (await events()).length
      await put(png)
      await put(png)
      const made = (await events()).slice(before)
      assert.equal(made.length, 1)
      assert.match(made[0]?.newValue ?? '', /^image\/png, \d+ bytes, [0-9a-f]{16}$/)
      assert.equal(made[0]?.actor.loginName, 'admin')
    })

    test('refused: whatever is no picture of ours, and nothing changes', async () => {
      await put(png)
      const kept = await ask('GET')
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')
      const wide = Buffer.from(pictures.png, 'base64')
      wide.writeUInt32BE(1025, 16)
      const heavy = Buffer.concat([Buffer.from(pictures.png, 'base64'), Buffer.alloc(65_536)])
      const bad: readonly unknown[] = [
        undefined,
        null,
        7,
        '',
        'https://cdn.example/logo.png',
        'data:image/png;base64,',
        `data:text/html;base64,${pictures.png}`,
        `data:image/png,${pictures.png}`,
        `${png} `,
        dataUrl(svg, 'svg+xml'),
        dataUrl(svg),
        dataUrl(Buffer.from('GIF89a').toString('base64'), 'gif'),
        dataUrl(wide.toString('base64')),
        dataUrl(heavy.toString('base64')),
      ]
      for (const image of bad) {
        const answer = await put(image)
        assert.equal(answer.status, 400, `${String(image).slice(0, 60)}: ${answer.text}`)
        assert.match(answer.text, /image: must /)
      }
      for (const body of ['[]', '"x"', 'null', '{', '{"image":"a","image":"b"}']) {
        const bearer = acme.users.admin.bearer
        const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
        const sent = await fetch(`${server.origin}${path}`, { method: 'PUT', headers, body })
        assert.equal(sent.status, 400, body)
      }
      const huge = await put(dataUrl('A'.repeat(3_000_000)))
      assert.equal(huge.status, 413)
      assert.deepEqual((await ask('GET')).body, kept.body)
    })

    test('for administrators of the account alone; a suspended account shows none', async () => {
      const other = await seedSignIn(server, 'other')
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? { image: png } : undefined
        assert.equal((await ask(method, body, acme.users.agent.bearer)).status, 403, method)
        assert.equal((await ask(method, body, other.users.admin.bearer)).status, 404, method)
      }
      assert.equal((await fetch(`${server.origin}${path}`)).status, 401)
      await put(png)
      const url = `${server.origin}/oidc/acme/logo`
      assert.equal((await fetch(url)).status, 200)
      assert.equal((await fetch(`${server.origin}/oidc/other/logo`)).status, 404)
      await server.storage.write((tx) => tx.accounts.update(acme.id, { status: 'suspended' }))
      assert.equal((await fetch(url)).status, 404)
    })
  })
}
