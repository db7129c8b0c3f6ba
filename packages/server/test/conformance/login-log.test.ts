import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { readConfig } from '#config/read-config.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { createLog } from '#lib/log.ts'
import { buildServer } from '../../src/server.ts'
import { authorizeUrl, callback, seedSignIn } from '../authorization/support.ts'
import { pkceVerifier } from '../support/applications.ts'
import { createPageBrowser } from '../support/browser.ts'
import { createCheapPasswords } from '../support/cheap-passwords.ts'
import { createTestClock } from '../support/clock.ts'
import { goodPassword } from '../support/login.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { createTestDatabase } from '../support/storages.ts'
import type { TestServer } from '../support/test-server.ts'
import { walk } from './relying-party.ts'

type Form = Readonly<Record<string, string>>

describe('the log of a login', () => {
  test('at its most talkative it has no secret of a login, a client, a token or a code', async () => {
    const lines: string[] = []
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    })
    const database = await createTestDatabase('sqlite')
    const storage = await database.open()
    const [masterKeys, clock, passwords] = [
      fixedMasterKeys(),
      createTestClock(),
      createCheapPasswords(),
    ]
    const config = readConfig({ WATCHWORD_RATE_LIMITS: 'off', WATCHWORD_DATA_DIR: '/nowhere' })
    const log = createLog('trace', sink)
    const app = await buildServer({ config, storage, masterKeys, clock, log, passwords })
    try {
      await app.listen({ host: '127.0.0.1', port: 0 })
      const { port } = app.server.address() as AddressInfo
      const dataKeys = createDataKeys({ storage, masterKeys })
      const origin = `http://127.0.0.1:${port}`
      const server = { origin, app, storage, clock, passwords, dataKeys } as unknown as TestServer
      const acme = await seedSignIn(server, 'acme')
      const secrets = new Set([goodPassword, acme.clientSecret])
      const browser = createPageBrowser(server)
      const url = authorizeUrl(acme, { nonce: 'a-nonce-nobody-should-see', login_hint: 'agent' })
      const arrival = await walk(browser, await browser.get(url))
      const { code = '' } = arrival.parameters
      secrets.add(code)
      const fields = {
        ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
        ...{ client_id: acme.clientId, client_secret: acme.clientSecret },
      }
      secrets.add(pkceVerifier)
      const ask = async (path: string, sent: Form) =>
        fetch(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(sent) })
      // Wrong ones first: what is refused is told of more.
      await ask('/oidc/acme/token', { ...fields, code_verifier: 'x'.repeat(43) })
      await ask(`/oidc/acme/token?${new URLSearchParams(fields)}`, {})
      await ask(`/oidc/acme/token?code=${code}&code=${code}`, fields)
      const answer = await ask('/oidc/acme/token', { ...fields, code_verifier: pkceVerifier })
      const tokens = (await answer.json()) as Form
      for (const name of ['access_token', 'refresh_token', 'id_token']) {
        const token = tokens[name] ?? ''
        assert.ok(token.length > 20, name)
        secrets.add(token)
        await fetch(`${origin}/oidc/acme/userinfo?access_token=${token}`)
        await fetch(`${origin}/oidc/acme/userinfo`, {
          headers: { authorization: `Bearer ${token}` },
        })
        await fetch(`${origin}/oidc/acme/logout?id_token_hint=${token}`)
        await ask('/oidc/acme/introspect', { ...fields, token })
        await ask(`/sentinel/api/account/acme/token/revoke?token=${token}`, fields)
      }
      const wrong = { flow: 'x', username: 'agent', password: goodPassword }
      await ask('/oidc/acme/login', wrong)
      for (const cookie of browser.cookies.values()) secrets.add(cookie)
      const text = lines.join('')
      assert.ok(lines.length > 15, `${lines.length} lines`)
      for (const secret of secrets) {
        assert.ok(!text.includes(secret), `the log has ${secret}`)
        assert.ok(!text.includes(encodeURIComponent(secret)), `the log has ${secret}`)
      }
    } finally {
      await app.close()
      await database.remove()
    }
  })
})
