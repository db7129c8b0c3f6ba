import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { seedKey } from '../../api-keys/support.ts'
import { authenticate, connectBrand, createBrand } from '../../support/brand.ts'
import { login } from '../../support/login.ts'
import { call, type Role } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

describeConsole('the home of the console', (console) => {
  test('a new account: nothing needs a hand, and the first steps are before it', async () => {
    const page = await console.open()
    await page.getByText('Nothing needs you').waitFor()
    const steps = page.getByRole('region', { name: 'First steps' })
    await steps.getByText('1 of 5 done').waitFor()
    const link = steps.getByRole('link', { name: 'Make a campaign' })
    assert.equal(await link.getAttribute('href'), `/console/${console.account.id}/campaigns/new`)
    await assertAccessible(page)
    assertQuiet(page)

    await steps.getByRole('button', { name: 'Hide this' }).click()
    await steps.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('Nothing needs you').waitFor()
    assert.equal(await steps.count(), 0, 'this browser remembers it')
  })

  test('what is ending, locked or failing is named, as text, with its page', async () => {
    const key = await makeTrouble(console)
    const page = await console.open()
    const attention = page.getByRole('region', { name: 'What needs attention' })
    await attention.getByText('1 user is locked out').waitFor()
    await attention.getByText('1 connector lets nobody in').waitFor()
    const link = attention.getByRole('link', { name: hostile })
    assert.match(
      (await link.getAttribute('href')) ?? '',
      new RegExp(`/data-sources/api-keys/${key}$`),
    )
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    assert.equal(await attention.locator('img').count(), 0)
    await assertAccessible(page)
    await assertEachLeadsSomewhere(page)
    assertQuiet(page)
  })

  test('the charts tell what happened, as a picture, as a table and by the keys', async () => {
    const page = await console.open({ colorScheme: 'dark' })
    const calls = page.getByRole('region', { name: 'Calls by credential' })
    await calls.getByText(/\d calls?, \d+% with: /).waitFor()
    await calls.getByRole('img', { name: /^Calls by credential\. / }).waitFor()

    const reader = calls.getByRole('slider')
    await reader.focus()
    const last = await reader.getAttribute('aria-valuetext')
    assert.match(last ?? '', /User’s token \d/)
    await page.keyboard.press('ArrowLeft')
    assert.notEqual(await reader.getAttribute('aria-valuetext'), last)
    await page.keyboard.press('End')
    assert.equal(await reader.getAttribute('aria-valuetext'), last)
    await assertAccessible(page)

    await calls.getByRole('button', { name: 'As a table: Calls by credential' }).click()
    const numbers = await calls.getByRole('row').nth(1).getByRole('cell').allTextContents()
    assert.ok(numbers.some((text) => Number(text) > 0))
    await assertAccessible(page)

    await page.getByText('7 days', { exact: true }).click()
    await page.waitForURL(/range=7d/)
    await calls.getByRole('row').nth(8).waitFor({ state: 'detached' })
    assert.equal(await calls.getByRole('row').count(), 8, 'a head and seven days')
    assertQuiet(page)
  })

  test('handshakes that were refused are told by reason', async () => {
    await authenticate(console.server, console.account.id, 1, { id_token: 'a.b.c' })
    const page = await console.open({ viewport: phone })
    const door = page.getByRole('region', { name: 'Consumers at the door' })
    await door.getByText(/of them were let in/).waitFor()
    const reasons = await door.getByRole('listitem').allTextContents()
    assert.ok(reasons.length >= 2 && reasons[0]?.startsWith('Verified'), reasons.join('; '))
    await assertAccessible(page)
    await assertFits(page)
    await door.getByRole('link').first().click()
    await page.waitForURL(/\/data-sources\/connectors\/debugger$/)
    assertQuiet(page)
  })

  test('whoever looks after connectors sees their consumers, and no more', async () => {
    const page = await openWatched(console, 'campaigner')
    await page.getByRole('region', { name: 'Consumers at the door' }).waitFor()
    assert.equal(await page.getByRole('region', { name: 'Calls by credential' }).count(), 0)
    assert.equal(await page.getByRole('region', { name: 'What needs attention' }).count(), 0)
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('an agent sees no statistics, and nothing is asked that would be refused', async () => {
    const page = await openWatched(console, 'agent')
    assert.equal(await page.getByRole('region', { name: 'Traffic' }).count(), 0)
    assert.equal(await page.getByRole('region', { name: 'What needs attention' }).count(), 0)
    await assertAccessible(page)
    assertQuiet(page)
    const { bearer } = console.account.users.agent
    const statistics = `/api/account/${console.account.id}/watchword/statistics`
    for (const path of [`${statistics}/attention`, `${statistics}?dimension=credential`]) {
      assert.equal((await call(console.server, 'GET', path, { bearer })).status, 403)
    }
  })

  test('the server does not answer: the page says so, and goes on when it does', async () => {
    const page = await console.open()
    await page
      .getByText('Nothing happened')
      .or(page.getByText(/% with: /))
      .first()
      .waitFor()
    const statistics = '**/watchword/statistics**'
    await page.route(statistics, (route) => route.abort())
    await page.getByText('30 days', { exact: true }).click()
    const traffic = page.getByRole('region', { name: 'Traffic' })
    await traffic.getByRole('alert').waitFor()
    await page.unroute(statistics)
    await traffic.getByRole('button', { name: 'Try again' }).click()
    await traffic.getByText(/% with: /).waitFor()
    assertQuiet(page, { except: /ERR_FAILED/ })
  })
})

const hostile = '<img src=x onerror="owned = 1">'

async function makeTrouble({ server, account }: ConsoleContext): Promise<string> {
  const expirationTime = server.clock.now() + 86_400_000
  const { keyId } = await seedKey(server, account.id, { expirationTime, appName: hostile })
  for (let count = 0; count < 20; count += 1) await login(server, account.id, 'manager', 'wrong')
  const connectorId = await connectBrand(server, account, createBrand(server), {})
  for (let count = 0; count < 3; count += 1) {
    await authenticate(server, account.id, connectorId, { id_token: 'a.b.c' })
  }
  return keyId
}

/** Every link of the first steps and of what needs attention opens a page, and the way back leads here. */
async function assertEachLeadsSomewhere(page: Page): Promise<void> {
  const places = page.getByRole('region', { name: /^(First steps|What needs attention)$/ })
  const links = places.getByRole('link')
  const count = await links.count()
  assert.ok(count >= 5, `${count} links`)
  for (let index = 0; index < count; index += 1) {
    const name = await links.nth(index).innerText()
    await links.nth(index).click()
    await page.waitForURL(({ pathname }) => pathname.split('/').length > 3)
    const heading = page.locator('main h1', { hasNotText: 'Home' }).first()
    assert.notEqual(await heading.textContent(), 'There is no such page', name)
    await page.goBack()
    await links.nth(count - 1).waitFor()
  }
}

/** What is refused to it stands in the browser's console, which the tests look into. */
async function openWatched(console: ConsoleContext, role: Role): Promise<Page> {
  const page = await console.open({ role })
  await page.waitForLoadState('networkidle')
  return page
}
