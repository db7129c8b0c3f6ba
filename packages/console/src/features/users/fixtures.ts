import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { Directory, FullUser } from './user-types.ts'

/** What the tests of users share. */
const profile = (id: number, roleTypeId: number, name: string, packages: readonly number[] = []) =>
  ({
    ...{ id, roleTypeId, name, deleted: false },
    permissionPackages: packages.map((one) => ({
      ...{ id: one, isDisplayed: true, featureKeys: [], isEnabled: true },
    })),
  }) satisfies Profile

const group = (id: number, name: string, parentGroupId: number | null) => ({
  ...{ id, name, parentGroupId, deleted: false, isEnabled: true },
})

const named = (id: number, name: string) => ({ id, name, deleted: false })

/** An account: two agents' profiles, a tree of groups (Main > Support > Night; Main > Sales), skills, a LOB. */
export const directory: Directory = {
  profiles: [
    profile(11, 1, 'Administrator', [10_000, 10_001]),
    profile(21, 2, 'Agent', [20_000]),
    profile(22, 2, 'Senior; agent', [20_000, 20_015]),
    profile(31, 3, 'Team lead', [30_000, 30_003]),
    profile(32, 3, 'Head', [30_000, 30_003, 30_004, 30_009]),
    profile(51, 5, 'Operator'),
  ],
  groups: [
    group(-1, 'Main', null),
    group(1, 'Support', -1),
    group(2, 'Night', 1),
    group(3, 'Sales', -1),
  ],
  skills: [named(101, 'Orders'), named(102, 'Returns')] as Directory['skills'],
  lobs: [named(201, 'Retail')] as Directory['lobs'],
}

/** An enabled agent of the group Support, with what is given. */
export function person(given: Partial<FullUser> = {}): FullUser {
  return {
    ...{ id: 7, pid: 'p7', deleted: false, loginName: 'anna', fullName: '', employeeId: '' },
    ...{ nickname: 'Anna', email: 'anna@brand.example', isEnabled: true, disabledManually: false },
    ...{ maxChats: 3, maxAsyncChats: null, skillIds: [101], profileIds: [21], lobIds: [] },
    memberOf: { agentGroupId: 1, assignmentDate: '2026-01-01 00:00:00' },
    ...{ managerOf: [], permissionGroups: [], changePwdNextLogin: false },
    ...{ isApiUser: false, userTypeId: 1, lpaCreatedUser: false, uid: 5 },
    ...{ dateCreated: '2026-01-01 00:00:00', dateUpdated: '2026-01-01 00:00:00' },
    ...given,
  }
}
