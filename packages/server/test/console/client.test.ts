import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { consoleClientId, consoleScopes } from '#domain/applications/console-client.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'
import { authorizeUrl, responseOf, sentinelUrl, signIn } from '../authorization/support.ts'
import {
  atIssuer,
  type Fields,
  installClient,
  payloadOf,
  postForm,
} from '../authorization/tokens.ts'
import { pkceVerifier } from '../support/applications.ts'
import { createPageBrowser, type PageBrowser } from '../support/browser.ts'
import { givePassword } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type Role,
  type SeededAccount,
  seedAccount,
  type TestServer,
} from '../support/test-server.ts'
import { startAtPublicOrigin } from './support.ts'

const scope = consoleScopes.join(' ')
const clientId = consoleClientId

for (const kind of databaseKinds) {
  describe(`the console as a client, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let zenith: SeededAccount
    before(async () => {
      server = await startAtPublicOrigin(kind)
      acme = await ready('acme')
      zenith = await ready('zenith')
    })
    after(() => server.stop())

    async function ready(id: string): Promise<SeededAccount> {
      const account = await seedAccount(server, id)
      for (const { user } of Object.values(account.users)) {
        await givePassword(server, account.id, user.id)
      }
      return account
    }
    const callback = () => `${server.origin}/console/-/callback`
    const start = (change: Readonly<Record<string, string | undefined>> = {}, id = 'acme') =>
      authorizeUrl({ id, clientId }, { redirect_uri: callback(), scope, ...change })

    async function codeOf(role: Role, browser: PageBrowser, id = 'acme'): Promise<string> {
      const shown = await browser.follow(start({}, id))
      const answer = await signIn(browser, id, shown, { username: role })
      const response = responseOf(answer)
      assert.ok(answer.location?.startsWith(`${callback()}?`), answer.text)
      assert.deepEqual(
        [response['iss'], response['state']],
        [`${server.origin}/oidc/${id}`, 'some state'],
      )
      return response['code'] ?? ''
    }
    const token = (fields: Fields, id = 'acme', headers: Readonly<Record<string, string>> = {}) =>
      postForm(server, `/oidc/${id}/token`, { client_id: clientId, ...fields }, headers)
    const redeem = (code: string, change: Fields = {}, id = 'acme') =>
      token(
        {
          ...{ grant_type: 'authorization_code', code, redirect_uri: callback() },
          ...{ code_verifier: pkceVerifier, ...change },
        },
        id,
      )
    async function enter(role: Role, id = 'acme') {
      const { status, body, text } = await redeem(
        await codeOf(role, createPageBrowser(server), id),
        {},
        id,
      )
      assert.equal(status, 200, text)
      const { access_token: access = '', refresh_token: refresh = '' } = body
      return { access, refresh, body }
    }
    const get = (path: string, bearer: string, id = 'acme') =>
      call(server, 'GET', `/api/account/${id}/${path}`, { bearer })
    const me = async (bearer: string, id = 'acme') => (await get('watchword/me', bearer, id)).status
    const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token })

    test('an administrator signs in, with no consent asked, and every page of theirs answers', async () => {
      const { access, body } = await enter('admin')
      assert.match(access, /^[0-9a-f]{64}$/)
      assert.equal(body['scope'], scope)
      const said = payloadOf(body['id_token'])
      assert.deepEqual([said['aud'], said['iss']], [clientId, `${server.origin}/oidc/acme`])
      const { body: shown } = await get('watchword/me', access)
      const { loginName, isAdministrator, grant } = shown as Record<string, unknown>
      assert.deepEqual([loginName, isAdministrator], ['admin', true])
      assert.equal((grant as Record<string, unknown>)['clientName'], 'Watchword console')
      for (const path of [
        ...['le-users/users', 'le-users/profiles', 'le-users/skills', 'le-users/agentGroups'].map(
          (one) => `configuration/${one}`,
        ),
        ...['le-users/lobs', 'app-install/installations', 'le-connectors/connectors'].map(
          (one) => `configuration/${one}`,
        ),
        ...['settings', 'sessions', 'grants', 'consents', 'keys', 'consumers', 'me/grants'].map(
          (one) => `watchword/${one}`,
        ),
      ]) {
        const answer = await get(path, access)
        assert.equal(answer.status, 200, `${path}: ${answer.text}`)
      }
    })

    test('another account’s path, and another account’s sign-in, know nothing of the token', async () => {
      const { access } = await enter('admin')
      assert.equal((await get('configuration/le-users/users', access, 'zenith')).status, 404)
      const code = await codeOf('admin', createPageBrowser(server))
      assert.equal((await redeem(code, {}, 'zenith')).body['error'], 'invalid_grant')
      const other = await enter('admin', zenith.id)
      assert.equal(await me(other.access, 'zenith'), 200)
      assert.equal(await me(other.access), 404)
    })

    test('an agent gets a token, and of the API what their profile allows', async () => {
      const { access, body } = await enter('agent')
      assert.equal(body['scope'], scope)
      assert.equal(await me(access), 200)
      const ofSession = acme.users.agent.bearer
      for (const path of [
        'watchword/settings',
        'watchword/grants',
        'configuration/le-users/users',
      ]) {
        const [byConsole, bySession] = [await get(path, access), await get(path, ofSession)]
        assert.equal(byConsole.status, bySession.status, path)
      }
      assert.equal((await get('watchword/settings', access)).status, 403)
      const body2 = { client_name: 'x', redirect_uris: ['https://x.example/'], grant_types: [] }
      const path = '/api/account/acme/configuration/app-install/installations'
      const made = await call(server, 'POST', path, { bearer: access, body: body2 })
      assert.equal(made.status, 403)
    })

    for (const [name, change] of [
      ['another path', { redirect_uri: '/console/-/callback/' }],
      ['a query', { redirect_uri: '/console/-/callback?x=1' }],
      ['the page itself', { redirect_uri: '/console/acme' }],
      ['another host', { redirect_uri: 'https://evil.example/console/-/callback' }],
      ['no client', { client_id: undefined }],
    ] as const) {
      test(`${name}: a page of ours says no, and nobody is sent anywhere`, async () => {
        const { redirect_uri: uri } = { redirect_uri: callback(), ...change }
        const absolute = uri.startsWith('/') ? server.origin + uri : uri
        const asked = start({ ...change, redirect_uri: absolute })
        const answer = await createPageBrowser(server).get(asked)
        assert.deepEqual([answer.status, answer.location], [400, undefined])
      })
    }

    for (const [name, change, error] of [
      [
        'no PKCE',
        { code_challenge: undefined, code_challenge_method: undefined },
        'invalid_request',
      ],
      ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
      ['a scope of a resource server', { scope: 'openid introspect' }, 'invalid_scope'],
      ['a scope of applications', { scope: 'openid consumers:invoke' }, 'invalid_scope'],
    ] as const) {
      test(`${name} is refused`, async () => {
        const answer = await createPageBrowser(server).get(start(change))
        assert.equal(responseOf(answer)['error'], error)
      })
    }

    test('a code is good once, with its verifier and its redirect URI alone', async () => {
      const code = await codeOf('admin', createPageBrowser(server))
      for (const change of [
        { code_verifier: undefined },
        { code_verifier: pkceVerifier.replace('d', 'e') },
        { redirect_uri: `${server.origin}/console` },
        { redirect_uri: undefined },
      ]) {
        assert.equal((await redeem(code, change)).status, 400, JSON.stringify(change))
      }
      const { body } = await redeem(code)
      assert.equal(await me(body['access_token'] ?? ''), 200)
      assert.equal((await redeem(code)).body['error'], 'invalid_grant')
      assert.equal(await me(body['access_token'] ?? ''), 401, 'a replay ends what came of it')
    })

    test('it has no secret: none works, and it cannot act in its own name', async () => {
      const code = await codeOf('admin', createPageBrowser(server))
      for (const secret of ['x', clientId, '\u00a5'.repeat(32)]) {
        assert.ok((await redeem(code, { client_secret: secret })).status >= 400)
        const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
        const fields = { grant_type: 'client_credentials', client_id: undefined }
        const answer = await token(fields, 'acme', { authorization: basic })
        assert.equal(answer.status, 401)
      }
      const own = await token({ grant_type: 'client_credentials' })
      assert.equal(own.body['error'], 'unauthorized_client')
      const asked = { token: (await redeem(code)).body['access_token'], client_id: clientId }
      assert.equal((await postForm(server, '/oidc/acme/introspect', asked)).status, 401)
    })

    test('refresh tokens rotate; a spent one that is used again ends all', async () => {
      const first = await enter('admin')
      const second = await refresh(first.refresh)
      const { access_token: access = '', refresh_token: next = '' } = second.body
      assert.notEqual(next, first.refresh)
      assert.equal(await me(access), 200)
      assert.equal((await refresh(next)).status, 200)
      assert.equal((await refresh(first.refresh)).body['error'], 'invalid_grant')
      assert.equal(await me(access), 401)
    })

    test('signing out ends it: the token is revoked, and the browser comes back to the console', async () => {
      const browser = createPageBrowser(server)
      const { body } = await redeem(await codeOf('admin', browser))
      const { access_token: access = '', refresh_token: held, id_token: hint = '' } = body
      const asked = { token: held, client_id: clientId }
      assert.equal((await postForm(server, '/oidc/acme/revoke', asked)).status, 200)
      assert.equal(await me(access), 401)
      const out = new URLSearchParams({
        id_token_hint: hint,
        post_logout_redirect_uri: `${server.origin}/console`,
      })
      const answer = await browser.get(`/oidc/acme/logout?${out}`)
      assert.equal(answer.location, `${server.origin}/console`)
      const silent = await browser.get(start({ prompt: 'none' }))
      assert.equal(responseOf(silent)['error'], 'login_required')
    })

    test('grants of it are listed by name, introspected, audited and taken back', async () => {
      const { access } = await enter('manager')
      const bearer = acme.users.admin.bearer
      const { id: userId } = acme.users.manager.user
      const listed = await get(`watchword/grants?userId=${userId}`, bearer)
      const { grants } = listed.body as { grants: readonly Record<string, unknown>[] }
      const [grant] = grants
      assert.deepEqual(
        [grant?.['clientId'], grant?.['clientName']],
        [clientId, 'Watchword console'],
      )
      const resource = await installClient(server, acme.id, { scope: 'introspect' })
      const told = await atIssuer(server, resource, 'introspect', { token: access })
      const { active, client_id: of, username } = told.body as Record<string, unknown>
      assert.deepEqual([active, of, username], [true, clientId, 'manager'])
      const stranger = await installClient(server, acme.id)
      await atIssuer(server, stranger, 'revoke', { token: access })
      assert.equal(await me(access), 200, 'another client ends nothing of it')
      const path = `/api/account/acme/watchword/grants/${grant?.['id']}`
      assert.equal((await call(server, 'DELETE', path, { bearer })).status, 204)
      assert.equal(await me(access), 401)
      const again = await atIssuer(server, resource, 'introspect', { token: access })
      assert.deepEqual(again.body, { active: false })
      const filter = {
        ...{ from: undefined, to: undefined, actorLoginNames: undefined },
        ...{ objectTypes: ['ACGrantObject'], includeAutomatic: true, includeLpa: true },
      }
      const [ended, given] = await server.storage.read.audit.query(acme.id, filter, {
        ...{ limit: 2, offset: 0, order: [{ by: 'at', descending: true }] },
      })
      assert.deepEqual([ended?.action, ended?.objectName], ['Delete', 'Watchword console'])
      assert.deepEqual([given?.action, given?.actor.loginName], ['Add new', 'manager'])
    })

    test('whoever is disabled loses it at once', async () => {
      const { access, refresh: held } = await enter('campaigner')
      const { id } = acme.users.campaigner.user
      const path = `/api/account/acme/configuration/le-users/users/${id}`
      const { bearer } = acme.users.admin
      const { loginName, nickname, profileIds } = acme.users.campaigner.user
      const body = { loginName, nickname, email: 'c@acme.example', profileIds, isEnabled: false }
      const off = await call(server, 'PUT', path, { bearer, body })
      assert.equal(off.status, 200, off.text)
      assert.equal(await me(access), 401)
      assert.equal((await refresh(held)).status, 400)
    })

    test('the compatible paths do not know it, to the letter', async () => {
      const browser = createPageBrowser(server)
      const url = (id: string) =>
        sentinelUrl({ id: 'acme', clientId: id }, { redirect_uri: callback() })
      const [known, unknown] = [await browser.get(url(clientId)), await browser.get(url('nobody'))]
      assert.ok(known.status >= 400)
      const withoutId = (text: string) => text.replace(/id="request-id">[^<]+/, '')
      assert.deepEqual(
        [known.status, withoutId(known.text)],
        [unknown.status, withoutId(unknown.text)],
      )
      const { access, refresh: held } = await enter('admin')
      const code = await codeOf('admin', createPageBrowser(server))
      const base = '/sentinel/api/account/acme'
      for (const fields of [
        { grant_type: 'refresh_token', refresh_token: held },
        {
          ...{ grant_type: 'authorization_code', code, redirect_uri: callback() },
          code_verifier: pkceVerifier,
        },
        { grant_type: 'client_credentials' },
      ]) {
        for (const secret of [undefined, 'x']) {
          const sent = { client_id: clientId, client_secret: secret, ...fields }
          for (const at of [`${base}/token`, `${base}/app/token`]) {
            const answer = await postForm(server, `${at}?v=1.0`, sent)
            assert.ok(answer.status >= 400 && answer.status < 500, answer.text)
          }
        }
      }
      const revoked = { client_id: clientId, token: held }
      assert.ok((await postForm(server, `${base}/token/revoke?v=1.0`, revoked)).status >= 400)
      assert.equal(await me(access), 200)
      assert.equal((await redeem(code)).status, 200, 'the code was not spent there')
    })

    test('nobody installs an application of its id', async () => {
      const { bearer } = acme.users.admin
      const manifest = {
        ...{ client_name: 'An impostor', client_id: clientId, id: clientId },
        ...{ redirect_uris: ['https://evil.example/'], grant_types: ['authorization_code'] },
      }
      const path = '/api/account/acme/configuration/app-install/installations'
      const made = await call(server, 'POST', path, { bearer, body: manifest })
      if (made.status < 300) assert.doesNotMatch(made.text, new RegExp(`"${clientId}"`))
      else assert.equal(made.status, 400)
      const { client_id: id, client_name: name, redirect_uris: uris } = manifest
      const application = { client_id: id, client_name: name, redirect_uris: uris }
      const file = { accounts: [{ id: 'acme', name: 'Acme', applications: [application] }] }
      assert.throws(() => readKickstart(JSON.stringify(file)), /client_id/)
      const put = await call(server, 'PUT', `${path}/${clientId}`, { bearer, body: manifest })
      assert.equal(put.status, 404)
      assert.equal((await call(server, 'DELETE', `${path}/${clientId}`, { bearer })).status, 404)
    })

    test('a suspended account has no console', async () => {
      const other = await ready('gone')
      const { access, refresh: held } = await enter('admin', other.id)
      const waiting = await codeOf('admin', createPageBrowser(server), other.id)
      const suspended = { status: 'suspended', suspendedAt: 1 } as const
      await server.storage.write((tx) => tx.accounts.update(other.id, suspended))
      assert.equal(await me(access, other.id), 401)
      const fields = { grant_type: 'refresh_token', refresh_token: held }
      assert.ok((await token(fields, other.id)).status >= 400)
      assert.ok((await redeem(waiting, {}, other.id)).status >= 400)
      const answer = await createPageBrowser(server).get(start({}, other.id))
      assert.deepEqual([answer.status, answer.location], [451, undefined])
    })

    // The last one: it lets sessions of the account be idle.
    test('a renewal is a use of the browser session, and revives none that was idle for too long', async () => {
      const browser = createPageBrowser(server)
      const minutes = (count: number) => server.clock.advance(count * 60_000)
      const silent = async () => responseOf(await browser.get(start({ prompt: 'none' })))
      let { body } = await redeem(await codeOf('admin', browser))
      const renew = async () => {
        const answer = await refresh(body['refresh_token'] ?? '')
        assert.equal(answer.status, 200, answer.text)
        body = answer.body
      }
      for (let count = 0; count < 3; count += 1) {
        minutes(15)
        await renew()
      }
      const open = await get('watchword/sessions', body['access_token'] ?? '')
      const { sessions } = open.body as { sessions: readonly Record<string, unknown>[] }
      const own = sessions.find(({ current }) => current === true)
      assert.equal(own?.['lastUsedAt'], new Date(server.clock.now()).toISOString())
      minutes(19)
      assert.equal(typeof (await silent())['code'], 'string', 'after 64 minutes of use')
      minutes(21)
      await renew()
      assert.equal((await silent())['error'], 'login_required')
    })
  })
}

describe('a console that is switched off', () => {
  test('is no client: its tokens are refused too', async () => {
    const server = await startAtPublicOrigin('sqlite', { WATCHWORD_CONSOLE: 'off' })
    try {
      await seedAccount(server, 'acme')
      const redirect = `${server.origin}/console/-/callback`
      const url = authorizeUrl({ id: 'acme', clientId }, { redirect_uri: redirect })
      const answer = await createPageBrowser(server).get(url)
      assert.deepEqual([answer.status, answer.location], [400, undefined])
      const fields = { client_id: clientId, grant_type: 'refresh_token', refresh_token: 'x' }
      const refused = await postForm(server, '/oidc/acme/token', fields)
      assert.deepEqual([refused.status, refused.body['error']], [401, 'invalid_client'])
    } finally {
      await server.stop()
    }
  })
})
