import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../../../../packages/server/test/support/chromium.ts'
import { freePort } from '../../../../packages/server/test/support/cli.ts'
import { type Demo, startDemo } from '../../demo/start-demo.ts'

describe('the demo in a browser', () => {
  let demo: Demo
  let browser: Browser
  let context: BrowserContext
  let page: Page

  before(async () => {
    demo = await startDemo({ brandPort: await freePort(), watchwordPort: await freePort() })
    browser = await launchChromium()
  })
  beforeEach(async () => {
    demo.idp.mend()
    await context?.close()
    context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(demo.idp.origin, { waitUntil: 'networkidle' })
  })
  after(async () => {
    await browser.close()
    await demo.stop()
  })

  async function signIn(name = 'Ines Okafor'): Promise<void> {
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('button', { name }).click()
    await page.locator('#customer').waitFor()
    await page.waitForLoadState('networkidle')
  }
  const steps = () => page.getByRole('log')
  const consumerId = async () => (await page.locator('#consumer-id').textContent()) ?? ''

  test('without a name: an identity that lasts through a renewal, and is another in another browser', async () => {
    await page.getByRole('button', { name: 'Talk without a name' }).click()
    await steps().getByText('You talk without a name.').waitFor()
    const first = await consumerId()
    assert.match(first, /^[0-9a-f]{64}$/)
    await page.getByRole('button', { name: 'Renew' }).click()
    await steps().getByText('You talk without a name.').nth(1).waitFor()
    assert.equal(await consumerId(), first)
    const other = await (await browser.newContext()).newPage()
    await other.goto(demo.idp.origin, { waitUntil: 'networkidle' })
    await other.getByRole('button', { name: 'Talk without a name' }).click()
    await other.getByRole('log').getByText('You talk without a name.').waitFor()
    assert.notEqual(await other.locator('#consumer-id').textContent(), first)
    await other.context().close()
  })

  test('who am I: one person by every flow, and another customer is another', async () => {
    await signIn()
    await page.getByRole('button', { name: 'Who am I?' }).click()
    await page.getByText('One person: the same id by every way.').waitFor()
    const ids = await page.locator('#who-rows td').allTextContents()
    assert.equal(ids.length, 5)
    assert.equal(new Set(ids).size, 1)
    assert.match(ids[0] ?? '', /^[0-9a-f]{64}$/)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    assert.equal(overflow, 0, 'nothing is wider than the screen')
    await page.getByRole('link', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nobody is signed in.').waitFor()
    await signIn('Mateo Lindqvist')
    await page.getByRole('button', { name: 'Talk as Mateo Lindqvist' }).click()
    await steps().getByText('You talk as Mateo Lindqvist.').waitFor()
    assert.notEqual(await consumerId(), ids[0])
    assert.doesNotMatch((await page.locator('#consumer-token').textContent()) ?? '', /Mateo|mateo/)
  })

  test('who talked without a name signs in and becomes known, with the same id as ever', async () => {
    await signIn()
    await page.getByRole('button', { name: 'Talk as Ines Okafor' }).click()
    await steps().getByText('You talk as Ines Okafor.').waitFor()
    const known = await consumerId()
    await page.getByRole('button', { name: 'Talk without a name' }).click()
    await steps().getByText('You talk without a name.').waitFor()
    assert.notEqual(await consumerId(), known)
    await page.locator('#step-up').click()
    await steps().getByText('You are known now, as Ines Okafor.').waitFor()
    assert.equal(await consumerId(), known)
    assert.ok(await page.locator('#step-up').isHidden())
  })

  test('nobody signed in: the page says so, and nothing is sent', async () => {
    await page.getByRole('button', { name: 'Talk as a customer' }).click()
    await steps()
      .getByText(/The page reports: .*authentication is required/i)
      .waitFor()
  })

  test('a broken identity provider: refused, and the debugger names the cause beside it', async () => {
    await signIn()
    await page.getByRole('checkbox', { name: 'Wrong issuer' }).check()
    await page.getByText('Look for: iss').waitFor()
    await page.getByRole('button', { name: 'Talk as Ines Okafor' }).click()
    await steps().getByText('Refused with 401, 9007').waitFor()
    await page.locator('#verdict dt.bad', { hasText: 'iss fails' }).waitFor()
    await page.getByText('They differ by the slash at the end').first().waitFor()
    await page.getByText('The debugger says: iss: the issuer is not the one').waitFor()
    await page.getByRole('button', { name: 'Mend everything' }).click()
    await page.getByText('Look for: iss').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Talk as Ines Okafor' }).click()
    await steps().getByText('You talk as Ines Okafor.').waitFor()
  })

  test('a token endpoint that is down: known to Watchword alone, and the debugger tells', async () => {
    await signIn()
    await page.getByRole('radio', { name: 'Code with PKCE' }).check()
    await page.getByRole('checkbox', { name: 'Token endpoint down' }).check()
    await page.getByText('Look for: the token endpoint cannot be reached').waitFor()
    await page.getByRole('button', { name: 'Talk as Ines Okafor' }).click()
    await steps().getByText('Refused with 502').waitFor()
    await page.locator('#verdict', { hasText: 'could not be reached' }).waitFor()
    await page.getByText('The debugger says: ').waitFor()
    await page.getByRole('button', { name: 'Doctor: Code with PKCE' }).click()
    await page.locator('#verdict dt.bad', { hasText: 'token fails' }).waitFor()
    await page.getByText('The doctor says: token: ').waitFor()
  })
})
