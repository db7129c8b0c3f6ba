import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient, CallOptions } from '../../api/client.ts'
import { type AuditEvent, readEvent, selection, type WireEvent } from './event.ts'
import { eventQuery, exportTrail, sameRequestQuery, trailQuery, verifyTrail } from './queries.ts'

const signal = new AbortController().signal

function wireEvent(sequence: number): WireEvent {
  const texts = selection.split(' ').map((name) => [name, ''])
  const numbered = { sequence, originatorProfiles: [], originatorUserId: null, requestId: 'r1' }
  return { ...Object.fromEntries(texts), ...numbered, changedAt: '2026-03-29T22:30:00.000Z' }
}

type Asked = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }

/** An API whose trail has these numbers; it keeps what it was asked. */
function trailOf(numbers: readonly number[], total = numbers.length) {
  const asked: Asked[] = []
  const call = async (_method: string, _path: string, options?: CallOptions) => {
    const body = options?.body as Asked
    asked.push(body)
    const { first, belowSequence } = body.variables as { first: number; belowSequence: number }
    const found = numbers.filter((one) => one < belowSequence).toSorted((a, b) => b - a)
    const auditData = found.slice(0, first).map(wireEvent)
    const headers = new Headers({ 'x-total-count': `${total}` })
    return { body: { data: { auditData } }, headers, revision: undefined }
  }
  return { asked, api: { accountId: '1', call } as unknown as ApiClient }
}

/** Reads page after page, as a reader does who scrolls to the end. */
async function readAll(api: ApiClient): Promise<readonly (readonly number[])[]> {
  const { queryFn, getNextPageParam, initialPageParam } = trailQuery(api, {})
  type Page = { readonly events: readonly AuditEvent[]; readonly total: number }
  const pages: Page[] = []
  let next: number | null | undefined = initialPageParam
  while (next !== undefined && next !== null && pages.length < 9) {
    const page = (await queryFn?.({ pageParam: next, signal } as never)) as Page
    pages.push(page)
    next = getNextPageParam(page, pages, next, [])
  }
  return pages.map(({ events }) => events.map(({ sequence }) => sequence))
}

test('the trail is read page by page to its end, each event once, and nothing is asked in vain', async () => {
  for (const [length, pages] of [
    [0, 1],
    [1, 1],
    [200, 1],
    [201, 2],
    [400, 2],
    [401, 3],
  ] as const) {
    // Numbers have gaps: others' events stand between.
    const numbers = Array.from({ length }, (_, index) => 3 * index + 1)
    const read = await readAll(trailOf(numbers).api)
    assert.equal(read.length, pages, `${length}`)
    assert.deepEqual(read.flat(), numbers.toReversed())
  }
  const fewer = await readAll(trailOf([1, 2], 900).api)
  assert.equal(fewer.length, 1, 'the others were too old meanwhile')
})

test('an event is found by its number alone; one that is gone is none, not its neighbour', async () => {
  const { api } = trailOf([1, 3, 2_147_483_647])
  const find = async (sequence: number) =>
    (await eventQuery(api, sequence).queryFn?.({ signal } as never))?.sequence
  assert.equal(await find(3), 3)
  assert.equal(await find(1), 1)
  assert.equal(await find(2), undefined)
  assert.equal(await find(2_147_483_647), 2_147_483_647)
})

test('a request that ran past midnight is looked for on both days', async (t) => {
  const zone = process.env['TZ']
  t.after(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })
  process.env['TZ'] = 'Europe/Berlin'
  const { api, asked } = trailOf([7])
  const query = sameRequestQuery(api, readEvent(wireEvent(7)))
  await query.queryFn?.({ signal } as never)
  const { fromDate, toDate, text } = asked[0]?.variables ?? {}
  // 00:30 on the 30th, the night after the clocks went forward.
  assert.deepEqual([fromDate, toDate, text], ['2026-03-29', '2026-03-31', 'r1'])
  const alone = { ...readEvent(wireEvent(7)), requestId: '' }
  assert.equal(sameRequestQuery(api, alone).enabled, false, 'all would be of no request')
})

test('all that the API is asked with is declared in the query, and passed on', async () => {
  const { api, asked } = trailOf([])
  const filters = {
    ...{ from: '2026-01-01', to: '2026-01-02', who: 'a', object: 'user:7', action: 'Edit' },
    ...{ address: '::1', text: 'x", evil: "', automatic: false as const },
  }
  await trailQuery(api, filters).queryFn?.({ pageParam: 5, signal } as never)
  const { query = '', variables = {} } = asked[0] ?? {}
  for (const name of Object.keys(variables)) {
    assert.match(query, new RegExp(`\\$${name}:\\[?[A-Z]`), name)
    assert.ok(query.includes(`${name}:$${name}`), name)
  }
  assert.ok(!query.includes('evil'), 'what was typed is no part of the query')
})

test('the file is asked for by the filters of the page, as CSV, and handed on as it is', async () => {
  const asked: { readonly path: string; readonly options: CallOptions }[] = []
  const fetch = async (_method: string, path: string, options: CallOptions = {}) => {
    asked.push({ path, options })
    return new Response('\ufeff"a"\r\n')
  }
  const filters = { from: '2026-01-01', who: 'a&b', automatic: false } as const
  const file = await exportTrail({ fetch } as unknown as ApiClient, filters)
  assert.equal(file.size, 8, 'with the mark of its encoding')
  const { path = '', options } = asked[0] ?? {}
  assert.ok(path.endsWith('/export') && !path.includes('a&b'), path)
  assert.equal(options?.headers?.['accept'], 'text/csv')
  assert.equal(options?.query?.['fromDate'], '2026-01-01')
  assert.equal(options?.query?.['users'], 'a&b')
  assert.equal(options?.query?.['automaticUpdates'], 'false')
})

test('a trail is verified from its beginning, or against a checkpoint that was kept', async () => {
  const bodies: unknown[] = []
  const call = async (_method: string, _path: string, options?: CallOptions) => {
    bodies.push(options?.body)
    return { body: { intact: true } }
  }
  const api = { call } as unknown as ApiClient
  const checkpoint = { sequence: 7, hash: 'ab' } as never
  assert.deepEqual(await verifyTrail(api, undefined), { intact: true })
  await verifyTrail(api, checkpoint)
  assert.deepEqual(bodies, [{}, { checkpoint }])
})
