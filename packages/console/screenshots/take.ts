/**
 * `npm run screenshots [name…]`: each page of the console as a picture, light, dark and as wide as a phone, in
 * `docs/guide/img`. It shows a demo server that is filled through its API, so the pictures are of what the code does.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type DemoServer, startDemoServer } from '../../server/test/support/demo-server.ts'
import { fillDemo } from './fill-demo.ts'
import { pages, type ShownPage } from './pages.ts'

const folder = path.join(import.meta.dirname, '../../../docs/guide/img')
const variants: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
}

const names = process.argv.slice(2)
const chosen = names.length === 0 ? pages : pages.filter(({ name }) => names.includes(name))
mkdirSync(folder, { recursive: true })
const server = await startDemoServer()
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
})
try {
  const known = await fillDemo(server)
  for (const [variant, options] of Object.entries(variants)) {
    await takeAll(browser, { server, variant, options, known })
  }
} finally {
  await browser.close()
  await server.stop()
}

type Round = {
  readonly server: DemoServer
  readonly variant: string
  readonly options: BrowserContextOptions
  /** Ids of what was made: `{userId}` in a path. */
  readonly known: Readonly<Record<string, string>>
}

async function takeAll(browser: Browser, round: Round): Promise<void> {
  const { server, variant, options, known } = round
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('pageerror', (fault) => console.error(`${variant}: ${fault.message}`))
  await signIn(page, server)
  for (const shown of chosen) {
    const address = shown.path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? name)
    await page.goto(`${server.origin}/console/${server.accountId}${address}`)
    await settle(page, shown)
    const file = `${shown.name}-${variant}.webp`
    writeFileSync(path.join(folder, file), await photograph(page))
    console.log(file)
  }
  await context.close()
}

/** As WebP, a quarter of a PNG: the debugger's protocol can, and the repository keeps every version. */
async function photograph(page: Page): Promise<Buffer> {
  const debugging = await page.context().newCDPSession(page)
  const { data } = await debugging.send('Page.captureScreenshot', { format: 'webp', quality: 85 })
  await debugging.detach()
  return Buffer.from(data, 'base64')
}

/** By the hosted page, as anybody does. */
async function signIn(page: Page, { origin, accountId, passwords }: DemoServer): Promise<void> {
  await page.goto(`${origin}/console/${accountId}`)
  await page.locator('#username').fill('admin')
  await page.locator('#password').fill(passwords.admin)
  await page.getByRole('button').first().click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

/** Until nothing loads any more and all that is to be pressed was pressed. */
async function settle(page: Page, { press = [] }: ShownPage): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  for (const name of press) await page.getByRole('button', { name }).first().click()
  await page.waitForLoadState('networkidle')
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
