import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { appJwtClaims, appJwtType } from '@watchword/protocol/oauth2/app-jwt.ts'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import type { SigningPurpose } from '#domain/signing-keys/signing-key.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import {
  anonymousConnector,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
  letNobodyIn,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { signingKeysOf, withPublicOrigin } from '../support/tokens.ts'
import {
  atIssuer,
  basic,
  codeFields,
  installClient,
  postForm,
  redirectUri,
  seedCode,
  type TestClient,
} from './tokens.ts'

/** Every credential there is, by what it is called. */
const credentialNames = [
  'session bearer',
  'code',
  'sentinel code',
  'refresh token',
  'sentinel refresh token',
  'id_token',
  'sentinel id_token',
  'access token of a user (at+jwt)',
  'access token of a user (opaque)',
  'access token of a user (sentinel)',
  'access token of an application (at+jwt)',
  'access token of an application (opaque)',
  'AppJWT',
  'shape of a ConsumerJWS',
  'AppJWT by the key of consumer tokens',
  'AppJWT by the key of anonymous tokens',
  'AppJWT by the key of ConsumerJWS',
  'logout token',
  'API key token',
  'client secret',
  'operator token',
  'browser session cookie',
  'consumer token',
  'consumer token of nobody',
  'anonymous token',
  'id_token of a brand',
] as const
type Credential = (typeof credentialNames)[number]

const ofUser = ['access token of a user (at+jwt)', 'access token of a user (opaque)'] as const
const ofApp = [
  'access token of an application (at+jwt)',
  'access token of an application (opaque)',
] as const

/** Where a credential may be tried, and which are meant there: no other is taken. */
const doors = {
  'bearer of the Users API': [
    'session bearer',
    ...ofUser,
    'access token of a user (sentinel)',
    ...ofApp,
    'AppJWT',
  ],
  'bearer of the settings': ['session bearer', 'access token of a user (sentinel)'],
  'bearer of the operator API': ['operator token'],
  userinfo: ofUser,
  'code at the token endpoint': ['code'],
  'refresh token at the token endpoint': ['refresh token'],
  'code at the sentinel token endpoint': ['sentinel code'],
  'refresh token at the sentinel token endpoint': ['sentinel refresh token'],
  'client secret at the token endpoint': ['client secret'],
  'client assertion': [],
  id_token_hint: ['id_token'],
  'consumers/me': ['consumer token', 'consumer token of nobody'],
  'token at the introspection of consumers': ['consumer token', 'consumer token of nobody'],
  'bearer at the introspection of consumers': [
    'session bearer',
    'access token of a user (sentinel)',
  ],
  'list of consumers': ['session bearer', 'access token of a user (sentinel)'],
  'one consumer': [
    'session bearer',
    'access token of a user (sentinel)',
    // Their own, and no other.
    'consumer token',
  ],
  introspection: [
    ...ofUser,
    ...ofApp,
    'refresh token',
    'access token of a user (sentinel)',
    'sentinel refresh token',
  ],
} as const satisfies Readonly<Record<string, readonly Credential[]>>
type Door = keyof typeof doors

const base = '/api/account/1001'
const bye = 'https://app.example/bye'

