import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Consumer, ConsumerLink, ConsumerList } from '@watchword/protocol/api/consumer.ts'
import type {
  ConsumerExport,
  ErasureList,
  ErasureReceipt,
} from '@watchword/protocol/api/consumer-erasure.ts'
import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import type { ApiClient } from '#api/client.ts'

const base = '/api/account/{accountId}/watchword/consumers'
const pageLength = 100

export type Person = Readonly<Record<string, string>>

export const consumerKeys = { all: ['consumers'] as const }

/** Who was here, the last seen first. */
export function listQuery(api: ApiClient) {
  return infiniteQueryOptions({
    queryKey: ['consumers', 'list'],
    queryFn: ({ pageParam, signal }) =>
      api.get<ConsumerList>(base, { query: { limit: pageLength, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
}

/** All that is known of one. Nothing of it stays in memory once nobody looks at it. */
export function consumerQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: ['consumers', 'one', id],
    queryFn: ({ signal }) => api.get<Consumer>(`${base}/${encodeURIComponent(id)}`, { signal }),
    gcTime: 0,
  })
}

/** Whom a name means. */
export async function findConsumers(api: ApiClient, person: Person) {
  return (await api.call<ConsumerList>('POST', `${base}/find`, { body: person })).body.consumers
}

export async function unlinkConsumer(
  api: ApiClient,
  { toConsumerId, fromConsumerId }: ConsumerLink,
) {
  const body = { from: fromConsumerId }
  return api.call('POST', `${base}/${encodeURIComponent(toConsumerId)}/unlink`, { body })
}

export async function endLogins(api: ApiClient, consumerId: string) {
  const body = new Blob([new URLSearchParams({ consumer_id: consumerId }).toString()], {
    type: 'application/x-www-form-urlencoded',
  })
  return api.fetch('POST', `${base}/revoke`, { body })
}

export async function eraseConsumer(api: ApiClient, person: Person): Promise<ErasureReceipt> {
  return (await api.call<ErasureReceipt>('POST', `${base}/erase`, { body: person })).body
}

export async function exportConsumer(api: ApiClient, person: Person): Promise<ConsumerExport> {
  return (await api.call<ConsumerExport>('POST', `${base}/export`, { body: person })).body
}

/** Receipts of erasures, the newest first. */
export function erasuresQuery(api: ApiClient) {
  return infiniteQueryOptions({
    queryKey: ['consumers', 'erasures'],
    queryFn: ({ pageParam, signal }) =>
      api.get<ErasureList>(`${base}/erasures`, { query: { limit: 50, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
}

/** What happened to consumers in the last 30 days, the newest first. The API tells it from the other end. */
export function eventsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['consumers', 'events'],
    queryFn: async ({ signal }) => {
      const all: ConsumerEvents['events'][number][] = []
      let after = 0
      for (let page = 0; page < mostEventPages; page += 1) {
        const query = { after, limit: 1000 }
        const { events, after: next } = await api.get<ConsumerEvents>(`${base}/events`, {
          query,
          signal,
        })
        all.push(...events)
        if (events.length < 1000) return { events: all.toReversed(), isWhole: true }
        after = next
      }
      return { events: all.toReversed(), isWhole: false }
    },
  })
}

const mostEventPages = 10
