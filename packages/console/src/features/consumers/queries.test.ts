import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient, CallOptions } from '../../api/client.ts'
import { endLogins, eventsQuery } from './queries.ts'

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
