import { useQuery } from '@tanstack/react-query'
import type { UserCounts } from '@watchword/protocol/api/user-report.ts'
import { useApi, useMay } from '#api/context.tsx'
import { type Kind, loadConfig, pathOf, query } from './calls.ts'
import { countsById } from './user-counts.ts'

export const keys = {
  all: ['people'] as const,
  list: (kind: Kind) => ['people', kind] as const,
  one: (kind: Kind, id: number) => ['people', kind, id] as const,
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

/** How many users refer to each object of a kind, by its id, for those who may read them: who may not, is told of nobody. */
export function useUserCounts(by: Kind) {
  const api = useApi()
  const mayRead = useMay('users:read')
  return useQuery({
    queryKey: ['people', 'counts', by],
    queryFn: ({ signal }) => api.get<UserCounts>(countsPath, { query: { by }, signal }),
    select: countsById,
    enabled: mayRead,
  })
}

const countsPath = '/api/account/{accountId}/watchword/users/counts'
