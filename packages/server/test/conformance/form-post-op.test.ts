import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createPageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { basicPlan } from './basic-plan.ts'
import { createRelyingParty, type Provider, startProvider } from './relying-party.ts'

for (const kind of databaseKinds) {
  describe(`Form Post OP on ${kind}`, () => {
    let provider: Provider
    before(async () => {
      provider = await startProvider(kind)
    })
    after(() => provider.stop())

    for (const [name, run] of Object.entries(basicPlan)) {
      test(name, () => run(provider, 'form_post'))
    }

    test('OAuth 2.0 Form Post Response Mode: what is between quotes stays text', async () => {
      const state = `"><script>alert('1')</script>&amp;\\`
      const party = createRelyingParty(provider, { mode: 'form_post' })
      const arrival = await party.authorize({ state })
      party.codeOf(arrival, state)
      assert.equal(arrival.answer.text.match(/<script/g)?.length, 1)
    })

    test('a browser without a session is never shown a page for prompt=none by form_post', async () => {
      const party = createRelyingParty(provider, { mode: 'form_post' })
      const query = party.parameters({ prompt: 'none' })
      const answer = await createPageBrowser(provider.server).get(`/oidc/acme/authorize?${query}`)
      assert.equal(answer.status, 200)
      assert.match(answer.text, /name="error" value="login_required"/)
    })
  })
}
