import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ApiKeyObject } from '@watchword/protocol/api/api-key.ts'
import type { RefusedRequests } from '@watchword/protocol/api/explain.ts'
import type { KeyUsage, MigrationReport } from '@watchword/protocol/api/key-report.ts'
import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi, useMay } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { type Key, partKey } from './key-form.ts'

const base = '/app-key-manager/api/account/{accountId}/keys'
const watchword = '/api/account/{accountId}/watchword'

/** Addresses of the API that this feature calls. */
export const paths = {
  keys: base,
  key: (keyId: string) => `${base}/${encodeURIComponent(keyId)}`,
  reroll: (keyId: string) => `${base}/${encodeURIComponent(keyId)}/reroll`,
  usage: `${watchword}/api-keys/usage`,
  migration: `${watchword}/api-keys/migration`,
  migrate: (keyId: string) => `${watchword}/api-keys/${encodeURIComponent(keyId)}/migrate`,
  refusals: `${watchword}/oauth1/refusals`,
  explain: `${watchword}/oauth1/explain`,
  statistics: `${watchword}/statistics`,
} as const

export const keys = {
  all: ['api-keys'] as const,
  list: ['api-keys', 'list'] as const,
  one: (keyId: string) => ['api-keys', 'one', keyId] as const,
  usage: ['api-keys', 'usage'] as const,
  migration: ['api-keys', 'migration'] as const,
  refusals: ['api-keys', 'refusals'] as const,
  hours: ['api-keys', 'hours'] as const,
}

/** A reading for a page: no secret is asked for, so none is kept, and the audit trail has nothing to tell. */
const version = { v: '1.0' }
const quiet = { ...version, secrets: false }

function keysQuery(api: ApiClient) {
  return queryOptions({
    queryKey: keys.list,
    queryFn: ({ signal }) => api.get<readonly Key[]>(paths.keys, { query: quiet, signal }),
  })
}

function keyQuery(api: ApiClient, keyId: string) {
  return queryOptions({
    queryKey: keys.one(keyId),
    queryFn: ({ signal }) => loadKey(api, keyId, signal),
  })
}

export async function loadKey(
  api: ApiClient,
  keyId: string,
  signal?: AbortSignal,
): Promise<Loaded<Key>> {
  const { body, revision } = await api.call<Key>('GET', paths.key(keyId), { query: quiet, signal })
  return { value: body, revision }
}

/** Changes a key. What it answers has no secrets. */
export async function writeKey(api: ApiClient, over: Loaded<Key>, change: object) {
  const { body, revision } = await api.call<ApiKeyObject>('PUT', paths.key(over.value.keyId), {
    ...{ body: change, query: version, ifMatch: over.revision },
  })
  return { value: partKey(body).key, revision }
}

/** Makes a key, or new secrets for one. The answer holds what is shown once: it goes to no cache. */
export async function issue(api: ApiClient, path: string, body: object, ifMatch?: string) {
  const answer = await api.call<ApiKeyObject>('POST', path, { body, query: version, ifMatch })
  return { ...partKey(answer.body), revision: answer.revision }
}

export function useKeys() {
  return useQuery(keysQuery(useApi()))
}

export function useKey(keyId: string) {
  return useQuery(keyQuery(useApi(), keyId))
}

/** How the keys were used in the last 30 days. */
export function useKeyUsage() {
  const api = useApi()
  return useQuery({
    queryKey: keys.usage,
    queryFn: ({ signal }) => api.get<KeyUsage>(paths.usage, { query: { days: 30 }, signal }),
  })
}

export function useMigration() {
  const api = useApi()
  return useQuery({
    queryKey: keys.migration,
    queryFn: ({ signal }) =>
      api.get<MigrationReport>(paths.migration, { query: { days: 30 }, signal }),
  })
}

/** Requests that were refused in the last day, newest first. */
export function useRefusals() {
  const api = useApi()
  return useQuery({
    queryKey: keys.refusals,
    queryFn: ({ signal }) => api.get<RefusedRequests>(paths.refusals, { signal }),
  })
}

/** The last 24 hours, for who may see statistics. */
export function useHours() {
  const api = useApi()
  return useQuery({
    queryKey: keys.hours,
    queryFn: ({ signal }) =>
      api.get<StatisticsSeries>(paths.statistics, {
        query: { dimension: 'key', by: 'hour' },
        signal,
      }),
    enabled: useMay('statistics:read'),
  })
}
