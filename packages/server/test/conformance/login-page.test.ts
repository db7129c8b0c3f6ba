/** The login page is a way in like the login API: who guesses is slowed by the same counters, on both. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { authorizeUrl, seedSignIn, signIn } from '../authorization/support.ts'
import { createPageBrowser, flowOf, type PageAnswer } from '../support/browser.ts'
import { goodPassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`guessing at the login page, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const shown = ({ text }: PageAnswer) =>
      text.replace(/value="[^"]*"/g, '').replaceAll(/\s+/g, ' ')

    test('ten wrong passwords lock the name here and at the API, and the right one is told no difference', async () => {
      const acme = await seedSignIn(server, 'acme')
      const statuses: number[] = []
      const browser = createPageBrowser(server)
      const start = await browser.follow(authorizeUrl(acme))
      let wrong: PageAnswer = start
      for (let attempt = 0; attempt < 10; attempt += 1) {
        wrong = await signIn(browser, 'acme', start, { password: `guess ${attempt}` })
        statuses.push(wrong.status)
      }
      assert.deepEqual(new Set(statuses), new Set([403]))
      const right = await signIn(browser, 'acme', start)
      assert.equal(right.status, 403)
      assert.equal(shown(right), shown(wrong))
      assert.equal(browser.cookies.has('ww-acme'), false)
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      // Another name of the account is not locked with it.
      assert.notEqual((await signIn(browser, 'acme', start, { username: 'admin' })).status, 403)
    })

    test('the page for a new password is no way round that', async () => {
      const account = await seedSignIn(server, `change${kind}`)
      const browser = createPageBrowser(server)
      const start = await browser.follow(authorizeUrl(account))
      const form = {
        flow: flowOf(start),
        username: 'agent',
        'new-password': 'another Pass phrase 9',
      }
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const password = `guess ${attempt}`
        const sent = { ...form, password, 'repeat-password': form['new-password'] }
        const answer = await browser.post(`/oidc/${account.id}/change-password`, sent)
        assert.equal(answer.status, 403)
      }
      assert.equal((await signIn(browser, account.id, start)).status, 403)
      const right = { ...form, password: goodPassword, 'repeat-password': form['new-password'] }
      const locked = await browser.post(`/oidc/${account.id}/change-password`, right)
      assert.equal(locked.status, 403)
    })

    test('failures at the API count at the page', async () => {
      const zenith = await seedSignIn(server, 'zenith')
      for (let attempt = 0; attempt < 10; attempt += 1) {
        await login(server, 'zenith', 'agent', `guess ${attempt}`)
      }
      const browser = createPageBrowser(server)
      const start = await browser.follow(authorizeUrl(zenith))
      assert.equal((await signIn(browser, 'zenith', start)).status, 403)
      server.clock.advance(29 * 60_000)
      const later = await browser.follow(authorizeUrl(zenith))
      assert.equal((await signIn(browser, 'zenith', later)).status, 403)
      server.clock.advance(60_000)
      assert.notEqual((await signIn(browser, 'zenith', later)).status, 403)
    })
  })
}
