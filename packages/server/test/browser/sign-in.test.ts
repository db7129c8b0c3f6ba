import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { authorizeUrl, seedSignIn } from '../authorization/support.ts'
import { pkceVerifier } from '../support/applications.ts'
import { launchChromium } from '../support/chromium.ts'
import { givePassword, goodPassword } from '../support/login.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** An application of somebody else: it takes the code by query or form and exchanges it for tokens. */
async function startApplication(exchange: (code: string, uri: string) => Promise<string>) {
  const server: Server = createServer((request, response) => {
    const answer = async () => {
      const url = new URL(request.url ?? '/', 'http://application')
      const sent =
        request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams
      const code = sent.get('code')
      const said = code === null ? (sent.get('error') ?? 'nothing') : await exchange(code, uri)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><title>app</title><p id="result">${said}</p>`)
    }
    answer().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`
  return { uri, stop: () => server.close() }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

describe('signing in with a browser', () => {
  let server: TestServer
  let browser: Browser
  let application: Awaited<ReturnType<typeof startApplication>>
  let acme: Awaited<ReturnType<typeof seedSignIn>>

  async function exchange(code: string, redirectUri: string): Promise<string> {
    const response = await fetch(`${server.origin}/oidc/acme/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: pkceVerifier,
        client_id: acme.clientId,
        client_secret: acme.clientSecret,
      }),
    })
    const { id_token: idToken } = (await response.json()) as { id_token?: string }
    const [, payload = ''] = (idToken ?? '').split('.')
    return JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}').sub ?? 'refused'
  }

  before(async () => {
    server = await startTestServer('sqlite')
    application = await startApplication(exchange)
    acme = await seedSignIn(server, 'acme', {
      redirect_uris: [application.uri],
      post_logout_redirect_uris: [application.uri],
    })
    browser = await launchChromium()
  })
  after(async () => {
    await browser.close()
    application.stop()
    await server.stop()
  })

  const start = (change: Record<string, string> = {}) =>
    server.origin + authorizeUrl(acme, { redirect_uri: application.uri, ...change })

  /** A page that may complain to nobody, and asks nobody but us and the application. */
  async function open(options: BrowserContextOptions) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    const asked = new Set<string>()
    page.on('console', (message) => {
      complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    return { context, page, complaints, asked }
  }

  /** Once the page has put the cursor: Chromium complains of who types before. */
  async function fillIn(page: Page, username = 'agent', password = goodPassword): Promise<void> {
    await page.locator('#username:focus, #password:focus').waitFor()
    await page.fill('#username', username)
    await page.fill('#password', password)
    await page.keyboard.press('Enter')
  }

  const result = async (page: Page) => (await page.waitForSelector('#result')).textContent()

  for (const javaScriptEnabled of [true, false]) {
    test(`the whole code flow, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const { context, page, complaints, asked } = await open({ javaScriptEnabled })
      const scope = `openid ${javaScriptEnabled ? 'email' : 'phone'}`
      await page.goto(start({ scope }))
      await fillIn(page)
      await page.click('#allow')
      assert.equal(await result(page), String(acme.users.agent.user.id))
      await page.goto(start({ scope, response_mode: 'form_post' }))
      if (!javaScriptEnabled) await page.click('#continue')
      assert.equal(await result(page), String(acme.users.agent.user.id))
      await page.goto(`${server.origin}/oidc/acme/logout`)
      await page.click('#confirm-logout')
      await page.waitForSelector('#logged-out')
      await page.goto(start({ scope, prompt: 'none' }))
      assert.equal(await result(page), 'login_required')
      assert.deepEqual(complaints, [])
      assert.deepEqual([...asked].sort(), [server.origin, new URL(application.uri).origin].sort())
      await context.close()
    })
  }

  test('by keyboard alone: the focus is where one types, and at the fault', async () => {
    const { context, page } = await open({ javaScriptEnabled: false })
    await page.goto(start({ scope: 'openid address' }))
    const focused = () => page.locator(':focus').getAttribute('id')
    assert.equal(await focused(), 'username')
    await page.keyboard.type('agent')
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'password')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    assert.equal(await focused(), 'password')
    assert.equal(await page.locator('#password').getAttribute('aria-describedby'), 'fault')
    await page.keyboard.type(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForSelector('#allow')
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'allow')
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'deny')
    await page.keyboard.press('Enter')
    assert.equal(await result(page), 'access_denied')
    await context.close()
  })

  test('a password that must be changed', async () => {
    const { user } = acme.users.admin
    await givePassword(server, acme.id, user.id, goodPassword, { mustChange: true })
    const { context, page, complaints } = await open({})
    await page.goto(start())
    await fillIn(page, 'admin')
    // There is a password on the page before, too.
    await page.waitForSelector('#new-password')
    await page.locator('#password:focus').waitFor()
    await page.fill('#password', goodPassword)
    await page.fill('#new-password', 'quite another pass phrase')
    await page.fill('#repeat-password', 'quite another pass phrase')
    await page.click('#change-password')
    await page.click('#allow')
    assert.equal(await result(page), String(user.id))
    assert.deepEqual(complaints, [])
    await context.close()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page fits a phone and can be read, ${colorScheme}`, async () => {
      const options = { viewport: { width: 390, height: 844 }, colorScheme, locale: 'de-DE' }
      const { context, page } = await open(options)
      const scope = 'openid profile users:read'
      await page.goto(start({ scope, prompt: 'login' }))
      await assertFits(page, 'login', colorScheme)
      await fillIn(page, 'agent', 'wrong')
      await page.waitForSelector('[role=alert]')
      await assertFits(page, 'login-refused', colorScheme)
      await fillIn(page)
      await page.waitForSelector('#allow')
      await assertFits(page, 'consent', colorScheme)
      await page.goto(`${server.origin}/oidc/acme/logout`)
      await assertFits(page, 'confirm-logout', colorScheme)
      await page.goto(`${server.origin}/oidc/acme/logged-out`)
      await assertFits(page, 'logged-out', colorScheme)
      await page.goto(`${server.origin}/oidc/acme/authorize`)
      await assertFits(page, 'error', colorScheme)
      await context.close()
    })
  }
})

/** Nothing is wider than the screen, there is one heading, and words stand out from what is behind them. */
async function assertFits(page: Page, name: string, scheme: string): Promise<void> {
  const shots = process.env['WATCHWORD_SCREENSHOTS']
  if (shots !== undefined) {
    await page.screenshot({ path: `${shots}/${name}-${scheme}-phone.png` })
    await page.setViewportSize({ width: 1200, height: 800 })
    await page.screenshot({ path: `${shots}/${name}-${scheme}.png` })
    await page.setViewportSize({ width: 390, height: 844 })
  }
  const found = (await page.evaluate(`(() => {
    const luminance = (color) => {
      const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
        .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at)
        if (!/, 0\\)$/.test(backgroundColor)) return backgroundColor
      }
      return 'rgb(255, 255, 255)'
    }
    const faint = [...document.querySelectorAll('h1, p, label, li, button, input, dt, dd, .emblem')]
      .filter((element) => element.type !== 'hidden')
      .map((element) => {
        const [a, b] = [getComputedStyle(element).color, behind(element)].map(luminance)
        return [element.tagName + '.' + element.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]
      })
      .filter(([, contrast]) => contrast < 4.5)
    return {
      overflow: document.documentElement.scrollWidth - innerWidth,
      headings: document.querySelectorAll('h1').length,
      lang: document.documentElement.lang,
      unlabelled: [...document.querySelectorAll('input:not([type=hidden])')].filter((i) => i.labels.length !== 1).length,
      faint,
    }
  })()`)) as Record<string, unknown>
  assert.deepEqual(found, { overflow: 0, headings: 1, lang: 'de', unlabelled: 0, faint: [] }, name)
}
