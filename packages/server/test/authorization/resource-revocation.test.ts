import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClients } from '#domain/applications/create-clients.ts'
import { type BearerCaller, type Callers, createCallers } from '#domain/authorization/callers.ts'
import { createTokenJudge } from '#domain/authorization/judge-token.ts'
import { createSessionCallers } from '#domain/login/callers.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomInteger } from '#lib/random.ts'
import type { Storage } from '#storage/port.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import {
  publicOrigin,
  seedAppJwt,
  seedClient,
  seedGrant,
  seedToken,
  signingKeysOf,
  withPublicOrigin,
} from '../support/tokens.ts'
import { until } from '../support/until.ts'

/** Every form of an access token, by what it is called. */
type Tokens = Readonly<
  Record<'user JWT' | 'user opaque' | 'user sentinel' | 'app JWT' | 'app opaque' | 'AppJWT', string>
>
const ofUsers = ['user JWT', 'user opaque', 'user sentinel'] as const
const ofApps = ['app JWT', 'app opaque', 'AppJWT'] as const
const all = [...ofUsers, ...ofApps]

type Scene = Awaited<ReturnType<typeof setTheScene>>

/** What ends tokens, and which of them. */
const ends: readonly {
  readonly what: string
  readonly ended: readonly (keyof Tokens)[]
  readonly end: (scene: Scene) => Promise<unknown>
}[] = [
  {
    what: 'a grant that was revoked',
    ended: ofUsers,
    end: ({ server, grants, account }) =>
      server.storage.write(async (tx) => {
        for (const { id } of grants) await tx.grants.revoke(account.id, id)
      }),
  },
  {
    what: 'an opaque token that was revoked by itself',
    ended: ['user opaque'],
    end: ({ server, account, tokens }) =>
      server.storage.write((tx) =>
        tx.accessTokens.remove(account.id, sha256Hex(tokens['user opaque'])),
      ),
  },
  {
    what: 'a user who was disabled',
    ended: ofUsers,
    end: (s) => changeUser(s, { isEnabled: false }),
  },
  { what: 'a user who was blocked', ended: ofUsers, end: (s) => changeUser(s, { blocked: true }) },
  { what: 'a user who was deleted', ended: ofUsers, end: (s) => changeUser(s, { deleted: true }) },
  {
    what: 'an application that was disabled',
    ended: all,
    end: (scene) => changeApplication(scene, { enabled: false }),
  },
  {
    what: 'an application that was uninstalled',
    ended: all,
    end: (scene) => changeApplication(scene, { deleted: true }),
  },
  {
    what: 'an account that was suspended',
    ended: all,
    end: ({ server, account }) =>
      server.storage.write((tx) => tx.accounts.update(account.id, { status: 'suspended' })),
  },
  {
    what: 'an account that was erased',
    ended: all,
    end: ({ server, account }) =>
      server.storage.write((tx) => tx.accounts.erase(account.id, server.clock.now())),
  },
]

