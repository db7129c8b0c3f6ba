import {
  type QueryClient,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { GrantList } from '@watchword/protocol/api/grant.ts'
import type { KeyUsage } from '@watchword/protocol/api/key-report.ts'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { OpenSessions } from '@watchword/protocol/api/session.ts'
import type { SettingsAnswer } from '@watchword/protocol/api/settings.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { StandardClaimsAnswer } from '@watchword/protocol/api/standard-claims.ts'
import type { LockedUsers } from '@watchword/protocol/api/user-report.ts'
import type { Answer, ApiClient } from '#api/client.ts'
import { useApi, useMay } from '#api/context.tsx'
import { configPath, ownPath } from './paths.ts'
import type { ReadClaims } from './save-claims.ts'
import { type Directory, type FullUser, type ListedUser, listSelect } from './user-types.ts'

const v = '6.0'

export const userKeys = {
  list: ['users', 'list'],
  one: (id: number) => ['users', 'one', id],
  sessions: (id: number) => ['users', 'sessions', id],
  grants: (id: number) => ['users', 'grants', id],
  claims: (id: number) => ['users', 'claims', id],
  locked: ['users', 'locked'],
} as const

/** All users whom the signed-in user may see. */
export function useUsers(): UseQueryResult<readonly ListedUser[]> {
  const api = useApi()
  return useQuery({
    queryKey: userKeys.list,
    queryFn: ({ signal }) =>
      api.get<readonly ListedUser[]>(`${configPath}/users`, {
        query: { v, select: listSelect },
        signal,
      }),
    staleTime: 60_000,
    // To compare 18 000 users one by one costs more than to draw the few that are seen.
    structuralSharing: false,
  })
}

/** One user, with the revision that a change of them must name. */
export type ReadUser = { readonly user: FullUser; readonly revision: string | undefined }

export async function readUser(api: ApiClient, id: number): Promise<ReadUser> {
  const answer = await api.call<FullUser>('GET', `${configPath}/users/${id}`, { query: { v } })
  return readOf(answer)
}

function readOf({ body, revision }: Answer<FullUser>): ReadUser {
  return { user: body, revision }
}

export function useUser(id: number): UseQueryResult<ReadUser> {
  const api = useApi()
  return useQuery({ queryKey: userKeys.one(id), queryFn: () => readUser(api, id) })
}

/** Profiles, skills, groups and LOBs: what users refer to, by name. */
export function useDirectory(): UseQueryResult<Directory> {
  const api = useApi()
  return useQuery({
    queryKey: ['users', 'directory'],
    queryFn: () => readDirectory(api),
    staleTime: 30_000,
  })
}

async function readDirectory(api: ApiClient): Promise<Directory> {
  const read = <T>(path: string) =>
    api.get<readonly T[]>(`${configPath}/${path}`, { query: { v: '4.0' } })
  const [profiles, skills, groups, lobs] = await Promise.all([
    read<Profile>('profiles'),
    read<Skill>('skills'),
    read<AgentGroup>('agentGroups'),
    read<Lob>('lobs'),
  ])
  return { profiles, skills, groups, lobs }
}

/** Until when users cannot log in because somebody failed too often, by user id. For administrators. */
export function useLocked(): ReadonlyMap<number, string | null> {
  const api = useApi()
  const may = useMay('statistics:read')
  const { data } = useQuery({
    queryKey: userKeys.locked,
    queryFn: () => api.get<LockedUsers>(`${ownPath}/users/locked`),
    enabled: may,
    select: lockedIn,
  })
  return data ?? nobody
}

const nobody: ReadonlyMap<number, string | null> = new Map()

function lockedIn({ users }: LockedUsers): ReadonlyMap<number, string | null> {
  return new Map(users.map(({ id, lockedUntil }) => [id, lockedUntil]))
}

export function useSessionsOf(id: number, enabled: boolean): UseQueryResult<OpenSessions> {
  const api = useApi()
  return useQuery({
    queryKey: userKeys.sessions(id),
    queryFn: () => api.get<OpenSessions>(`${ownPath}/sessions`, { query: { userId: id } }),
    enabled,
  })
}

export function useGrantsOf(id: number, enabled: boolean): UseQueryResult<GrantList> {
  const api = useApi()
  return useQuery({
    queryKey: userKeys.grants(id),
    queryFn: () => api.get<GrantList>(`${ownPath}/grants`, { query: { userId: id } }),
    enabled,
  })
}

export function useClaims(id: number): UseQueryResult<ReadClaims> {
  const api = useApi()
  return useQuery({
    queryKey: userKeys.claims(id),
    queryFn: async () => {
      const path = `${ownPath}/users/${id}/standard-claims`
      const { body, revision } = await api.call<StandardClaimsAnswer>('GET', path)
      return { claims: body, revision }
    },
  })
}

/** The account's login policy; `undefined` while it loads, and for whoever may not read the settings. */
export function usePasswordPolicy(): SettingsAnswer['settings']['loginPolicy'] | undefined {
  const api = useApi()
  const may = useMay('settings:write')
  const { data } = useQuery({
    queryKey: ['users', 'policy'],
    queryFn: () => api.get<SettingsAnswer>(`${ownPath}/settings`),
    enabled: may,
    select: ({ settings }) => settings.loginPolicy,
  })
  return data
}

/** What a bot may log in with: a key, by name. Nothing secret of it is asked for. */
export type LoginKey = { readonly id: string; readonly name: string }

/** The account's API keys, for whoever may see them. */
export function useLoginKeys(): readonly LoginKey[] {
  const api = useApi()
  const may = useMay('apiKeys:read')
  const { data } = useQuery({
    queryKey: ['users', 'login-keys'],
    queryFn: () => api.get<KeyUsage>(`${ownPath}/api-keys/usage`, { query: { days: 1 } }),
    enabled: may,
    select: keysIn,
  })
  return data ?? noKeys
}

const noKeys: readonly LoginKey[] = []

function keysIn({ keys }: KeyUsage): readonly LoginKey[] {
  return keys
    .filter(({ enabled, deleted }) => enabled && !deleted)
    .map(({ keyId, appName }) => ({ id: keyId, name: appName }))
}

/** Puts users into what is known, without asking for 18 000 of them again. */
export function keepUsers(queries: QueryClient, changed: readonly FullUser[]): void {
  const byId = new Map(changed.map((user) => [user.id, user]))
  queries.setQueryData<readonly ListedUser[]>(userKeys.list, (list) => {
    if (list === undefined) return undefined
    const known = new Set(list.map(({ id }) => id))
    return [
      ...list.map((user) => byId.get(user.id) ?? user),
      ...changed.filter(({ id }) => !known.has(id)),
    ]
  })
  for (const { id } of changed) void queries.invalidateQueries({ queryKey: userKeys.one(id) })
}

/** Takes users who were deleted out of what is known. */
export function dropUsers(queries: QueryClient, ids: readonly number[]): void {
  const gone = new Set(ids)
  queries.setQueryData<readonly ListedUser[]>(userKeys.list, (list) =>
    list?.filter(({ id }) => !gone.has(id)),
  )
  for (const id of ids) queries.removeQueries({ queryKey: userKeys.one(id) })
}

/** The query client with what changes of users do to it. */
export function useUserCache() {
  const queries = useQueryClient()
  return {
    keep: (changed: readonly FullUser[]) => keepUsers(queries, changed),
    drop: (ids: readonly number[]) => dropUsers(queries, ids),
    refresh: (key: readonly unknown[]) => queries.invalidateQueries({ queryKey: key }),
  }
}
