import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { pictures } from '../../support/pictures.ts'
import { call } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const path = '/api/account/acme/watchword/settings'

describeConsole('settings in the console', (console) => {
  const settings = async ({ server, account }: ConsoleContext) => {
    const { bearer } = account.users.admin
    return (await call(server, 'GET', path, { bearer })).body as {
      readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>
      readonly set: readonly string[]
    }
  }
  const change = ({ server, account }: ConsoleContext, body: unknown) =>
    call(server, 'PATCH', path, { bearer: account.users.admin.bearer, body })
  const saved = (page: Page) =>
    page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok())

  test('a setting is changed, told with its default, and goes back; somebody else’s change is a choice', async () => {
    const page = await console.open({ path: '/settings' })
    const length = page.getByRole('textbox', { name: 'At least so many characters' })
    await length.waitFor()
    await assertAccessible(page)
    await length.fill('99')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/must be.*64/).waitFor()
    await length.fill('20')
    await page.getByRole('status').getByText('Nobody who is logged in is signed out.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. It holds from now on.').waitFor()
    assert.equal((await settings(console)).settings['loginPolicy']?.['minLength'], 20)

    await change(console, { loginPolicy: { minLength: 30 } })
    await length.fill('25')
    await page.getByRole('button', { name: 'Save' }).click()
    const choice = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await choice.getByRole('row', { name: /25 characters 30 characters/ }).waitFor()
    await assertAccessible(page)
    await Promise.all([saved(page), choice.getByRole('button', { name: 'Keep mine' }).click()])
    await choice.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Back to the default: At least' }).click()
    await Promise.all([saved(page), page.getByRole('button', { name: 'Save' }).click()])
    assert.deepEqual((await settings(console)).set, [])
    assertQuiet(page, { except: /400|412/ })
  })

  test('what is typed while a save is under way stays, and is saved next', async () => {
    const page = await console.open({ path: '/settings' })
    const length = page.getByRole('textbox', { name: 'At least so many characters' })
    const failures = page.getByRole('textbox', { name: 'Wrong passwords in a row' })
    const save = page.getByRole('button', { name: 'Save' })
    const held = Promise.withResolvers<void>()
    await page.route(`**${path}`, async (route) => {
      if (route.request().method() === 'PATCH') await held.promise
      await route.continue()
    })
    await length.fill('18')
    // What saving would do is asked first: what is typed until then goes along.
    const isSent = page.waitForRequest((request) => request.method() === 'PATCH')
    await save.click()
    await isSent
    await failures.fill('7')
    held.resolve()
    await page.getByText('Saved. It holds from now on.').waitFor()
    assert.match(await length.inputValue(), /^18\b/)
    assert.match(await failures.inputValue(), /^7\b/)
    await Promise.all([saved(page), save.click()])
    const { settings: kept } = await settings(console)
    const { minLength, maxFailures } = kept['loginPolicy'] ?? {}
    assert.deepEqual({ minLength, maxFailures }, { minLength: 18, maxFailures: 7 })
    await change(console, { loginPolicy: null })
    assertQuiet(page)
  })

  test('who would lock themselves out is warned before anything is saved', async () => {
    const page = await console.open({ path: '/settings/access', colorScheme: 'dark' })
    await page.getByLabel('Only from these addresses').click({ force: true })
    await page.getByRole('button', { name: 'Add a range' }).click()
    await page.getByLabel('Range 1', { exact: true }).fill('192.0.2.0/24')
    const told = page.getByRole('status').filter({ hasText: 'What saving does' })
    await told.getByText(/you would lock yourself out/).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'You would lock yourself out' })
    assert.equal(await dialog.getByRole('button', { name: 'Save nevertheless' }).isDisabled(), true)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    assert.deepEqual((await settings(console)).set, [])

    await told.getByRole('button', { name: /^Add 127\.0\.0\.1|^Add ::1/ }).click()
    await told.getByText(/lock yourself out/).waitFor({ state: 'hidden' })
    await page.getByLabel('Range 1', { exact: true }).fill('192.0.2.0/99')
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('alert')
      .getByText(/must be an address/)
      .waitFor()
    assert.equal(await page.getByLabel('Range 2', { exact: true }).inputValue(), '127.0.0.1')
    assertQuiet(page, { except: /400/ })
  })

  test('features and the logo are set and taken away; all tabs fit a phone', async () => {
    const page = await console.open({ path: '/settings/features', viewport: phone })
    await page.getByLabel('Name of a feature').fill('not a name')
    await page.keyboard.press('Enter')
    await page.getByText(/Letters, digits, dots/).waitFor()
    await page.getByLabel('Name of a feature').fill('Common.LiveChat')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. It holds from now on.').waitFor()
    assert.deepEqual((await settings(console)).set, ['features.Common.LiveChat'])

    const tabs = page.getByRole('navigation', { name: 'Settings' })
    for (const [name, heading] of [
      ['Consumers', 'Consumers'],
      ['Retention and time zone', 'Retention'],
      ['Access', 'Access restrictions'],
      ['Branding', 'Logo'],
    ] as const) {
      await tabs.getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 2, name: heading }).waitFor()
      await assertFits(page)
      await assertAccessible(page)
    }
    const logo = {
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(pictures.png, 'base64'),
    }
    await page.locator('input[type=file]').setInputFiles(logo)
    await page.getByAltText('The account’s logo').first().waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('There is no logo').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByAltText('The account’s logo').first().waitFor()
    assertQuiet(page)
    await page.locator('input[type=file]').setInputFiles({ ...logo, buffer: Buffer.from('<svg/>') })
    await page.getByRole('alert').getByText(/PNG/).waitFor()
    await change(console, { features: null })
  })

  test('what was typed stays while the server is away', async () => {
    const page = await console.open({ path: '/settings/general' })
    const days = page.getByRole('textbox', { name: 'The audit trail is kept for' })
    await days.fill('100')
    await page.route('**/watchword/settings*', (route) => route.abort())
    await page.route('**/watchword/settings/preview', (route) => route.abort())
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('alert')
      .getByText(/was not reached/)
      .waitFor()
    assert.match(await days.inputValue(), /^100/)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. It holds from now on.').waitFor()
    await change(console, { retention: null })
  })

  test('an agent has no entry in the menu, and is refused at the address', async () => {
    const page = await console.open({ role: 'agent', path: '/settings' })
    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
    for (const name of ['Settings', 'Signing keys']) {
      assert.equal(await page.getByRole('navigation', { name: 'Main' }).getByText(name).count(), 0)
    }
    assertQuiet(page, { except: /403/ })
  })
})
