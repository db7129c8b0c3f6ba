import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { UserCaller } from '#domain/caller.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'

/** What a user proved themselves with. */
type Credential = Pick<UserCaller, 'sessionId' | 'tokenHash' | 'granted'>

/** A user as a caller: what their live profiles allow. */
export function describeUser(
  accountId: AccountId,
  user: User,
  profiles: readonly Profile[],
  { sessionId, tokenHash, granted }: Credential,
): UserCaller {
  const live = profiles.filter((profile) => !profile.deleted)
  return {
    kind: 'user',
    accountId,
    userId: user.id,
    loginName: user.loginName,
    fullName: user.fullName,
    employeeId: user.employeeId ?? '',
    sessionId,
    tokenHash,
    ...(granted === undefined ? {} : { granted }),
    profileNames: live.map((profile) => profile.name),
    packages: new Set(live.flatMap((profile) => profile.enabledPackages)),
    roles: new Set(live.map((profile) => profile.roleTypeId)),
    managedGroupIds: user.managerOf.map((assignment) => assignment.agentGroupId),
    isLpa: user.lpaCreatedUser,
  }
}
