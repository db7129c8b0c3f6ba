import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sha256Hex } from '#lib/digest.ts'
import {
  anonymousConnector,
  authenticate,
  claimsOf,
  createConnector,
  letNobodyIn,
  tokenOf,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'
import { brandToken, connect, startTarget, type Target, verdictOf } from './attack.ts'

const consumers = '/api/account/acme/watchword/consumers'

for (const kind of databaseKinds) {
  describe(`what strangers can write, and what outlives its end, on ${kind}`, () => {
    let target: Target
    before(async () => {
      target = await startTarget(kind)
    })
    after(() => target.stop())
    const send = (body: object, connector: number | string = target.connector) =>
      authenticate(target.server, target.account.id, connector, body)
    const challengeOf = async (connector = target.connector) => {
      const url = `/api/account/acme/app/${connector}/challenge`
      const { body } = await call(target.server, 'POST', url)
      return body as Readonly<Record<'challenge' | 'nonce', string>>
    }
    const isAlive = async (token: string) =>
      (await call(target.server, 'GET', `${consumers}/me`, { bearer: token })).status === 200

    test('a challenge is spent by what a brand signed, and by nothing else', async () => {
      const { challenge, nonce } = await challengeOf()
      const { clientAssertions } = target.server.storage.read
      const isSpent = () =>
        clientAssertions.isClaimed(target.account.id, sha256Hex(`challenge ${challenge}`))
      const forged = brandToken(target, { nonce }).replace(/.{9}$/, 'AAAAAAAAA')
      for (const [token, verdict] of [
        ['x', '400 1008 form'],
        [forged, '401 9007 signature'],
        [brandToken(target, { nonce: 'another' }), '401 9007 nonce'],
        [brandToken(target), '401 9007 nonce'],
      ] as const) {
        assert.equal(verdictOf(await send({ id_token: token, challenge })), verdict)
        assert.equal(await isSpent(), false, 'a stranger’s token fills no table')
      }
      const right = { id_token: brandToken(target, { nonce }), challenge }
      const { id_token } = right
      const withoutIt = () => send({ id_token })
      assert.equal(verdictOf(await withoutIt()), '400 9012 input_validation_error')
      const all = await Promise.all(Array.from({ length: 10 }, () => send(right)))
      const verdicts = all.map(verdictOf)
      assert.equal(verdicts.filter((verdict) => verdict === '200').length, 1, verdicts.join())
      assert.equal(await isSpent(), true)
      for (const more of ['', 'A', '=', '==', ' ', '!', '%']) {
        const again = await send({ ...right, challenge: `${challenge}${more}` })
        assert.equal(verdictOf(again), '400 9012 input_validation_error', `spelled with "${more}"`)
      }
      assert.equal(verdictOf(await withoutIt()), '400 9012 input_validation_error')
      for (const own of [nonce.slice(0, 32), `${nonce.slice(0, 63)}x`, '0'.repeat(64)]) {
        assert.equal(verdictOf(await send({ id_token: brandToken(target, { nonce: own }) })), '200')
      }
    })

    test('a challenge of another connector or account is none', async () => {
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const other = await connect(target.server, target.account, { jwtPublicKey })
      const { challenge, nonce } = await challengeOf(other)
      const id_token = brandToken(target, { nonce })
      const verdict = verdictOf(await send({ id_token, challenge }))
      assert.equal(verdict, '400 9012 input_validation_error')
      assert.equal(verdictOf(await send({ id_token, challenge }, other)), '200')
    })

    test('a token that is made while its consumer is revoked is revoked too', async () => {
      const { server, account } = target
      const id_token = brandToken(target, { sub: 'racer', sid: 'session' })
      const first = tokenOf(await send({ id_token }))
      const id = String(claimsOf(first)['sub'])
      const { consumerRevocations } = server.storage.read
      const { latest } = consumerRevocations
      let isRevoked = false
      Reflect.set(consumerRevocations, 'latest', async (...given: Parameters<typeof latest>) => {
        const found = await latest(...given)
        // The login was looked at, and the token is not made yet.
        if (!isRevoked && given[1].some((subject) => subject.startsWith('session:'))) {
          isRevoked = true
          const before = server.clock.now()
          const answer = await fetch(`${server.origin}${consumers}/revoke`, {
            method: 'POST',
            headers: { authorization: `Bearer ${account.users.admin.bearer}` },
            body: new URLSearchParams({ consumer_id: id }),
          })
          assert.equal(answer.status, 200)
          server.clock.advance(before + 1000 - server.clock.now())
        }
        return found
      })
      const raced = await send({ id_token })
      Reflect.set(consumerRevocations, 'latest', latest)
      assert.equal(isRevoked, true)
      assert.equal(await isAlive(first), false)
      if (raced.status === 200) assert.equal(await isAlive(tokenOf(raced)), false)
      assert.equal(verdictOf(await send({ id_token })), '401 9007 iat')
    })

    test('a login that ended is not begun again by another way', async () => {
      const { server, account } = target
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const second = await connect(server, account, { jwtPublicKey, preferred: true })
      const id_token = brandToken(target, { sub: 'leaver', sid: 's-9' })
      const token = tokenOf(await send({ id_token }))
      const revoked = await fetch(`${server.origin}${consumers}/revoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${account.users.admin.bearer}` },
        body: new URLSearchParams({ consumer_id: String(claimsOf(token)['sub']) }),
      })
      assert.equal(revoked.status, 200)
      for (const connector of [target.connector, second, 'default']) {
        assert.equal(verdictOf(await send({ id_token }, connector)), '401 9007 iat')
      }
      assert.equal(await isAlive(token), false)
    })

    test('what is refused keeps no row of a consumer', async () => {
      const { server, account } = target
      const count = async () =>
        (await server.storage.read.consumers.list(account.id, { limit: 1000 })).length
      const before = await count()
      for (let index = 0; index < 50; index += 1) {
        await send({ id_token: brandToken(target, { sub: `s${index}`, exp: target.now() - 100 }) })
        await call(server, 'POST', '/api/account/acme/anonymous/authorize')
        await challengeOf()
      }
      assert.equal(await count(), before)
    })

    test('a renewed anonymous token gives no longer life, and renewing many times keeps no row', async () => {
      const { server, account } = target
      const nobody = await anonymousConnector(server, account)
      const { external } = await letNobodyIn(server, account, nobody)
      const end = claimsOf(external)['refresh_exp']
      let token = external
      for (let index = 0; index < 20; index += 1) {
        const url = '/api/account/acme/anonymous/authorize'
        token = tokenOf(await call(server, 'POST', url, { body: { id_token: token } }))
        assert.equal(claimsOf(token)['refresh_exp'], end)
        assert.equal(claimsOf(token)['sub'], claimsOf(external)['sub'])
      }
    })

    test('settings of a connector that would attack its readers are refused', async () => {
      const { server, account } = target
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const addresses = [
        'javascript:alert(1)',
        'data:text/html,x',
        'http://a.example/',
        'file:///etc',
      ]
      addresses.push(
        'https://u:p@a.example/',
        'https://a.example/#x',
        '//a.example',
        '/x',
        'https:a',
      )
      addresses.push('https://a.example\\@b.example/', 'https://a.example/\n', 'jAvAsCrIpT:x')
      const endpoints = [
        'authorizationEndpoint',
        'tokenEndpoint',
        'jwksEndpoint',
        'discoveryEndpoint',
      ]
      const bad = [
        ...endpoints.flatMap((name) => addresses.map((address) => ({ [name]: address }))),
        ...['a(b)', 'alert(1)//', '"'].map((jsMethodName) => ({
          jsMethodName,
        })),
        { claimMapping: JSON.parse('{"__proto__":"x"}') },
        { claimMapping: { 'ctmrinfo.__proto__': 'x' } },
        { claimMapping: { constructor: 'x' } },
        { authorizeParameters: { redirect_uri: 'https://evil.example' } },
        { authorizeParameters: { state: 'x' } },
        { redirectUris: ['javascript:alert(1)'] },
      ]
      const taken: string[] = []
      for (const change of bad) {
        const made = createConnector(server, account, {
          ...{ name: `bad ${Math.random()}`, type: 1 },
          configuration: {
            ...{ issuerDisplayName: 'B', issuer: 'https://b.example', jwtPublicKey, ...change },
          },
        })
        await made.then(
          () => taken.push(JSON.stringify(change)),
          () => {},
        )
      }
      assert.deepEqual(taken, [])
    })
  })
}
