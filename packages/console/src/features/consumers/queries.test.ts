import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient, CallOptions } from '../../api/client.ts'
import {
  consumerQuery,
  endLogins,
  eraseConsumer,
  erasuresQuery,
  eventsQuery,
  exportConsumer,
  findConsumers,
  listQuery,
  unlinkConsumer,
} from './queries.ts'

const signal = new AbortController().signal

/** An API that tells of so many events, the oldest first. */
function eventsOf(length: number) {
  const asked: number[] = []
  const get = async (_path: string, options: CallOptions) => {
    const { after, limit } = options.query as { readonly after: number; readonly limit: number }
    asked.push(after)
    const count = Math.min(limit, length - after)
    const events = Array.from({ length: count }, (_, index) => ({ sequence: after + index + 1 }))
    return { events, after: after + count }
  }
  return { asked, api: { get } as unknown as ApiClient }
}

test('all events are read, the newest first, up to ten thousand', async () => {
  for (const [length, pages, isWhole] of [
    [0, 1, true],
    [999, 1, true],
    [1000, 2, true],
    [9_999, 10, true],
    [10_001, 10, false],
  ] as const) {
    const { api, asked } = eventsOf(length)
    const told = await eventsQuery(api).queryFn?.({ signal } as never)
    const most = Math.min(length, 10_000)
    assert.equal(told?.events.length, most)
    assert.equal(told?.events[0]?.sequence, most === 0 ? undefined : most)
    assert.equal(told?.events.at(-1)?.sequence, most === 0 ? undefined : 1)
    assert.equal(told?.isWhole, isWhole, `${length}`)
    assert.deepEqual(asked, [...new Set(asked)], 'no page is read twice')
    assert.equal(asked.length, pages)
  }
})

test('an id stands in a body as a value, whatever it holds', async () => {
  let sent = ''
  const api = {
    async fetch(_method: string, _path: string, options?: CallOptions) {
      sent = await new Response(options?.body as Blob).text()
      return new Response()
    },
  } as unknown as ApiClient
  await endLogins(api, 'a&consumer_id=b+ é')
  assert.deepEqual([...new URLSearchParams(sent)], [['consumer_id', 'a&consumer_id=b+ é']])
})

type Told = { readonly method: string; readonly path: string; readonly options: CallOptions }

/** An API that answers all alike, and keeps what it was asked. */
function apiWith(body: unknown) {
  const asked: Told[] = []
  const call = async (method: string, path: string, options: CallOptions = {}) => {
    asked.push({ method, path, options })
    return { body }
  }
  const get = async (path: string, options?: CallOptions) => (await call('GET', path, options)).body
  return { asked, api: { call, get } as unknown as ApiClient }
}

test('a list is read page by page, each from where the one before ended', async () => {
  for (const [query, limit] of [
    [listQuery, 100],
    [erasuresQuery, 50],
  ] as const) {
    const { api, asked } = apiWith({ next: 'further on', consumers: [], erasures: [] })
    const { queryFn, getNextPageParam, initialPageParam } = query(api)
    const page = await queryFn?.({ pageParam: initialPageParam, signal } as never)
    const next = getNextPageParam(page as never, [], undefined, [])
    await queryFn?.({ pageParam: next, signal } as never)
    assert.deepEqual(
      asked.map(({ options }) => options.query),
      [
        { limit, before: undefined },
        { limit, before: 'further on' },
      ],
    )
    assert.equal(getNextPageParam({ consumers: [] } as never, [], undefined, []), undefined)
  }
})

test('an id is one part of an address, whatever it holds', async () => {
  const { api, asked } = apiWith({})
  const hostile = '../erase?x=1#é/'
  await consumerQuery(api, hostile).queryFn?.({ signal } as never)
  await unlinkConsumer(api, { toConsumerId: hostile, fromConsumerId: hostile } as never)
  for (const { path } of asked) {
    const { pathname, search } = new URL(path.replace('{accountId}', '1'), 'https://a.example')
    assert.equal(search, '')
    assert.ok(pathname.startsWith('/api/account/1/watchword/consumers/..%2Ferase%3F'), pathname)
  }
  assert.deepEqual(asked[1]?.options.body, { from: hostile })
})

test('of one consumer nothing stays in memory when nobody looks', () => {
  assert.equal(consumerQuery(apiWith({}).api, 'a').gcTime, 0)
})

test('by whom somebody is looked for, erased or exported stands in the body: addresses are logged', async () => {
  const person = { sub: 'ada@example.com', issuer: 'https://a.example' }
  for (const [ask, end] of [
    [findConsumers, 'find'],
    [eraseConsumer, 'erase'],
    [exportConsumer, 'export'],
  ] as const) {
    const { api, asked } = apiWith({ consumers: [] })
    await ask(api, person)
    const [told] = asked
    assert.deepEqual([told?.method, told?.options], ['POST', { body: person }])
    assert.equal(told?.path, `/api/account/{accountId}/watchword/consumers/${end}`)
  }
})
