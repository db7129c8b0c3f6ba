/**
 * What the tests of the console in a browser share. A file's suite is one call:
 *
 *     describeConsole('users', (console) => {
 *       test('…', async () => {
 *         const page = await console.open({ role: 'admin', path: '/users' })
 *         …
 *         assertQuiet(page)
 *         await assertAccessible(page)
 *         await assertFits(page)
 *       })
 *     })
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, before, describe } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Storage } from '#storage/port.ts'
import { startAtPublicOrigin } from '../../console/support.ts'
import { launchChromium } from '../../support/chromium.ts'
import { createRunningClock } from '../../support/clock.ts'
import { givePassword, goodPassword } from '../../support/login.ts'
import { databaseKinds } from '../../support/storages.ts'
import {
  call,
  type Role,
  type SeededAccount,
  seedAccount,
  type TestServer,
} from '../../support/test-server.ts'

/** Who opens the console, where, and in which browser. */
export type Opening = {
  /** Each of the account's users has the password `goodPassword`; by default the administrator. */
  readonly role?: Role
  /** Below the account's own address: `/users`. */
  readonly path?: string
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
  readonly reducedMotion?: 'reduce' | 'no-preference'
  readonly locale?: string
  /** Through the login page, though this role has signed in before. */
  readonly anew?: boolean
}

