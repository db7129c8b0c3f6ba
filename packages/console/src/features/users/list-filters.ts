import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { Sorting } from '#ui/arrange.ts'
import { groupIdsOf, groupsBelow } from './groups.ts'
import { isBot, type ListedUser } from './user-types.ts'

export const states = ['enabled', 'disabled', 'locked'] as const
export const kinds = ['people', 'bots'] as const

/** What the list of users is narrowed to, as the address of its page says it. */
export type UserSearch = {
  /** Words to be found. */
  readonly q?: string
  readonly profile?: number
  readonly skill?: number
  /** A group, with those below it. */
  readonly group?: number
  readonly state?: (typeof states)[number]
  readonly kind?: (typeof kinds)[number]
  readonly sort?: string
  readonly down?: true
}

/** Reads the address; what it cannot mean is left out. */
export function readUserSearch(search: Readonly<Record<string, unknown>>): UserSearch {
  const { q, sort } = search
  const state = states.find((one) => one === search['state'])
  const kind = kinds.find((one) => one === search['kind'])
  const text = typeof q === 'string' || typeof q === 'number' ? `${q}`.slice(0, 200) : ''
  return withoutNothing({
    q: text === '' ? undefined : text,
    profile: idOf(search['profile']),
    skill: idOf(search['skill']),
    group: idOf(search['group']),
    state,
    kind,
    sort: typeof sort === 'string' && /^\w{1,30}$/.test(sort) ? sort : undefined,
    down: search['down'] === true ? (true as const) : undefined,
  })
}

/** The address after a change; what is `undefined` goes. */
export function changedSearch(
  search: UserSearch,
  change: { readonly [K in keyof UserSearch]?: UserSearch[K] | undefined },
): UserSearch {
  return withoutNothing({ ...search, ...change })
}

/** The order that the address asks for. */
export function sortingOf({ sort, down }: UserSearch): Sorting | undefined {
  return sort === undefined ? undefined : { key: sort, descending: down === true }
}

/** How many filters narrow the list; the search for words is none of them. */
export function countFilters({ profile, skill, group, state, kind }: UserSearch): number {
  return [profile, skill, group, state, kind].filter((one) => one !== undefined).length
}

/** The users whom the filters leave. The same list if there is none, so that nothing is drawn anew. */
export function filterUsers(
  users: readonly ListedUser[],
  search: UserSearch,
  about: { readonly groups: readonly AgentGroup[]; readonly locked: ReadonlySet<number> },
): readonly ListedUser[] {
  if (countFilters(search) === 0) return users
  const { profile, skill, group, state, kind } = search
  const within = group === undefined ? undefined : groupsBelow(about.groups, [group])
  const isInState = (user: ListedUser) => {
    if (state === 'locked') return about.locked.has(user.id)
    return state === undefined || (user.isEnabled === true) === (state === 'enabled')
  }
  return users.filter(
    (user) =>
      isInState(user) &&
      (kind === undefined || isBot(user) === (kind === 'bots')) &&
      (profile === undefined || (user.profileIds ?? []).includes(profile)) &&
      (skill === undefined || (user.skillIds ?? []).includes(skill)) &&
      (within === undefined || groupIdsOf(user).some((id) => within.has(id))),
  )
}

function idOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}

function withoutNothing(
  search: {
    readonly [K in keyof UserSearch]?: UserSearch[K] | undefined
  },
): UserSearch {
  const said = Object.entries(search).filter(([, value]) => value !== undefined)
  return Object.fromEntries(said) as UserSearch
}
