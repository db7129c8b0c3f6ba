import { useQuery } from '@tanstack/react-query'
import type { ApiClient } from '#api/client.ts'
import { useApi, useMay } from '#api/context.tsx'
import { type Loaded, loadedOf } from '#api/save-over.ts'
import type { Linked } from './uses.ts'

const base = '/api/account/{accountId}/configuration/le-users'

/** The kinds of objects that users refer to (contract 1 sections 5 and 5.1). */
export type Kind = 'profiles' | 'skills' | 'agentGroups' | 'lobs'

const query = { v: '4.0' }

export const keys = {
  all: ['people'] as const,
  list: (kind: Kind) => ['people', kind] as const,
  one: (kind: Kind, id: number) => ['people', kind, id] as const,
}

export function pathOf(kind: Kind, id?: number): string {
  return id === undefined ? `${base}/${kind}` : `${base}/${kind}/${id}`
}

/** All of a kind, whole. */
export function useConfigs<T>(kind: Kind) {
  const api = useApi()
  return useQuery({
    queryKey: keys.list(kind),
    queryFn: ({ signal }) => api.get<readonly T[]>(pathOf(kind), { query, signal }),
  })
}

/** One of them, with the revision that a change is sent over. */
export function useConfig<T>(kind: Kind, id: number) {
  const api = useApi()
  return useQuery({
    queryKey: keys.one(kind, id),
    queryFn: ({ signal }) => loadConfig<T>(api, { kind, id }, signal),
  })
}

export async function loadConfig<T>(
  api: ApiClient,
  { kind, id }: { readonly kind: Kind; readonly id: number },
  signal?: AbortSignal,
): Promise<Loaded<T>> {
  return loadedOf(await api.call<T>('GET', pathOf(kind, id), { query, signal }))
}

/** Replaces one, or without `over` adds it. */
export async function writeConfig<T extends { readonly id: number }>(
  api: ApiClient,
  kind: Kind,
  { body, over }: { readonly body: object; readonly over: Loaded<T> | undefined },
): Promise<Loaded<T>> {
  const [method, path] =
    over === undefined
      ? (['POST', pathOf(kind)] as const)
      : (['PUT', pathOf(kind, over.value.id)] as const)
  return loadedOf(await api.call<T>(method, path, { body, query, ifMatch: over?.revision }))
}

/** What users refer to, for those who may read them: who may not, is told of nobody. */
export function useLinked() {
  const api = useApi()
  const mayRead = useMay('users:read')
  return useQuery({
    queryKey: ['people', 'linked'],
    queryFn: ({ signal }) =>
      api.get<readonly Linked[]>(`${base}/users`, {
        query: { v: '6.0', select: linkedFields },
        signal,
      }),
    enabled: mayRead,
    staleTime: 60_000,
  })
}

const linkedFields =
  'id,loginName,profileIds,skillIds,lobIds,memberOf(agentGroupId),managerOf(agentGroupId)'
