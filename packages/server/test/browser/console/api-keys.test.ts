import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { seedKey, signFor, type TestKey } from '../../api-keys/support.ts'
import { seedBot } from '../../support/bot.ts'
import { givePassword } from '../../support/login.ts'
import { call, seedUser } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
  signIn,
} from './support.ts'

const image = '<img src=x onerror=alert(1)>'

function pathOf({ account }: ConsoleContext, keyId = ''): string {
  return `/app-key-manager/api/account/${account.id}/keys${keyId === '' ? '' : `/${keyId}`}`
}

function usersOf({ account }: ConsoleContext): string {
  return `/api/account/${account.id}/configuration/le-users/users?v=6.0&select=id`
}

/** A signed call, as a server of the brand makes it. */
async function callWith(console: ConsoleContext, key: TestKey): Promise<number> {
  const url = usersOf(console)
  const authorization = signFor(console.server, key, 'GET', url)
  return (await call(console.server, 'GET', url, { headers: { authorization } })).status
}

/** Reads the four values that are shown once, and closes them. */
async function keepValues(page: Page): Promise<TestKey> {
  const dialog = page.getByRole('dialog', { name: /is made$|^The new secrets of/ })
  await dialog.getByText('Access token secret', { exact: true }).waitFor()
  const texts = await dialog.locator('code').allTextContents()
  const [keyId = '', appSecret = '', token = '', tokenSecret = ''] = texts
  await dialog.getByRole('tab', { name: 'Python' }).click()
  await dialog.getByText('OAuth1Session(').waitFor()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'I have kept them' }).click()
  await dialog.waitFor({ state: 'detached' })
  return { keyId, secrets: { appSecret, token, tokenSecret } }
}

/** No secret is in the page, in a storage or in an address. */
async function assertGone(page: Page, { secrets }: TestKey): Promise<void> {
  const everything = await page.evaluate(`JSON.stringify([document.documentElement.outerHTML,
    {...localStorage}, {...sessionStorage}, location.href, history.state])`)
  for (const secret of Object.values(secrets)) {
    assert.ok(secret.length >= 32)
    assert.equal(`${everything}`.includes(secret), false)
  }
}

async function secretReadings({ server, account }: ConsoleContext): Promise<number> {
  const everything = {
    ...{ from: undefined, to: undefined, objectTypes: ['ACApiKeyObject'] },
    ...{ actorLoginNames: undefined, includeAutomatic: true, includeLpa: true },
  }
  const page = { limit: 1000, offset: 0, order: [] }
  const events = await server.storage.read.audit.query(account.id, everything, page)
  return events.filter(({ element, action }) => element === 'secrets' && action === 'Other').length
}

