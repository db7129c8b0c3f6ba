import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { type AnsweredCall, createApiClient } from './client.ts'
import { Problem } from './problem.ts'
import type { Session } from './session.ts'

Object.defineProperty(globalThis, 'location', { value: { origin: 'https://id.example' } })

type Sent = { readonly url: string; readonly headers: Headers; readonly init: RequestInit }

/** An account's API, whose answers come in this order, the last again and again, and a session with tokens t1, t2, … */
function api(...answers: readonly (() => Response | Promise<Response>)[]) {
  const sent: Sent[] = []
  const refused: string[] = []
  const fetching: typeof fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted()
    sent.push({ url: `${input}`, headers: new Headers(init.headers), init })
    const answer = answers[Math.min(sent.length, answers.length) - 1]
    assert.ok(answer)
    return answer()
  }
  globalThis.fetch = fetching
  const session: Session = {
    ...{
      accountId: 'a/b',
      ending: () => undefined,
      endForIdleness: () => undefined,
      signOut: () => assert.fail('nobody asked for it'),
    },
    ...{ subscribe: () => () => undefined, signInAgain: async () => false },
    token: async () => `t${refused.length + 1}`,
    refused: (token) => void refused.push(token),
  }
  return { ...{ sent, refused, session }, client: createApiClient(session, 'Not reached.') }
}

const json =
  (body: unknown, init: ResponseInit = {}) =>
  () =>
    new Response(JSON.stringify(body), init)
const no = (status: number) => json({ error: { message: `no ${status}` } }, { status })
const tokensOf = (sent: readonly Sent[]) => sent.map(({ headers }) => headers.get('authorization'))

const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})

describe('a call', () => {
  test('goes to this origin alone, for the account that is signed in, without cookies', async () => {
    const { client, sent } = api(json([]))
    await client.get('/api/account/{accountId}/users?select=id', {
      query: { limit: 5, q: 'a&b=c', all: false, none: undefined },
    })
    const [first] = sent
    assert.equal(
      first?.url,
      'https://id.example/api/account/a%2Fb/users?select=id&limit=5&q=a%26b%3Dc&all=false',
    )
    assert.equal(first?.headers.get('authorization'), 'Bearer t1')
    assert.equal(first?.headers.get('if-match'), null)
    const { method, credentials, cache, body } = first?.init ?? {}
    assert.deepEqual([method, credentials, cache, body], ['GET', 'omit', 'no-store', undefined])
  })

  test('is sent over a revision, and says which there is now', async () => {
    const { client, sent } = api(json({ id: 1 }, { headers: { etag: '"8"' } }))
    const answer = await client.call('PUT', '/x', { body: { a: 1 }, ifMatch: '"7"' })
    assert.equal(sent[0]?.headers.get('if-match'), '"7"')
    assert.equal(sent[0]?.headers.get('content-type'), 'application/json')
    assert.equal(sent[0]?.init.body, '{"a":1}')
    assert.deepEqual([answer.body, answer.revision, answer.status], [{ id: 1 }, '"8"', 200])
  })

  test('the revision of a configuration is told by a header of its own', async () => {
    const { client } = api(json([], { headers: { 'ac-revision': '12' } }), json([]))
    assert.equal((await client.call('GET', '/x')).revision, '12')
    assert.equal((await client.call('GET', '/x')).revision, undefined)
  })

  test('a file is sent as it is, with the type that it is said to have', async () => {
    const { client, sent } = api(json({}))
    const file = new Blob(['x'])
    await client.call('PUT', '/logo', { body: file, headers: { 'content-type': 'image/png' } })
    await client.call('PUT', '/logo', { body: file })
    assert.equal(sent[0]?.init.body, file)
    assert.deepEqual(
      sent.map(({ headers }) => headers.get('content-type')),
      ['image/png', null],
    )
  })

  test('an answer without a body has none', async () => {
    const { client } = api(
      () => new Response(null, { status: 204 }),
      () => new Response(''),
    )
    assert.equal((await client.call('DELETE', '/x')).body, undefined)
    assert.equal((await client.call('POST', '/x')).body, undefined)
  })

  test('a refusal is a problem, in the words of the server', async () => {
    const { client, sent } = api(no(403))
    await assert.rejects(client.get('/x'), (fault) => {
      assert.ok(fault instanceof Problem)
      assert.deepEqual([fault.status, fault.message], [403, 'no 403'])
      return true
    })
    assert.equal(sent.length, 1)
  })
})

