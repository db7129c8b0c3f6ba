import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const pages = ['/', '/docs'] as const

describe('pages in a browser', () => {
  let server: TestServer
  let browser: Browser

  before(async () => {
    server = await startTestServer('sqlite')
    browser = await launchChromium()
  })
  after(async () => {
    await browser.close()
    await server.stop()
  })

  for (const path of pages) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${path} keeps to its policy and fits a phone, ${colorScheme}`, async () => {
        const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme })
        const complaints: string[] = []
        const asked: string[] = []
        page.on('console', (message) => complaints.push(message.text()))
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('request', (request) => asked.push(new URL(request.url()).origin))
        const answer = await page.goto(`${server.origin}${path}`)
        assert.equal(answer?.status(), 200)
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        assert.equal(overflow, 0, 'nothing is wider than the screen')
        const [background, text] = (await page.evaluate(
          '(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))',
        )) as readonly [string, string]
        assert.notEqual(background, text)
        assert.deepEqual(complaints, [], 'nothing in the console')
        assert.deepEqual([...new Set(asked)], [server.origin], 'no request to anybody else')
        await page.close()
      })
    }
  }

  test('/docs works without script: an operation is found by its link', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${server.origin}/docs`)
    await page
      .getByRole('link', { name: /log in/i })
      .first()
      .click()
    await page.waitForURL(/#/)
    assert.ok(await page.getByText('/api/account/{accountId}/login').first().isVisible())
    await context.close()
  })
})