describeConsole('API keys in the console', (console) => {
  test('made by keyboard in the tree: values once, and they sign; new secrets; off and on; deleted', async () => {
    const page = await console.open({ path: '/data-sources/api-keys' })
    await page.getByRole('heading', { name: 'No server has a key yet' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'New API key' }).first().click()
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Choose at least one.').waitFor()
    await page.getByLabel('Name').fill(image)
    await page.getByLabel('IP ranges').fill('127.0.0.1\n10.0.0.300')

    const category = page.getByRole('checkbox', { name: 'Administration', exact: true })
    const users = page.getByRole('checkbox', { name: 'Users', exact: true })
    const read = page.getByRole('checkbox', { name: 'Users: Read' })
    await read.focus()
    await page.keyboard.press('Space')
    for (const box of [users, category]) {
      await box.and(page.locator(':indeterminate')).waitFor()
    }
    await users.click()
    assert.ok(await page.getByRole('checkbox', { name: 'Users: Write' }).isChecked())
    await users.click()
    assert.equal(await read.isChecked(), false)
    await read.click()
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('No address, no range and no CIDR: 10.0.0.300').waitFor()
    await assertAccessible(page)
    await page.getByLabel('IP ranges').fill('127.0.0.1')
    await page.getByRole('button', { name: 'Create' }).click()

    const key = await keepValues(page)
    await page.getByRole('heading', { level: 1, name: image }).waitFor()
    await assertGone(page, key)
    assert.equal(await callWith(console, key), 200)
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Make new secrets' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'an hour' }).click()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Make new secrets' }).click()
    const fresh = await keepValues(page)
    await assertGone(page, fresh)
    assert.notEqual(fresh.secrets.appSecret, key.secrets.appSecret)
    assert.deepEqual([await callWith(console, key), await callWith(console, fresh)], [200, 200])
    await page.getByText('The secrets before the last reroll work until').waitFor()

    await page.reload()
    await page.getByText('3 signed calls in 30 days, 0 were refused.').waitFor()
    await page.getByRole('switch', { name: 'Switched on' }).click()
    await dialog.getByText('3 calls in 30 days: Users').waitFor()
    await dialog.getByText(/^Whatever signed with it last, .* from 127\.0\.0\.1$/).waitFor()
    await dialog.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText(`${image} is switched off: its calls are refused.`).waitFor()
    assert.equal(await callWith(console, fresh), 401)
    const switched = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await page.getByRole('button', { name: 'Undo' }).click()
    await switched
    assert.equal(await callWith(console, fresh), 200)

    await page.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText(/^Whatever signed with it last/).waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No server has a key yet' }).waitFor()
    assert.equal(await callWith(console, fresh), 401)
    assert.equal(await secretReadings(console), 0, 'no page read a secret')
    assertQuiet(page)
  })

  test('an edit: somebody else’s change is shown and chosen between; a server that is away loses nothing', async () => {
    const { server, account } = console
    const { keyId } = await seedKey(server, account.id, { appName: image, callsPerMinute: 60 })
    const page = await console.open({ path: `/data-sources/api-keys/${keyId}/edit` })
    const name = page.getByLabel('Name')
    const rate = page.getByLabel('Calls per minute')
    assert.equal(await name.inputValue(), image)
    await name.fill('Orders')
    const put = (body: object) =>
      call(server, 'PUT', pathOf(console, keyId), { bearer: account.users.admin.bearer, body })
    assert.equal((await put({ callsPerMinute: 90 })).status, 200)
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await dialog.getByRole('row', { name: /^Calls per minute 60 90$/ }).waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Take theirs' }).click()
    assert.equal(await rate.inputValue(), '90')

    await name.fill('Orders, production')
    await page.route('**/app-key-manager/**', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    )
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('The server was not reached.').waitFor()
    assert.equal(await name.inputValue(), 'Orders, production')
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.unroute('**/app-key-manager/**')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Orders, production' }).waitFor()
    await seedBot(server, account, keyId, { loginName: 'router' })
    await page.getByRole('button', { name: 'Delete' }).click()
    const asked = page.getByRole('dialog', { name: 'Delete Orders, production?' })
    await asked.getByText('The bot router logs in with it').waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    assertQuiet(page, { except: /412|ERR_FAILED/ })
  })

  test('refused requests are explained, kept ones and pasted ones, with the base strings side by side', async () => {
    const { server, account } = console
    const key = await seedKey(server, account.id, { appName: 'Confused' })
    const { appSecret, tokenSecret } = key.secrets
    const swapped = { ...key.secrets, appSecret: tokenSecret, tokenSecret: appSecret }
    assert.equal(await callWith(console, { ...key, secrets: swapped }), 401)
    const page = await console.open({
      ...{ path: `/data-sources/api-keys/${key.keyId}`, colorScheme: 'dark' },
    })
    await page.getByText('signature_invalid: 1 time').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: /^Explain signature_invalid of/ }).click()
    await page.getByText('(swapped_secrets)').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Paste another request' }).click()
    await page.getByLabel('Address').fill('no address')
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await page.getByText('must be an absolute http or https URL').waitFor()

    const url = `${server.origin}${usersOf(console)}`
    await page.getByLabel('Address').fill(url)
    const header = signFor(server, key, 'GET', usersOf(console))
    await page.getByLabel('Authorization header').fill(`Authorization: ${header}`)
    const claimed = `POST&${encodeURIComponent(url.split('?')[0] ?? '')}&v%3D6.0`
    await page.getByLabel('Base string of the client').fill(claimed)
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await page.getByText('The signature is right').waitFor()
    await page.getByText('They differ from character 1 on.').waitFor()
    await page.getByRole('row', { name: 'Method GET POST differs' }).waitFor()
    await page.getByRole('row', { name: 'v 6.0 6.0 same' }).waitFor()
    await page.getByRole('row', { name: 'select id not there differs' }).waitFor()
    const shown = await page.locator('main').innerText()
    for (const secret of Object.values(swapped).filter((one) => one !== key.secrets.token)) {
      assert.equal(shown.includes(secret), false)
    }
    await assertAccessible(page)
    assertQuiet(page, { except: /400/ })
  })

  test('one click makes the application; its secret once, and it gets a token', async () => {
    const { server, account } = console
    const key = await seedKey(server, account.id, { appName: image })
    await callWith(console, key)
    const page = await console.open({
      ...{ path: '/data-sources/api-keys/migration', viewport: phone },
    })
    const make = page.getByRole('button', { name: `Make the application for ${image}` }).last()
    await make.waitFor()
    await assertAccessible(page)
    await assertFits(page)
    await make.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of the application').fill('Orders, OAuth 2.0')
    await dialog.getByLabel(/^Days that the key works on/).fill('')
    await dialog.getByRole('button', { name: 'Make the application' }).click()
    await dialog.getByText('Client secret', { exact: true }).waitFor()
    const [id = '', secret = '', endpoint = ''] = await dialog.locator('code').allTextContents()
    await dialog.getByText('The key ends in 30 days.').waitFor()
    await assertAccessible(page)
    await assertFits(page)
    await dialog.getByRole('button', { name: 'I have kept them' }).click()
    await dialog.waitFor({ state: 'detached' })
    const left = `${await page.evaluate('document.documentElement.outerHTML')}`
    assert.ok(secret.length >= 32 && !left.includes(secret))
    const token = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'users:read' }),
    })
    assert.equal(token.status, 200)
    assertQuiet(page)
  })

  test('an agent finds none of it, and is told so at an address that is typed', async () => {
    const page = await console.open({ role: 'agent', path: '/data-sources/api-keys/new' })
    await page.getByRole('alert').getByText('Your profile does not allow this.').waitFor()
    assert.equal(await page.getByRole('link', { name: 'Data Sources' }).count(), 0)
    await page.goto(`${console.server.origin}/console/${console.account.id}/data-sources/api-keys`)
    await page
      .getByRole('alert')
      .getByText(/permission package 40008/)
      .waitFor()
    assert.equal(await page.getByRole('link', { name: 'New API key' }).count(), 0)
    assertQuiet(page, { except: /403/ })
  })
})

