import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { consoleScopes } from '../../../server/src/domain/applications/console-client.ts'
import type { Ending } from './session.ts'

const origin = 'https://id.example'
const left: string[] = []
const heard = new Map<string, (event: { readonly persisted: boolean }) => void>()

/** As much of a browser as the session asks for. */
const page = {
  document: { querySelector: () => null },
  location: {
    ...{ origin, pathname: '/console/acme/users' },
    assign: (url: string) => void left.push(url),
    reload: () => void left.push('reload'),
  },
  window: {
    addEventListener: (name: string, listener: () => void) => heard.set(name, listener),
    open: () => null,
  },
}
for (const [name, value] of Object.entries(page)) {
  Object.defineProperty(globalThis, name, { value, configurable: true })
}
const { createSession } = await import('./session.ts')
const { isRefusal, scopes } = await import('./issuer.ts')

const server = {
  issuer: `${origin}/oidc/acme`,
  authorization_endpoint: `${origin}/oidc/acme/authorize`,
  token_endpoint: `${origin}/oidc/acme/token`,
  revocation_endpoint: `${origin}/oidc/acme/revoke`,
  end_session_endpoint: `${origin}/oidc/acme/logout`,
}
const now = Date.parse('2026-11-29T12:00:00Z')
const first = {
  ...{ accessToken: 'a1', refreshToken: 'r1', idToken: 'i1', subject: 'u1' },
  expiresAt: now + 600_000,
}

type Asked = { readonly url: string; readonly form: URLSearchParams; readonly init: RequestInit }
const asked: Asked[] = []
/** What the token endpoint answers. */
let answer: (form: URLSearchParams) => Response | Promise<Response>

const granted = (number: number, more: object = {}) =>
  Response.json({
    ...{ access_token: `a${number}`, refresh_token: `r${number}`, token_type: 'bearer' },
    ...{ expires_in: 600, ...more },
  })
const refusal = (status: number, error: string) => Response.json({ error }, { status })

const realFetch = globalThis.fetch
beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now })
  const fetching: typeof fetch = async (input, init = {}) => {
    const form = new URLSearchParams(`${init.body}`)
    asked.push({ url: `${input}`, form, init })
    return answer(form)
  }
  globalThis.fetch = fetching
  ;[asked.length, left.length] = [0, 0]
  answer = ({ size }) => granted(size > 0 ? asked.length + 1 : 0)
})
afterEach(() => {
  mock.timers.reset()
  globalThis.fetch = realFetch
})

const started = () => createSession(server, 'acme', first)
/** Whether it is still waited for, once everything that could happen at once has happened. */
async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise<'later'>((resolve) => setImmediate(resolve, 'later'))
  return (await Promise.race([promise.catch(() => undefined), later])) === 'later'
}

describe('a token that is good now', () => {
  test('is the one that there is, until its last seconds; then it is renewed first', async () => {
    const session = started()
    mock.timers.setTime(first.expiresAt - 20_001)
    assert.equal(await session.token(), 'a1')
    assert.equal(asked.length, 0)
    mock.timers.setTime(first.expiresAt - 20_000)
    assert.equal(await session.token(), 'a2')
    const [{ url, form } = { url: '', form: new URLSearchParams() }] = asked
    assert.equal(url, server.token_endpoint)
    assert.deepEqual(Object.fromEntries(form), {
      ...{ grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'watchword-console' },
    })
  })

  test('one that the server refused is not used again; one of before does not end the new one', async () => {
    const session = started()
    session.refused('a1')
    assert.equal(await session.token(), 'a2')
    session.refused('a1')
    assert.equal(await session.token(), 'a2')
    assert.equal(asked.length, 1)
    session.refused('a2')
    session.refused('a1')
    assert.equal(await session.token(), 'a3')
  })

  test('many calls at once renew once: a refresh token that is used twice ends them all', async () => {
    const session = started()
    session.refused('a1')
    const tokens = await Promise.all(Array.from({ length: 20 }, () => session.token()))
    assert.deepEqual(new Set(tokens), new Set(['a2']))
    session.refused('a2')
    assert.equal(await session.token(), 'a3')
    assert.deepEqual(
      asked.map(({ form }) => form.get('refresh_token')),
      ['r1', 'r2'],
    )
  })

  test('a server that is away ends nothing: the next call tries again with the same token', async () => {
    const session = started()
    session.refused('a1')
    for (const away of [
      () => Promise.reject(new TypeError('fetch failed')),
      () => refusal(503, 'temporarily_unavailable'),
      () => refusal(429, 'temporarily_unavailable'),
      () => new Response('<html>', { status: 502 }),
    ]) {
      answer = away
      await assert.rejects(session.token())
      assert.equal(session.ending(), undefined)
    }
    answer = () => granted(2)
    assert.equal(await session.token(), 'a2')
    assert.equal(asked.at(-1)?.form.get('refresh_token'), 'r1')
  })
})

