import { randomBytes } from 'node:crypto'
import type { User } from '#domain/users/user.ts'

/** A user who may log in and is nobody in particular: no group, no profile. Made and changed at `now`. */
export function plainUser(
  now: number,
  given: Pick<User, 'id' | 'loginName'> & Partial<User>,
): User {
  return {
    pid: randomBytes(16).toString('hex'),
    deleted: false,
    fullName: `Full ${given.loginName}`,
    nickname: 'Nick',
    email: 'someone@example.com',
    isEnabled: true,
    disabledManually: false,
    maxChats: 0,
    maxAsyncChats: null,
    skillIds: [],
    profileIds: [],
    lobIds: [],
    memberOf: undefined,
    managerOf: [],
    permissionGroups: [],
    changePwdNextLogin: false,
    lastPwdChangeDate: undefined,
    dateCreated: now,
    dateUpdated: now,
    pictureId: undefined,
    pictureUrl: undefined,
    description: undefined,
    mobileNumber: undefined,
    employeeId: undefined,
    backgndImgUri: undefined,
    pnCertName: undefined,
    isApiUser: false,
    userTypeId: 1,
    allowedAppKeys: undefined,
    lpaCreatedUser: false,
    uid: undefined,
    blocked: false,
    ...given,
  }
}
