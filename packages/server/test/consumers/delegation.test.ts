import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  authenticate,
  type Brand,
  claimsOf,
  createBrand,
  createConnector,
} from '../support/brand.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { startTokenEndpoint } from '../support/token-endpoint.ts'
import { seedAppJwt, seedClient } from '../support/tokens.ts'

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`contract 3 section 12: tokens of the brand, on ${kind}`, () => {
    let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let known: number
    let alone: number
    let reader: string
    let bot: string
    before(async () => {
      endpoint = await startTokenEndpoint()
      server = await startTestServer(kind, { WATCHWORD_OUTBOUND_ALLOW: endpoint.host })
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      const code = {
        ...{ issuerDisplayName: 'Brand', clientId: 'watchword', clientSecret: 'secret' },
        ...{
          tokenEndpoint: endpoint.url,
          authorizationEndpoint: 'https://brand.example/authorize',
        },
      }
      known = await createConnector(server, account, {
        ...{ name: 'known', type: 2 },
        configuration: {
          ...code,
          ...{ issuer: brand.issuer, jwtPublicKey: brand.publicKey, delegationEnabled: true },
          jwtValidationType: 'PUBLIC_JWT_KEY',
        },
      })
      alone = await createConnector(server, account, {
        ...{ name: 'alone', type: 2 },
        configuration: { ...code, jwtPublicKey: 'CONSUMER_DELEGATION', scopes: ['orders'] },
      })
      reader = await applicationToken('reader', 'delegated.token.read.external')
      bot = await applicationToken('bot', 'msg.consumer')
    })
    after(async () => {
      await server.stop()
      await endpoint.stop()
    })
    const applicationToken = async (client_name: string, scope: string) => {
      const grant_types = ['client_credentials']
      const { client } = await seedClient(server, account.id, { client_name, grant_types, scope })
      return seedAppJwt(server, client)
    }
    const read = (consumer: string, conversation = '', bearer = reader) =>
      call(
        server,
        'GET',
        `/api/account/acme/consumer/${consumer}/brand/tokens${conversation && `?conversationId=${conversation}`}`,
        { bearer },
      )
    const logIn = async (sub: string, tokens: object) => {
      const idToken = await brand.idToken({ aud: 'watchword', sub })
      endpoint.give(200, { id_token: idToken, ...tokens })
      const answer = await authenticate(server, account.id, known, { code: 'c' })
      assert.equal(answer.status, 200, answer.text)
      return String(claimsOf((answer.body as { token: string }).token)['sub'])
    }

    test('those of a login by code are released to the right scope alone', async () => {
      const consumer = await logIn('a', {
        access_token: 'access-1',
        refresh_token: 'refresh-1',
        expires_in: 600,
      })
      const answer = await read(consumer)
      assert.equal(answer.status, 200, answer.text)
      const { accessToken, idToken } = answer.body as Record<string, string>
      assert.equal(accessToken, 'access-1')
      assert.equal(claimsOf(idToken)['sub'], 'a')
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      for (const [bearer, status] of [
        [bot, 403],
        [account.users.admin.bearer, 403],
      ] as const) {
        assert.equal((await read(consumer, '', bearer)).status, status)
      }
      assert.equal((await read('f'.repeat(64))).status, 404)
      assert.equal((await read('somebody')).status, 400)
      const stored = await server.storage.read.delegatedTokens.find(account.id, {
        ...{ consumerId: consumer, conversationId: '' },
      })
      assert.doesNotMatch(JSON.stringify(stored), /access-1|refresh-1/)
    })

    test('expired ones are renewed, once for all who ask at once; what the brand refuses is gone', async () => {
      const consumer = await logIn('b', {
        access_token: 'at-2',
        refresh_token: 'rt-2',
        expires_in: 60,
      })
      server.clock.advance(55_000)
      const asked = endpoint.asked.length
      endpoint.give(200, { access_token: 'at-3', refresh_token: 'rt-3', expires_in: 60 })
      const answers = await Promise.all(Array.from({ length: 8 }, () => read(consumer)))
      for (const answer of answers) {
        assert.equal((answer.body as Record<string, string>)['accessToken'], 'at-3', answer.text)
      }
      assert.equal(endpoint.asked.length, asked + 1)
      const { form } = endpoint.asked.at(-1) ?? { form: new URLSearchParams() }
      assert.deepEqual(
        [form.get('grant_type'), form.get('refresh_token')],
        ['refresh_token', 'rt-2'],
      )
      server.clock.advance(55_000)
      endpoint.give(400, { error: 'invalid_grant' })
      assert.equal((await read(consumer)).status, 404)
      endpoint.give(200, { access_token: 'at-4' })
      assert.equal((await read(consumer)).status, 404)
    })

    test('a link for one conversation: the consumer logs in, and stays who they are', async () => {
      const consumer = await logIn('c', {})
      const offer = (bearer: string, body: object) =>
        call(server, 'POST', `/api/account/acme/watchword/consumers/${consumer}/delegation`, {
          ...{ bearer, body },
        })
      assert.equal((await offer(reader, { connectorId: alone, conversationId: 'x' })).status, 403)
      const agent = account.users.agent.bearer
      assert.equal((await offer(agent, { connectorId: alone, conversationId: 'x' })).status, 403)
      const made = await offer(bot, { connectorId: alone, conversationId: 'talk-1' })
      assert.equal(made.status, 200, made.text)
      const url = new URL((made.body as { url: string }).url)
      assert.equal(url.origin, 'https://brand.example')
      assert.equal(url.searchParams.get('scope'), 'openid orders')
      assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
      const redirectUri = url.searchParams.get('redirect_uri') ?? ''
      assert.match(redirectUri, /\/callback\/acme\/redirectCode$/)
      const state = url.searchParams.get('state') ?? ''

      endpoint.give(200, {
        ...{ id_token: await brand.idToken({ sub: 'whoever' }), access_token: 'at-talk' },
        ...{ refresh_token: 'never kept', expires_in: 60 },
      })
      const back = (query: Record<string, string>, id = 'acme') =>
        call(server, 'GET', `/callback/${id}/redirectCode?${new URLSearchParams(query)}`)
      const stranger = await seedAccount(server, `other${Date.now() % 1e6}`)
      const foreign = await back({ code: 'c', state }, stranger.id)
      assert.match(foreign.text, /id="hand-over"/, 'another account’s state is none')
      const page = await back({ code: 'c-talk', state })
      assert.equal(page.status, 200, page.text)
      assert.match(page.text, /id="callback-kept"/)
      assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'nonce-/)
      assert.doesNotMatch(page.text, /at-talk|c-talk/)
      assert.equal(endpoint.asked.at(-1)?.form.get('redirect_uri'), redirectUri)
      assert.match(endpoint.asked.at(-1)?.form.get('code_verifier') ?? '', /^.{43,}$/)

      const ofTalk = await read(consumer, 'talk-1')
      assert.equal((ofTalk.body as Record<string, string>)['accessToken'], 'at-talk')
      assert.equal((await read(consumer)).status, 404, 'and of no other conversation')
      assert.equal((await read(consumer, 'talk-2')).status, 404)
      const asked = endpoint.asked.length
      assert.match((await back({ code: 'c-talk', state })).text, /id="callback-expired"/)
      for (const more of ['A', '=', '==', ' ', '!']) {
        const { text } = await back({ code: 'c-talk', state: `${state}${more}` })
        assert.match(text, /id="hand-over"/, 'however it is spelled')
      }
      assert.equal(endpoint.asked.length, asked, 'a state is good once')
      server.clock.advance(61_000)
      assert.equal((await read(consumer, 'talk-1')).status, 404, 'asked again, not renewed')
    })

    test('a login that was refused, a state that is old, and one that is not ours', async () => {
      const consumer = await logIn('d', {})
      const link = async () => {
        const made = await call(
          server,
          'POST',
          `/api/account/acme/watchword/consumers/${consumer}/delegation`,
          { bearer: bot, body: { connectorId: alone, conversationId: 't' } },
        )
        const { url } = made.body as { url: string }
        return new URL(url).searchParams.get('state') ?? ''
      }
      const back = (query: string) => call(server, 'GET', `/callback/acme/redirectCode?${query}`)
      const state = encodeURIComponent(await link())
      assert.match((await back(`error=access_denied&state=${state}`)).text, /id="callback-refused"/)
      const old = encodeURIComponent(await link())
      server.clock.advance(601_000)
      assert.match((await back(`code=c&state=${old}`)).text, /id="callback-expired"/)
      for (const query of [
        'code=c&state=x',
        'code=c',
        '',
        `code=c&state=${old}A`,
        `code=c&state=${old}%3D`,
      ]) {
        const page = await back(query)
        assert.match(page.text, /id="hand-over"/, query)
        assert.equal(page.headers.get('cache-control'), 'no-store')
      }
      const evil = await back('code=%3Cscript%3Ealert(1)%3C/script%3E&state=x')
      assert.doesNotMatch(evil.text, /alert\(1\)/)
      assert.equal((await back('code=a&code=b')).status, 400)
      assert.equal((await call(server, 'GET', '/callback/nobody/redirectCode?code=c')).status, 404)
      assert.equal((await call(server, 'GET', '/callback/nobody/redirectToken')).status, 404)
      const token = await call(server, 'GET', '/callback/acme/redirectToken')
      assert.match(token.text, /location\.hash/)
    })

    test('who does not delegate offers no link', async () => {
      const consumer = await logIn('e', {})
      const implicit = await createConnector(server, account, {
        ...{ name: 'implicit', type: 1 },
        configuration: {
          ...{ issuerDisplayName: 'X', issuer: 'https://x.example' },
          ...{ jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey: brand.publicKey },
        },
      })
      const offer = (id: string, connectorId: unknown, conversationId: unknown = 't') =>
        call(server, 'POST', `/api/account/acme/watchword/consumers/${id}/delegation`, {
          ...{ bearer: bot, body: { connectorId, conversationId } },
        })
      assert.equal((await offer(consumer, implicit)).status, 400)
      assert.equal((await offer(consumer, 1)).status, 404)
      assert.equal((await offer('f'.repeat(64), alone)).status, 404)
      for (const bad of ['', 'x'.repeat(129), 'a b', 7]) {
        assert.equal((await offer(consumer, alone, bad)).status, 400)
      }
      for (const bad of [2 ** 64, 0, 1.5, 2 ** 53, 1e300, '1', `${alone}`, [alone]]) {
        assert.equal((await offer(consumer, bad)).status, 400, String(bad))
      }
    })
  })
}
