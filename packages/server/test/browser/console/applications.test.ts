import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { installations, type Wire } from '../../applications/support.ts'
import { call } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const image = '<img src=x onerror=alert(1)>'

/** The administrator at the installation API. */
function asking({ server, account }: ConsoleContext) {
  const { bearer } = account.users.admin
  return async (method: string, path: string, body?: unknown) => {
    const url = `${installations(account.id)}${path}`
    const answer = await call(server, method, url, {
      bearer,
      ...(body === undefined ? {} : { body }),
    })
    assert.ok(answer.status < 300, answer.text)
    return answer.body as Wire
  }
}

/** Reads what is shown once, and closes it. */
async function closeSecret(page: Page): Promise<readonly string[]> {
  const dialog = page.getByRole('dialog', { name: /is installed$|^New secret/ })
  await dialog.getByText('Client secret', { exact: true }).waitFor()
  const [id = '', secret = ''] = await dialog.locator('code').allTextContents()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'I have kept them' }).click()
  await dialog.waitFor({ state: 'detached' })
  return [id, secret]
}

async function isIn(page: Page, text: string): Promise<boolean> {
  const everything = await page.evaluate(`JSON.stringify([document.documentElement.outerHTML,
    {...localStorage}, {...sessionStorage}, location.href, history.state])`)
  assert.notEqual(text, '')
  return `${everything}`.includes(text)
}

async function uses(menu: Page, item: string): Promise<void> {
  await menu.getByRole('button', { name: 'More actions' }).click()
  await menu.getByRole('menuitem', { name: item }).click()
}

function faultAt(page: Page, place: string): Locator {
  return page.getByRole('button', { name: new RegExp(`^${place} `) })
}