for (const kind of databaseKinds) {
  describe(`the end of access tokens, on ${kind}`, () => {
    let server: TestServer
    let elsewhere: Storage
    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      elsewhere = await server.openAnother()
    })
    after(() => server.stop())

    for (const { what, ended, end } of ends) {
      test(`${what}: refused at once, and by another process in under a second`, async () => {
        const scene = await setTheScene(server, elsewhere)
        const { here, there, tokens } = scene
        for (const name of all) {
          assert.ok(await here.byBearer(tokens[name]), name)
          assert.ok(await there.byBearer(tokens[name]), name)
        }
        await end(scene)
        for (const name of ended) {
          assert.equal(await here.byBearer(tokens[name]), undefined, `${name}, at once`)
        }
        const alive = async () => {
          const found = await Promise.all(ended.map((name) => there.byBearer(tokens[name])))
          return ended.filter((_, index) => found[index] !== undefined)
        }
        await until(async () => (await alive()).length === 0, 1000)
        for (const name of all.filter((each) => !ended.includes(each))) {
          assert.ok(await there.byBearer(tokens[name]), `${name} lives on`)
        }
      })
    }

    test('the second time, a token is known from memory', async () => {
      const { here, tokens } = await setTheScene(server, elsewhere)
      for (const name of all) {
        // What the scene itself changed may still be announced: then it is looked up once more.
        for (let tries = 0; here.byBearer(tokens[name]) instanceof Promise; tries += 1) {
          assert.ok(tries < 100, name)
          await here.byBearer(tokens[name])
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
    })

    test('a token ends when its time is over, also one from memory', async () => {
      const { here, tokens } = await setTheScene(server, elsewhere)
      for (const name of all) assert.ok(await here.byBearer(tokens[name]), name)
      server.clock.advance(10 * 60_000)
      for (const name of ['user JWT', 'user opaque', 'app JWT', 'app opaque'] as const) {
        assert.equal(await here.byBearer(tokens[name]), undefined, name)
      }
      assert.ok(await here.byBearer(tokens['user sentinel']))
      assert.ok(await here.byBearer(tokens.AppJWT))
      server.clock.advance(50 * 60_000)
      assert.equal(await here.byBearer(tokens['user sentinel']), undefined)
      assert.equal(await here.byBearer(tokens.AppJWT), undefined)
    })

    test('a scope that is taken from the application is gone from its tokens', async () => {
      const scene = await setTheScene(server, elsewhere)
      const { here, tokens } = scene
      assert.ok(scopesOf(await here.byBearer(tokens.AppJWT))?.has('users:read'))
      await changeApplication(scene, {}, { scope: 'skills:read' })
      for (const name of ['user JWT', 'user opaque', ...ofApps] as const) {
        const scopes = scopesOf(await here.byBearer(tokens[name]))
        assert.deepEqual([...(scopes ?? [])], [], name)
      }
    })

    test('an end that comes while a token is looked up is not forgotten', async () => {
      const { here, tokens, account, grants } = await setTheScene(server, elsewhere)
      const looks = ofUsers.flatMap((name) =>
        Array.from({ length: 10 }, () => here.byBearer(tokens[name])),
      )
      await server.storage.write(async (tx) => {
        for (const { id } of grants) await tx.grants.revoke(account.id, id)
      })
      await Promise.all(looks)
      for (const name of ofUsers) assert.equal(await here.byBearer(tokens[name]), undefined)
    })

    test('a profile that the user lost, with the application that was for it', async () => {
      const scene = await setTheScene(server, elsewhere)
      const { here, tokens, account } = scene
      await changeApplication(scene, {}, { enabled_for_profiles: [account.profileIds.agent] })
      for (const name of ofUsers) assert.equal(await here.byBearer(tokens[name]), undefined, name)
      assert.ok(await here.byBearer(tokens.AppJWT), 'its own name has no profile')
    })
  })
}

async function setTheScene(server: TestServer, elsewhere: Storage) {
  const account = await seedAccount(server, `t${randomInteger(0, 1e9)}`)
  const { client } = await seedClient(server, account.id, { scope: 'users:read' })
  const { user } = account.users.admin
  const scope = 'users:read'
  const oidc = await seedGrant(server, client, user.id, { scope })
  const sentinel = await seedGrant(server, client, user.id, { face: 'sentinel', scope })
  const opaque = { ...client, accessTokenFormat: 'opaque' } as const
  const tokens: Tokens = {
    'user JWT': await seedToken(server, client, { grant: oidc }),
    'user opaque': await seedToken(server, opaque, { grant: oidc }),
    'user sentinel': await seedToken(server, client, { grant: sentinel }),
    'app JWT': await seedToken(server, client, {}),
    'app opaque': await seedToken(server, opaque, {}),
    AppJWT: await seedAppJwt(server, client),
  }
  // As two processes have them: each with its own caches.
  const here = callersOf(server, server.storage)
  const there = callersOf(server, elsewhere)
  return { server, account, client, tokens, grants: [oidc, sentinel], here, there }
}

function callersOf(server: TestServer, storage: Storage): Callers {
  const { clock } = server
  const onFault = (fault: unknown) => assert.fail(`A fault in the background: ${fault}`)
  return createCallers({
    sessions: createSessionCallers({ storage, clock, onFault }),
    judge: createTokenJudge({
      storage,
      clients: createClients({ storage, clock }),
      signingKeys: signingKeysOf({ ...server, storage }),
      clock,
      publicOrigin,
    }),
    announcements: storage.announcements,
    clock,
  })
}

function scopesOf(caller: BearerCaller | undefined) {
  if (caller?.kind === 'application') return caller.scopes
  const scopes = caller?.granted?.scopes
  return scopes === 'all' ? undefined : scopes
}

function changeUser({ server, account }: Scene, change: Record<string, boolean>) {
  return server.storage.write(async (tx) => {
    await tx.accounts.nextRevision(account.id)
    await tx.users.update(account.id, { ...account.users.admin.user, ...change })
  })
}

function changeApplication(
  { server, account, client }: Scene,
  change: Record<string, boolean>,
  manifest: Record<string, unknown> = {},
) {
  return server.storage.write(async (tx) => {
    const stored = await tx.applications.find(account.id, client.id)
    if (stored === undefined) throw new Error('The application is not there.')
    const { application } = stored
    await tx.applications.update(account.id, {
      ...stored,
      application: {
        ...application,
        ...change,
        manifest: { ...application.manifest, ...manifest },
      },
    })
  })
}
