import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import type {
  ApplicationIssues,
  ApplicationLastUses,
  OfferedApplications,
  QuickLaunch,
  ScopeCatalogue,
} from '@watchword/protocol/api/application-reports.ts'
import type { ConsentList, GrantList } from '@watchword/protocol/api/grant.ts'
import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { Answer, ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { type Application, withoutSecret } from './manifest.ts'

const installations = '/api/account/{accountId}/configuration/app-install/installations'
const watchword = '/api/account/{accountId}/watchword'

/** Addresses of the API that these pages call. */
export const paths = {
  installations,
  installation: (id: string) => `${installations}/${id}`,
  lastUses: `${watchword}/applications/last-uses`,
  uses: (id: string) => `${watchword}/applications/${id}/uses`,
  reroll: (id: string) => `${watchword}/applications/${id}/reroll`,
  update: (id: string) => `${watchword}/applications/${id}/update`,
  published: `${watchword}/applications/published`,
  install: (id: string) => `${watchword}/applications/published/${id}/install`,
  quickLaunch: `${watchword}/applications/quick-launch`,
  statistics: `${watchword}/statistics`,
  grants: `${watchword}/grants`,
  grant: (id: string) => `${watchword}/grants/${id}`,
  consents: `${watchword}/consents`,
  consent: (userId: number, clientId: string) =>
    `${watchword}/users/${userId}/consents/${encodeURIComponent(clientId)}`,
  ownGrants: `${watchword}/me/grants`,
  ownConsents: `${watchword}/me/consents`,
  profiles: '/api/account/{accountId}/configuration/le-users/profiles',
  scopes: '/scopes.json',
} as const

/** Without secrets: pages show none, so none is read, and the audit trail has nothing to tell. */
export const noSecrets = { v: '1.0', secrets: 'false' } as const

/** Everything that is known of applications begins with this. */
export const applicationsKey = ['applications'] as const
export const grantsKey = ['grants'] as const

export function applicationQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: [...applicationsKey, 'one', id],
    queryFn: ({ signal }) => readApplication(api, id, signal),
  })
}

/** As it is now, with the revision of the account's installations. */
export async function readApplication(
  api: ApiClient,
  id: string,
  signal?: AbortSignal,
): Promise<Loaded<Application>> {
  const path = paths.installation(encodeURIComponent(id))
  return loadedFrom(await api.call<ApplicationObject>('GET', path, { query: noSecrets, signal }))
}

/** What an answer holds, but for the secret. */
export function loadedFrom({ body, revision }: Answer<ApplicationObject>): Loaded<Application> {
  return { value: withoutSecret(body), revision }
}

export function useApplication(id: string) {
  return useQuery(applicationQuery(useApi(), id))
}

export function useApplications() {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'all'],
    queryFn: async ({ signal }) => {
      const options = { query: noSecrets, signal }
      const all = await api.get<readonly ApplicationObject[]>(paths.installations, options)
      return all.map(withoutSecret)
    },
  })
}

/** When each was last used; by id. */
export function useLastUses() {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'last-uses'],
    queryFn: async ({ signal }) => {
      const { applications } = await api.get<ApplicationLastUses>(paths.lastUses, { signal })
      return new Map(applications.map(({ id, lastUsedAt }) => [id, lastUsedAt]))
    },
  })
}

/** Calls with tokens of each, by day, for 30 days. */
export function useCalls() {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'calls'],
    queryFn: async ({ signal }) => {
      const query = { dimension: 'application', by: 'day' }
      const { series } = await api.get<StatisticsSeries>(paths.statistics, { query, signal })
      return new Map(series.map(({ name, total, count }) => [name, { total: total.count, count }]))
    },
  })
}

export function useOffered() {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'offered'],
    queryFn: async ({ signal }) =>
      (await api.get<OfferedApplications>(paths.published, { signal })).applications,
  })
}

export function useIssues(id: string, hours: number) {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'issues', id, hours],
    queryFn: ({ signal }) =>
      api.get<ApplicationIssues>(paths.uses(id), { query: { hours }, signal }),
  })
}

export function useScopes() {
  const api = useApi()
  return useQuery({
    queryKey: ['scopes'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await api.get<ScopeCatalogue>(paths.scopes, { signal })).scopes,
  })
}

export type ProfileName = { readonly id: number; readonly name: string }

export function useProfileNames() {
  const api = useApi()
  return useQuery({
    queryKey: ['profile-names'],
    queryFn: ({ signal }) =>
      api.get<readonly ProfileName[]>(paths.profiles, {
        query: { v: '2.0', select: 'id,name' },
        signal,
      }),
  })
}

/** The most that is shown at once. */
const most = 1000

/** Whose grants and consents: of everybody, of one application, or one's own. */
export type Whose = 'own' | { readonly clientId?: string | undefined }

function ofClient(whose: Whose) {
  return { limit: most, ...(whose === 'own' ? {} : { clientId: whose.clientId }) }
}

export function useGrants(whose: Whose, enabled = true) {
  const api = useApi()
  return useQuery({
    queryKey: [...grantsKey, 'grants', whose],
    enabled,
    queryFn: ({ signal }) =>
      api.get<GrantList>(whose === 'own' ? paths.ownGrants : paths.grants, {
        query: ofClient(whose),
        signal,
      }),
  })
}

export function useConsents(whose: Whose) {
  const api = useApi()
  return useQuery({
    queryKey: [...grantsKey, 'consents', whose],
    queryFn: ({ signal }) =>
      api.get<ConsentList>(whose === 'own' ? paths.ownConsents : paths.consents, {
        query: ofClient(whose),
        signal,
      }),
  })
}

export function useQuickLaunch() {
  const api = useApi()
  return useQuery({
    queryKey: [...applicationsKey, 'quick-launch'],
    queryFn: async ({ signal }) =>
      (await api.get<QuickLaunch>(paths.quickLaunch, { signal })).applications,
  })
}

/** After a change: what was read of applications is read again. */
export async function refresh(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: applicationsKey }),
    queries.invalidateQueries({ queryKey: grantsKey }),
  ])
}
