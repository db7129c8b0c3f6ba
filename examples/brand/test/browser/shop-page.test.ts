import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../../../../packages/server/test/support/chromium.ts'
import { customers } from '../../idp/customers.ts'
import { type BrandIdp, startBrandIdp } from '../../idp/start-brand-idp.ts'
import { createShop } from '../../site/shop.ts'

const [ines] = customers

describe('the shop in a browser, with nobody to talk to', () => {
  let idp: BrandIdp
  let browser: Browser
  let context: BrowserContext

  before(async () => {
    idp = await startBrandIdp({ shop: createShop(() => idp, undefined) })
    browser = await launchChromium()
    context = await browser.newContext()
  })
  after(async () => {
    await browser.close()
    await idp.stop()
  })

  /** A page, and what it complained of. */
  async function open(): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(idp.origin, { waitUntil: 'networkidle' })
    return { page, complaints }
  }

  /** What the page's method calls back with, as JSON. */
  const supplied = (page: Page, flow: string, challenge?: string) =>
    page.evaluate(
      `document.querySelector('input[name=flow][value=${flow}]')?.click();
       new Promise((resolve) => lpGetAuthenticationToken((...given) => resolve(given), ${JSON.stringify(challenge)}))`,
    ) as Promise<readonly [string | { ssoKey: string; redirect_uri: string }, unknown?]>

  test('nobody is signed in: the page reports null, and an error in place of a token', async () => {
    const { page, complaints } = await open()
    const identity = await page.evaluate('new Promise((resolve) => lpTag.identities[0](resolve))')
    assert.equal(identity, null)
    const [token, error] = await supplied(page, 'implicit')
    assert.equal(token, '')
    assert.match(String(error), /authentication is required/i)
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('signing in: the page says who is there, reports them, and supplies a token', async () => {
    const { page, complaints } = await open()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: /Ines Okafor/ }).click()
    await page.waitForURL(`${idp.origin}/**`)
    await page.waitForLoadState('networkidle')
    assert.equal(await page.locator('#customer').textContent(), 'Ines Okafor')
    const identity = await page.evaluate('new Promise((resolve) => lpTag.identities[0](resolve))')
    assert.deepEqual(identity, { iss: idp.issuer, acr: 'loa1', sub: ines?.id })
    const [token, error] = await supplied(page, 'implicit')
    assert.equal(error, undefined)
    assert.equal(decodeJwt(String(token)).sub, ines?.id)
    assert.doesNotMatch(page.url(), /token/)
    assert.equal(await page.locator('iframe').count(), 0, 'no frame stays behind')
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('a switch is flipped by keyboard, and says what to look for', async () => {
    const { page } = await open()
    const box = page.getByRole('checkbox', { name: 'Expired token' })
    await box.focus()
    await page.keyboard.press('Space')
    await page.getByText('Look for: exp: it expired 300 s ago').waitFor()
    assert.ok(idp.switches().has('expired-token'))
    await page.getByRole('button', { name: 'Mend everything' }).click()
    await page.getByText('Look for: exp: it expired 300 s ago').waitFor({ state: 'hidden' })
    assert.equal(idp.switches().size, 0)
    assert.equal(await box.isChecked(), false)
    await page.close()
  })

  for (const path of ['/', 'sign in', 'sign out'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${path} fits a phone, ${colorScheme}`, async () => {
        const visitor = await browser.newContext({
          viewport: { width: 390, height: 844 },
          colorScheme,
        })
        const page = await visitor.newPage()
        page.setDefaultTimeout(10_000)
        const asked: string[] = []
        page.on('request', (request) => asked.push(new URL(request.url()).origin))
        await page.goto(idp.origin, { waitUntil: 'networkidle' })
        if (path !== '/') await page.getByRole('link', { name: 'Sign in' }).click()
        if (path === 'sign out') {
          await page.getByRole('button', { name: /Sora Haddad/ }).click()
          await page.getByRole('link', { name: 'Sign out' }).click()
        }
        await page.getByRole('heading', { level: 1 }).waitFor()
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        assert.equal(overflow, 0, 'nothing is wider than the screen')
        assert.ok((await contrast(page)) >= 4.5)
        assert.deepEqual([...new Set(asked)], [idp.origin], 'no request to anybody else')
        await visitor.close()
      })
    }
  }

  test('signing out ends it at the shop too', async () => {
    const { page } = await open()
    await page.getByRole('link', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nobody is signed in.').waitFor()
    await page.close()
  })
})

/** Of text on its ground (WCAG 2.2, 1.4.3), as painted. */
function contrast(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const luminance = (color) => {
      const channels = color.match(/[\\d.]+/g).slice(0, 3).map((text) => {
        const value = Number(text) / 255
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    const { color, backgroundColor } = getComputedStyle(document.body)
    const [low, high] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  })()`)
}
