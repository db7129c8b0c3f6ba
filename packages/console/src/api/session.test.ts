import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

const origin = 'https://id.example'
const issuer = `${origin}/oidc/le1`
const server = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/revoke`,
}
const ended = { accessToken: 'old', refreshToken: 'old-refresh', idToken: undefined, expiresAt: 0 }

/** What of a browser a session uses; filled in by each sign-in. */
const browser = { opened: [] as URL[], wentTo: [] as string[], revoked: [] as string[] }
let answerOfToken: () => Response = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
const kept = new Map<string, string>()

before(() => {
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size
    },
  }
  const opened = {
    location: { replace: (url: string) => browser.opened.push(new URL(url)) },
    close: () => undefined,
  }
  const globals = {
    document: { querySelector: () => null },
    location: {
      ...{ origin, pathname: '/console/le1/users/7' },
      assign: (url: string) => browser.wentTo.push(url),
    },
    window: { addEventListener: () => undefined, open: () => opened },
    localStorage: storage,
    sessionStorage: storage,
    fetch: async (url: string, init: RequestInit) => {
      if (url !== server.revocation_endpoint) return answerOfToken()
      browser.revoked.push(new URLSearchParams(`${init.body}`).get('token') ?? '')
      return new Response()
    },
  }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
})

after(() => kept.clear())

test('what waits for a sign-in goes out for whoever asked it, and for nobody else', async () => {
  const { createSession } = await import('./session.ts')
  const session = createSession(server, 'le1', { ...ended, subject: 'anna' })
  let waiting: string | undefined
  const waited = session.token().then((token) => {
    waiting = token
  })
  await untilTrue(() => session.ending() === 'refused')

  await signInBeside(session, 'bert')
  assert.equal(session.ending(), 'refused', 'the calls of Anna still wait')
  assert.equal(waiting, undefined)
  assert.deepEqual(browser.wentTo, ['/console/le1'], 'the page starts anew')
  assert.deepEqual(browser.revoked, ['refresh-of-bert'], 'nobody keeps what nobody uses')

  await signInBeside(session, 'anna')
  await waited
  assert.equal(waiting, 'token-of-anna')
  assert.equal(session.ending(), undefined)
  assert.deepEqual([...kept.keys()], [], 'nothing of it stays in the browser')
})

test('who comes after nobody was there shows who they are, though the browser is signed in', async () => {
  const { createSession } = await import('./session.ts')
  const tokens = { ...ended, expiresAt: Date.now() + 600_000, subject: 'anna' }
  const session = createSession(server, 'le1', tokens)
  session.endForIdleness()
  await signInBeside(session, 'anna')
  assert.equal(browser.opened.at(-1)?.searchParams.get('prompt'), 'login')
  assert.equal(browser.opened.at(-2)?.searchParams.get('prompt'), null, 'else it is not asked')
  assert.equal(await session.token(), 'token-of-anna')
})

test('what an unfinished sign-in beside a page left in the browser goes with a later one', async () => {
  const { recall, remember } = await import('./pending.ts')
  const about = { accountId: 'le1', nonce: 'n', verifier: 'v', returnTo: '/console/le1' }
  const old = { ...about, state: 'old', popup: true, at: Date.now() - 2 * 3_600_000 }
  kept.set('watchword.sign-in.old', JSON.stringify(old))
  kept.set('watchword.sign-in.odd', 'null')
  kept.set('watchword.sign-in.broken', '{')
  kept.set('watchword.columns.users', '[]')
  remember({ ...about, state: 'other', popup: true, at: Date.now() - 60_000 })
  remember({ ...about, state: 'new', popup: true, at: Date.now() })
  assert.deepEqual(
    [...kept.keys()],
    ['watchword.columns.users', 'watchword.sign-in.other', 'watchword.sign-in.new'],
  )
  assert.equal(recall('new')?.verifier, 'v')
  assert.equal(recall('new'), undefined)
})

/** Somebody signs in in the window that was opened, which hands its answer over. */
async function signInBeside(session: { signInAgain(): Promise<boolean> }, subject: string) {
  const before = browser.opened.length
  const done = session.signInAgain()
  await untilTrue(() => browser.opened.length > before)
  const asked = browser.opened.at(-1)?.searchParams ?? new URLSearchParams()
  answerOfToken = () =>
    Response.json({
      ...{ access_token: `token-of-${subject}`, token_type: 'Bearer', expires_in: 600 },
      refresh_token: `refresh-of-${subject}`,
      id_token: idTokenOf(subject, asked.get('nonce') ?? ''),
    })
  const { handOver } = await import('./session.ts')
  Object.assign(window, { close: () => undefined })
  handOver(new URLSearchParams({ code: 'c', state: asked.get('state') ?? '', iss: issuer }))
  assert.equal(await done, true)
}

/** The token endpoint vouches for it: its signature is not looked at (OpenID Connect Core 1.0 section 3.1.3.7). */
function idTokenOf(sub: string, nonce: string): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: 'watchword-console', sub, nonce, iat: now, exp: now + 60 }
  const parts = [{ alg: 'ES256' }, claims, 'signature'].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return parts.join('.')
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.fail('it never came')
}