describeConsole(
  'pages of API keys',
  (console) => {
    test('fit a phone, and are accessible there', async () => {
      const { server, account } = console
      const key = await seedKey(server, account.id, { appName: image })
      await callWith(console, { ...key, secrets: { ...key.secrets, appSecret: 'wrong' } })
      const page = await console.open({ path: '/data-sources/api-keys', viewport: phone })
      const check = async (heading: string) => {
        await page.getByRole('heading', { name: heading }).first().waitFor()
        await page.waitForLoadState('networkidle')
        await assertFits(page)
        await assertAccessible(page)
      }
      await check('API keys')
      for (const [link, heading] of [
        [image, 'Refused requests'],
        ['New API key', 'New API key'],
        ['Explain a signature', 'Requests to choose from: refused in the last day'],
      ] as const) {
        await page.getByRole('link', { name: link }).first().click()
        await check(heading)
        await page.goBack()
      }
      assertQuiet(page)
    })

    test('whoever may only see keys sees them without a way to change one', async () => {
      const { server, account } = console
      const { keyId } = await seedKey(server, account.id, { appName: 'Looked at' })
      await server.storage.write((tx) =>
        tx.profiles.insert(account.id, {
          ...{ id: 71, deleted: false, name: 'viewer', description: '', roleTypeId: 4 },
          ...{ enabledPackages: [40_008], permissions: [], isAssignedToLPA: false, dateUpdated: 0 },
        }),
      )
      await seedUser(server, account.id, { id: 9100, loginName: 'viewer', profileIds: [71] })
      await givePassword(server, account.id, 9100)
      const path = `/${account.id}/data-sources/api-keys`
      const page = await console.visit(`${path}/${keyId}`)
      await signIn(page, 'viewer')
      await page.getByRole('heading', { level: 1, name: 'Looked at' }).waitFor()
      await page.getByText('None in the last day.').waitFor()
      for (const name of ['Make new secrets', 'Delete']) {
        assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      }
      assert.equal(await page.getByRole('switch').count(), 0)
      assert.equal(await page.getByRole('link', { name: 'Edit' }).count(), 0)
      await page.getByRole('link', { name: 'API keys' }).click()
      await page.getByRole('link', { name: 'Move to OAuth 2.0' }).click()
      await page.getByRole('heading', { name: 'Looked at' }).waitFor()
      assert.equal(await page.getByRole('button', { name: /^Make the application/ }).count(), 0)
      for (const typed of [`/${keyId}/edit`, '/new', '/explain', '/explain/abc']) {
        await page.goto(`${server.origin}/console${path}${typed}`)
        await page.getByRole('alert').getByText('Your profile does not allow this.').waitFor()
      }
      assertQuiet(page)
    })
  },
  { kinds: ['sqlite'] },
)