for (const kind of databaseKinds) {
  describe(`every credential at every door, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let client: TestClient
    let opaque: TestClient
    let brand: Brand
    let connector: number
    let consumerToken: string

    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      account = await seedAccount(server, '1001')
      const manifest = { post_logout_redirect_uris: [bye] }
      client = await installClient(server, account.id, manifest)
      opaque = await installClient(server, account.id, {
        ...manifest,
        access_token_format: 'opaque',
      })
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
      consumerToken = await letIn(server, account, { brand, connector })
    })
    after(() => server.stop())

    const nobody = async () =>
      letNobodyIn(server, account, await anonymousConnector(server, account))
    const adminId = () => account.users.admin.user.id
    const sentinelToken = `/sentinel${base}/token`

    async function tokens(of: TestClient) {
      const code = await seedCode(server, of, adminId())
      const { body, text } = await atIssuer(server, of, 'token', codeFields(code))
      assert.ok(body['access_token'], text)
      return body
    }

    async function sentinelTokens() {
      const { body, text } = await postForm(server, sentinelToken, {
        grant_type: 'authorization_code',
        code: await sentinelCode(),
        redirect_uri: redirectUri,
        client_id: client.id,
        client_secret: client.secret,
      })
      assert.ok(body['access_token'], text)
      return body
    }

    const sentinelCode = () =>
      seedCode(server, client, adminId(), { face: 'sentinel', codeChallenge: undefined })

    async function ofApplication(of: TestClient): Promise<string | undefined> {
      const fields = { grant_type: 'client_credentials' }
      return (await atIssuer(server, of, 'token', fields)).body['access_token']
    }

    /** Signed with a key of ours, as if another part of the server had done it. */
    function signed(
      purpose: SigningPurpose,
      typ: string,
      claims: Readonly<Record<string, unknown>>,
    ): Promise<string> {
      const owner =
        purpose === 'issuer'
          ? ({ kind: 'account', accountId: account.id } as const)
          : ({ kind: 'zone', zone: 'local' } as const)
      const use = { purpose, algorithm: 'RS256', typ } as const
      return signingKeysOf(server).sign(owner, use, claims, server.clock.now() + 600_000)
    }

    /** Everything of an AppJWT but the key. */
    const likeAppJwt = (purpose: SigningPurpose) => () => {
      const nowSeconds = Math.floor(server.clock.now() / 1000)
      const scope = 'users:read msg.consumer'
      const of = { accountId: account.id, clientId: client.id, scope, nowSeconds }
      return signed(purpose, appJwtType, appJwtClaims(of))
    }

    const make: Readonly<Record<Credential, () => Promise<string | undefined>>> = {
      'session bearer': async () => account.users.admin.bearer,
      code: () => seedCode(server, client, adminId()),
      'sentinel code': sentinelCode,
      'refresh token': async () => (await tokens(client))['refresh_token'],
      'sentinel refresh token': async () => (await sentinelTokens())['refresh_token'],
      id_token: async () => (await tokens(client))['id_token'],
      'sentinel id_token': async () => (await sentinelTokens())['id_token'],
      'access token of a user (at+jwt)': async () => (await tokens(client))['access_token'],
      'access token of a user (opaque)': async () => (await tokens(opaque))['access_token'],
      'access token of a user (sentinel)': async () => (await sentinelTokens())['access_token'],
      'access token of an application (at+jwt)': () => ofApplication(client),
      'access token of an application (opaque)': () => ofApplication(opaque),
      AppJWT: async () =>
        (
          await postForm(server, `/sentinel${base}/app/token`, {
            grant_type: 'client_credentials',
            client_id: client.id,
            client_secret: client.secret,
          })
        ).body['access_token'],
      'shape of a ConsumerJWS': () =>
        signed('appjwt', 'JWT', {
          account_id: '1001',
          ext_consumer_id: 'someone',
          lp_consumer_id: 'a'.repeat(64),
        }),
      'AppJWT by the key of consumer tokens': likeAppJwt('consumer'),
      'AppJWT by the key of anonymous tokens': likeAppJwt('anonymous'),
      'AppJWT by the key of ConsumerJWS': likeAppJwt('consumerjws'),
      'logout token': () =>
        signed('issuer', 'logout+jwt', {
          iss: 'http://id.example/oidc/1001',
          aud: client.id,
          sub: String(adminId()),
          jti: randomHex(16),
          iat: Math.floor(server.clock.now() / 1000),
          exp: 0,
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        }),
      'API key token': async () => {
        const keys = '/app-key-manager/api/account/1001/keys'
        const body = {
          appName: `key ${randomHex(4)}`,
          developerID: 'x',
          privileges: [{ data: 'users', type: 'Read' }],
          ipRanges: [],
        }
        const made = await call(server, 'POST', keys, {
          bearer: account.users.admin.bearer,
          body,
        })
        return (made.body as { readonly token: string }).token
      },
      'client secret': async () => client.secret,
      'operator token': async () => (await createOperatorToken(server, { label: 'test' })).value,
      'browser session cookie': async () => {
        const value = randomHex(32)
        const now = server.clock.now()
        await server.storage.write((tx) =>
          tx.browserSessions.insert({
            accountId: account.id,
            id: randomHex(16),
            tokenHash: sha256Hex(value),
            userId: adminId(),
            createdAt: now,
            authTime: now,
            amr: ['pwd'],
            acr: undefined,
            lastUsedAt: now,
            expiresAt: now + 3_600_000,
            address: '127.0.0.1',
            userAgent: 'test',
          }),
        )
        return value
      },
      'consumer token': async () => consumerToken,
      'consumer token of nobody': async () => (await nobody()).token,
      'anonymous token': async () => (await nobody()).external,
      'id_token of a brand': () => brand.idToken(),
    }

    /** Who shows it: a token is shown by the application that it was given to. */
    const holderOf = (credential: Credential) => (credential.endsWith('(opaque)') ? opaque : client)
    const isActive = async (token: string, bearer: string) => {
      const path = `${base}/watchword/consumers/introspect`
      const headers = { authorization: `Bearer ${bearer}` }
      const { body } = await postForm(server, path, { token }, headers)
      return (body['active'] as unknown) === true
    }
    const bearerAt = async (url: string, bearer: string) =>
      (await call(server, 'GET', url, { bearer })).status === 200

    const isTaken: Readonly<Record<Door, (token: string, holder: TestClient) => Promise<boolean>>> =
      {
        'bearer of the Users API': (token) =>
          bearerAt(`${base}/configuration/le-users/users`, token),
        'bearer of the settings': (token) => bearerAt(`${base}/watchword/settings`, token),
        'bearer of the operator API': (token) => bearerAt('/operator/v1/accounts', token),
        'consumers/me': (token) => bearerAt(`${base}/watchword/consumers/me`, token),
        'token at the introspection of consumers': (token) =>
          isActive(token, account.users.admin.bearer),
        'bearer at the introspection of consumers': (token) => isActive(consumerToken, token),
        'list of consumers': (token) => bearerAt(`${base}/watchword/consumers`, token),
        'one consumer': (token) =>
          bearerAt(`${base}/watchword/consumers/${claimsOf(consumerToken)['sub']}`, token),
        userinfo: (token) => bearerAt('/oidc/1001/userinfo', token),
        'code at the token endpoint': async (token, holder) =>
          (await atIssuer(server, holder, 'token', codeFields(token))).status === 200,
        'refresh token at the token endpoint': async (token, holder) => {
          const fields = { grant_type: 'refresh_token', refresh_token: token }
          return (await atIssuer(server, holder, 'token', fields)).status === 200
        },
        'code at the sentinel token endpoint': async (token, holder) => {
          const answer = await postForm(server, sentinelToken, {
            grant_type: 'authorization_code',
            code: token,
            redirect_uri: redirectUri,
            client_id: holder.id,
            client_secret: holder.secret,
          })
          return answer.status === 200
        },
        'refresh token at the sentinel token endpoint': async (token, holder) => {
          const answer = await postForm(server, sentinelToken, {
            grant_type: 'refresh_token',
            refresh_token: token,
            client_id: holder.id,
            client_secret: holder.secret,
          })
          return answer.status === 200
        },
        'client secret at the token endpoint': async (token, { id }) => {
          const fields = { grant_type: 'client_credentials' }
          const headers = basic({ id, secret: token })
          return (await postForm(server, '/oidc/1001/token', fields, headers)).status === 200
        },
        'client assertion': async (token, { id }) => {
          const answer = await postForm(server, '/oidc/1001/token', {
            grant_type: 'client_credentials',
            client_id: id,
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: token,
          })
          return answer.status === 200
        },
        id_token_hint: async (token, { id }) => {
          const query = new URLSearchParams({
            id_token_hint: token,
            client_id: id,
            post_logout_redirect_uri: bye,
          })
          const answer = await call(server, 'GET', `/oidc/1001/logout?${query}`)
          return answer.headers.get('location')?.startsWith(bye) === true
        },
        introspection: async (token, holder) => {
          const { body } = await atIssuer(server, holder, 'introspect', { token })
          return (body['active'] as unknown) === true
        },
      }

    for (const door of Object.keys(doors) as Door[]) {
      test(`${door}: of ${credentialNames.length} credentials, ${doors[door].length}`, async () => {
        const taken: Credential[] = []
        for (const credential of credentialNames) {
          const token = await make[credential]()
          assert.ok(token, `${credential} was not made`)
          if (await isTaken[door](token, holderOf(credential))) taken.push(credential)
        }
        assert.deepEqual(taken.sort(), [...doors[door]].sort())
      })
    }
  })
}