/** The server, its account, and browsers to open its console with. Ready once a test runs. */
export type ConsoleContext = {
  readonly kind: Storage['kind']
  readonly server: TestServer
  readonly account: SeededAccount
  readonly browser: Browser
  /**
   * Opens the console in a new browser, which is closed after the test. Who comes first in a role signs in at the hosted
   * login page; who comes later has their session's cookies, so that the issuer lets them in at once.
   */
  open(opening?: Opening): Promise<Page>
  /** The same, without signing in: as far as the login page, or whatever is shown instead. */
  visit(path: string, opening?: Opening): Promise<Page>
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** A phone, as narrow as pages must fit. */
export const phone = { width: 390, height: 844 } as const

/** Runs a suite on both databases, in one browser. By default on the console as it is built. */
export function describeConsole(
  name: string,
  suite: (context: ConsoleContext) => void,
  given: {
    readonly consoleFolder?: string
    readonly environment?: Readonly<Record<string, string>>
    readonly kinds?: readonly Storage['kind'][]
  } = {},
): void {
  describe(name, () => {
    let browser: Browser | undefined
    before(async () => {
      browser = await launchChromium()
    })
    after(() => browser?.close())
    for (const kind of given.kinds ?? databaseKinds) {
      describe(`on ${kind}`, () => {
        let started: Awaited<ReturnType<typeof startConsole>> | undefined
        const contexts: BrowserContext[] = []
        before(async () => {
          started = await startConsole(kind, given)
        })
        after(() => started?.server.stop())
        afterEach(async () => {
          await Promise.all(contexts.splice(0).map((context) => context.close()))
        })

        const { visit, open } = visitors(() => present(browser), contexts)
        suite({
          kind,
          get server() {
            return present(started).server
          },
          get account() {
            return present(started).account
          },
          get browser() {
            return present(browser)
          },
          visit: (path, opening = {}) => visit(present(started).server, path, opening),
          open: (opening = {}) => open(present(started), opening),
        })
      })
    }
  })
}

/** A server at its public origin, whose time is the browser's, with the account `acme` and four users who can log in. */
export async function startConsole(
  kind: Storage['kind'],
  {
    environment = {},
    consoleFolder,
  }: {
    readonly environment?: Readonly<Record<string, string>>
    readonly consoleFolder?: string
  } = {},
): Promise<{ readonly server: TestServer; readonly account: SeededAccount }> {
  const clock = createRunningClock()
  const server = await startAtPublicOrigin(kind, environment, { consoleFolder, clock })
  const account = await seedAccount(server, 'acme')
  for (const { user } of Object.values(account.users)) {
    await givePassword(server, account.id, user.id)
  }
  return { server, account }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The console is there once a test runs, not before.')
  return value
}

function visitors(browser: () => Browser, contexts: BrowserContext[]) {
  const signedIn = new Map<Role, Cookies>()

  async function visit(
    server: TestServer,
    path: string,
    opening: Opening,
    cookies: Cookies = [],
  ): Promise<Page> {
    const { viewport = { width: 1280, height: 800 }, colorScheme = 'light' } = opening
    const { reducedMotion = 'reduce', locale = 'en-US' } = opening
    const context = await browser().newContext({ viewport, colorScheme, reducedMotion, locale })
    contexts.push(context)
    await context.addCookies(cookies)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    watch(page, server.origin)
    const answer = await page.goto(`${server.origin}/console${path}`)
    assert.notEqual(answer?.status(), 503, 'The console is not built: npm run build:console')
    return page
  }

  async function open(
    { server, account }: { readonly server: TestServer; readonly account: SeededAccount },
    opening: Opening,
  ): Promise<Page> {
    const { role = 'admin', path = '', anew = false } = opening
    const cookies = anew ? undefined : signedIn.get(role)
    const page = await visit(server, `/${account.id}${path}`, opening, cookies)
    const isIn = ({ pathname }: URL) => pathname.startsWith(`/console/${account.id}`)
    const heading = page.locator('main h1').first()
    await heading.waitFor()
    // A test before may have ended the session: then the login page is there again.
    if (!isIn(new URL(page.url()))) {
      await signIn(page, role)
      await page.waitForURL(isIn)
      await heading.waitFor()
    }
    signedIn.set(role, await page.context().cookies())
    return page
  }
  return { visit, open }
}

/** Fills in the hosted login page, once it is ready: Chromium complains of who types before the page has put the cursor. */
export async function signIn(
  page: Page,
  loginName: string,
  password = goodPassword,
): Promise<void> {
  await page.locator('#username:focus, #password:focus').waitFor()
  await page.fill('#username', loginName)
  await page.fill('#password', password)
  await page.keyboard.press('Enter')
}

/** Calls the API below `/api/account/{accountId}` as its administrator. What is refused fails the test. */
export async function askAdmin<T>(
  { server, account }: Pick<ConsoleContext, 'server' | 'account'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const { bearer } = account.users.admin
  const url = `/api/account/${account.id}${path}`
  const answer = await call(server, method, url, {
    bearer,
    ...(body === undefined ? {} : { body }),
  })
  assert.ok(answer.status < 300, answer.text)
  return answer.body as T
}

/** What a page did that nobody should see it do. */
type Watched = { readonly complaints: string[]; readonly foreign: Set<string> }

const watched = new WeakMap<Page, Watched>()

function watch(page: Page, origin: string): void {
  const seen: Watched = { complaints: [], foreign: new Set() }
  watched.set(page, seen)
  page.on('console', (message) => {
    seen.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => seen.complaints.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const { protocol, origin: asked, href } = new URL(request.url())
    const isOurs = asked === origin || protocol === 'data:' || protocol === 'blob:'
    if (!isOurs) seen.foreign.add(href)
  })
}

/**
 * Nothing stands in the browser's console, no script failed, and nobody else was asked, from the login page on. A test of
 * a refusal names what Chromium itself says of it: `{ except: /403/ }`.
 */
export function assertQuiet(page: Page, { except }: { readonly except?: RegExp } = {}): void {
  const { complaints, foreign } = present(watched.get(page))
  const heard = complaints.filter((text) => except === undefined || !except.test(text))
  assert.deepEqual(heard, [], 'nothing in the console')
  assert.deepEqual([...foreign], [], 'no request to anybody else')
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Only violations are told in full: it need not find a selector for each thing that passes. */
const options = JSON.stringify({
  ...{ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false },
})

/**
 * No rule of axe-core for WCAG 2.2 AA is violated, nor one of good practice, in what is shown now. What is still being
 * drawn (a dialog is named a moment after it stands) is judged as it stays: a violation is one that does not go away.
 */
export async function assertAccessible(page: Page): Promise<void> {
  let violations = await violationsOf(page)
  for (let again = 0; violations.length > 0 && again < 10; again += 1) {
    await page.waitForTimeout(200)
    violations = await violationsOf(page)
  }
  assert.deepEqual(violations, [], violations.join('\n'))
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await settled(page)
  // By the debugger, which the page's policy does not bind; once, because it is long.
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(axe)
  return page.evaluate(`axe.run(document, ${options}).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + ': ' + help + ' at ' + target.join(' ') + '\\n  ' + failureSummary)))`)
}

/** Nothing is wider than the screen. */
export async function assertFits(page: Page): Promise<void> {
  await settled(page)
  const [wide, wanted, worst] = (await page.evaluate(`(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const over = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.tagName.toLowerCase() + '.' + element.className)
    return [clientWidth, scrollWidth, over.slice(0, 5).join('; ')]
  })()`)) as readonly [number, number, string]
  assert.ok(wanted <= wide, `${wanted} px on ${wide}: ${worst}`)
}

/** What is read is there, and what moves has come to rest, but for what moves for ever: a page is judged as it stays. */
async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined))).then(() => undefined)`)
}
