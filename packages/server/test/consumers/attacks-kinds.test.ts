import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import {
  anonymousConnector,
  authenticate,
  claimsOf,
  letNobodyIn,
  tokenOf,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount } from '../support/test-server.ts'
import {
  publicOrigin,
  seedAppJwt,
  seedClient,
  seedGrant,
  seedToken,
  signingKeysOf,
  withPublicOrigin,
} from '../support/tokens.ts'
import { brandToken, connect, startTarget, type Target, verdictOf } from './attack.ts'

const consumers = '/api/account/acme/watchword/consumers'
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Kinds of credentials. */
const kinds = [
  ...(['id_token', 'logout_token', 'consumer', 'nobody', 'anonymous', 'consumer_jws'] as const),
  ...(['app_jwt', 'access_token', 'user_id_token', 'sentinel_id_token', 'session'] as const),
  ...(['challenge', 'empty'] as const),
] as const
type Kind = (typeof kinds)[number]

for (const kind of databaseKinds) {
  describe(`a credential of one kind is none of another, on ${kind}`, () => {
    let target: Target
    let nobody: number
    let traps: readonly number[]
    let tokens: Readonly<Record<Kind, string>>
    before(async () => {
      target = await startTarget(kind, withPublicOrigin)
      nobody = await anonymousConnector(target.server, target.account)
      tokens = await makeTokens(target, nobody)
      traps = await makeTraps(target)
    })
    after(() => target.stop())

    /** What becomes of each kind at one place: those that are taken there. */
    const takenAt = async (place: (token: string) => Promise<boolean>) => {
      const taken: Kind[] = []
      for (const one of kinds) if (await place(tokens[one])) taken.push(one)
      return taken
    }
    const post = (path: string, bearer: string, fields: Readonly<Record<string, string>>) =>
      fetch(`${target.server.origin}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}` },
        body: new URLSearchParams(fields),
      })
    const isOk = async (answer: Promise<{ readonly status: number }>) => {
      const { status } = await answer
      assert.ok(status < 500, `status ${status}`)
      return status < 300
    }

    test('authenticate: a brand’s connector takes an id_token, that of nobody an anonymous one', async () => {
      const { server, account, connector } = target
      const at =
        (id: number | string, name = 'id_token') =>
        (token: string) =>
          isOk(authenticate(server, account.id, id, { [name]: token }))
      assert.deepEqual(await takenAt(at(connector)), ['id_token'])
      assert.deepEqual(await takenAt(at(connector, 'authCode')), ['id_token'])
      assert.deepEqual(await takenAt(at(nobody)), ['anonymous'])
    })

    test('a connector that trusts our own published keys and names takes nothing of ours', async () => {
      const { server, account } = target
      for (const trap of traps) {
        const at = (token: string) =>
          isOk(authenticate(server, account.id, trap, { id_token: token }))
        const taken = await takenAt(at)
        assert.deepEqual(
          taken.filter((one) => one !== 'user_id_token'),
          [],
          `connector ${trap}`,
        )
      }
    })

    test('anonymous renewal takes an anonymous token', async () => {
      const url = '/api/account/acme/anonymous/authorize'
      const at = (token: string) =>
        isOk(call(target.server, 'POST', url, { body: { id_token: token } }))
      // An empty one is none: a new identity.
      assert.deepEqual(await takenAt(at), ['anonymous', 'empty'])
    })

    test('who a consumer is, is told to a consumer token', async () => {
      for (const scheme of ['Bearer', 'jwt']) {
        const at = (token: string) =>
          isOk(
            call(target.server, 'GET', `${consumers}/me`, {
              headers: { authorization: `${scheme} ${token}` },
            }),
          )
        assert.deepEqual(await takenAt(at), ['consumer', 'nobody'], scheme)
      }
    })

    test('introspection knows consumer tokens alone; users and applications ask', async () => {
      const { admin } = target.account.users
      const isActive = async (token: string) => {
        const answer = await post(`${consumers}/introspect`, admin.bearer, { token })
        return answer.status === 200 && ((await answer.json()) as { active: boolean }).active
      }
      assert.deepEqual(await takenAt(isActive), ['consumer', 'nobody'])
      const asks = (bearer: string) =>
        isOk(post(`${consumers}/introspect`, bearer, { token: tokens.consumer }))
      assert.deepEqual(await takenAt(asks), ['app_jwt', 'session'])
    })

    test('an AppJWT names consumers and reads delegated tokens; nothing of a consumer does', async () => {
      const names = (authorization: string) =>
        isOk(
          call(target.server, 'POST', '/api/account/acme/consumer?v=1.0', {
            headers: { authorization },
            body: { ext_consumer_id: 'x' },
          }),
        )
      assert.deepEqual(await takenAt(names), ['app_jwt'])
      const id = claimsOf(tokens.consumer)['sub']
      const reads = async (bearer: string) => {
        const url = `/api/account/acme/consumer/${id}/brand/tokens`
        return (await call(target.server, 'GET', url, { bearer })).status === 404
      }
      assert.deepEqual(await takenAt(reads), ['app_jwt'])
    })

    test('users are read by users and applications', async () => {
      const url = '/api/account/acme/configuration/le-users/users'
      const at = (bearer: string) => isOk(call(target.server, 'GET', url, { bearer }))
      assert.deepEqual(await takenAt(at), ['app_jwt', 'access_token', 'session'])
    })

    test('a person is erased and exported by an administrator', async () => {
      const id = claimsOf(tokens.consumer)['sub']
      for (const path of ['export', 'erase'].map((one) => `${consumers}/${one}`)) {
        const at = async (bearer: string) => {
          if (bearer === tokens.session && path.endsWith('erase')) return true
          return isOk(call(target.server, 'POST', path, { bearer, body: { consumerId: id } }))
        }
        assert.deepEqual(await takenAt(at), ['session'], path)
      }
    })

    test('back-channel logout takes a logout token', async () => {
      const { server, connector } = target
      const url = `${server.origin}/api/account/acme/app/${connector}/backchannel-logout`
      const at = (token: string) =>
        isOk(fetch(url, { method: 'POST', body: new URLSearchParams({ logout_token: token }) }))
      assert.deepEqual(await takenAt(at), ['logout_token'])
    })

    test('step_up_from takes a consumer token of nobody, once, in its own account', async () => {
      const { server, account, connector } = target
      const stepUp = (step_up_from: string, sub: string) =>
        authenticate(server, account.id, connector, {
          ...{ id_token: brandToken(target, { sub }), step_up_from, merge: 'merge' },
        })
      for (const one of kinds.filter((each) => each !== 'nobody' && each !== 'empty')) {
        const verdict = verdictOf(await stepUp(tokens[one], `s-${one}`))
        assert.match(verdict, /^4\d\d \d{4} step_up_from$/, `${one}: ${verdict}`)
      }
      const other = await seedAccount(server, 'zenith')
      const their = await anonymousConnector(server, other)
      const { token } = await letNobodyIn(server, other, their)
      assert.equal(verdictOf(await stepUp(token, 'thief')), '401 2004 step_up_from')
      const many = await Promise.all(
        Array.from({ length: 8 }, (_, index) => stepUp(tokens.nobody, `racer-${index}`)),
      )
      const verdicts = many.map(verdictOf)
      assert.equal(verdicts.filter((one) => one === '200').length, 1, verdicts.join())
      assert.equal(verdictOf(await stepUp(tokens.nobody, 'later')), '401 1049 step_up_from')
    })

    test('a brand that speaks in our own name makes a consumer of its own', async () => {
      const { server, account } = target
      const jwtPublicKey = target.keys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
      const { external } = await letNobodyIn(server, account, nobody)
      const { iss, sub } = claimsOf(external)
      for (const issuer of [String(iss), `${publicOrigin}/oidc/acme`]) {
        const id = await connect(server, account, { jwtPublicKey, issuer })
        const answer = await authenticate(server, account.id, id, {
          id_token: brandToken(target, { iss: issuer, sub }),
        })
        const again = await letNobodyIn(server, account, nobody)
        assert.notEqual(claimsOf(tokenOf(answer))['sub'], claimsOf(again.token)['sub'])
        const mine = await authenticate(server, account.id, nobody, { id_token: external })
        assert.notEqual(claimsOf(tokenOf(answer))['sub'], claimsOf(tokenOf(mine))['sub'])
        assert.equal(claimsOf(tokenOf(mine))['acr'], '0')
      }
      const id = await connect(server, account, { jwtPublicKey, issuer: publicOrigin })
      const id_token = brandToken(target, { iss: publicOrigin })
      assert.equal(
        verdictOf(await authenticate(server, account.id, id, { id_token })),
        '401 9007 iss',
      )
    })
  })
}

