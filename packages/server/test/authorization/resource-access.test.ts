import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Client } from '#domain/applications/client.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type Role,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  seedAppJwt,
  seedClient,
  seedGrant,
  seedToken,
  withPublicOrigin,
} from '../support/tokens.ts'

const le = 'configuration/le-users'
const path = {
  users: `${le}/users`,
  profiles: `${le}/profiles`,
  skills: `${le}/skills`,
  groups: `${le}/agentGroups`,
  lobs: `${le}/lobs`,
  auditExport: 'configuration/metadata/audit/export',
  settings: 'watchword/settings',
  sessions: 'watchword/sessions',
  grants: 'watchword/grants',
  ownGrants: 'watchword/me/grants',
  me: 'watchword/me',
  usage: 'watchword/api-keys/usage',
  claims: 'watchword/users/1/standard-claims',
}
const keysPath = '/app-key-manager/api/account/1001/keys'

for (const kind of databaseKinds) {
  describe(`which token each API takes, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let client: Client
    let opaque: Client

    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      account = await seedAccount(server, '1001')
      const scope = allScopes.join(' ')
      client = (await seedClient(server, account.id, { scope })).client
      const format = { scope, access_token_format: 'opaque' }
      opaque = (await seedClient(server, account.id, format)).client
    })
    after(() => server.stop())

    const at = (name: keyof typeof path) => `/api/account/1001/${path[name]}`
    const get = (token: string, url: string) => call(server, 'GET', url, { bearer: token })

    async function tokenOf(role: Role, scope: string, of = client): Promise<string> {
      const grant = await seedGrant(server, of, account.users[role].user.id, { scope })
      return seedToken(server, of, { grant })
    }

    // Contract 1 section 3.6, and our decisions on scopes.
    const reads: readonly (readonly [keyof typeof path | 'keys', string, { app: boolean }])[] = [
      ['users', 'users:read', { app: true }],
      ['users', 'users.read', { app: true }],
      ['users', 'users.external', { app: true }],
      ['profiles', 'profiles:read', { app: true }],
      ['skills', 'skills:read', { app: true }],
      ['groups', 'agent-groups:read', { app: true }],
      ['lobs', 'lobs:read', { app: true }],
      ['auditExport', 'audit-trail:read', { app: true }],
      ['keys', 'app-keys:read', { app: true }],
      ['usage', 'app-keys:read', { app: false }],
      ['settings', 'settings:read', { app: false }],
      ['sessions', 'sessions:read', { app: false }],
      ['grants', 'grants:read', { app: false }],
      ['ownGrants', 'grants:read', { app: false }],
      ['me', 'profile', { app: false }],
    ]
    for (const [name, scope, { app }] of reads) {
      const url = () => (name === 'keys' ? keysPath : at(name))

      test(`${name}: a token of an administrator with ${scope}, as a JWT and opaque`, async () => {
        for (const form of [client, opaque]) {
          const token = await tokenOf('admin', `openid ${scope}`, form)
          const answer = await get(token, url())
          assert.equal(answer.status, 200, answer.text)
          assert.equal((await get(token, url())).status, 200, 'from memory')
        }
      })

      test(`${name}: not without ${scope}, whoever the user is`, async () => {
        const other = allScopes.filter((each) => !opens(each, scope)).join(' ')
        const answer = await get(await tokenOf('admin', other), url())
        assert.equal(answer.status, 403, answer.text)
        assert.match(
          answer.headers.get('www-authenticate') ?? '',
          /^Bearer realm="Watchword", error="insufficient_scope", scope="[a-z:-]+"$/,
        )
        assert.match(answer.text, /lacks the scope/)
      })

      test(`${name}: an application in its own name ${app ? 'may, with' : 'may not, despite'} ${scope}`, async () => {
        const { client: installed } = await seedClient(server, account.id, { scope })
        const tokens = [
          await seedToken(server, installed, {}),
          await seedAppJwt(server, installed),
          await seedToken(server, { ...installed, accessTokenFormat: 'opaque' }, {}),
        ]
        for (const token of tokens) {
          const answer = await get(token, url())
          assert.equal(answer.status, app ? 200 : 403, answer.text)
        }
      })
    }

    test('an AppJWT is taken without a scheme on compatible paths, another token is not', async () => {
      const scope = 'users:read settings:read'
      const { client: installed } = await seedClient(server, account.id, { scope })
      const raw = (token: string, url: string) =>
        call(server, 'GET', url, { headers: { authorization: token } })
      const appJwt = await seedAppJwt(server, installed)
      assert.equal((await raw(appJwt, at('users'))).status, 200)
      assert.equal((await raw(appJwt, at('settings'))).status, 401)
      for (const token of [
        await seedToken(server, installed, {}),
        await tokenOf('admin', 'users:read'),
        await tokenOf('admin', 'users:read', opaque),
        account.users.admin.bearer,
      ]) {
        assert.equal((await raw(token, at('users'))).status, 401)
      }
    })

    test('a token of the compatible path may do whatever its user may', async () => {
      const grant = await seedGrant(server, client, account.users.admin.user.id, {
        face: 'sentinel',
        scope: 'msg.consumer',
      })
      const token = await seedToken(server, client, { grant })
      for (const name of ['users', 'settings', 'sessions', 'me', 'grants', 'usage'] as const) {
        assert.equal((await get(token, at(name))).status, 200, name)
      }
      const agent = await seedGrant(server, client, account.users.agent.user.id, {
        face: 'sentinel',
      })
      const weak = await seedToken(server, client, { grant: agent })
      assert.equal((await get(weak, at('settings'))).status, 403)
      assert.equal((await get(weak, at('me'))).status, 200)
    })

    test('a scope gives a user nothing that their packages do not', async () => {
      const token = await tokenOf('agent', allScopes.join(' '))
      for (const name of ['settings', 'auditExport', 'usage', 'grants'] as const) {
        const answer = await get(token, at(name))
        assert.equal(answer.status, 403, name)
        assert.equal(answer.headers.get('www-authenticate'), null, 'no scope would help')
      }
      const users = await get(token, at('users'))
      const { id } = account.users.agent.user
      assert.deepEqual(
        (users.body as readonly { readonly id: number }[]).map((user) => user.id),
        [id],
        'themselves alone',
      )
    })

    test('a token that may read cannot write', async () => {
      const token = await tokenOf('admin', 'users:read settings:read profiles:read')
      const writes: readonly (readonly [string, string, unknown])[] = [
        ['POST', at('users'), {}],
        ['PUT', `${at('users')}/${account.users.agent.user.id}`, {}],
        ['DELETE', `${at('users')}/${account.users.agent.user.id}`, undefined],
        [
          'PUT',
          `${at('users')}/${account.users.agent.user.id}/resetPassword`,
          { newPassword: 'x' },
        ],
        ['POST', at('profiles'), {}],
        ['PATCH', at('settings'), {}],
        ['PUT', `/api/account/1001/watchword/users/1/standard-claims`, {}],
      ]
      for (const [method, url, body] of writes) {
        const answer = await call(server, method, url, { bearer: token, body })
        assert.equal(answer.status, 403, `${method} ${url} ${answer.text}`)
        assert.match(answer.headers.get('www-authenticate') ?? '', /insufficient_scope/)
      }
      const tunnelled = await call(server, 'POST', `${at('users')}/1`, {
        bearer: token,
        body: {},
        headers: { 'x-http-method-override': 'PUT' },
      })
      assert.equal(tunnelled.status, 403)
    })

    test('an application with users:write makes users as a key with that privilege does', async () => {
      const scope = 'users:read users:write'
      const { client: installed } = await seedClient(server, account.id, { scope })
      const token = await seedAppJwt(server, installed)
      const body = {
        loginName: 'made.by.app',
        fullName: 'Made By App',
        nickname: 'made',
        email: 'made@example.com',
        profileIds: [account.profileIds.agent],
        passwordSh: 'a long enough sentence 1',
      }
      const made = await call(server, 'POST', at('users'), { bearer: token, body })
      assert.equal(made.status, 201, made.text)
      const [event] = await server.storage.read.audit.query(account.id, auditFilter, auditPage)
      assert.equal(event?.actor.kind, 'application')
      assert.equal(event?.actor.loginName, `${installed.displayName} (${installed.id})`)
      // Everything else is closed to it: its scopes say users, and nothing more.
      for (const name of ['profiles', 'settings', 'sessions', 'me'] as const) {
        assert.equal((await get(token, at(name))).status, 403, name)
      }
      const keys = await call(server, 'POST', keysPath, { bearer: token, body: {} })
      assert.equal(keys.status, 403)
    })

    test('no application in its own name gets the secrets of keys, or changes keys', async () => {
      const scope = 'app-keys:read app-keys:write'
      const { client: installed } = await seedClient(server, account.id, { scope })
      const body = { appName: 'server', developerID: 'x', privileges: [], ipRanges: [] }
      const admin = account.users.admin.bearer
      const made = await call(server, 'POST', keysPath, { bearer: admin, body })
      assert.equal(made.status, 201, made.text)
      const token = await seedAppJwt(server, installed)
      const list = await get(token, keysPath)
      assert.equal(list.status, 200, list.text)
      assert.doesNotMatch(list.text, /appSecret|tokenSecret/)
      assert.equal((await call(server, 'POST', keysPath, { bearer: token, body })).status, 403)
      const reading = await get(await tokenOf('admin', 'app-keys:read'), keysPath)
      assert.doesNotMatch(reading.text, /appSecret|tokenSecret/, 'reading keys is not having them')
      const writing = await get(await tokenOf('admin', 'app-keys:read app-keys:write'), keysPath)
      assert.match(writing.text, /appSecret/)
    })

    test('a token that may only read applications is not told their secrets', async () => {
      const scope = 'applications:read applications:write'
      const value = 'Bearer of-the-receiver'
      const headers = [{ header_name: 'Authorization', header_value: value }]
      const capabilities = { webhooks: { event: { endpoint: 'https://a.example', headers } } }
      const manifest = { scope, capabilities }
      const { client: installed, secret } = await seedClient(server, account.id, manifest)
      const list = '/api/account/1001/configuration/app-install/installations'
      const grantOf = (granted: string) =>
        seedGrant(server, installed, account.users.admin.user.id, { scope: granted })
      const read = async (granted: string, url: string) =>
        get(await seedToken(server, installed, { grant: await grantOf(granted) }), url)
      for (const url of [list, `${list}/`, `${list}/${installed.id}`, `${list}?secrets=true`]) {
        const reading = await read('applications:read', url)
        assert.equal(reading.status, 200, reading.text)
        assert.match(reading.text, new RegExp(installed.id))
        assert.doesNotMatch(reading.text, /"client_secret"/, url)
        assert.ok(reading.text.includes('"header_name":"Authorization"'), url)
        assert.ok(!reading.text.includes(value), url)
        const writing = await read(scope, url)
        assert.ok(writing.text.includes(secret), 'who may change them could make a new one')
        assert.ok(writing.text.includes(value), url)
      }
    })

    test('one’s own things by a token: who, which grant, and no session', async () => {
      const token = await tokenOf('agent', 'profile sessions:read sessions:write')
      const me = (await get(token, at('me'))).body as Record<string, unknown>
      assert.equal(me['loginName'], 'agent')
      assert.equal('session' in me, false)
      const grant = me['grant'] as Record<string, unknown>
      assert.deepEqual(
        [grant['clientId'], grant['scopes']],
        [client.id, ['profile', 'sessions:read', 'sessions:write']],
      )
      const { sessions } = (await get(token, at('sessions'))).body as {
        readonly sessions: readonly { readonly id: string; readonly current: boolean }[]
      }
      assert.deepEqual(
        sessions.map(({ current }) => current),
        [false],
      )
      const ended = await call(server, 'DELETE', `${at('sessions')}/${sessions[0]?.id}`, {
        bearer: token,
      })
      assert.equal(ended.status, 204)
      assert.equal((await get(token, at('me'))).status, 200, 'the grant goes on')
    })

    test('RFC 6750 section 2: a token in the address is not read, and two are refused', async () => {
      const token = await tokenOf('admin', 'users:read')
      const inAddress = `${at('users')}?access_token=${token}`
      const alone = await call(server, 'GET', inAddress)
      assert.equal(alone.status, 401)
      assert.equal(alone.headers.get('www-authenticate'), 'Bearer realm="Watchword"')
      assert.equal((await get(token, inAddress)).status, 400)
      const form = await call(server, 'POST', '/api/account/1001/configuration/metadata/audit', {
        bearer: account.users.admin.bearer,
      })
      assert.notEqual(form.status, 500)
      const both = await fetch(`${server.origin}/api/account/1001/configuration/metadata/audit`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${account.users.admin.bearer}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: `query={auditData{data{id}}}&access_token=${token}`,
      })
      assert.equal(both.status, 400)
    })

    test('RFC 6750 section 3: the challenge of nothing, and of a bad token', async () => {
      const nothing = await call(server, 'GET', at('users'))
      assert.equal(nothing.status, 401)
      assert.equal(nothing.headers.get('www-authenticate'), 'Bearer realm="Watchword"')
      const token = await tokenOf('admin', 'users:read')
      for (const bad of ['nope', 'a.b.c', `${token.slice(0, -4)}AAAA`, `${token}x`]) {
        const answer = await get(bad, at('users'))
        assert.equal(answer.status, 401, bad)
        assert.equal(
          answer.headers.get('www-authenticate'),
          'Bearer realm="Watchword", error="invalid_token"',
        )
      }
      const lower = await call(server, 'GET', at('users'), {
        headers: { authorization: `bearer ${token}` },
      })
      assert.equal(lower.status, 200, 'the scheme in lower case')
    })
  })
}

const allScopes = [
  ...['openid', 'profile', 'users:read', 'users:write', 'profiles:read', 'profiles:write'],
  ...['skills:read', 'agent-groups:read', 'lobs:read', 'audit-trail:read', 'app-keys:read'],
  ...['app-keys:write', 'settings:read', 'settings:write', 'sessions:read', 'sessions:write'],
  ...['grants:read', 'grants:write', 'users.read', 'users.external', 'msg.consumer'],
]

/** Whether a scope opens what another does. */
function opens(scope: string, needed: string): boolean {
  const users = ['users:read', 'users.read', 'users.external']
  return scope === needed || (users.includes(scope) && users.includes(needed))
}

const auditFilter = {
  from: undefined,
  to: undefined,
  objectTypes: ['ACUserObject'],
  actorLoginNames: undefined,
  includeAutomatic: true,
  includeLpa: true,
}
const auditPage = { limit: 1, offset: 0, order: [{ by: 'at' as const, descending: true }] }
