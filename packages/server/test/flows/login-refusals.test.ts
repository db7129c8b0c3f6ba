import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Storage } from '#storage/port.ts'
import { givePassword, goodPassword, type Login, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

/** A server with one account whose four users have a password. */
async function start(
  kind: Storage['kind'],
): Promise<{ readonly server: TestServer; readonly acme: SeededAccount }> {
  const server = await startTestServer(kind)
  const acme = await seedAccount(server, 'acme')
  for (const { user } of Object.values(acme.users)) await givePassword(server, acme.id, user.id)
  return { server, acme }
}

type World = Awaited<ReturnType<typeof start>>

/** Ways in which a stranger may fail, each with its true reason. */
const failures: Readonly<
  Record<string, { readonly reason: string; prepare(world: World): Promise<Login> }>
> = {
  'the wrong password': {
    reason: 'wrong_password',
    prepare: ({ server }) => login(server, 'acme', 'agent', 'not it'),
  },
  'an empty password': {
    reason: 'wrong_password',
    prepare: ({ server }) => login(server, 'acme', 'agent', ''),
  },
  'a password of more than 1024 bytes': {
    reason: 'wrong_password',
    prepare: ({ server }) => login(server, 'acme', 'agent', 'x'.repeat(5000)),
  },
  'an unknown name': {
    reason: 'unknown_login_name',
    prepare: ({ server }) => login(server, 'acme', 'nobody'),
  },
  'an empty name': {
    reason: 'unknown_login_name',
    prepare: ({ server }) => login(server, 'acme', ''),
  },
  'a disabled user': {
    reason: 'user_disabled',
    prepare: async ({ server, acme }) => {
      await change(server, acme, { isEnabled: false })
      return login(server, 'acme', 'agent')
    },
  },
  'a deleted user': {
    reason: 'unknown_login_name',
    prepare: async ({ server, acme }) => {
      await change(server, acme, { deleted: true })
      return login(server, 'acme', 'agent')
    },
  },
  'an API user, who has no password': {
    reason: 'no_password',
    prepare: async ({ server, acme }) => {
      await change(server, acme, { isApiUser: true })
      await server.storage.write((tx) => tx.credentials.remove(acme.id, acme.users.agent.user.id))
      return login(server, 'acme', 'agent')
    },
  },
  'an API user, whatever password they once had': {
    reason: 'no_password',
    prepare: async ({ server, acme }) => {
      await change(server, acme, { isApiUser: true })
      return login(server, 'acme', 'agent')
    },
  },
  'an address outside the list': {
    reason: 'address_not_allowed',
    prepare: async ({ server, acme }) => {
      await server.storage.write((tx) =>
        tx.accounts.update(acme.id, {
          settings: {
            accessRestrictions: {
              enabled: true,
              ranges: [{ range: '198.51.100.0/24', description: 'office' }],
            },
          },
        }),
      )
      return login(server, 'acme', 'agent')
    },
  },
  'a locked name': {
    reason: 'locked',
    prepare: async ({ server }) => {
      for (let index = 0; index < 10; index += 1) await login(server, 'acme', 'agent', 'wrong')
      server.passwords.asked.length = 0
      return login(server, 'acme', 'agent')
    },
  },
  'somebody who was away for too long': {
    reason: 'inactive_too_long',
    prepare: async ({ server, acme }) => {
      await server.storage.write((tx) =>
        tx.accounts.update(acme.id, { settings: { loginPolicy: { inactiveAfterDays: 30 } } }),
      )
      server.clock.advance(30 * 86_400_000)
      return login(server, 'acme', 'agent')
    },
  },
  'a blocked user with the wrong password': {
    reason: 'wrong_password',
    prepare: async ({ server, acme }) => {
      await change(server, acme, { blocked: true })
      return login(server, 'acme', 'agent', 'not it')
    },
  },
  'an expired password that is also wrong': {
    reason: 'wrong_password',
    prepare: async ({ server, acme }) => {
      const { id } = acme.users.agent.user
      await givePassword(server, acme.id, id, goodPassword, { mustChange: true })
      server.passwords.asked.length = 0
      return login(server, 'acme', 'agent', 'not it')
    },
  },
  'the password of the same user of another account': {
    reason: 'wrong_password',
    prepare: async ({ server }) => {
      const zenith = await seedAccount(server, 'zenith')
      const other = 'another Long pass phrase 8'
      await givePassword(server, zenith.id, zenith.users.agent.user.id, other)
      server.passwords.asked.length = 0
      return login(server, 'acme', 'agent', other)
    },
  },
}

async function change(server: TestServer, acme: SeededAccount, changes: object): Promise<void> {
  const { user } = acme.users.agent
  await server.storage.write((tx) => tx.users.update(acme.id, { ...user, ...changes }))
}

for (const kind of databaseKinds) {
  describe(`contract README "login refused" on ${kind}`, () => {
    for (const [name, { reason, prepare }] of Object.entries(failures)) {
      test(`${name}: the common 401, one comparison, and the true reason in the audit`, async (t) => {
        const world = await start(kind)
        const { server, acme } = world
        t.after(() => server.stop())
        server.passwords.asked.length = 0
        const { status, body, headers } = await prepare(world)
        assert.equal(status, 401)
        assert.deepEqual(
          { ...body, error: { ...Object(body['error']), time: '' } },
          {
            error: {
              time: '',
              message: 'The login name or the password is wrong.',
              internalCode: 10,
              responseStatus: 'UNAUTHORIZED',
            },
          },
        )
        assert.equal(headers.get('set-cookie'), null)
        assert.deepEqual(
          server.passwords.asked.map((asked) => asked.kind),
          ['verify'],
        )
        const audit = await lastAudit(server, acme)
        assert.equal(audit?.action, 'Refused')
        assert.equal(audit?.objectType, 'ACLoginObject')
        assert.equal(audit?.newValue, reason)
        assert.equal(audit?.actor.kind, 'stranger')
        assert.equal(audit?.actor.address, '127.0.0.1')
      })
    }

    test('an unknown account is refused in the same words, after the same comparison', async (t) => {
      const { server } = await start(kind)
      t.after(() => server.stop())
      const known = await login(server, 'acme', 'agent', 'wrong')
      for (const id of ['nobody', 'not-an-id', '%00', 'a'.repeat(99)]) {
        server.passwords.asked.length = 0
        const unknown = await login(server, id, 'agent', 'wrong')
        assert.equal(unknown.status, 401)
        assert.deepEqual(unknown.body, known.body)
        assert.equal(server.passwords.asked.length, 1)
      }
    })

    test('a name that does not exist is in the audit as a hash: it may be somebody’s password', async (t) => {
      const { server, acme } = await start(kind)
      t.after(() => server.stop())
      await login(server, 'acme', 'Summer-Holiday-2026!', 'x')
      const first = await lastAudit(server, acme)
      assert.match(first?.objectName ?? '', /^unknown:[0-9a-f]{16}$/)
      assert.ok(!JSON.stringify(first).includes('Holiday'))
      await login(server, 'acme', 'SUMMER-holiday-2026!', 'x')
      assert.equal((await lastAudit(server, acme))?.objectName, first?.objectName)
      await login(server, 'acme', 'somebody else', 'x')
      assert.notEqual((await lastAudit(server, acme))?.objectName, first?.objectName)
    })
  })
}

async function lastAudit({ storage }: TestServer, { id }: SeededAccount) {
  const events = await storage.read.audit.chain(id, 1, 1000)
  return events.at(-1)
}
