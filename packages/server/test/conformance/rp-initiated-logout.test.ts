/**
 * The modules of the plan `oidcc-rp-initiated-logout-certification-test-plan`, each under its own name. A request that
 * proves nothing never leads back to the application. docs/security/conformance.md lists them.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { databaseKinds } from '../support/storages.ts'
import {
  type Arrival,
  callback,
  createRelyingParty,
  issuer,
  json,
  type Provider,
  postLogout,
  type RelyingParty,
  startProvider,
} from './relying-party.ts'

type Asked = Readonly<Record<string, string>>

for (const kind of databaseKinds) {
  describe(`RP-Initiated Logout OP on ${kind}`, () => {
    let provider: Provider
    before(async () => {
      provider = await startProvider(kind)
    })
    after(() => provider.stop())

    /** Logs in, then asks as the suite does; `change` makes of the good request what a module wants. */
    async function logOut(change: (asked: Asked) => Asked | Promise<Asked>) {
      const party = createRelyingParty(provider)
      const { id_token } = await party.flow()
      const state = randomBytes(96).toString('base64url')
      const asked = { id_token_hint: id_token, post_logout_redirect_uri: postLogout, state }
      return { party, arrival: await party.logout(await change(asked)), state }
    }

    /** Afterwards nobody is logged in at the provider: `prompt=none` fails. */
    async function assertLoggedOut(party: RelyingParty): Promise<void> {
      const { parameters } = await party.authorize({ prompt: 'none' })
      assert.equal(parameters['error'], 'login_required')
    }

    async function assertStillLoggedIn(party: RelyingParty): Promise<void> {
      party.codeOf(await party.authorize({ prompt: 'none' }))
    }

    function assertStays({ at, answer }: Arrival, status: number, shown: RegExp): void {
      assert.equal(at, 'page')
      assert.equal(answer.status, status)
      assert.match(answer.text, shown)
    }

    const errorPage = /id="error-code">invalid_request</
    const loggedOutPage = /id="logged-out"/

    test('oidcc-rp-initiated-logout-discovery-endpoint-verification', async () => {
      const url = `${provider.server.origin}/oidc/acme/.well-known/openid-configuration`
      assert.equal((await json(await fetch(url)))['end_session_endpoint'], `${issuer}/logout`)
    })

    test('oidcc-rp-initiated-logout', async () => {
      const { party, arrival, state } = await logOut((asked) => asked)
      assert.deepEqual(arrival.seen, [])
      assert.equal(arrival.target, postLogout)
      assert.deepEqual(arrival.parameters, { state })
      await assertLoggedOut(party)
    })

    test('oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', async () => {
      const { arrival, party } = await logOut((asked) => ({
        ...asked,
        post_logout_redirect_uri: `https://suite.example/${randomBytes(6).toString('hex')}`,
      }))
      assertStays(arrival, 400, errorPage)
      await assertStillLoggedIn(party)
    })

    test('oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', async () => {
      const { arrival } = await logOut((asked) => ({
        ...asked,
        post_logout_redirect_uri: `${postLogout}?foo=bar`,
      }))
      assertStays(arrival, 400, errorPage)
    })

    test('oidcc-rp-initiated-logout-modified-id-token-hint', async () => {
      const { arrival, party } = await logOut((asked) => {
        const [, payload = ''] = (asked['id_token_hint'] ?? '').split('.')
        const header = Buffer.from('{"alg":"none"}').toString('base64url')
        return { ...asked, id_token_hint: `${header}.${payload}.` }
      })
      assertStays(arrival, 400, errorPage)
      await assertStillLoggedIn(party)
    })

    test('oidcc-rp-initiated-logout-bad-id-token-hint', async () => {
      // As the suite forges one: right claims, its own key, which it also puts into the header.
      const { arrival, party } = await logOut(async (asked) => {
        const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
        const hint = await new SignJWT({ sub: provider.subject })
          .setProtectedHeader({ alg: 'RS256', typ: 'JWT', jwk: await exportJWK(publicKey) })
          .setIssuer(issuer)
          .setAudience(provider.client.clientId)
          .setIssuedAt()
          .setExpirationTime('5 minutes')
          .sign(privateKey)
        return { ...asked, id_token_hint: hint }
      })
      assertStays(arrival, 400, errorPage)
      await assertStillLoggedIn(party)
    })

    const without = (...names: readonly string[]) => {
      return (asked: Asked): Asked =>
        Object.fromEntries(Object.entries(asked).filter(([name]) => !names.includes(name)))
    }

    test('oidcc-rp-initiated-logout-no-id-token-hint', async () => {
      const { arrival, party } = await logOut(without('id_token_hint'))
      assert.deepEqual(arrival.seen, ['confirm-logout'])
      assertStays(arrival, 200, loggedOutPage)
      await assertLoggedOut(party)
    })

    test('oidcc-rp-initiated-logout-no-params', async () => {
      const { arrival, party } = await logOut(() => ({}))
      assert.deepEqual(arrival.seen, ['confirm-logout'])
      assertStays(arrival, 200, loggedOutPage)
      await assertLoggedOut(party)
    })

    test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri', async () => {
      const { arrival, party } = await logOut(without('post_logout_redirect_uri'))
      assert.deepEqual(arrival.seen, [])
      assertStays(arrival, 200, loggedOutPage)
      await assertLoggedOut(party)
    })

    test('oidcc-rp-initiated-logout-no-state', async () => {
      const { arrival, party } = await logOut(without('state'))
      assert.equal(arrival.at, 'query')
      assert.equal(arrival.answer.location, postLogout)
      await assertLoggedOut(party)
    })

    test('oidcc-rp-initiated-logout-only-state', async () => {
      const only = without('id_token_hint', 'post_logout_redirect_uri')
      const { arrival, party } = await logOut(only)
      assert.deepEqual(arrival.seen, ['confirm-logout'])
      assertStays(arrival, 200, loggedOutPage)
      await assertLoggedOut(party)
    })

    test('after a logout the refresh token of a login without offline_access is dead, and a new login works', async () => {
      const party = createRelyingParty(provider)
      const first = await party.flow()
      await party.logout({ id_token_hint: first.id_token })
      const { refresh_token } = first
      const refused = await party.post({ grant_type: 'refresh_token', refresh_token })
      assert.equal(refused.status, 400)
      const again = await party.flow()
      assert.deepEqual(again.arrival.seen, ['login'])
      assert.notEqual(again.claims['sid'], first.claims['sid'])
    })

    test('a hint of the other application leads to an address of that application alone', async () => {
      const second = createRelyingParty(provider, { client: provider.secondClient })
      const { id_token: id_token_hint } = await second.flow()
      const asked = { id_token_hint, client_id: provider.client.clientId }
      const arrival = await second.logout({ ...asked, post_logout_redirect_uri: postLogout })
      assertStays(arrival, 400, errorPage)
      const toCallback = await second.logout({ id_token_hint, post_logout_redirect_uri: callback })
      assertStays(toCallback, 400, errorPage)
      await assertStillLoggedIn(second)
    })
  })
}
