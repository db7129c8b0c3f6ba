import { writeCsv } from '#ui/csv.ts'
import type { Directory, ListedUser } from './user-types.ts'

/** The heads of exported columns. The import knows them, so that a list that was exported can be read again. */
export const exportHeads = [
  ...['loginName', 'nickname', 'email', 'enabled', 'profiles', 'skills', 'lobs', 'group'],
  ...['manages', 'maxChats', 'kind', 'changed'],
] as const

/** Users as a table for a spreadsheet, with names in the place of ids. No password and no hidden name is in it. */
export function exportUsers(users: readonly ListedUser[], directory: Directory): string {
  const names = namesOf(directory)
  const rows = users.map((user) => [
    user.loginName,
    user.nickname ?? '',
    user.email ?? '',
    user.isEnabled === true ? 'yes' : 'no',
    names.profiles(user.profileIds),
    names.skills(user.skillIds),
    names.lobs(user.lobIds),
    names.groups(user.memberOf == null ? [] : [user.memberOf.agentGroupId]),
    names.groups((user.managerOf ?? []).map(({ agentGroupId }) => agentGroupId)),
    `${user.maxChats ?? ''}`,
    user.isApiUser === true ? 'bot' : 'person',
    user.dateUpdated ?? '',
  ])
  return writeCsv([exportHeads, ...rows])
}

/** What separates names in one cell. A name that holds one is put in quotes. */
export const separator = ';'

function namesOf({ profiles, skills, lobs, groups }: Directory) {
  const teller = (named: readonly { readonly id: number; readonly name: string }[]) => {
    const byId = new Map(named.map(({ id, name }) => [id, name]))
    return (ids: readonly number[] | undefined) =>
      (ids ?? []).map((id) => quoted(byId.get(id) ?? `${id}`)).join(`${separator} `)
  }
  return {
    profiles: teller(profiles),
    skills: teller(skills),
    lobs: teller(lobs),
    groups: teller(groups),
  }
}

function quoted(name: string): string {
  return name.includes(separator) || name.startsWith('"') ? `"${name.replaceAll('"', '""')}"` : name
}
