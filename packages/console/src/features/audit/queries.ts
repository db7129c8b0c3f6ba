import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AuditCheckpoint, AuditVerdict } from '@watchword/protocol/api/audit.ts'
import type { ApiClient } from '#api/client.ts'
import { type AuditEvent, readEvent, selection, type WireEvent } from './event.ts'
import { type AuditFilters, dayOf, exportQueryOf, questionOf } from './search.ts'

const base = '/api/account/{accountId}/configuration/metadata/audit'
const verifyPath = '/api/account/{accountId}/watchword/audit/verify'

/** The reader's own: days begin and end where they are. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Events that are read at once. */
const pageLength = 200

const variables = Object.entries({
  ...{ timezone: 'Word', lpa: 'Flag', automaticUpdates: 'Flag', fromDate: 'Word', toDate: 'Word' },
  ...{ users: '[Word!]', componentTypes: '[Word!]', objectIds: '[Word!]', actionTypes: '[Word!]' },
  ...{ addresses: '[Word!]', text: 'Word', first: 'Count', belowSequence: 'Count' },
})
const declared = variables.map(([name, type]) => `$${name}:${type}`).join(',')
const passed = variables.map(([name]) => `${name}:$${name}`).join(',')
const query = `query(${declared}){auditData(${passed}){${selection}}}`

type Page = { readonly events: readonly AuditEvent[]; readonly total: number }
type Part = { readonly first: number; readonly belowSequence: number }

async function readPage(
  api: ApiClient,
  filters: AuditFilters,
  part: Part,
  signal: AbortSignal,
): Promise<Page> {
  const { body, headers } = await api.call<{
    readonly data: { readonly auditData: readonly WireEvent[] }
  }>('POST', base, {
    body: { query, variables: { ...questionOf(filters, timeZone), ...part } },
    signal,
  })
  return {
    events: body.data.auditData.map(readEvent),
    total: Number(headers.get('x-total-count') ?? '0'),
  }
}

/** The trail, newest first, page by page. New events move nothing: they are there when it is asked for anew. */
export function trailQuery(api: ApiClient, filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ['audit', 'trail', filters],
    queryFn: ({ pageParam, signal }) =>
      readPage(api, filters, { first: pageLength, belowSequence: pageParam }, signal),
    initialPageParam: Number.MAX_SAFE_INTEGER,
    getNextPageParam: ({ events }, pages) =>
      events.length < pageLength || pages.length * pageLength >= (pages[0]?.total ?? 0)
        ? undefined
        : events.at(-1)?.sequence,
  })
}

/** One event by its number; `undefined`: the trail has none, or no longer. An event never changes. */
export function eventQuery(api: ApiClient, sequence: number) {
  return queryOptions({
    queryKey: ['audit', 'event', sequence],
    queryFn: async ({ signal }) => {
      const part = { first: 1, belowSequence: sequence + 1 }
      const { events } = await readPage(api, {}, part, signal)
      return events.find((event) => event.sequence === sequence) ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What else the request of an event did. Looked for on the days around it alone. */
export function sameRequestQuery(api: ApiClient, { requestId, at, sequence }: AuditEvent) {
  const moment = new Date(at)
  const days = { from: dayOf(moment, 1), to: dayOf(moment, -1) }
  const part = { first: pageLength, belowSequence: Number.MAX_SAFE_INTEGER }
  return queryOptions({
    queryKey: ['audit', 'request', requestId, sequence],
    queryFn: ({ signal }) => readPage(api, { ...days, text: requestId }, part, signal),
    enabled: requestId !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The trail as a file, by the same filters. That it was taken is an event as well. */
export async function exportTrail(api: ApiClient, filters: AuditFilters): Promise<Blob> {
  const asked = { query: exportQueryOf(filters, timeZone), headers: { accept: 'text/csv' } }
  return (await api.fetch('GET', `${base}/export`, asked)).blob()
}

/** Has every keyed hash of the trail recomputed. */
export async function verifyTrail(
  api: ApiClient,
  checkpoint: AuditCheckpoint | undefined,
): Promise<AuditVerdict> {
  const body = checkpoint === undefined ? {} : { checkpoint }
  return (await api.call<AuditVerdict>('POST', verifyPath, { body })).body
}