describeConsole('applications in the console', (console) => {
  test('installed by form: the secret once, and it works; a new one; switched off and on; uninstalled', async () => {
    const page = await console.open({ path: '/applications' })
    await page.getByRole('heading', { name: 'No application yet' }).waitFor()
    await page.getByRole('link', { name: 'Install application' }).first().click()
    await page.getByRole('radio', { name: /^Machine to machine/ }).click()
    await page.getByRole('button', { name: 'Install', exact: true }).click()
    await page.getByText('A name is needed.').waitFor()
    await page.getByLabel('Name in the account').fill(image)
    await page.getByLabel('Search scopes').fill('users read')
    await page.getByRole('checkbox', { name: 'Read users' }).check()
    await page.getByRole('button', { name: 'Change: Webhooks' }).click()
    await page.getByRole('button', { name: 'Change: Tokens' }).click()
    await page.getByRole('button', { name: 'Change: Who may use it' }).click()
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await page.getByLabel('Address', { exact: true }).fill('http://brand.example')
    await page.getByText('An https address, without #.').waitFor()
    await assertAccessible(page)
    await page.getByLabel('Address', { exact: true }).fill('https://brand.example/hook')
    await page.getByRole('button', { name: 'Install', exact: true }).click()

    const [id = '', secret = ''] = await closeSecret(page)
    await page.getByRole('heading', { level: 1, name: image }).waitFor()
    assert.match(secret, /^[0-9a-v]{32}$/)
    assert.equal(await isIn(page, secret), false, 'nowhere after it was shown')
    const tokenOf = (of: string) =>
      fetch(`${console.server.origin}/oidc/${console.account.id}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${id}:${of}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'users:read' }),
      })
    assert.equal((await tokenOf(secret)).status, 200)
    await page.getByRole('heading', { name: 'Tokens in its own name' }).waitFor()
    await assertAccessible(page)

    await uses(page, 'Show secret')
    const again = page.getByRole('dialog', { name: /^Secret of/ })
    await again.getByText(secret, { exact: true }).waitFor()
    await again.getByRole('button', { name: 'I have kept them' }).click()
    await again.waitFor({ state: 'detached' })
    assert.equal(await isIn(page, secret), false)

    await uses(page, 'New secret')
    await page.getByRole('button', { name: 'Make a new secret' }).click()
    const [, next = ''] = await closeSecret(page)
    assert.equal(await isIn(page, next), false)
    assert.deepEqual([(await tokenOf(secret)).status, (await tokenOf(next)).status], [200, 200])
    await page.getByText('The secret before still works until').waitFor()

    await uses(page, 'Switch off')
    const confirm = page.getByRole('dialog')
    await confirm.getByText(/^It got 3 tokens in its own name/).waitFor()
    const put = () => page.waitForResponse((answer) => answer.request().method() === 'PUT')
    const off = put()
    await confirm.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('This application is off').waitFor()
    await off
    assert.equal((await tokenOf(next)).status, 401)
    const switched = put()
    await page.getByRole('button', { name: 'Undo' }).click()
    await switched
    await page.getByText('This application is off').waitFor({ state: 'detached' })
    assert.equal((await tokenOf(next)).status, 200)

    await uses(page, 'Uninstall')
    await confirm.getByText('1 webhook is not called any more.').waitFor()
    await confirm.getByLabel(`Type ${image} to confirm`).fill(image)
    await confirm.getByRole('button', { name: 'Uninstall' }).click()
    await page.getByRole('heading', { name: 'No application yet' }).waitFor()
    assertQuiet(page)
  })

  test('a manifest: what is wrong is told at its line, by the page and by the server', async () => {
    const page = await console.open({ path: '/applications/install', viewport: phone })
    await page.getByText('Manifest', { exact: true }).click()
    const text = page.getByRole('textbox', { name: 'Manifest' })
    await text.fill('{\n  "client_name": "a",\n  "scope": "x",\n  "scope": }')
    await faultAt(page, 'Line 4, column 12').click()
    const chosen = await page.evaluate(
      '[document.activeElement.selectionStart, document.activeElement.selectionEnd]',
    )
    assert.deepEqual(chosen, [51, 52], 'the caret is there')
    await text.fill('{\n  "client_name": "a",\n  "scope": "x",\n  "scope": "y"}')
    await faultAt(page, 'Line 4, column 3').waitFor()
    assert.ok(await page.getByRole('button', { name: 'Install', exact: true }).isDisabled())

    const hook = '"ms.MessagingEventNotification.ContentEvent": {"endpoint": "http://x"}'
    const uris = '[\n    "https://a.example/cb",\n    "javascript:alert(1)"\n  ]'
    const bad = `{\n  "client_name": "",\n  "redirect_uris": ${uris},\n  "capabilities": {"webhooks": {\n${hook}}}}`
    await text.fill(bad)
    await page.getByRole('button', { name: 'Install', exact: true }).click()
    for (const place of [
      'Line 2, column 3',
      'Line 5, column 5',
      `Line 8, column ${hook.indexOf('"endpoint"') + 1}`,
    ]) {
      await faultAt(page, place).waitFor()
    }
    assert.equal(await text.inputValue(), bad, 'what was typed stays')
    await assertAccessible(page)
    await assertFits(page)

    const good = { client_name: 'by manifest', token_endpoint_auth_method: 'none', own: [1] }
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'manifest.json', mimeType: 'application/json' },
      buffer: Buffer.from(JSON.stringify(good)),
    })
    await page.waitForFunction(`document.querySelector('textarea').value.includes('by manifest')`)
    await page.getByRole('button', { name: 'Tidy up' }).click()
    await page.getByRole('button', { name: 'Install', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'by manifest' }).waitFor()
    const made = (await asking(console)('GET', '')) as unknown as readonly Wire[]
    assert.deepEqual(made.find(({ client_name }) => client_name === good.client_name)?.['own'], [1])
    await assertFits(page)
    assertQuiet(page, { except: /400/ })
  })

  test('redirect URIs are judged while they are typed; somebody else’s change is a choice; nothing typed is lost', async () => {
    const ask = asking(console)
    const value = 'Bearer of-the-receiver'
    const headers = [{ header_name: 'Authorization', header_value: value }]
    const capabilities = { webhooks: { mine: { endpoint: 'https://a.example', headers } } }
    const uris = { redirect_uris: ['https://a.example'], own: { a: 1 } }
    const manifest = { client_name: 'edited', ...uris, capabilities }
    const { id } = await ask('POST', '', manifest)
    const page = await console.open({ path: `/applications/${id}/edit`, colorScheme: 'dark' })
    const uri = page.getByLabel('Redirect URI 1', { exact: true })
    await uri.fill('https://a.example/#x')
    await page.getByText('must have no fragment').waitFor()
    await uri.fill('https://mine.example/cb')
    const kept = page.getByLabel('Value of header 1 of mine')
    assert.equal(await kept.inputValue(), '')
    assert.match((await kept.getAttribute('placeholder')) ?? '', /^Kept/)
    assert.equal(await isIn(page, value), false)
    await assertAccessible(page)

    // Of another application: no conflict. Of this one: a choice.
    await ask('POST', '', { client_name: 'elsewhere' })
    await ask('PUT', `/${id}`, { ...manifest, description: 'theirs', own: { a: 2 } })
    const save = page.getByRole('button', { name: 'Save' })
    await page.route('**/installations/*', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    )
    await save.click()
    await page.getByText(/The server was not reached/).waitFor()
    assert.equal(await uri.inputValue(), 'https://mine.example/cb')
    await page.unroute('**/installations/*')
    await save.click()
    const choice = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await choice.getByRole('row', { name: /Redirect URIs.*mine\.example/ }).waitFor()
    await assertAccessible(page)
    await choice.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('heading', { level: 1, name: 'edited', exact: true }).waitFor()
    const now = await ask('GET', `/${id}`)
    assert.deepEqual(now['redirect_uris'], ['https://mine.example/cb'])
    assert.deepEqual(now['own'], { a: 2 }, 'what the form does not show is theirs')
    assert.deepEqual(now['capabilities'], capabilities, 'nor is a value that it was not told lost')
    assertQuiet(page, { except: /412|ERR_FAILED/ })
  })

  test('one without a secret, edited as a manifest: what would be lost is asked about, theirs can be taken', async () => {
    const ask = asking(console)
    const page = await console.open({ path: '/applications/install' })
    await page.getByRole('radio', { name: /^Single page/ }).click()
    await page.getByLabel('Name in the account').fill('in the browser')
    await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://a.example/cb')
    await page.getByText('Manifest', { exact: true }).click()
    const text = page.getByRole('textbox', { name: 'Manifest' })
    assert.deepEqual(JSON.parse(await text.inputValue()), {
      ...{ client_name: 'in the browser', redirect_uris: ['https://a.example/cb'] },
      ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
      token_endpoint_auth_method: 'none',
    })
    await text.fill('{}')
    await page.getByText('Form', { exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('button', { name: 'Install', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'in the browser', exact: true }).waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0, 'there is no secret to show')

    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByText('Manifest', { exact: true }).click()
    const mine = { ...(JSON.parse(await text.inputValue()) as object), description: 'mine' }
    await text.fill(JSON.stringify(mine))
    await ask('PUT', `/${id}`, { description: 'theirs' })
    await page.getByRole('button', { name: 'Save' }).click()
    const choice = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await choice.getByRole('row', { name: /Description mine theirs/ }).waitFor()
    await choice.getByRole('button', { name: 'Take theirs' }).click()
    await page.waitForFunction(`document.querySelector('textarea').value.includes('theirs')`)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'in the browser', exact: true }).waitFor()
    assert.equal((await ask('GET', `/${id}`))['description'], 'theirs')
    assertQuiet(page, { except: /412/ })
  })

  test('whoever may not, finds nothing in the menu, and a refusal at the address', async () => {
    const { id } = await asking(console)('POST', '', { client_name: `hidden ${image}` })
    const page = await console.open({ role: 'agent', path: '/quick-launch' })
    await page.getByRole('heading', { name: 'Your menu is empty' }).waitFor()
    const menu = page.getByRole('navigation', { name: 'Main' })
    assert.deepEqual(await menu.getByRole('link', { name: /^(Applications|Grants)/ }).count(), 0)
    for (const path of ['/applications', `/applications/${id}`, '/grants']) {
      await page.goto(`${console.server.origin}/console/${console.account.id}${path}`)
      await page.getByRole('alert').first().waitFor()
      assert.equal(await page.getByText('hidden').count(), 0)
    }
    assertQuiet(page, { except: /403/ })
  })
})
