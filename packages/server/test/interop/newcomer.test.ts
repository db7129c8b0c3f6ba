/**
 * What somebody does on the first day: starts the demo, takes what it prints, and points unmodified clients of npm at
 * it; then the administrator looks at what was granted, and takes it back.
 */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { AuthorizationCode } from 'simple-oauth2'
import { consent, signIn } from '../authorization/support.ts'
import { createPageBrowser, type PageAnswer } from '../support/browser.ts'
import { createSandbox, type RunningServer } from '../support/cli.ts'
import { login } from '../support/login.ts'
import { call } from '../support/test-server.ts'

const account = '12345678'
const callback = 'http://localhost:3000/callback'

/** As much of the library as is used; it has no types of its own. */
type Passport = {
  authenticate(request: { readonly query: Readonly<Record<string, string>> }): void
  redirect?: (url: string) => void
  success?: (user: unknown) => void
  fail?: (challenge: unknown) => void
  error?: (error: unknown) => void
}
type Grant = { readonly id: string; readonly clientId: string }
type Verify = (access: string, refresh: string, profile: unknown, done: Done) => void
type Done = (error: unknown, user: unknown) => void
const OAuth2Strategy = createRequire(import.meta.url)('passport-oauth2') as new (
  options: Readonly<Record<string, unknown>>,
  verify: Verify,
) => Passport

describe('the first day with the demo', () => {
  const sandbox = createSandbox({ WATCHWORD_LOG_LEVEL: 'error' })
  let server: RunningServer
  /** As the demo prints it, which is how a newcomer has it. */
  let origin: string
  let clientId: string
  let clientSecret: string
  let agent: { readonly username: string; readonly password: string }
  let admin: typeof agent
  before(async () => {
    server = await sandbox.serve()
    const { stdout } = server.output
    const printed = (pattern: RegExp) => {
      const found = pattern.exec(stdout)?.[1]
      assert.ok(found, `${pattern} is not printed: ${stdout}`)
      return found
    }
    origin = printed(/Watchword is ready at (\S+)/)
    clientId = printed(/client_id +(\S+)/)
    clientSecret = printed(/client_secret +(\S+)/)
    const password = (name: string) => printed(new RegExp(`${account} +${name} .* (\\S{20,})`))
    agent = { username: 'agent', password: password('agent') }
    admin = { username: 'admin', password: password('admin') }
  })
  after(() => sandbox.remove())

  /** Signs in and allows, whatever is asked; answers where the browser leaves us. */
  async function approve(url: URL, browser = createPageBrowser({ origin })): Promise<URL> {
    let page: PageAnswer = await browser.follow(url.pathname + url.search)
    if (page.text.includes('id="password"')) page = await signIn(browser, account, page, agent)
    if (page.text.includes('id="allow"')) page = await consent(browser, account, page)
    assert.ok(page.location, page.text)
    return new URL(page.location)
  }

  async function grants(bearer: string) {
    const url = `/api/account/${account}/watchword/grants`
    const { status, body, text } = await call(server, 'GET', url, { bearer })
    assert.equal(status, 200, text)
    return (body as { readonly grants: readonly Grant[] }).grants
  }

  test('openid-client: the code flow, userinfo, refresh, logout and revocation', async () => {
    const issuer = new URL(`${origin}/oidc/${account}`)
    const insecure = { execute: [openid.allowInsecureRequests] }
    const config = await openid.discovery(issuer, clientId, clientSecret, undefined, insecure)
    const browser = createPageBrowser({ origin })
    const verifier = openid.randomPKCECodeVerifier()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid profile email offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...{ state, nonce },
    })
    const tokens = await openid.authorizationCodeGrant(config, await approve(url, browser), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const subject = tokens.claims()?.sub ?? ''
    const userinfo = await openid.fetchUserInfo(config, tokens.access_token, subject)
    assert.equal(userinfo.preferred_username, 'agent')
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    assert.equal(next.claims()?.sub, subject)
    const end = openid.buildEndSessionUrl(config, { id_token_hint: next.id_token ?? '' })
    const out = await browser.get(end.pathname + end.search)
    assert.match(out.text, /id="logged-out"/)
    await openid.tokenRevocation(config, next.refresh_token ?? '')
    const gone = await openid.tokenIntrospection(config, next.access_token)
    assert.deepEqual({ ...gone }, { active: false })
    await assert.rejects(openid.fetchUserInfo(config, next.access_token, subject))
  })

  test('passport-oauth2 on the compatible path; the administrator sees the grant and takes it back', async () => {
    const base = `${origin}/sentinel/api/account/${account}`
    const run = (query: Readonly<Record<string, string>>) =>
      new Promise<{ readonly url?: string; readonly token?: string }>((resolve, reject) => {
        const strategy = new OAuth2Strategy(
          {
            ...{ authorizationURL: `${base}/authorize?v=1.0`, tokenURL: `${base}/token?v=1.0` },
            ...{ clientID: clientId, clientSecret, callbackURL: callback, skipUserProfile: true },
          },
          (token, _refresh, _profile, done) => done(null, { token }),
        )
        strategy.redirect = (url) => resolve({ url })
        strategy.success = (user) => resolve(user as { token: string })
        strategy.fail = reject
        strategy.error = reject
        strategy.authenticate({ query })
      })
    const { url = '' } = await run({})
    const back = await approve(new URL(url))
    const { token = '' } = await run(Object.fromEntries(back.searchParams))
    const me = `/api/account/${account}/watchword/me`
    assert.equal((await call(server, 'GET', me, { bearer: token })).status, 200)

    const { body } = await login(server, account, admin.username, admin.password)
    const [grant, ...others] = await grants(body.bearer)
    assert.equal(grant?.clientId, clientId)
    const one = `/api/account/${account}/watchword/grants/${grant.id}`
    const taken = await call(server, 'DELETE', one, { bearer: body.bearer })
    assert.ok(taken.status < 300, taken.text)
    assert.equal((await grants(body.bearer)).length, others.length)
    assert.equal((await call(server, 'GET', me, { bearer: token })).status, 401)
  })

  test('simple-oauth2 on the compatible path: code, refresh, and a logout of everything', async () => {
    const flow = new AuthorizationCode({
      client: { id: clientId, secret: clientSecret },
      auth: {
        tokenHost: origin,
        tokenPath: `/sentinel/api/account/${account}/token`,
        revokePath: `/sentinel/api/account/${account}/token/revoke`,
        authorizePath: `/sentinel/api/account/${account}/authorize`,
      },
      options: { authorizationMethod: 'body' },
    })
    const asked = new URL(flow.authorizeURL({ redirect_uri: callback, state: 's 1' }))
    const browser = createPageBrowser({ origin })
    const page = await browser.follow(asked.pathname + asked.search)
    const { location = '' } = await signIn(browser, account, page, agent)
    assert.ok(location, 'a client of the reference meets no page but the one to log in')
    const back = new URL(location)
    assert.equal(back.searchParams.get('state'), 's 1')
    const code = back.searchParams.get('code') ?? ''
    const token = await flow.getToken({ code, redirect_uri: callback })
    const next = await token.refresh()
    const bearer = String(next.token['access_token'])
    const me = `/api/account/${account}/watchword/me`
    assert.equal((await call(server, 'GET', me, { bearer })).status, 200)
    await next.revoke('refresh_token')
    assert.equal((await call(server, 'GET', me, { bearer })).status, 401)
  })
})
