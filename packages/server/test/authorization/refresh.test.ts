import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  atIssuer,
  codeFields,
  type Fields,
  installClient,
  payloadOf,
  seedCode,
  type TestClient,
  type TokenCall,
} from './tokens.ts'

const day = 24 * 3_600_000

for (const kind of databaseKinds) {
  describe(`refresh tokens on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedAccount(server, 'acme')
      client = await installClient(server, acme.id)
    })
    after(() => server.stop())
    beforeEach(() => {
      userId = acme.users.agent.user.id
    })

    async function grant(given: Parameters<typeof seedCode>[3] = {}, by = client) {
      const code = await seedCode(server, by, userId, given)
      const { body } = await atIssuer(server, by, 'token', codeFields(code))
      return { refresh: body['refresh_token'] ?? '', access: body['access_token'] ?? '', body }
    }
    const refresh = (refresh_token: string | undefined, change: Fields = {}, by = client) =>
      atIssuer(server, by, 'token', { grant_type: 'refresh_token', refresh_token, ...change })
    const isAlive = async (bearer: string | undefined) => {
      const path = `/api/account/acme/configuration/le-users/users/${userId}`
      return (await call(server, 'GET', path, { bearer: bearer ?? '' })).status === 200
    }

    test('each is good once and the answer holds the next; an id_token of the same login', async () => {
      const first = await grant()
      const before = payloadOf(first.body['id_token'])
      server.clock.advance(120_000)
      const answer = await refresh(first.refresh)
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.notEqual(answer.body['refresh_token'], first.refresh)
      assert.equal(answer.body['scope'], 'openid users:read offline_access')
      const after = payloadOf(answer.body['id_token'])
      for (const claim of ['iss', 'sub', 'aud', 'auth_time', 'sid', 'amr']) {
        assert.deepEqual(after[claim], before[claim], claim)
      }
      assert.equal(Number(after['iat']) - Number(before['iat']), 120)
      assert.equal('nonce' in after, false, 'OpenID Connect Core section 12.2')
      assert.equal(await isAlive(answer.body['access_token']), true)
    })

    test('section 6: the scope may be narrowed for one access token, never widened', async () => {
      const first = await grant()
      const narrowed = await refresh(first.refresh, { scope: 'users:read' })
      assert.equal(narrowed.body['scope'], 'users:read')
      assert.equal('id_token' in narrowed.body, false)
      assertRefused(
        await refresh(narrowed.body['refresh_token'], { scope: 'users:write' }),
        'invalid_scope',
      )
      const whole = await refresh(narrowed.body['refresh_token'])
      assert.equal(whole.body['scope'], 'openid users:read offline_access')
    })

    test('within 30 s, and until the next was used, a retry gets the same answer', async () => {
      const first = await grant()
      const answer = await refresh(first.refresh)
      server.clock.advance(30_000)
      assert.deepEqual((await refresh(first.refresh)).body, answer.body)
      assert.equal((await refresh(answer.body['refresh_token'])).status, 200)
    })

    const reuses: readonly [string, (first: string) => Promise<string | undefined>][] = [
      [
        'after 30 s',
        async (first) => {
          const { body } = await refresh(first)
          server.clock.advance(30_001)
          return body['refresh_token']
        },
      ],
      [
        'once the next was used, within 30 s',
        async (first) => {
          const second = (await refresh(first)).body['refresh_token']
          return (await refresh(second)).body['refresh_token']
        },
      ],
      [
        'when many were used since',
        async (first) => {
          let last: string | undefined = first
          for (let round = 0; round < 5; round += 1)
            last = (await refresh(last)).body['refresh_token']
          return last
        },
      ],
    ]
    for (const [name, use] of reuses) {
      test(`a spent one that is used again ${name} ends the family, audited`, async () => {
        const first = await grant()
        const last = await use(first.refresh)
        assertRefused(await refresh(first.refresh), 'invalid_grant')
        assertRefused(await refresh(last), 'invalid_grant')
        assert.equal(await isAlive(first.access), false)
        const [event] = await audited()
        assert.deepEqual([event?.action, event?.element], ['Delete', 'refreshReuse'])
      })
    }

    test('only the family it belongs to ends', async () => {
      const [one, other] = [await grant(), await grant()]
      const next = await refresh(one.refresh)
      await refresh(next.body['refresh_token'])
      assertRefused(await refresh(one.refresh), 'invalid_grant')
      assert.equal((await refresh(other.refresh)).status, 200)
    })

    test('another client is told nothing, and ends nothing', async () => {
      const other = await installClient(server, acme.id)
      const first = await grant()
      const unknown = await refresh('x'.repeat(128), {}, other)
      const foreign = await refresh(first.refresh, {}, other)
      assert.deepEqual([foreign.status, foreign.text], [unknown.status, unknown.text])
      const spent = first.refresh
      const next = await refresh(first.refresh)
      const again = await refresh(next.body['refresh_token'])
      assertRefused(await refresh(spent, {}, other), 'invalid_grant')
      assert.equal((await refresh(again.body['refresh_token'])).status, 200)
    })

    test('a token that is not quite one of ours is unknown, and ends nothing', async () => {
      const first = await grant()
      const last = first.refresh.endsWith('0') ? '1' : '0'
      for (const token of [
        first.refresh.slice(0, -1) + last,
        first.refresh.slice(0, 32) + '0'.repeat(96),
        first.refresh.slice(0, 127),
        first.refresh.toUpperCase(),
        first.access,
      ]) {
        assertRefused(await refresh(token), 'invalid_grant')
      }
      assert.equal((await refresh(first.refresh)).status, 200)
    })

    test('30 days without use are the end; each use moves it', async () => {
      const one = await grant()
      server.clock.advance(20 * day)
      const next = await refresh(one.refresh)
      assert.equal(next.status, 200, next.text)
      server.clock.advance(20 * day)
      const third = await refresh(next.body['refresh_token'])
      assert.equal(third.status, 200)
      server.clock.advance(30 * day)
      assertRefused(await refresh(third.body['refresh_token']), 'invalid_grant')
    })

    test('without offline_access it ends with its browser session', async () => {
      const browserSessionId = `${kind}-session`
      const [online, offline] = [
        await grant({ scope: 'openid users:read', browserSessionId }),
        await grant({ browserSessionId }),
      ]
      const next = await refresh(online.refresh)
      assert.equal(next.status, 200)
      server.clock.advance(8 * 3_600_000)
      assertRefused(await refresh(next.body['refresh_token']), 'invalid_grant')
      assert.equal((await refresh(offline.refresh)).status, 200)
    })

    test('of 10 refreshes at once all get one answer, and there is one successor', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { refresh: token } = await grant()
        const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(token)))
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
        assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
      }
    })

    test('a user who may not act, and a client without the grant type, get nothing', async () => {
      const first = await grant()
      for (const change of [{ isEnabled: false }, { blocked: true }]) {
        await changeUser(change)
        assertRefused(await refresh(first.refresh), 'invalid_grant')
        await changeUser({ isEnabled: true, blocked: false })
      }
      const stored = await server.storage.read.applications.find(acme.id, client.id)
      assert.ok(stored)
      const change = (grant_types: readonly string[]) => {
        const manifest = { ...stored.application.manifest, grant_types }
        const application = { ...stored.application, manifest }
        return server.storage.write((tx) =>
          tx.applications.update(acme.id, { ...stored, application }),
        )
      }
      await change(['authorization_code'])
      assertRefused(await refresh(first.refresh), 'unauthorized_client')
      await change(stored.application.manifest.grant_types ?? [])
      assert.equal((await refresh(first.refresh)).status, 200)
    })

    describe('who takes a user’s access away ends the grants too', () => {
      const ends: readonly [string, boolean, () => Promise<{ readonly status: number }>][] = [
        ['an administrator disables the user', false, () => putUser({ isEnabled: false })],
        ['an administrator sets a password', false, () => resetPassword()],
        ['the user signs out everywhere', false, () => signOut()],
      ]
      for (const [name, stays, end] of ends) {
        test(name, async () => {
          const one = await grant()
          const code = await seedCode(server, client, userId)
          const { status } = await end()
          assert.ok(status < 300, `${status}`)
          assert.equal(await isAlive(one.access), stays)
          await changeUser({ isEnabled: true })
          assert.equal((await refresh(one.refresh)).status === 200, stays)
          assertRefused(await atIssuer(server, client, 'token', codeFields(code)), 'invalid_grant')
        })
      }

      const users = '/api/account/acme/configuration/le-users/users'
      let bearer: string
      before(async () => {
        const given = { id: 77, loginName: 'admin now', profileIds: [acme.profileIds.admin] }
        bearer = (await seedUser(server, acme.id, given)).bearer
      })
      const admin = () => ({ bearer, headers: { 'if-match': '-1' } })
      async function putUser(change: object) {
        const { body } = await call(server, 'GET', `${users}/${userId}`, admin())
        return call(server, 'PUT', `${users}/${userId}`, {
          ...admin(),
          body: { ...(body as object), ...change },
        })
      }
      function resetPassword() {
        const body = { newPassword: 'a Rather-long pass phrase 8' }
        return call(server, 'PUT', `${users}/${userId}/resetPassword`, { ...admin(), body })
      }
      function signOut() {
        const path = `/api/account/acme/watchword/users/${userId}/sessions`
        return call(server, 'DELETE', path, admin())
      }
    })

    async function changeUser(change: object): Promise<void> {
      await server.storage.write(async (tx) => {
        const user = await tx.users.find(acme.id, userId)
        assert.ok(user)
        await tx.users.update(acme.id, { ...user, ...change })
        await tx.accounts.nextRevision(acme.id)
      })
    }

    async function audited() {
      const filter = {
        ...{ from: undefined, to: undefined, actorLoginNames: undefined },
        ...{ objectTypes: ['ACGrantObject'], includeAutomatic: true, includeLpa: true },
      }
      return server.storage.read.audit.query(acme.id, filter, {
        ...{ limit: 10, offset: 0 },
        order: [{ by: 'at', descending: true }],
      })
    }
  })
}

function assertRefused({ status, body, text }: TokenCall, error: string): void {
  assert.deepEqual([status, body['error']], [400, error], text)
}