async function makeTokens(target: Target, nobody: number): Promise<Readonly<Record<Kind, string>>> {
  const { server, account, connector } = target
  const id_token = brandToken(target)
  const consumer = tokenOf(await authenticate(server, account.id, connector, { id_token }))
  const { external, token } = await letNobodyIn(server, account, nobody)
  const { client } = await seedClient(server, account.id, {
    scope: 'msg.consumer introspect users:read users.read delegated.token.read.external openid',
  })
  const app_jwt = await seedAppJwt(server, client)
  const named = await call(server, 'POST', '/api/account/acme/consumer?v=1.0', {
    headers: { authorization: app_jwt },
    body: { ext_consumer_id: 'somebody' },
  })
  const grant = await seedGrant(server, client, account.users.admin.user.id, {
    scope: 'openid users:read',
  })
  const made = await call(server, 'POST', `/api/account/acme/app/${connector}/challenge`)
  const now = target.now()
  const user = { sub: '1', iat: now, exp: now + 600, aud: client.id }
  const keys = signingKeysOf(server)
  const account_ = { kind: 'account', accountId: account.id } as const
  return {
    ...{ id_token, consumer, anonymous: external, nobody: token, app_jwt, empty: '' },
    logout_token: brandToken(
      target,
      { aud: 'acc:acme', events: { [logoutEvent]: {} }, jti: randomUUID(), sub: 'nobody-here' },
      { typ: 'logout+jwt' },
    ),
    consumer_jws: (named.body as { readonly token: string }).token,
    access_token: await seedToken(server, client, { grant }),
    user_id_token: await keys.sign(
      account_,
      { purpose: 'issuer', algorithm: 'RS256', typ: 'JWT' },
      { ...user, iss: `${publicOrigin}/oidc/acme` },
    ),
    sentinel_id_token: await keys.sign(
      { kind: 'zone', zone: 'local' },
      { purpose: 'idtoken', algorithm: 'RS256', typ: 'JWT' },
      { ...user, iss: 'sentinel' },
    ),
    session: account.users.admin.bearer,
    challenge: (made.body as { readonly challenge: string }).challenge,
  }
}

/** Connectors whose keys are those that we publish, under each name that we sign with. */
async function makeTraps({ server, account }: Target): Promise<readonly number[]> {
  const documents = ['/.well-known/jwks.json', '/consumer/.well-known/jwks.json']
  const traps: number[] = []
  for (const path of documents.map((one) => `/api/account/acme${one}`)) {
    const { text } = await call(server, 'GET', path)
    for (const issuer of [publicOrigin, `${publicOrigin}/acme`, 'Sentinel', 'sentinel']) {
      traps.push(
        await connect(server, account, { jwtPublicKey: text, issuer, algorithms: ['RS256'] }),
      )
    }
  }
  return traps
}
