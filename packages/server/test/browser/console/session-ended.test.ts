import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { call } from '../../support/test-server.ts'
import { assertAccessible, assertQuiet, describeConsole, signIn } from './support.ts'

describeConsole('a session that ends while somebody types', (console) => {
  /** Ends every session and grant of the administrator, as another administrator would. */
  async function endEverything(): Promise<void> {
    const { account, server } = console
    const { user, bearer } = account.users.admin
    const url = `/api/account/${account.id}/watchword/users/${user.id}/sessions?keepCurrent=true`
    const { status, text } = await call(server, 'DELETE', url, { bearer })
    assert.equal(status, 200, text)
  }

  async function fillUser(page: Page, loginName: string): Promise<void> {
    await page.getByLabel('Login name').fill(loginName)
    await page.getByLabel('Nickname').fill('Typed long ago')
    await page.getByLabel('Full name').fill('Typed Long Ago')
    await page.getByLabel('E-mail').fill(`${loginName}@brand.example`)
    await page.getByRole('combobox', { name: 'Administrator profile' }).click()
    await page.getByRole('option', { name: 'Administrator' }).click()
    await page.getByRole('button', { name: 'Generate one' }).click()
  }

  /** In the window that the dialog opens beside the page. */
  async function signInAgain(dialog: Locator, role: Parameters<typeof signIn>[1]): Promise<void> {
    const [popup] = await Promise.all([
      dialog.page().context().waitForEvent('page'),
      dialog.getByRole('button', { name: 'Sign in again' }).click(),
    ])
    await popup.waitForURL(/\/login/)
    await signIn(popup, role)
  }

  const add = (page: Page) => page.locator('main form button[type=submit]').click()

  test('what was typed stays, and what was asked for is done after the next sign-in', async () => {
    const page = await console.open({ path: '/users/new' })
    await fillUser(page, `late${console.kind}`)
    await endEverything()
    await add(page)
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    await assertAccessible(page)
    await signInAgain(dialog, 'admin')
    await dialog.waitFor({ state: 'hidden' })
    // The call that waited goes on by itself: nothing is typed or pressed again.
    await page.getByRole('heading', { level: 1, name: 'Typed long ago' }).waitFor()
    assertQuiet(page, { except: /40[01]/ })
  })

  test('nobody there for as long as the account says: a login again, and what was typed stays', async () => {
    const page = await console.open({ path: '/users/new' })
    await page.clock.install()
    await page.reload()
    const typed = page.getByLabel('Login name')
    await typed.fill('unfinished')
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await page.clock.fastForward('19:00')
    await page.mouse.move(20, 20)
    await page.clock.fastForward('19:00')
    assert.equal(await dialog.count(), 0, 'somebody moved meanwhile')
    const givenBack = page.waitForRequest((request) => request.url().endsWith('/revoke'))
    await page.clock.fastForward('01:00')
    await dialog.getByText('Nobody did anything here for 20 minutes').waitFor()
    await givenBack
    await assertAccessible(page)
    await page.clock.setSystemTime(new Date())
    // The browser is signed in; whoever sits at it now may be somebody else.
    await signInAgain(dialog, 'admin')
    await dialog.waitFor({ state: 'hidden' })
    assert.equal(await typed.inputValue(), 'unfinished')
    assertQuiet(page)
  })

  test('somebody else who signs in does not get the page of the one before', async () => {
    const page = await console.open({ path: '/users/new' })
    await fillUser(page, `other${console.kind}`)
    await endEverything()
    await add(page)
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    await signInAgain(dialog, 'agent')
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
    await page.waitForURL(({ pathname }) => pathname === `/console/${console.account.id}`)
    assert.equal(await page.getByText('Typed long ago').count(), 0)
  })
})
