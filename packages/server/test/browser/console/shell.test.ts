import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, assertFits, assertQuiet, describeConsole, phone } from './support.ts'

const budgetBytes = 250 * 1024

describeConsole('the frame of the console', (console) => {
  for (const opening of [{}, { colorScheme: 'dark' }, { viewport: phone }] as const) {
    test(`it is quiet, accessible and fits: ${JSON.stringify(opening)}`, async () => {
      const page = await console.open(opening)
      await page.waitForLoadState('networkidle')
      await assertAccessible(page)
      await assertFits(page)
      assertQuiet(page)
    })
  }

  test('a reload asks the issuer, not the user; no token lies in a storage, a cookie or the page', async () => {
    const page = await console.open()
    const token = await tokenOf(page, () => page.reload())
    await page.locator('main h1').first().waitFor()
    assert.ok(token.length > 20)
    const kept = (await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML])',
    )) as string
    assert.equal(kept.includes(token), false)
    assert.equal(kept.includes('verifier'), false, 'what a sign-in needed is gone with it')
    assertQuiet(page)
  })

  test('tokens are given back when the page goes', async () => {
    const page = await console.open()
    const token = await tokenOf(page, () => page.reload())
    await page.locator('main h1').first().waitFor()
    const me = `${console.server.origin}/api/account/${console.account.id}/watchword/me`
    const ask = () => fetch(me, { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await ask()).status, 200)
    await page.goto(`${console.server.origin}/docs`)
    await until(async () => (await ask()).status === 401)
  })

  test('the first load stays within its budget, and nothing jumps', async () => {
    const page = await console.open()
    const context = page.context()
    const fresh = await context
      .browser()
      ?.newContext({ extraHTTPHeaders: { 'accept-encoding': 'gzip' } })
    assert.ok(fresh)
    try {
      await fresh.addCookies(await context.cookies())
      const other = await fresh.newPage()
      await other.addInitScript(`
        globalThis.shifted = 0
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) shifted += value
        }).observe({ type: 'layout-shift', buffered: true })`)
      await other.goto(page.url())
      await other.locator('main h1').first().waitFor()
      const sent = (await other.evaluate(`performance.getEntriesByType('resource')
        .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`)) as number
      assert.ok(sent > 10_000 && sent <= budgetBytes, `${sent} of ${budgetBytes} bytes`)
      await other.waitForLoadState('networkidle')
      assert.equal(await other.evaluate('shifted'), 0)
    } finally {
      await fresh.close()
    }
  })

  test('the palette opens by keyboard, finds a page by its name, and gives the focus back', async () => {
    const page = await console.open({ path: '/developers' })
    const before = page.getByRole('button', { name: /Signed in as/ })
    await before.focus()
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder('Search or go to')
    await search.fill('zzzz')
    await page.getByText('Nothing is called so.').waitFor()
    await assertAccessible(page)
    await page.keyboard.press('Escape')
    await before.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Control+k')
    await search.fill('home')
    await page.keyboard.press('Enter')
    await search.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
    assertQuiet(page)
  })

  test('on a phone the menu is behind a button, and closes when a page is chosen', async () => {
    const page = await console.open({ viewport: phone, path: '/no-such-page' })
    await page.getByRole('heading', { name: 'There is no such page', level: 1 }).waitFor()
    const home = page.getByRole('navigation').getByRole('link', { name: 'Home' })
    assert.equal(await home.isVisible(), false)
    await page.getByRole('button', { name: 'Menu' }).click()
    await home.click()
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
    await home.waitFor({ state: 'hidden' })
    await assertFits(page)
    assertQuiet(page)
  })

  test('an account that does not exist is not told from one that is closed to you', async () => {
    const page = await console.visit('/nobody_here')
    await page.getByRole('alert').waitFor()
    assert.match((await page.getByRole('alert').textContent()) ?? '', /There is no account/)
    assert.equal((await page.textContent('body'))?.includes('acme'), false, 'it lists no account')
    await assertAccessible(page)
    await page.getByLabel('Account id').fill('not an id')
    await page.keyboard.press('Enter')
    await page.getByText('Letters, digits and _ only').waitFor()
    await page.getByLabel('Account id').fill(console.account.id)
    await page.keyboard.press('Enter')
    await page.locator('#password').waitFor()
  })

  test('signing out ends the session of the browser', async () => {
    const page = await console.open()
    await page.getByRole('button', { name: /Signed in as/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.locator('#password').waitFor()
    await page.goto(`${console.server.origin}/console/acme`)
    await page.locator('#password').waitFor()
  })

  test('a sign-in that nobody began here is not taken', async () => {
    const page = await console.visit('/-/callback?code=stolen&state=made-up')
    await page.locator('#password, h1').first().waitFor()
    assert.equal(page.url().includes('stolen'), false)
  })
})

/** The bearer of the first call of the API that something leads to. */
async function tokenOf(page: Page, act: () => Promise<unknown>): Promise<string> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/watchword/me')),
    act(),
  ])
  return (request.headers()['authorization'] ?? '').replace('Bearer ', '')
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('It never came true.')
}
