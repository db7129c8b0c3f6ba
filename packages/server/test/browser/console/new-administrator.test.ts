import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { authenticate, createBrand } from '../../support/brand.ts'
import { assertQuiet, describeConsole } from './support.ts'

const issuer = 'https://login.brand.example'

/** Opens a page by the menu or by the links of a page, as somebody does who knows no address. */
async function go(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await page.getByRole('link', { name, exact: true }).first().click()
}

async function save(page: Page, button: string, heading: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

const choose = async (page: Page, field: string, option: RegExp | string) => {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

async function addUser(page: Page): Promise<void> {
  await go(page, 'Users', 'Add a user')
  await page.getByLabel('Login name').fill('ines')
  await page.getByLabel('Nickname').fill('Ines')
  await page.getByLabel('Full name').fill('Ines Okafor')
  await page.getByLabel('E-mail').fill('ines@brand.example')
  await choose(page, 'Campaign manager profile', 'Campaign Manager')
  await page.getByRole('button', { name: 'Generate one' }).click()
  await save(page, 'Add a user', 'Ines')
}

async function addKey(page: Page): Promise<void> {
  await go(page, 'Data Sources', 'API', 'New API key')
  await page.getByLabel('Name').fill('Orders')
  await page.getByRole('checkbox', { name: 'Users: Read' }).check()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await closeOnce(page)
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
}

async function addApplication(page: Page): Promise<void> {
  await go(page, 'Applications', 'Install application')
  await page.getByRole('radio', { name: /^Machine to machine/ }).click()
  await page.getByLabel('Name in the account').fill('com.brand.reports')
  await page.getByLabel('Search scopes').fill('users read')
  await page.getByRole('checkbox', { name: 'Read users' }).check()
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await closeOnce(page)
  await page.getByRole('heading', { level: 1, name: 'com.brand.reports' }).waitFor()
}

/** Values that are shown once are closed by a word, not by a key that somebody presses by chance. */
async function closeOnce(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I have kept them' }).click()
}

describeConsole('a new administrator, with the console alone', (console) => {
  test('sets the account up, and finds out why a token was refused', async () => {
    const page = await console.open()
    await addUser(page)
    await addKey(page)
    await addApplication(page)

    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    await go(page, 'Data Sources', 'New connector')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Brand login')
    await page.getByRole('textbox', { name: 'Issuer' }).fill(issuer)
    await page.getByRole('radio', { name: 'Pasted key' }).check()
    await page
      .getByRole('textbox', { name: 'Public key' })
      .fill(publicKey.export({ type: 'spki', format: 'pem' }).toString())
    await save(page, 'Create connector', 'Brand login')
    const connectorId = Number(page.url().split('/').at(-1))

    await go(page, 'Connectors', 'New connector')
    await choose(page, 'Method', /^Unauthenticated/)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Anybody')
    await save(page, 'Create connector', 'Anybody')

    await go(page, 'Campaigns')
    await page.getByRole('main').getByRole('link', { name: 'New campaign' }).first().click()
    await page.getByLabel('Name').fill('Spring')
    await save(page, 'Create', 'Spring')
    await go(page, 'Add engagement')
    await page.getByLabel('Name').fill('For customers')
    await page.getByRole('button', { name: '4. Then' }).click()
    await save(page, 'Save engagement', 'For customers')
    await go(page, 'Spring', 'Add engagement')
    await page.getByLabel('Name').fill('For everybody')
    await page.getByRole('button', { name: '2. Who' }).click()
    await page.getByLabel('Everybody else').check()
    await page.getByRole('radio', { name: /^Anybody/ }).check()
    await page.getByRole('button', { name: '4. Then' }).click()
    await save(page, 'Save engagement', 'For everybody')

    // A consumer comes with a token that the brand signed with another key than the one that was pasted.
    const stranger = createBrand(console.server, issuer)
    const { server, account } = console
    const idToken = await stranger.idToken()
    const refused = await authenticate(server, account.id, connectorId, { id_token: idToken })
    assert.equal(refused.status, 401)

    await go(page, 'Data Sources', 'Brand login')
    const recent = page.getByRole('region', { name: 'Recently refused' })
    await recent.getByRole('button', { name: /^signature: / }).click()
    await recent.getByText('What to change:').first().waitFor()
    assertQuiet(page)
  })
})
