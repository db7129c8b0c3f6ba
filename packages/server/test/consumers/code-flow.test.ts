import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import {
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
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

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`contract 3 sections 4.5 and 4.6: consumers who come with a code, on ${kind}`, () => {
    let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let plain: number
    let pkce: number
    before(async () => {
      endpoint = await startTokenEndpoint()
      server = await startTestServer(kind, { WATCHWORD_OUTBOUND_ALLOW: endpoint.host })
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      const shared = { sharesIdentity: true, clientId: 'watchword', clientSecret: 's:e cret' }
      const code = { ...shared, tokenEndpoint: endpoint.url }
      await connectBrand(server, account, brand, { sharesIdentity: true, preferred: true })
      plain = await addCode('plain', code)
      pkce = await addCode('pkce', {
        ...code,
        pkceEnabled: true,
        redirectUris: ['https://shop.example/back'],
      })
    })
    after(async () => {
      await server.stop()
      await endpoint.stop()
    })
    const addCode = (name: string, configuration: object) =>
      createConnector(server, account, {
        name,
        type: 2,
        configuration: {
          ...{ issuerDisplayName: 'Brand', issuer: brand.issuer },
          ...{ jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey: brand.publicKey },
          ...configuration,
        },
      })
    const told = (answer: Awaited<ReturnType<typeof call>>) => [
      answer.status,
      (answer.body as Record<string, string>)['internalErrorCode'],
    ]
    const challengeOf = async (id: number) => {
      const url = `/api/account/acme/app/${id}/challenge`
      const answer = await call(server, 'POST', url)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as Readonly<Record<string, string>>
    }

    test('the code is redeemed by form and Basic, and is the same consumer as by id_token', async () => {
      const idToken = await brand.idToken({ aud: 'watchword' })
      endpoint.give(200, { id_token: idToken, access_token: 'a', token_type: 'Bearer' })
      for (const body of [
        { code: 'c/1', redirect_uri: 'https://anywhere.example/' },
        { authCode: 'c/1' },
      ]) {
        const answer = await authenticate(server, account.id, plain, body)
        assert.equal(answer.status, 200, answer.text)
        const asked = endpoint.asked.at(-1)
        assert.equal(asked?.form.get('grant_type'), 'authorization_code')
        assert.equal(asked?.form.get('code'), 'c/1')
        const sent = 'redirect_uri' in body ? body.redirect_uri : 'https://liveperson.net'
        assert.equal(asked?.form.get('redirect_uri'), sent)
        const basic = Buffer.from('watchword:s%3Ae+cret').toString('base64')
        assert.equal(asked?.authorization, `Basic ${basic}`)
        const byToken = await authenticate(server, account.id, 'default', { id_token: idToken })
        const subjectOf = (one: typeof answer) => claimsOf((one.body as { token: string }).token)
        assert.equal(subjectOf(answer)['sub'], subjectOf(byToken)['sub'])
      }
    })

    test('what the brand answers decides: 401, 502, and the rules of its token', async () => {
      endpoint.give(400, { error: 'invalid_grant', error_description: 'very secret words' })
      const refused = await authenticate(server, account.id, plain, { code: 'c' })
      assert.deepEqual(told(refused), [401, '9011'])
      assert.doesNotMatch(refused.text, /invalid_grant|secret words/)
      endpoint.give(200, { access_token: 'a' })
      assert.deepEqual(told(await authenticate(server, account.id, plain, { code: 'c' })), [
        502,
        '9011',
      ])
      endpoint.give(200, { id_token: await brand.idToken({ aud: 'somebody else' }) })
      const other = await authenticate(server, account.id, plain, { code: 'c' })
      assert.deepEqual(told(other), [401, '9007'])
      assert.equal((other.body as Record<string, string>)['error'], 'aud')
    })

    test('PKCE with our verifier: the page never sees it, and a challenge is good once', async () => {
      const made = await challengeOf(pkce)
      assert.equal(made['code_challenge_method'], 'S256')
      const { nonce, challenge, code_challenge: codeChallenge } = made
      const idToken = await brand.idToken({ aud: 'watchword', nonce })
      endpoint.give(200, { id_token: idToken })
      const body = { code: 'c', redirect_uri: 'https://shop.example/back', challenge }
      const answer = await authenticate(server, account.id, pkce, body)
      assert.equal(answer.status, 200, answer.text)
      const verifier = endpoint.asked.at(-1)?.form.get('code_verifier') ?? ''
      assert.equal(createHash('sha256').update(verifier).digest('base64url'), codeChallenge)
      assert.doesNotMatch(JSON.stringify(made), new RegExp(verifier))
      const asked = endpoint.asked.length
      assert.deepEqual(told(await authenticate(server, account.id, pkce, body)), [400, '9012'])
      assert.equal(endpoint.asked.length, asked, 'a spent challenge asks nobody')
    })

    test('of twenty who spend one challenge at once, one is let in', async () => {
      const { nonce, challenge } = await challengeOf(pkce)
      endpoint.give(200, { id_token: await brand.idToken({ aud: 'watchword', nonce }) })
      const body = { code: 'c', redirect_uri: 'https://shop.example/back', challenge }
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => authenticate(server, account.id, pkce, body)),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    })

    test('a token of another login, with another nonce or none, is refused', async () => {
      for (const nonce of [undefined, 'another']) {
        const { challenge } = await challengeOf(pkce)
        endpoint.give(200, { id_token: await brand.idToken({ aud: 'watchword', nonce }) })
        const answer = await authenticate(server, account.id, pkce, { code: 'c', challenge })
        assert.deepEqual(told(answer), [401, '9007'])
        assert.equal((answer.body as Record<string, string>)['error'], 'nonce')
      }
    })

    test('a challenge of another connector or account, an old or a broken one is 9012', async () => {
      const theirs = (await challengeOf(plain))['challenge'] ?? ''
      const old = (await challengeOf(pkce))['challenge'] ?? ''
      server.clock.advance(901_000)
      for (const challenge of [theirs, old, `${old}x`, 'v1.x.y', 'x']) {
        const answer = await authenticate(server, account.id, pkce, { code: 'c', challenge })
        assert.deepEqual(told(answer), [400, '9012'], challenge)
      }
    })

    test('without a verifier, or with a redirect URI that is not allowed, nobody is asked', async () => {
      const asked = endpoint.asked.length
      const verifier = { code_verifier: 'v'.repeat(43) }
      for (const body of [
        { code: 'c' },
        { code: 'c', ...verifier, redirect_uri: 'https://evil.example/back' },
        { code: 'c', ...verifier, redirect_uri: 'https://shop.example/back?x' },
        { id_token: 'x' },
        {},
      ]) {
        const answer = await authenticate(server, account.id, pkce, body)
        assert.equal(answer.status, 400, answer.text)
      }
      assert.equal(endpoint.asked.length, asked)
    })
  })
}
