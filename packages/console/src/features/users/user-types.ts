import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { User } from '@watchword/protocol/api/user.ts'

/** All that the Users API tells of a user. */
export type FullUser = User

/** What the list shows of a user: small, because there may be 18 000 of them. */
export type ListedUser = Pick<
  User,
  | 'id'
  | 'loginName'
  | 'nickname'
  | 'email'
  | 'isEnabled'
  | 'profileIds'
  | 'skillIds'
  | 'lobIds'
  | 'memberOf'
  | 'managerOf'
  | 'maxChats'
  | 'userTypeId'
  | 'isApiUser'
  | 'dateUpdated'
>

/** The selector of the list (contract 1 section 4.2). */
export const listSelect = [
  ...['id', 'loginName', 'nickname', 'email', 'isEnabled', 'profileIds', 'skillIds', 'lobIds'],
  ...['memberOf(agentGroupId)', 'managerOf(agentGroupId)', 'maxChats', 'userTypeId'],
  ...['isApiUser', 'dateUpdated'],
].join(',')

/** What users refer to. */
export type Directory = {
  readonly profiles: readonly Profile[]
  readonly skills: readonly Skill[]
  readonly groups: readonly AgentGroup[]
  readonly lobs: readonly Lob[]
}

/** Whether it is a program that logs in with a key, not a person. */
export function isBot({ isApiUser }: Pick<User, 'isApiUser'>): boolean {
  return isApiUser === true
}

/** The group at the top: whoever is in no other is in this one. */
export const rootGroupId = -1

/** A date of the configuration APIs, `yyyy-MM-dd HH:mm:ss` in UTC, as browsers read it. */
export function momentOf(date: string | undefined): string | undefined {
  return date === undefined || date === '' ? undefined : `${date.replace(' ', 'T')}Z`
}
