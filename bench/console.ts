import { type Browser, chromium, type Page } from 'playwright-core'
import { startDemoServer } from '../packages/server/test/support/demo-server.ts'
import { median } from './harness/paired-ratio.ts'

/** What a browser waits for, and how much it is sent, when an administrator opens the console. */
export type ConsoleLoad = {
  /** From the start of the navigation to the first paint of the document that stays. Milliseconds. */
  readonly firstPaintMs: number
  /** From the address that was typed to the heading of the page, with the way by the issuer and back. */
  readonly readyMs: number
  /** The same page when its files are in the browser's cache already. */
  readonly againMs: number
  readonly scriptKilobytes: number
  readonly styleKilobytes: number
  /** Cumulative layout shift: 0 is none. */
  readonly layoutShift: number
}

const rounds = 5

/** The console of a demo server in Chromium, signed in, with an empty cache of the browser each time. */
export async function consoleLoad(): Promise<ConsoleLoad> {
  const server = await startDemoServer()
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  })
  try {
    const address = `${server.origin}/console/${server.accountId}`
    const cookies = await signIn(browser, address, server.passwords.admin)
    const loads: ConsoleLoad[] = []
    for (let round = 0; round < rounds; round += 1) {
      loads.push(await loadOnce(browser, address, cookies))
    }
    const middle = (read: (load: ConsoleLoad) => number) => median(loads.map(read))
    return {
      firstPaintMs: middle(({ firstPaintMs }) => firstPaintMs),
      readyMs: middle(({ readyMs }) => readyMs),
      againMs: middle(({ againMs }) => againMs),
      scriptKilobytes: middle(({ scriptKilobytes }) => scriptKilobytes),
      styleKilobytes: middle(({ styleKilobytes }) => styleKilobytes),
      layoutShift: Math.max(...loads.map(({ layoutShift }) => layoutShift)),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

type Cookies = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['cookies']>>

async function signIn(browser: Browser, address: string, password: string): Promise<Cookies> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await page.locator('#username').fill('admin')
  await page.locator('#password').fill(password)
  await page.getByRole('button').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForURL(address)
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

async function loadOnce(browser: Browser, address: string, cookies: Cookies): Promise<ConsoleLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies(cookies)
  // Gzip, as the budget counts: Chromium would be sent the smaller Brotli files.
  await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
  const page = await context.newPage()
  await page.addInitScript(watchShifts)
  const readyMs = await open(page, address)
  await page.waitForLoadState('networkidle')
  const timings = (await page.evaluate(readTimings)) as Timings
  const { firstPaintMs, scriptBytes, styleBytes } = timings
  const layoutShift = (await page.evaluate('shifted')) as number
  const againMs = await open(page, address)
  await context.close()
  return {
    ...{ firstPaintMs, readyMs, againMs, layoutShift },
    scriptKilobytes: scriptBytes / 1024,
    styleKilobytes: styleBytes / 1024,
  }
}

async function open(page: Page, address: string): Promise<number> {
  const started = performance.now()
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return performance.now() - started
}

/** Run in the page, before anything else of it. */
const watchShifts = `
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) shifted += value
  }).observe({ type: 'layout-shift', buffered: true })
`

type Timings = Pick<ConsoleLoad, 'firstPaintMs'> & {
  readonly scriptBytes: number
  readonly styleBytes: number
}

const readTimings = `(() => {
  const bytes = (suffix) => performance.getEntriesByType('resource')
    .filter(({ name }) => new URL(name).pathname.endsWith(suffix))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  return {
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    scriptBytes: bytes('.js'),
    styleBytes: bytes('.css'),
  }
})()`
