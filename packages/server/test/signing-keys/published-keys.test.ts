import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { decryptJwe } from '@watchword/protocol/jose/decrypt-jwe.ts'
import { CompactEncrypt, createRemoteJWKSet, jwtVerify } from 'jose'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { bySchedule } from '#domain/signing-keys/change-keys.ts'
import { rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { headerOf, hour, type KeyProcess, ownerOf, startProcess, zone } from './support.ts'

const appJwt = { purpose: 'appjwt', algorithm: 'RS256', typ: 'JWT' } as const
const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'] as const

/** Every document of keys, by what the names of its keys begin with. */
const documents = {
  '/sentinel/well-known/jwks': ['appjwt', 'idtoken'],
  '/oidc/acme/jwks': ['issuer'],
  '/api/account/acme/.well-known/jwks.json': ['consumer'],
  '/api/account/acme/consumer/.well-known/jwks.json': ['consumerjws'],
  '/api/account/acme/.well-known/encryption-key.json': ['encryption'],
} as const
const keyDocuments = Object.keys(documents)

type KeySet = { readonly keys: readonly Readonly<Record<string, string>>[] }

for (const kind of databaseKinds) {
  describe(`published keys on ${kind}`, () => {
    let server: TestServer
    let keys: KeyProcess
    let acme: SeededAccount
    before(async () => {
      server = await startTestServer(kind)
      keys = startProcess(server.storage, server.clock)
      acme = await seedAccount(server, 'acme')
    })
    after(() => server.stop())
    // Strangers' libraries look at the real time.
    const exp = Math.floor(Date.now() / 1000) + 3600
    const jwks = async (path: string) => (await call(server, 'GET', path)).body as KeySet

    test('a stranger’s library verifies every algorithm with the account’s JWKS', async () => {
      const signed = await Promise.all(
        algorithms.map(async (algorithm) => {
          const use = { purpose: 'issuer', algorithm, typ: 'at+jwt' } as const
          const token = await keys.sign(ownerOf(acme.id), use, { sub: 'x', exp })
          return { algorithm, token }
        }),
      )
      const remote = createRemoteJWKSet(new URL(`${server.origin}/oidc/acme/jwks`))
      for (const { algorithm, token } of signed) {
        const { payload } = await jwtVerify(token, remote, {
          typ: 'at+jwt',
          algorithms: [algorithm],
        })
        assert.equal(payload.sub, 'x')
      }
    })

    test('contract 2 section 3.3: keys[0] verifies a fresh AppJWT without a look at its kid', async () => {
      const token = await keys.sign(zone, appJwt, { sub: 'x', exp })
      const { keys: published } = await jwks('/sentinel/well-known/jwks')
      const [header, payload, signature = ''] = token.split('.')
      const key = createPublicKey({ key: published[0] as never, format: 'jwk' })
      const input = Buffer.from(`${header}.${payload}`)
      assert.ok(verify('sha256', input, key, Buffer.from(signature, 'base64url')))
      assert.match(headerOf(token).kid, /^appjwt-\d\d-\d\d-\d\d-[0-9a-f]{12}$/)
      assert.ok(published.every(({ kty, alg, use }) => `${kty} ${alg} ${use}` === 'RSA RS256 sig'))
      assert.deepEqual(
        published.map(({ kid }) => kid?.split('-')[0]),
        ['appjwt', 'idtoken'],
      )
    })

    test('the first who reads an account’s keys finds those that tokens are signed with by default', async () => {
      await seedAccount(server, 'fresh')
      const { keys: published } = await jwks('/oidc/fresh/jwks')
      assert.deepEqual(published.map(({ alg }) => alg).sort(), ['ES256', 'RS256'])
      assert.deepEqual(await jwks('/oidc/fresh/jwks'), { keys: published }, 'and no others later')
    })

    test('each document has the keys of its purposes, and the sentinel JWKS none of consumers', async () => {
      const purposes = ['appjwt', 'idtoken', 'consumer', 'anonymous', 'consumerjws'] as const
      for (const purpose of purposes) await keys.sign(zone, { ...appJwt, purpose }, { exp })
      const { ports } = keys
      for (const path of keyDocuments) await call(server, 'GET', path)
      for (const purpose of ['consumer', 'anonymous', 'consumerjws', 'encryption'] as const) {
        await rotateKeys(ports, zone, { purpose }, bySchedule)
      }
      for (const [path, expected] of Object.entries(documents)) {
        const { keys: published } = await jwks(path)
        const named = published.map(({ kid }) => kid?.split('-')[0] ?? '')
        assert.deepEqual([...new Set(named)], [...expected], path)
      }
    })

    test('keys of consumers verify their tokens, the one that signs first', async () => {
      for (const [purpose, path] of [
        ['consumer', '/api/account/acme/.well-known/jwks.json'],
        ['consumerjws', '/api/account/acme/consumer/.well-known/jwks.json'],
      ] as const) {
        const token = await keys.sign(zone, { ...appJwt, purpose }, { sub: 'x' }, (exp + 9) * 1000)
        const remote = createRemoteJWKSet(new URL(`${server.origin}${path}`))
        const { payload } = await jwtVerify(token, remote, { typ: 'JWT', algorithms: ['RS256'] })
        assert.equal(payload.sub, 'x')
        assert.equal((await jwks(path)).keys[0]?.['kid'], headerOf(token).kid)
      }
    })

    test('contract 3 section 5.1: what is pasted opens a JWE', async () => {
      const path = '/api/account/acme/.well-known/encryption-key.json'
      const { publicKey, keys: published } = (await call(server, 'GET', path)).body as KeySet & {
        readonly publicKey: string
      }
      const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----`
      const { kid } = published[0] ?? {}
      const jwe = await new CompactEncrypt(Buffer.from('inside'))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', ...(kid && { kid }) })
        .encrypt(createPublicKey(pem))
      const opened = await decryptJwe(jwe, await keys.decryptionKeys())
      assert.ok(opened.ok)
      assert.equal(opened.plaintext.toString(), 'inside')
      assert.ok(published.every(({ use, alg }) => use === 'enc' && alg === 'RSA-OAEP-256'))
    })

    test('no document has a private member', async () => {
      for (const path of keyDocuments) {
        for (const key of (await jwks(path)).keys) {
          const allowed = ['kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y']
          assert.deepEqual(
            Object.keys(key).filter((name) => !allowed.includes(name)),
            [],
          )
        }
      }
    })

    test('documents are public: any origin, five minutes, an entity tag, HEAD and preflight', async () => {
      for (const path of [...keyDocuments, '/oidc/acme/.well-known/openid-configuration']) {
        const first = await call(server, 'GET', path)
        assert.equal(first.status, 200, path)
        assert.equal(first.headers.get('cache-control'), 'public, max-age=300')
        assert.equal(first.headers.get('access-control-allow-origin'), '*')
        assert.equal(first.headers.get('access-control-allow-credentials'), null)
        assert.match(first.headers.get('content-type') ?? '', /^application\/json/)
        const etag = first.headers.get('etag') ?? ''
        const again = await call(server, 'GET', path, { headers: { 'if-none-match': etag } })
        assert.equal(again.status, 304)
        assert.equal(again.text, '')
        const head = await call(server, 'HEAD', path)
        assert.equal(head.status, 200)
        assert.equal(head.headers.get('etag'), etag)
        assert.equal((await call(server, 'OPTIONS', path)).status, 204)
      }
    })

    test('RFC 8414 section 3: the metadata is the same at each of its places, whatever the Host says', async () => {
      const paths = [
        '/oidc/acme/.well-known/openid-configuration',
        '/.well-known/oauth-authorization-server/oidc/acme',
        '/oidc/acme/.well-known/oauth-authorization-server',
        '/.well-known/openid-configuration/oidc/acme',
      ]
      const issuer = 'http://localhost:8080/oidc/acme'
      for (const url of paths) {
        for (const host of [undefined, 'attacker.example', 'localhost:9']) {
          const headers = host === undefined ? {} : { host, 'x-forwarded-host': host }
          const answer = await server.app.inject({ method: 'GET', url, headers })
          const metadata = answer.json() as Readonly<Record<string, unknown>>
          assert.equal(metadata['issuer'], issuer)
          for (const [name, value] of Object.entries(metadata)) {
            if (!/_endpoint$|_uri$/.test(name)) continue
            assert.ok(String(value).startsWith(`${issuer}/`), `${name} ${value}`)
          }
        }
      }
    })

    test('OpenID Connect Discovery section 3: the metadata is complete, and offers nothing weak', async () => {
      const { body } = await call(server, 'GET', '/oidc/acme/.well-known/openid-configuration')
      const metadata = body as Readonly<Record<string, unknown>>
      assert.deepEqual(metadata['response_types_supported'], ['code'])
      assert.deepEqual(metadata['response_modes_supported'], ['query', 'fragment', 'form_post'])
      assert.deepEqual(metadata['subject_types_supported'], ['public'])
      assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256'])
      assert.deepEqual(metadata['id_token_signing_alg_values_supported'], algorithms)
      assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
      assert.equal(metadata['claims_parameter_supported'], true)
      assert.equal(metadata['request_parameter_supported'], false)
      assert.equal(metadata['request_uri_parameter_supported'], false)
      for (const endpoint of ['token', 'introspection', 'revocation']) {
        const methods = metadata[`${endpoint}_endpoint_auth_methods_supported`] as readonly string[]
        assert.ok(methods.includes('private_key_jwt') && methods.includes('client_secret_basic'))
        assert.equal(methods.includes('none'), endpoint !== 'introspection')
        assert.deepEqual(
          metadata[`${endpoint}_endpoint_auth_signing_alg_values_supported`],
          algorithms,
        )
      }
      assert.deepEqual(metadata['acr_values_supported'], ['urn:watchword:acr:password'])
      assert.ok((metadata['ui_locales_supported'] as readonly string[]).includes('en'))
      const scopes = metadata['scopes_supported'] as readonly string[]
      for (const scope of ['openid', 'offline_access', 'users:read'])
        assert.ok(scopes.includes(scope))
      const claims = metadata['claims_supported'] as readonly string[]
      for (const claim of ['sub', 'email_verified', 'address']) assert.ok(claims.includes(claim))
      for (const algorithm of ['"none"]', 'HS256']) {
        assert.ok(
          !JSON.stringify(metadata['id_token_signing_alg_values_supported']).includes(algorithm),
        )
      }
    })

    test('an account that does not exist, or is suspended, has no issuer', async () => {
      const { id } = await seedAccount(server, 'asleep')
      await call(server, 'GET', '/oidc/asleep/jwks')
      await server.storage.write((tx) => tx.accounts.update(id, { status: 'suspended' }))
      for (const account of ['nobody', 'asleep', 'a-b', '%00', 'x'.repeat(21)]) {
        for (const path of ['jwks', '.well-known/openid-configuration']) {
          const answer = await call(server, 'GET', `/oidc/${account}/${path}`)
          assert.equal(answer.status, 404, `${account} ${path}`)
        }
        for (const path of keyDocuments.filter((one) => one.startsWith('/api/'))) {
          const answer = await call(server, 'GET', path.replace('acme', account))
          assert.equal(answer.status, 404, `${account} ${path}`)
        }
        const inserted = `/.well-known/oauth-authorization-server/oidc/${account}`
        assert.equal((await call(server, 'GET', inserted)).status, 404)
      }
      assert.deepEqual(
        await server.storage.read.signingKeys.list({
          kind: 'account',
          accountId: 'nobody' as never,
        }),
        [],
      )
    })

    test('administrators see the schedule and rotate; others may not', async () => {
      const base = '/api/account/acme/watchword/keys'
      const { bearer } = acme.users.admin
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        const other = acme.users[role].bearer
        assert.equal((await call(server, 'GET', base, { bearer: other })).status, 403)
        const rotated = await call(server, 'POST', `${base}/rotate`, { bearer: other, body: {} })
        assert.equal(rotated.status, 403)
      }
      const list = async () =>
        (await call(server, 'GET', base, { bearer })).body as {
          readonly keys: readonly Readonly<Record<string, string>>[]
        }
      const before = (await list()).keys
      const es256 = before.find(({ algorithm }) => algorithm === 'ES256')
      assert.equal(es256?.['state'], 'signing')
      assert.ok(Number(new Date(es256?.['rotatesAt'] ?? '')) > server.clock.now())
      assert.ok(!JSON.stringify(before).includes('sealed'))

      const rotate = (body: unknown) => call(server, 'POST', `${base}/rotate`, { bearer, body })
      assert.equal((await rotate({ algorithm: 'ES256' })).status, 200)
      assert.equal((await rotate({ algorithm: 'ES256' })).status, 409)
      assert.equal((await rotate({ algorithm: 'HS256' })).status, 400)
      assert.equal((await rotate({ purpose: 'appjwt' })).status, 400)
      const ofEs256 = (await list()).keys.filter(({ algorithm }) => algorithm === 'ES256')
      assert.deepEqual(
        ofEs256.map(({ state }) => state),
        ['signing', 'next'],
      )

      const retire = (kid = '') => call(server, 'POST', `${base}/${kid}/retire`, { bearer })
      const refused = await retire(es256?.['kid'])
      assert.equal(refused.status, 409)
      assert.match(refused.text, /signs now/)
      assert.equal((await retire(ofEs256[1]?.['kid'])).status, 409)
      assert.equal((await retire('none')).status, 404)
      server.clock.advance(8 * hour)
      const fresh = await seedAccount(server, `other${kind}`)
      const foreign = await call(server, 'GET', base, { bearer: fresh.users.admin.bearer })
      assert.equal(foreign.status, 404)
    })

    test('operators see and rotate the keys of the compatible tokens', async () => {
      const { value: bearer } = await createOperatorToken(server, { label: 'test' })
      const path = '/operator/v1/signing-keys'
      const admin = acme.users.admin.bearer
      assert.equal((await call(server, 'GET', path, { bearer: admin })).status, 401)
      const before = headerOf(await keys.sign(zone, appJwt, { exp })).kid
      const rotate = (body: unknown) => call(server, 'POST', `${path}/rotate`, { bearer, body })
      assert.equal((await rotate({ purpose: 'issuer' })).status, 400)
      assert.equal((await rotate({})).status, 400)
      for (const purpose of ['consumer', 'anonymous', 'consumerjws', 'encryption']) {
        const rotated = await rotate({ purpose, now: true })
        assert.equal(rotated.status, 200, rotated.text)
        const { keys: all } = rotated.body as KeySet
        const states = all.filter((key) => key['purpose'] === purpose).map(({ state }) => state)
        assert.equal(states.at(-1), 'signing')
        assert.ok(states.includes('kept'))
      }
      assert.equal((await rotate({ purpose: 'appjwt' })).status, 200)
      const first = async () => (await jwks('/sentinel/well-known/jwks')).keys[0]?.['kid']
      assert.equal(await first(), before, 'until it signs, the next one is not the first')
      assert.equal((await rotate({ purpose: 'appjwt', now: true })).status, 200)
      const token = await keys.sign(zone, appJwt, { exp })
      assert.notEqual(headerOf(token).kid, before)
      assert.equal(await first(), headerOf(token).kid)
      const listed = await call(server, 'GET', path, { bearer })
      assert.equal(listed.status, 200)
    })
  })
}
