import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { seedApplication } from '../../support/applications.ts'
import { assertAccessible, assertFits, assertQuiet, describeConsole, phone } from './support.ts'

describeConsole('the developers’ pages of the console', (console) => {
  const issuer = () => `${console.server.origin}/oidc/${console.account.id}`

  test('the endpoints are the account’s own, and are copied by a button', async () => {
    const page = await console.open({ path: '/developers' })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const section = page.getByRole('region', { name: 'The issuer' })
    await section.getByText(`${issuer()}/jwks`).waitFor()
    await section.getByRole('button', { name: 'Copy: Token' }).click()
    // Copying takes a moment, and what another test copied lies there until then.
    await page.waitForFunction(
      `navigator.clipboard.readText().then((text) => text === '${issuer()}/token')`,
    )
    await page.mouse.move(0, 0)
    await page.getByRole('tooltip').waitFor({ state: 'hidden' })
    const services = page.getByRole('table', { name: 'Services and their hosts' })
    await services.getByText('agentVep').waitFor()
    assert.equal(
      await page.getByRole('link', { name: 'openapi.json' }).getAttribute('href'),
      '/openapi.json',
    )
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('samples have the values of the account, and no secret', async () => {
    const name = '<img src=x onerror="owned = 1">'
    const { clientId, clientSecret } = await seedApplication(console.server, console.account.id, {
      client_name: name,
      redirect_uris: ['https://app.example/cb'],
    })
    const page = await console.open({ path: '/developers/calls', colorScheme: 'dark' })
    await page.getByText(`/api/account/${console.account.id}/login?v=1.3`).waitFor()
    for (const kind of ['API key', 'Consumer', 'Application, for a user']) {
      await page.getByRole('tab', { name: kind, exact: true }).click()
      await page.getByRole('tabpanel').getByText('curl').first().waitFor()
      await assertAccessible(page)
    }
    await page.getByRole('tabpanel').getByText(clientId).first().waitFor()
    const html = await page.content()
    assert.equal(html.includes(clientSecret), false)
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    assertQuiet(page)
  })

  test('the sign-in of this tab is drawn and listed, without anything that lets somebody in', async () => {
    const page = await console.open({ path: '/developers/flows', viewport: phone })
    const own = page.getByRole('region', { name: 'This console' })
    const list = own.getByRole('table', { name: 'Steps of this tab' })
    await list.getByText(`POST /oidc/${console.account.id}/token`).waitFor()
    await list.getByText(`GET /oidc/${console.account.id}/authorize`).waitFor()
    await list.getByText('GET /console/-/callback').waitFor()
    await list.getByText(`GET /api/account/${console.account.id}/watchword/me`).waitFor()
    await own.getByRole('img', { name: 'How this tab signed in and called the API' }).waitFor()
    const text = (await own.innerText()).toLowerCase()
    for (const word of ['code=', 'state=', 'bearer', 'verifier', 'client_id']) {
      assert.equal(text.includes(word), false, word)
    }
    await assertAccessible(page)
    await assertFits(page)
    assertQuiet(page)
  })

  test('a token that was refused is renewed, and that is on the trail too', async () => {
    const page = await console.open()
    const directory = '**/service/baseURI.json**'
    await page.route(directory, (route) => route.fulfill({ status: 401, body: '{}' }), { times: 1 })
    await page.getByRole('link', { name: 'Endpoints' }).click()
    await page.getByRole('table', { name: 'Services and their hosts' }).waitFor()
    await page.getByRole('link', { name: 'Flows' }).click()
    const list = page.getByRole('table', { name: 'Steps of this tab' })
    await list.getByText('Refresh token for new ones').waitFor()
    await list.getByText('401', { exact: true }).waitFor()
    assertQuiet(page, { except: /401/ })
  })

  test('client credentials are run step by step; the secret is forgotten, the token given back', async () => {
    const { clientId, clientSecret } = await seedApplication(console.server, console.account.id, {
      client_name: 'Orders',
      grant_types: ['client_credentials'],
      scope: 'users:read',
      access_token_format: 'opaque',
    })
    const page = await console.open({ path: '/developers/flows' })
    const run = await chooseClientCredentials(page)
    await run.getByRole('button', { name: 'Run it' }).click()
    await run.getByText('This is needed.').first().waitFor()

    const tokens = heard(page, '/token')
    await run.getByLabel('Client id').fill(clientId)
    await run.getByRole('textbox', { name: 'Client secret' }).fill(clientSecret)
    await run.getByRole('button', { name: 'Run it' }).click()
    await run.getByText('The flow has run: 5 steps.').waitFor()
    assert.equal(await run.getByRole('textbox', { name: 'Client secret' }).inputValue(), '')
    await run.getByText('A call with the token').last().click()
    await run.getByText(/"loginName": "admin"/).waitFor()

    const { access_token: token } = JSON.parse((await tokens)[0] ?? '{}')
    assert.ok(typeof token === 'string' && token.length > 20)
    const html = await page.content()
    for (const secret of [token, clientSecret]) assert.equal(html.includes(secret), false)
    const users = `${console.server.origin}/api/account/${console.account.id}/configuration/le-users/users`
    const again = await fetch(users, { headers: { authorization: `Bearer ${token}` } })
    assert.equal(again.status, 401, 'it was given back')
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('a wrong secret: the answer of the issuer is shown, and the flow ends there', async () => {
    const { clientId } = await seedApplication(console.server, console.account.id, {
      client_name: 'Wrong',
      grant_types: ['client_credentials'],
    })
    const page = await console.open({ path: '/developers/flows' })
    const run = await chooseClientCredentials(page)
    await run.getByLabel('Client id').fill(clientId)
    await run.getByRole('textbox', { name: 'Client secret' }).fill('not the secret')
    await run.getByRole('button', { name: 'Run it' }).click()
    await run.getByText('The flow has run: 2 steps.').waitFor()
    await run.getByText(/"error": "invalid_client"/).waitFor()
    await assertAccessible(page)
    assertQuiet(page, { except: /401/ })
  })

  test('an agent has these pages too, and nothing is asked that would be refused', async () => {
    const page = await console.open({ path: '/developers/calls', role: 'agent' })
    await page.getByRole('tab', { name: 'Application, in its own name' }).click()
    await page.getByText("-u 'CLIENT_ID'").waitFor()
    await page.getByRole('link', { name: 'Endpoints' }).click()
    await page.getByText(`${issuer()}/jwks`).waitFor()
    assertQuiet(page)
  })

  test('the palette offers what may be done, and each leads to a page that is there', async () => {
    const page = await console.open({ path: '/developers' })
    const search = page.getByPlaceholder('Search or go to')
    for (const action of [
      'Create a user',
      'Create an API key',
      'Install an application',
      'Add a connector',
      'Create a campaign',
      'Find out why a consumer was refused',
      'Find out why a signature was refused',
      'Run a flow and see its steps',
    ]) {
      const before = (await page.locator('main h1').first().textContent()) ?? ''
      await page.keyboard.press('Control+k')
      await search.fill(action)
      await page.getByRole('button', { name: action }).waitFor()
      await page.keyboard.press('Enter')
      await search.waitFor({ state: 'detached' })
      const heading = page.locator('main h1', { hasNotText: before }).first()
      assert.notEqual(await heading.textContent(), 'There is no such page', action)
    }
    assertQuiet(page)
  })

  test('the palette finds what is in a list that was opened, and asks for nothing', async () => {
    const page = await console.open({ path: '/users' })
    await page.getByRole('link', { name: 'campaigner' }).first().waitFor()
    await page.waitForLoadState('networkidle')
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/api/')) asked += 1
    })
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder('Search or go to')
    await search.fill('campaigner')
    const found = page.getByRole('button', { name: /^campaigner/ })
    await found.waitFor()
    await assertAccessible(page)
    assert.equal(asked, 0)
    await found.click()
    await page.waitForURL(new RegExp(`/users/${console.account.users.campaigner.user.id}$`))
    await page.locator('main h1').first().waitFor()
    assertQuiet(page)
  })

  test('an agent is offered nothing that they may not do', async () => {
    const page = await console.open({ role: 'agent' })
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search or go to').fill('create')
    await page.getByText('Nothing is called so.').waitFor()
    await assertAccessible(page)
    assertQuiet(page)
  })
})

async function chooseClientCredentials(page: Page) {
  const run = page.getByRole('region', { name: 'Run one' })
  await run.getByText('Client credentials', { exact: true }).click()
  return run
}

/** Bodies of answers from an address that ends so, once the page has had the first. */
async function heard(page: Page, ending: string): Promise<readonly string[]> {
  const response = await page.waitForResponse(
    (one) => new URL(one.url()).pathname.endsWith(ending) && one.request().method() === 'POST',
  )
  return [await response.text()]
}