describe('a token that ended before its time', () => {
  test('is renewed, and the same call is sent again', async () => {
    const { client, sent, refused } = api(no(401), json({ done: true }))
    const options = { body: { a: 1 }, ifMatch: '"7"', query: { v: '1.0' } }
    assert.deepEqual((await client.call('POST', '/x', options)).body, { done: true })
    assert.deepEqual(tokensOf(sent), ['Bearer t1', 'Bearer t2'])
    assert.deepEqual(refused, ['t1'])
    const [first, second] = sent.map(({ url, init, headers }) => [
      ...[url, init.method, init.body, headers.get('if-match')],
    ])
    assert.deepEqual(second, first)
  })

  test('twice at most: whoever is refused with a new token is told so', async () => {
    const { client, sent, refused } = api(no(401))
    await assert.rejects(client.get('/x'), { name: 'Problem', status: 401 })
    assert.deepEqual(tokensOf(sent), ['Bearer t1', 'Bearer t2', 'Bearer t3'])
    assert.deepEqual(refused, ['t1', 't2'])
  })

  test('another refusal on the way is not asked again', async () => {
    const { client, sent } = api(no(401), no(403), json({}))
    await assert.rejects(client.get('/x'), { status: 403 })
    assert.equal(sent.length, 2)
  })
})

describe('when nobody answers', () => {
  const offline = { name: 'Problem', status: 0, message: 'Not reached.' }

  test('it is a problem of no status, in our words, and it is not sent again', async () => {
    const { client, sent } = api(() => Promise.reject(new TypeError('fetch failed')))
    await assert.rejects(client.get('/x'), offline)
    assert.equal(sent.length, 1)
  })

  test('so is a token that cannot be had, at first or when it was to be renewed', async () => {
    const { session, sent } = api(no(401))
    let tokens = 0
    const token = async () => {
      tokens += 1
      if (tokens > 1) throw new TypeError('fetch failed')
      return 't1'
    }
    const client = createApiClient({ ...session, token }, 'Not reached.')
    await assert.rejects(client.get('/x'), offline)
    await assert.rejects(client.get('/x'), offline)
    assert.equal(sent.length, 1)
  })

  test('an answer that breaks off is none, nor is the page of a network between', async () => {
    const cut = () => new Response(new ReadableStream({ pull: (body) => body.error(new Error()) }))
    const page = () => new Response('<html>Welcome to our hotel</html>')
    for (const answer of [cut, page]) await assert.rejects(api(answer).client.get('/x'), offline)
  })

  test('an abort stays one: the page that asked is gone, and nothing failed', async () => {
    const controller = new AbortController()
    const { client } = api(() => {
      controller.abort()
      return Promise.reject(controller.signal.reason)
    })
    const { signal } = controller
    await assert.rejects(client.get('/x', { signal }), { name: 'AbortError' })
    await assert.rejects(client.get('/x', { signal }), { name: 'AbortError' })
  })

  test('so does one while the answer is read', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const body = new ReadableStream({
      pull: (reader) => {
        controller.abort()
        reader.error(signal.reason)
      },
    })
    const { client } = api(() => new Response(body))
    await assert.rejects(client.get('/x', { signal }), { name: 'AbortError' })
  })
})

describe('who listens to what this page does', () => {
  test('is told of each answer, refusals too, until they have heard enough', async () => {
    const told: AnsweredCall[] = []
    const answer = json({}, { headers: { 'x-request-id': 'abc' } })
    const { client } = api(no(401), answer, answer)
    const stop = client.onAnswer((call) => told.push(call))
    await client.call('POST', '/api/account/{accountId}/x', { query: { q: 's3cret' } })
    stop()
    await client.get('/y')
    assert.deepEqual(
      told.map(({ method, path, status, requestId }) => [method, path, status, requestId]),
      [
        ['POST', '/api/account/a%2Fb/x', 401, undefined],
        ['POST', '/api/account/a%2Fb/x', 200, 'abc'],
      ],
    )
  })

  test('hears no token, no body and nothing of the query', async () => {
    const told: AnsweredCall[] = []
    const { session } = api(json({ secret: 's3cret-answer' }))
    const client = createApiClient({ ...session, token: async () => 's3cret-token' }, '')
    client.onAnswer((call) => told.push(call))
    await client.call('PUT', '/x', {
      body: { password: 's3cret-body' },
      query: { q: 's3cret-query' },
      ifMatch: 's3cret-revision',
    })
    assert.equal(told.length, 1)
    assert.equal(JSON.stringify(told).includes('s3cret'), false)
  })
})
