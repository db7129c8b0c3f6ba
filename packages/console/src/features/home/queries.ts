import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type {
  AccountAttention,
  StatisticsQuery,
  StatisticsSeries,
} from '@watchword/protocol/api/statistics.ts'
import type { UserCounts } from '@watchword/protocol/api/user-report.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi, useMe } from '#api/context.tsx'
import { may, type Right } from '#api/rights.ts'
import { aboutStep, type Counts, countVouched, type Step, steps } from './first-steps.ts'
import { queryOf, type Range } from './ranges.ts'

const account = '/api/account/{accountId}'

/** What of the account wants to be looked at. */
export function useAttention() {
  const api = useApi()
  return useQuery({
    queryKey: ['statistics', 'attention'],
    queryFn: ({ signal }) =>
      api.get<AccountAttention>(`${account}/watchword/statistics/attention`, { signal }),
  })
}

/** Counts by one dimension. While another range loads, the one before stays. */
export function useStatistics(
  dimension: StatisticsQuery['dimension'],
  { range, enabled }: { readonly range: Range; readonly enabled: boolean },
) {
  const api = useApi()
  return useQuery({
    enabled,
    queryKey: ['statistics', dimension, range],
    queryFn: ({ signal }) =>
      api.get<StatisticsSeries>(`${account}/watchword/statistics`, {
        query: { dimension, ...queryOf(range, Date.now()) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

/** How many there are of what a new account is made of. Nothing of the lists is kept, which may hold secrets. */
export function useCounts(enabled: boolean) {
  const api = useApi()
  const me = useMe()
  return useQuery(countsQuery(api, (right) => may(me, right), enabled))
}

function countsQuery(api: ApiClient, isAllowed: (right: Right) => boolean, enabled: boolean) {
  return queryOptions({
    queryKey: ['first-steps'],
    enabled,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Counts> => {
      const allowed = steps.filter((step) => isAllowed(aboutStep[step].right))
      const counts = await Promise.all(
        allowed.map(async (step) => [step, await counters[step](api, signal)] as const),
      )
      return Object.fromEntries(counts)
    },
  })
}

type Counter = (api: ApiClient, signal: AbortSignal) => Promise<number>
type Connectors = Parameters<typeof countVouched>[0]

const counters: Readonly<Record<Step, Counter>> = {
  user: async (api, signal) =>
    (await api.get<UserCounts>(`${account}/watchword/users/counts`, { signal })).total,
  apiKey: lengthOf('/app-key-manager/api/account/{accountId}/keys?v=1.0&secrets=false'),
  application: lengthOf(`${account}/configuration/app-install/installations?secrets=false`),
  connector: async (api, signal) =>
    countVouched(
      await api.get<Connectors>(`${account}/configuration/le-connectors/connectors`, { signal }),
    ),
  campaign: lengthOf(`${account}/configuration/le-campaigns/campaigns`),
}

function lengthOf(path: string): Counter {
  return async (api, signal) => (await api.get<readonly unknown[]>(path, { signal })).length
}
