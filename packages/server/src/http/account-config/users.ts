import { formatConfigDate } from '@watchword/protocol/api/account-config-date.ts'
import type { Selector } from '@watchword/protocol/api/select.ts'
import type { ProfileReference, User as WireUser } from '@watchword/protocol/api/user.ts'
import type { Static } from 'typebox'
import type { GroupAssignment, User } from '#domain/users/user.ts'
import type { UserNames } from '#domain/users/user-names.ts'

const summaryFields = [
  ...['id', 'pid', 'deleted', 'loginName', 'fullName', 'nickname', 'email', 'isEnabled'],
  ...['maxChats', 'maxAsyncChats', 'skillIds', 'profileIds', 'lobIds', 'memberOf', 'managerOf'],
  ...['userTypeId', 'isApiUser', 'dateUpdated'],
]

/** The views that newer versions add (contract 1 §4.3). */
export const userViews = {
  members: ['skills', 'profiles', 'managedAgentGroups', 'lobs'],
  since: 5,
}

const fieldsOf = (names: readonly string[]): Selector => new Map(names.map((name) => [name, 'all']))
const plainSummary = fieldsOf(summaryFields)
const summaryWithViews = fieldsOf([...summaryFields, ...userViews.members])

/** The fields of a list without `select` (contract, our decisions). */
export function userListFields(version: number): Selector {
  return version >= userViews.since ? summaryWithViews : plainSummary
}

/** A user on the wire. `fullName` and `employeeId` are personal data and answered empty. */
export function wireUser(user: User, names: UserNames | undefined): WireUser {
  return {
    id: user.id,
    pid: user.pid,
    deleted: user.deleted,
    loginName: user.loginName,
    fullName: '',
    nickname: user.nickname,
    isEnabled: user.isEnabled,
    disabledManually: user.disabledManually,
    maxChats: user.maxChats,
    maxAsyncChats: user.maxAsyncChats,
    email: user.email,
    skillIds: user.skillIds,
    profileIds: user.profileIds,
    lobIds: user.lobIds,
    memberOf: user.memberOf === undefined ? null : wireAssignment(user.memberOf),
    managerOf: user.managerOf.map(wireAssignment),
    permissionGroups: user.permissionGroups,
    changePwdNextLogin: user.changePwdNextLogin,
    dateCreated: wireDate(user.dateCreated),
    dateUpdated: wireDate(user.dateUpdated),
    employeeId: '',
    isApiUser: user.isApiUser,
    userTypeId: user.userTypeId,
    lpaCreatedUser: user.lpaCreatedUser,
    ...optionalMembers(user),
    ...(names === undefined ? {} : expandedViews(user, names)),
  }
}

/** A date of the configuration APIs (contract 1 §4.3). */
export function wireDate(at: number): string {
  return formatConfigDate(new Date(at))
}

function wireAssignment({ agentGroupId, assignmentDate }: GroupAssignment) {
  return { agentGroupId, assignmentDate: wireDate(assignmentDate) }
}

function optionalMembers(user: User): Partial<WireUser> {
  const { lastPwdChangeDate, pictureId, pictureUrl, description, mobileNumber } = user
  const { backgndImgUri, pnCertName, uid, allowedAppKeys } = user
  return {
    ...(lastPwdChangeDate === undefined ? {} : { lastPwdChangeDate: wireDate(lastPwdChangeDate) }),
    ...(pictureId === undefined ? {} : { pictureId }),
    ...(pictureUrl === undefined ? {} : { pictureUrl }),
    ...(description === undefined ? {} : { description }),
    ...(mobileNumber === undefined ? {} : { mobileNumber }),
    ...(backgndImgUri === undefined ? {} : { backgndImgUri }),
    ...(pnCertName === undefined ? {} : { pnCertName }),
    ...(uid === undefined ? {} : { uid }),
    ...(allowedAppKeys === undefined ? {} : { allowedAppKeys }),
  }
}

type Named = { readonly id: number; readonly name: string }

function expandedViews(user: User, names: UserNames): Partial<WireUser> {
  return {
    skills: namedOf(user.skillIds, names.skills),
    profiles: user.profileIds.flatMap((id): Static<typeof ProfileReference>[] => {
      const profile = names.profiles.get(id)
      return profile === undefined
        ? []
        : [{ id, name: profile.name, roleTypeId: profile.roleTypeId }]
    }),
    managedAgentGroups: namedOf(
      user.managerOf.map(({ agentGroupId }) => agentGroupId),
      names.groups,
    ),
    lobs: namedOf(user.lobIds, names.lobs),
  }
}

function namedOf(ids: readonly number[], names: ReadonlyMap<number, string>): readonly Named[] {
  return ids.flatMap((id) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id, name }]
  })
}
