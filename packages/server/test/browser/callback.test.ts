import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'

describe('callback pages in a browser', () => {
  let server: TestServer
  let browser: Browser
  let brand: { readonly origin: string; stop(): void }
  before(async () => {
    server = await startTestServer('sqlite')
    await seedAccount(server, 'acme')
    browser = await launchChromium()
    brand = await startBrand()
  })
  after(async () => {
    await browser.close()
    brand.stop()
    await server.stop()
  })

  /** A page of our own origin that opens the brand's login, as the conversation window will be. */
  async function openLogin(opener: string, back: string) {
    const page = await browser.newPage()
    await page.route(opener, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'cross-origin-opener-policy': 'same-origin-allow-popups' },
        body: '<!doctype html><title>window</title><button>log in</button>',
      }),
    )
    await page.goto(opener)
    await page.evaluate(`
      window.heard = []
      addEventListener('message', ({ origin, data }) => heard.push({ origin, data }))
      document.querySelector('button').onclick = () => open(${JSON.stringify(`${brand.origin}/?back=${encodeURIComponent(back)}`)})
    `)
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('button')])
    return { page, popup }
  }

  for (const [name, path] of [
    ['a code in the query', '/callback/acme/redirectCode?code=c-1&state=s-1'],
    ['a token in the fragment', '/callback/acme/redirectToken#id_token=t-1&state=s-1'],
  ] as const) {
    test(`${name} is handed to the window of our origin that opened it, which then closes`, async () => {
      const { page, popup } = await openLogin(`${server.origin}/window`, `${server.origin}${path}`)
      const closed = closing(popup)
      await page.waitForFunction('window.heard.length === 1')
      await closed
      const given = path.includes('code=') ? { code: 'c-1' } : { id_token: 't-1' }
      assert.deepEqual(await page.evaluate('window.heard'), [
        {
          origin: server.origin,
          data: { type: 'watchword.callback', parameters: { ...given, state: 's-1' } },
        },
      ])
      await page.close()
    })

    test(`${name}: a page of another origin that opened it hears nothing`, async () => {
      const { page, popup } = await openLogin(`${brand.origin}/evil`, `${server.origin}${path}`)
      await closing(popup)
      assert.deepEqual(await page.evaluate('window.heard'), [])
      await page.close()
    })
  }

  test('alone, the page clears its address and says what to do', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(`${server.origin}/callback/acme/redirectToken#id_token=secret`)
    assert.equal(page.url(), `${server.origin}/callback/acme/redirectToken`)
    assert.ok(await page.locator('#hand-over').isVisible())
    assert.deepEqual(complaints, [])
    await page.close()
  })
})

/** Until it has closed, which may have been before anybody looked. */
async function closing(popup: Page): Promise<void> {
  if (!popup.isClosed()) await popup.waitForEvent('close')
}

/** A login page of somebody else, which sends the browser straight back. */
async function startBrand() {
  const server = createServer((request, response) => {
    const back = new URL(request.url ?? '/', 'http://brand').searchParams.get('back') ?? ''
    response.writeHead(302, { location: back }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  // Another host than the server's, so that it is another site too.
  return { origin: `http://localhost:${port}`, stop: () => void server.close() }
}