describe('a session that has ended', () => {
  async function ended() {
    const session = started()
    const told: (Ending | undefined)[] = []
    session.subscribe(() => told.push(session.ending()))
    session.refused('a1')
    answer = () => refusal(400, 'invalid_grant')
    const end = new Promise<void>((resolve) => session.subscribe(resolve))
    const waiting = session.token()
    await end
    assert.equal(await isWaiting(waiting), true)
    return { session, told }
  }

  test('is told once, and who wants a token waits: the issuer is not asked again', async () => {
    const { session, told } = await ended()
    assert.equal(session.ending(), 'refused')
    assert.equal(await isWaiting(session.token()), true)
    assert.deepEqual(told, ['refused'])
    assert.equal(asked.length, 1)
  })

  test('because nobody was there: the tokens are given back, and no call goes out with them', async () => {
    const session = started()
    const told: (Ending | undefined)[] = []
    session.subscribe(() => told.push(session.ending()))
    session.endForIdleness()
    session.endForIdleness()
    assert.deepEqual(told, ['idle'])
    assert.deepEqual(
      asked.map(({ url, form }) => [url, form.get('token')]),
      [[server.revocation_endpoint, 'r1']],
    )
    assert.equal(await isWaiting(session.token()), true)
  })

  test('a browser that opens no window says so, and nothing is begun', async () => {
    const { session } = await ended()
    assert.equal(await session.signInAgain(), false)
    assert.deepEqual(left, [])
    assert.equal(session.ending(), 'refused')
  })
})

describe('a page that goes', () => {
  test('gives the newest refresh token back (RFC 7009), in a request that outlives it', async () => {
    const session = started()
    session.refused('a1')
    await session.token()
    heard.get('pagehide')?.({ persisted: false })
    const last = asked.at(-1)
    assert.equal(last?.url, server.revocation_endpoint)
    assert.equal(last?.form.get('token'), 'r2')
    assert.equal(last?.init.keepalive, true)
  })

  test('and comes back out of the browser’s memory starts anew', () => {
    started()
    heard.get('pageshow')?.({ persisted: false })
    assert.deepEqual(left, [])
    heard.get('pageshow')?.({ persisted: true })
    assert.deepEqual(left, ['reload'])
  })

  test('is sent to sign out with what tells the issuer who it was, also after a renewal', async () => {
    const session = started()
    session.refused('a1')
    await session.token()
    session.signOut()
    const url = new URL(left[0] ?? '')
    assert.equal(url.origin + url.pathname, server.end_session_endpoint)
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      ...{ id_token_hint: 'i1', client_id: 'watchword-console' },
      post_logout_redirect_uri: `${origin}/console`,
    })
  })
})

test('the console asks for what its client may have, no less and no more', () => {
  assert.deepEqual([...scopes].toSorted(), [...consoleScopes].toSorted())
})

test('what is no answer of the token endpoint is no refusal', () => {
  for (const fault of [new Error('no'), new TypeError('fetch failed'), undefined]) {
    assert.equal(isRefusal(fault), false)
  }
})
