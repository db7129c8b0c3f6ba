/** Who takes a user's access away takes all of it, also what somebody asks for at that very moment. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { endUserAccess } from '#domain/authorization/end-user-access.ts'
import { sha256Hex } from '#lib/digest.ts'
import { authorizeUrl, callback, responseOf, seedSignIn, signIn } from '../authorization/support.ts'
import { atIssuer } from '../authorization/tokens.ts'
import { pkceVerifier, seedApplication } from '../support/applications.ts'
import { createPageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const rounds = 40
const atOnce = 8

for (const kind of databaseKinds) {
  describe(`the end of a user’s access, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    let application: Awaited<ReturnType<typeof seedApplication>>
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
      application = await seedApplication(server, acme.id, {
        client_name: 'own',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [callback],
        first_party: true,
      })
    })
    after(() => server.stop())

    /** A browser whose user is logged in, as after the login page. */
    async function signedIn() {
      const cookie = randomBytes(32).toString('hex')
      const now = server.clock.now()
      await server.storage.write((tx) =>
        tx.browserSessions.insert({
          ...{ accountId: acme.id, id: randomBytes(16).toString('hex') },
          ...{ tokenHash: sha256Hex(cookie), userId: acme.users.agent.user.id },
          ...{ createdAt: now, authTime: now, lastUsedAt: now, expiresAt: now + 3_600_000 },
          ...{ amr: ['pwd'], acr: undefined, address: '127.0.0.1', userAgent: 'test' },
        }),
      )
      const browser = createPageBrowser(server)
      browser.cookies.set('ww-acme', cookie)
      return browser
    }

    test('an address that is taken off the list while the user logs in is not redirected to', async () => {
      const other = 'https://app.example/compromised'
      const client = await seedApplication(server, acme.id, {
        client_name: 'changing',
        redirect_uris: [callback, other],
        first_party: true,
      })
      const at = { id: 'acme', ...client }
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(at, { redirect_uri: other }))
      await server.storage.write(async (tx) => {
        const stored = await tx.applications.find(acme.id, client.clientId)
        assert.ok(stored)
        const { application } = stored
        const manifest = { ...application.manifest, redirect_uris: [callback] }
        await tx.applications.update(acme.id, {
          ...stored,
          application: { ...application, manifest },
        })
      })
      const answer = await signIn(browser, 'acme', page)
      assert.deepEqual([answer.status, answer.location], [400, undefined])
    })

    test(`of ${rounds * atOnce} codes that are asked for while it ends, none is good afterwards`, async () => {
      const at = { id: 'acme', ...application }
      const scope = 'openid offline_access'
      const by = { accountId: acme.id, id: application.clientId, secret: application.clientSecret }
      let issued = 0
      let refused = 0
      for (let round = 0; round < rounds; round += 1) {
        const browser = await signedIn()
        const asked = Array.from({ length: atOnce }, () =>
          browser.get(authorizeUrl(at, { prompt: 'none', scope })),
        )
        const { id } = acme.users.agent.user
        const ended = server.storage.write((tx) => endUserAccess(tx, acme.id, id))
        const [answers] = await Promise.all([Promise.all(asked), ended])
        for (const answer of answers) {
          const { code, error } = responseOf(answer)
          if (code === undefined) {
            assert.equal(error, 'login_required')
            refused += 1
            continue
          }
          issued += 1
          const fields = { grant_type: 'authorization_code', code, redirect_uri: callback }
          const redeemed = await atIssuer(server, by, 'token', {
            ...fields,
            code_verifier: pkceVerifier,
          })
          assert.equal(redeemed.status, 400, `round ${round}: a code outlived it`)
        }
      }
      assert.equal(issued + refused, rounds * atOnce)
    })
  })
}
