import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import pino from 'pino'
import { readConfig } from '#config/read-config.ts'
import { buildServer } from '../../src/server.ts'
import {
  anonymousConnector,
  authenticate,
  claimsOf,
  connectorsOf,
  createConnector,
  letNobodyIn,
  tokenOf,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, fixedMasterKeys, type TestServer } from '../support/test-server.ts'
import { startTokenEndpoint } from '../support/token-endpoint.ts'
import { seedAppJwt, seedClient, withPublicOrigin } from '../support/tokens.ts'
import { until } from '../support/until.ts'
import { brandToken, connect, startTarget, type Target, verdictOf } from './attack.ts'

const consumers = '/api/account/acme/watchword/consumers'
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

for (const kind of databaseKinds) {
  describe(`two processes on one database, on ${kind}`, () => {
    let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>
    let target: Target
    let other: Awaited<ReturnType<typeof startAnother>>
    before(async () => {
      endpoint = await startTokenEndpoint()
      const environment = { ...withPublicOrigin, WATCHWORD_OUTBOUND_ALLOW: endpoint.host }
      target = await startTarget(kind, environment)
      other = await startAnother(target.server, environment)
    })
    after(async () => {
      await other.app.close()
      await target.stop()
      await endpoint.stop()
    })
    const at = (origin: { readonly origin: string }, body: object, id: number | string) =>
      authenticate(origin, target.account.id, id, body)
    const both = () => [target.server, other] as const
    const isAlive = async (origin: { readonly origin: string }, bearer: string) =>
      (await call(origin, 'GET', `${consumers}/me`, { bearer })).status === 200
    const revoke = async (fields: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${target.server.origin}${consumers}/revoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${target.account.users.admin.bearer}` },
        body: new URLSearchParams(fields),
      })
      assert.equal(answer.status, 200)
    }
    /** Nothing may wait longer than a second for the other process to hear of it. */
    const soon = (isSo: () => Promise<boolean>) =>
      until(isSo, 1000, 'the other process hears of it')

    test('a revoked token, consumer or identity is refused by the other', async () => {
      const { connector, server, account } = target
      const id_token = brandToken(target, { sub: 'one' })
      const [one, two] = [
        tokenOf(await at(other, { id_token }, connector)),
        tokenOf(await at(other, { id_token }, connector)),
      ]
      assert.deepEqual([await isAlive(other, one), await isAlive(other, two)], [true, true])
      await revoke({ token: one })
      await soon(async () => !(await isAlive(other, one)))
      assert.equal(await isAlive(other, two), true)
      await revoke({ consumer_id: String(claimsOf(two)['sub']) })
      await soon(async () => !(await isAlive(other, two)))
      assert.equal(verdictOf(await at(other, { id_token }, connector)), '401 9007 iat')
      const nobody = await anonymousConnector(server, account)
      const anonymous = await letNobodyIn(server, account, nobody)
      assert.equal(await isAlive(other, anonymous.token), true)
      await revoke({ token: anonymous.external })
      await soon(async () => !(await isAlive(other, anonymous.token)))
      const again = await at(other, { id_token: anonymous.external }, nobody)
      assert.match(verdictOf(again), /^401 1049 /)
    })

    test('a logout by the brand is heard, and its token works once in both', async () => {
      const { connector, account } = target
      const id_token = brandToken(target, { sub: 'two' })
      const token = tokenOf(await at(other, { id_token }, connector))
      assert.equal(await isAlive(other, token), true)
      const claims = {
        aud: 'acc:acme',
        events: { [logoutEvent]: {} },
        jti: randomUUID(),
        sub: 'two',
      }
      const logout_token = brandToken(target, claims, { typ: 'logout+jwt' })
      const path = `/api/account/${account.id}/app/${connector}/backchannel-logout`
      const answers = await Promise.all(
        both().flatMap(({ origin }) =>
          Array.from({ length: 5 }, () =>
            fetch(`${origin}${path}`, {
              method: 'POST',
              body: new URLSearchParams({ logout_token }),
            }),
          ),
        ),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      await soon(async () => !(await isAlive(other, token)))
      assert.equal(verdictOf(await at(other, { id_token }, connector)), '401 9007 iat')
    })

    test('a connector that changes or goes is another, or none, in both', async () => {
      const { server, account } = target
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const id = await connect(server, account, { jwtPublicKey })
      const send = (origin: { readonly origin: string }) =>
        at(origin, { id_token: brandToken(target) }, id)
      for (const origin of both()) assert.equal((await send(origin)).status, 200)
      const url = `${connectorsOf(account.id)}/${id}`
      const { bearer } = account.users.admin
      const body = (await call(server, 'GET', url, { bearer })).body as { configuration: object }
      const changed = { ...body.configuration, clientId: 'other', audience: ['other'] }
      const put = await call(server, 'PUT', url, {
        bearer,
        body: { ...body, configuration: changed },
      })
      assert.equal(put.status, 200, put.text)
      await soon(async () => verdictOf(await send(other)) === '401 9007 aud')
      assert.equal((await call(server, 'DELETE', url, { bearer })).status, 200)
      await soon(async () => verdictOf(await send(other)) === '404 1024 ac_connector_not_found')
    })

    test('a challenge, and an anonymous consumer who becomes known, are good once in both', async () => {
      const { connector, server, account } = target
      const made = await call(other, 'POST', `/api/account/acme/app/${connector}/challenge`)
      const { challenge, nonce } = made.body as { challenge: string; nonce: string }
      const right = { id_token: brandToken(target, { nonce }), challenge }
      const spend = (
        send: (origin: { readonly origin: string }, index: number) => ReturnType<typeof at>,
      ) => Promise.all(both().flatMap((origin) => [0, 1, 2, 3].map((index) => send(origin, index))))
      const spent = await spend((origin) => at(origin, right, connector))
      assert.equal(spent.filter(({ status }) => status === 200).length, 1)
      const nobody = await anonymousConnector(server, account)
      const { token } = await letNobodyIn(server, account, nobody)
      const joined = await spend((origin, index) =>
        at(
          origin,
          {
            id_token: brandToken(target, { sub: `${origin.origin} ${index}` }),
            ...{ step_up_from: token, merge: 'merge' },
          },
          connector,
        ),
      )
      assert.equal(joined.filter(({ status }) => status === 200).length, 1)
      assert.equal(await isAlive(other, token), false)
      assert.equal(await isAlive(server, token), false)
    })

    test('delegated tokens are renewed once for both', async () => {
      const { server, account } = target
      const id = await createConnector(server, account, {
        ...{ name: 'delegating', type: 2 },
        configuration: {
          ...{ issuerDisplayName: 'B', issuer: target.issuer, clientId: 'watchword' },
          ...{ clientSecret: 's', tokenEndpoint: endpoint.url, delegationEnabled: true },
          ...{ jwtValidationType: 'PUBLIC_JWT_KEY', sharesIdentity: true },
          jwtPublicKey: target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' }),
        },
      })
      const idToken = brandToken(target, { aud: 'watchword', sub: 'delegating' })
      endpoint.give(200, {
        id_token: idToken,
        access_token: 'a',
        refresh_token: 'r',
        expires_in: 60,
      })
      const token = tokenOf(await at(server, { code: 'c' }, id))
      const { client } = await seedClient(server, account.id, {
        scope: 'delegated.token.read.external',
      })
      const bearer = await seedAppJwt(server, client)
      server.clock.advance(55_000)
      const asked = endpoint.asked.length
      endpoint.give(200, { access_token: 'b', refresh_token: 'r2', expires_in: 600 })
      const url = `/api/account/acme/consumer/${claimsOf(token)['sub']}/brand/tokens`
      const answers = await Promise.all(
        both().flatMap((origin) =>
          Array.from({ length: 4 }, () => call(origin, 'GET', url, { bearer })),
        ),
      )
      for (const answer of answers) {
        assert.equal((answer.body as Record<string, string>)['accessToken'], 'b', answer.text)
      }
      assert.equal(endpoint.asked.length, asked + 1)
    })
  })
}

/** The same server once more, on the same database. */
async function startAnother(
  { openAnother, clock, passwords }: TestServer,
  environment: Readonly<Record<string, string>>,
) {
  const config = readConfig({
    ...{ WATCHWORD_DATA_DIR: '/nowhere', WATCHWORD_RATE_LIMITS: 'off' },
    ...environment,
  })
  const storage = await openAnother()
  const log = pino({ level: 'silent' })
  const parts = { config, storage, masterKeys: fixedMasterKeys(), clock, log, passwords }
  const app = await buildServer(parts)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { app, origin: `http://127.0.0.1:${port}` }
}
