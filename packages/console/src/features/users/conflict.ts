import { common } from '#messages/common.ts'
import type { Difference } from '#ui/conflict.tsx'
import { groupOptions } from './groups.ts'
import type { Directory, FullUser } from './user-types.ts'
import { writableOf } from './writable.ts'

/**
 * Whether somebody else really changed this user. The revision is of the whole account (contract 1 section 4.4): most
 * refusals of it are about somebody else, and need no question.
 */
export function isSameUser(one: FullUser, other: FullUser): boolean {
  return JSON.stringify(sorted(writableOf(one))) === JSON.stringify(sorted(writableOf(other)))
}

function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The members that are told of, with their labels. */
type Labels = Readonly<Record<string, string>>

/** What differs between the body that was sent and the user as they are now, in words and names. */
export function differencesOfUser(
  mine: Readonly<Record<string, unknown>>,
  now: FullUser,
  about: { readonly directory: Directory; readonly labels: Labels; readonly none: string },
): readonly Difference[] {
  const theirs: Readonly<Record<string, unknown>> = writableOf(now)
  const tell = tellerOf(about.directory, about.none)
  return Object.entries(about.labels).flatMap(([name, field]) => {
    if (!(name in mine)) return []
    const [one, other] = [tell(name, mine[name]), tell(name, theirs[name])]
    return one === other ? [] : [{ field, mine: one, theirs: other }]
  })
}

/** Says a member of a user with names in the place of ids. */
export function tellerOf(
  { profiles, skills, groups, lobs }: Directory,
  none: string,
): (name: string, value: unknown) => string {
  const groupNames = groupOptions(groups).map(({ value, label }) => ({
    id: Number(value),
    name: label.trim(),
  }))
  const namesOf: Readonly<Record<string, ReadonlyMap<number, string>>> = {
    profileIds: byId(profiles),
    skillIds: byId(skills),
    lobIds: byId(lobs),
    memberOf: byId(groupNames),
    managerOf: byId(groupNames),
  }
  return (name, value) => {
    const names = namesOf[name]
    if (names === undefined) return plain(value, none)
    const ids = (Array.isArray(value) ? value : [value]).flatMap(idsIn)
    const told = ids.map((id) => names.get(id) ?? `${id}`).sort()
    return told.length === 0 ? none : told.join(', ')
  }
}

function idsIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  const id = (value as { readonly agentGroupId?: unknown } | null | undefined)?.agentGroupId
  return typeof id === 'number' ? [id] : []
}

function plain(value: unknown, none: string): string {
  if (value === undefined || value === null || value === '') return none
  return typeof value === 'boolean' ? (value ? common.yes : common.no) : `${value}`
}

function byId(
  named: readonly { readonly id: number; readonly name: string }[],
): ReadonlyMap<number, string> {
  return new Map(named.map(({ id, name }) => [id, name]))
}
