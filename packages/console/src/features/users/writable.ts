import type { FullUser } from './user-types.ts'

/** The body that replaces a user: the API replaces them whole, so all that is not to be lost is in it. */
export type UserBody = {
  readonly fullName: string
  readonly nickname: string
  readonly email: string
  readonly profileIds: readonly number[]
  readonly isEnabled: boolean
  readonly [member: string]: unknown
}

/** Members that are written back as they were read. */
const kept = [
  ...['loginName', 'pid', 'maxChats', 'maxAsyncChats', 'skillIds', 'lobIds', 'permissionGroups'],
  ...['changePwdNextLogin', 'pictureId', 'pictureUrl', 'description', 'mobileNumber'],
  ...['backgndImgUri', 'pnCertName', 'uid', 'isApiUser', 'userTypeId', 'allowedAppKeys'],
] as const

/**
 * A user as they can be written back, with what is changed. `fullName` and `employeeId` are hidden on read: empty
 * leaves them (contract, our decisions).
 */
export function writableOf(user: FullUser, changes: Partial<UserBody> = {}): UserBody {
  const members = kept.flatMap((name) => {
    const value = (user as Readonly<Record<string, unknown>>)[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const memberOf = user.memberOf ?? null
  return {
    ...Object.fromEntries(members),
    fullName: '',
    employeeId: '',
    nickname: user.nickname ?? '',
    email: user.email ?? '',
    profileIds: user.profileIds ?? [],
    isEnabled: user.isEnabled ?? true,
    ...(memberOf === null ? {} : { memberOf: { agentGroupId: memberOf.agentGroupId } }),
    managerOf: (user.managerOf ?? []).map(({ agentGroupId }) => ({ agentGroupId })),
    ...changes,
  }
}

/** Profiles after some were given and others taken, each once, in the order in which they were. */
export function withProfiles(
  profileIds: readonly number[],
  change: { readonly give: readonly number[]; readonly take: readonly number[] },
): readonly number[] {
  const left = profileIds.filter((id) => !change.take.includes(id))
  return [...new Set([...left, ...change.give])]
}
