/**
 * Tokens that nobody here signed, or signed for something else, at every place that takes one: the userinfo endpoint,
 * an API, introspection, revocation, and as `id_token_hint` at the authorization and the logout endpoint.
 */
import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, sign, type webcrypto } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { seedSignIn } from '../authorization/support.ts'
import { atIssuer, codeFields, installClient, postForm, seedCode } from '../authorization/tokens.ts'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'
import {
  createRelyingParty,
  json,
  type Provider,
  startProvider,
  type Tokens,
} from './relying-party.ts'

type Jwk = webcrypto.JsonWebKey & { readonly kid?: string }
type Members = Readonly<Record<string, unknown>>

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Forgeries of a token: the same claims, or better ones, as strangers and libraries with faults would have them. */
function forgeriesOf(token: string, published: readonly Jwk[]): readonly [string, string][] {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Members
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Members
  const key = published.find(({ kid }) => kid === header['kid']) ?? {}
  const pem = createPublicKey({ key, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
  const mine = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = mine.publicKey.export({ format: 'jwk' })
  const hmac = (secret: string | Buffer, more: Members = {}) => {
    const text = `${encode({ ...header, alg: 'HS256', ...more })}.${payload}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const bySelf = (more: Members, body: Members = claims) => {
    const text = `${encode({ ...header, ...more })}.${encode(body)}`
    return `${text}.${sign('sha256', Buffer.from(text), mine.privateKey).toString('base64url')}`
  }
  const withSignature = (more: Members, last: string) =>
    `${encode({ ...header, ...more })}.${payload}.${last}`
  const changed = (body: Members) => `${head}.${encode({ ...claims, ...body })}.${signature}`
  const zeros = Buffer.alloc(64).toString('base64url')
  const ec = published.find(({ kty }) => kty === 'EC')
  return [
    ...['none', 'None', 'NONE', 'nOnE', ''].map((alg): [string, string] => [
      `alg ${alg}`,
      withSignature({ alg }, ''),
    ]),
    ['alg none, with a signature', withSignature({ alg: 'none' }, signature)],
    ['no alg', withSignature({ alg: undefined }, '')],
    ['HMAC by the public key as PEM', hmac(pem)],
    ['HMAC by the PEM without its last line break', hmac(pem.trimEnd())],
    ['HMAC by the JWK', hmac(JSON.stringify(key))],
    ['HMAC by the modulus', hmac(Buffer.from(key.n ?? '', 'base64url'))],
    ['HMAC by nothing', hmac('')],
    ['a stranger’s key under our kid', bySelf({})],
    ['a stranger’s key in the header', bySelf({ jwk })],
    ['a stranger’s key by address', bySelf({ jku: 'https://evil.example/jwks', kid: 'x' })],
    ['a stranger’s certificate', bySelf({ x5c: ['MIIB'], x5u: 'https://evil.example/x' })],
    ['kid as a path', bySelf({ kid: '../../../../dev/null' })],
    ['kid as SQL', bySelf({ kid: `' or '1'='1` })],
    ['kid as a member of all objects', bySelf({ kid: '__proto__' })],
    ['no kid', bySelf({ kid: undefined })],
    ['an unknown critical member', bySelf({ crit: ['x'], x: 1 })],
    ['no signature', `${head}.${payload}.`],
    ['two parts', `${head}.${payload}`],
    ['four parts', `${token}.${signature}`],
    ['a padded signature', `${token}==`],
    ['a line break within', `${head}.\n${payload}.${signature}`],
    ['a bit less of the signature', `${head}.${payload}.${signature.slice(0, -2)}`],
    ['another subject', changed({ sub: '1' })],
    ['another issuer', changed({ iss: 'https://op.example/oidc/zenith' })],
    ['a later end', changed({ exp: 9_999_999_999 })],
    ['r = s = 0', withSignature({ alg: 'ES256', kid: ec?.kid ?? 'x' }, zeros)],
    ['another algorithm of the same key', withSignature({ alg: 'PS256' }, signature)],
  ]
}

for (const kind of databaseKinds) {
  describe(`forged tokens, on ${kind}`, () => {
    let provider: Provider
    let party: ReturnType<typeof createRelyingParty>
    let tokens: Tokens
    let keys: readonly Jwk[]
    before(async () => {
      provider = await startProvider(kind)
      party = createRelyingParty(provider)
      tokens = await party.flow({ scope: 'openid profile' })
      const published = await json(await fetch(`${provider.server.origin}/oidc/acme/jwks`))
      keys = published['keys'] as readonly Jwk[]
    })
    after(() => provider.stop())

    const api = '/api/account/acme/configuration/le-users/users'

    async function refusedAsAccessToken(token: string, name: string): Promise<void> {
      const { server, client } = provider
      // Some of them no header can carry.
      if (/^[\x21-\x7e]*$/.test(token)) {
        for (const url of ['/oidc/acme/userinfo', api]) {
          const answer = await call(server, 'GET', url, { bearer: token })
          assert.equal(answer.status, 401, `${name} at ${url}: ${answer.text}`)
        }
      }
      const by = { accountId: provider.accountId, id: client.clientId, secret: client.clientSecret }
      const inForm = await postForm(server, '/oidc/acme/userinfo', { access_token: token })
      assert.equal(inForm.status, 401, name)
      const told = await atIssuer(server, by, 'introspect', { token })
      assert.deepEqual(told.body, { active: false }, name)
      assert.equal((await atIssuer(server, by, 'revoke', { token })).status, 200, name)
    }

    async function refusedAsHint(token: string, name: string): Promise<void> {
      const asked = await party.authorize({ prompt: 'none', id_token_hint: token })
      assert.equal(asked.parameters['error'], 'invalid_request', name)
      const out = await party.logout({ id_token_hint: token })
      assert.deepEqual([out.at, out.answer.status], ['page', 400], name)
    }

    test('forged access tokens are unknown everywhere, and revoke nothing', async () => {
      for (const [name, token] of forgeriesOf(tokens.access_token, keys)) {
        await refusedAsAccessToken(token, name)
      }
      await party.userinfo(tokens.access_token)
    })

    test('forged hints name nobody, log nobody out, and lead nowhere', async () => {
      for (const [name, token] of forgeriesOf(tokens.id_token, keys))
        await refusedAsHint(token, name)
      party.codeOf(await party.authorize({ prompt: 'none', id_token_hint: tokens.id_token }))
    })

    test('a token of one purpose is none of another', async () => {
      await refusedAsAccessToken(tokens.id_token, 'id_token')
      await refusedAsHint(tokens.access_token, 'access token')
      await refusedAsHint(tokens.refresh_token, 'refresh token')
      const headers = { authorization: `Bearer ${tokens.refresh_token}` }
      const { origin } = provider.server
      assert.equal((await fetch(`${origin}/oidc/acme/userinfo`, { headers })).status, 401)
      for (const token of [tokens.access_token, tokens.id_token]) {
        const answer = await party.post({ grant_type: 'refresh_token', refresh_token: token })
        assert.equal(answer.status, 400)
        const code = await party.redeem(token)
        assert.equal(code.status, 400)
      }
      await party.userinfo(tokens.access_token)
    })

    test('real tokens of a neighbour account are nothing here, even for a user of the same name', async () => {
      const { server } = provider
      const zenith = await seedSignIn(server, 'zenith')
      const abroad = await installClient(server, zenith.id)
      const code = await seedCode(server, abroad, zenith.users.agent.user.id)
      const { body } = await atIssuer(server, abroad, 'token', codeFields(code))
      const { access_token = '', id_token = '' } = body
      const there = await call(server, 'GET', '/oidc/zenith/userinfo', { bearer: access_token })
      assert.equal(there.status, 200)
      assert.ok((await call(server, 'GET', api, { bearer: access_token })).status >= 401)
      assert.equal(
        (await call(server, 'GET', '/oidc/acme/userinfo', { bearer: access_token })).status,
        404,
      )
      await refusedAsHint(id_token, 'an id_token of another issuer')
    })

    test('an id_token of another application says nothing for this one', async () => {
      const second = createRelyingParty(provider, { client: provider.secondClient })
      const theirs = await second.flow()
      const asked = await party.authorize({ prompt: 'none', id_token_hint: theirs.id_token })
      assert.equal(asked.parameters['error'], 'invalid_request')
    })
  })
}
