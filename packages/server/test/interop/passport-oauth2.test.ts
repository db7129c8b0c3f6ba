import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { callback, seedSignIn, signIn } from '../authorization/support.ts'
import { createPageBrowser } from '../support/browser.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** As much of the library as is used; it has no types of its own. */
type Verified = (error: unknown, user: { readonly accessToken: string }) => void
type Strategy = {
  authenticate(request: { readonly query: Readonly<Record<string, string>> }): void
  redirect?: (url: string) => void
  success?: (user: { readonly accessToken: string }) => void
  fail?: (challenge: unknown) => void
  error?: (error: unknown) => void
}
type StrategyClass = new (
  options: Readonly<Record<string, unknown>>,
  verify: (
    accessToken: string,
    refreshToken: string,
    params: Readonly<Record<string, unknown>>,
    profile: unknown,
    done: Verified,
  ) => void,
) => Strategy
const OAuth2Strategy = createRequire(import.meta.url)('passport-oauth2') as StrategyClass

describe('npm passport-oauth2 against the compatible endpoints', () => {
  let server: TestServer
  let acme: Awaited<ReturnType<typeof seedSignIn>>
  before(async () => {
    server = await startTestServer('sqlite')
    acme = await seedSignIn(server, 'acme')
  })
  after(() => server.stop())

  function run(query: Readonly<Record<string, string>>) {
    const base = `${server.origin}/sentinel/api/account/acme`
    return new Promise<{ url?: string; accessToken?: string }>((resolve, reject) => {
      const strategy = new OAuth2Strategy(
        {
          authorizationURL: `${base}/authorize?v=1.0`,
          tokenURL: `${base}/token?v=1.0`,
          clientID: acme.clientId,
          clientSecret: acme.clientSecret,
          callbackURL: callback,
          skipUserProfile: true,
        },
        (accessToken, refreshToken, params, _profile, done) => {
          assert.ok(refreshToken)
          assert.equal(typeof params['id_token'], 'string')
          done(null, { accessToken })
        },
      )
      strategy.redirect = (url) => resolve({ url })
      strategy.success = (user) => resolve(user)
      strategy.fail = reject
      strategy.error = reject
      strategy.authenticate({ query })
    })
  }

  test('login, code, token, and a call with the token', async () => {
    const { url } = await run({})
    const start = new URL(url ?? '')
    const browser = createPageBrowser(server)
    const done = await signIn(browser, 'acme', await browser.follow(start.pathname + start.search))
    const { accessToken } = await run(Object.fromEntries(new URL(done.location ?? '').searchParams))
    assert.match(accessToken ?? '', /^[0-9a-f]{64}$/)
    const me = await fetch(`${server.origin}/api/account/acme/watchword/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    assert.equal(me.status, 200)
    assert.equal(((await me.json()) as { loginName: string }).loginName, 'agent')
  })

  test('what the user is refused is an error of the library', async () => {
    const start = `/sentinel/api/account/acme/authorize?response_type=code&client_id=${acme.clientId}&prompt=none`
    const { location } = await createPageBrowser(server).get(start)
    await assert.rejects(run(Object.fromEntries(new URL(location ?? '').searchParams)), {
      code: 'login_required',
    })
  })
})
