import type { InputOf } from '@watchword/protocol/api/parse-input.ts'
import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { StandardClaims } from '@watchword/protocol/api/standard-claims.ts'
import type { userFields } from '@watchword/protocol/api/user.ts'
import { rootGroupId } from './agent-group.ts'
import type { GroupAssignment, User } from './user.ts'

/** What a client may write of a user, whether it makes or replaces one. */
export type UserValues = InputOf<typeof userFields> & {
  /** The Users API neither tells nor takes them: they stay as they are when a client writes a user back. */
  readonly standardClaims?: StandardClaims | null
}

/** A user about to be made of a body. */
export type UserDraft = {
  readonly id: number
  readonly pid: string
  readonly input: UserValues
  readonly previous: User | undefined
  /** Roles of the profiles that the body names. */
  readonly roles: ReadonlySet<number>
  readonly now: number
}

/**
 * The user that a body makes (contract 1 §4.3 and §4.4). It replaces the previous one whole: what is left
 * out is gone, but for what a client cannot read (`fullName`, `employeeId`: empty leaves them) and what is
 * ours. What belongs to a role that the user does not have is dropped: agents alone have `maxChats`,
 * `maxAsyncChats`, `memberOf` and `skillIds`, agent managers alone `managerOf`.
 */
export function makeUser(draft: UserDraft): User {
  const { input, previous, roles, now } = draft
  const standardClaims = input.standardClaims ?? previous?.standardClaims
  const isApiUser = input.isApiUser ?? false
  return {
    id: draft.id,
    pid: draft.pid,
    deleted: false,
    loginName: previous?.loginName ?? input.loginName ?? '',
    fullName: input.fullName || (previous?.fullName ?? ''),
    nickname: input.nickname,
    email: input.email,
    profileIds: input.profileIds,
    lobIds: input.lobIds ?? [],
    permissionGroups: input.permissionGroups ?? [],
    ...enabledOf(input, previous),
    ...agentMembers(draft),
    managerOf: roles.has(roleTypeIds.agentManager) ? managedBy(draft) : [],
    changePwdNextLogin: input.changePwdNextLogin ?? previous?.changePwdNextLogin ?? false,
    lastPwdChangeDate: previous?.lastPwdChangeDate,
    dateCreated: previous?.dateCreated ?? now,
    dateUpdated: now,
    ...describing(input, previous),
    isApiUser,
    userTypeId: input.userTypeId ?? 1,
    allowedAppKeys: input.allowedAppKeys ?? undefined,
    lpaCreatedUser: previous?.lpaCreatedUser ?? false,
    uid: input.uid ?? undefined,
    blocked: previous?.blocked ?? false,
    ...(standardClaims === undefined ? {} : { standardClaims }),
  }
}

type Enabled = Pick<User, 'isEnabled' | 'disabledManually'>

/** Contract 1 §4.3: without `disabledManually`, a change of `isEnabled` sets it to the opposite. */
function enabledOf(input: UserValues, previous: User | undefined): Enabled {
  const isEnabled = input.isEnabled ?? true
  const kept = previous?.isEnabled === isEnabled ? previous.disabledManually : !isEnabled
  return { isEnabled, disabledManually: input.disabledManually ?? kept }
}

type AgentMembers = Pick<User, 'maxChats' | 'maxAsyncChats' | 'skillIds' | 'memberOf'>

function agentMembers({ input, previous, roles, now }: UserDraft): AgentMembers {
  if (!roles.has(roleTypeIds.agent)) {
    return { maxChats: 0, maxAsyncChats: null, skillIds: [], memberOf: undefined }
  }
  const agentGroupId = input.memberOf?.agentGroupId ?? rootGroupId
  const known = previous?.memberOf
  return {
    maxChats: input.maxChats ?? 0,
    maxAsyncChats: input.maxAsyncChats ?? null,
    skillIds: input.skillIds ?? [],
    memberOf: known?.agentGroupId === agentGroupId ? known : { agentGroupId, assignmentDate: now },
  }
}

function managedBy({ input, previous, now }: UserDraft): readonly GroupAssignment[] {
  const known = new Map(previous?.managerOf.map((entry) => [entry.agentGroupId, entry]))
  const ids = new Set(input.managerOf?.map((entry) => entry.agentGroupId))
  return [...ids].map(
    (agentGroupId) => known.get(agentGroupId) ?? { agentGroupId, assignmentDate: now },
  )
}

type Described = Pick<
  User,
  | 'pictureId'
  | 'pictureUrl'
  | 'description'
  | 'mobileNumber'
  | 'employeeId'
  | 'backgndImgUri'
  | 'pnCertName'
>

function describing(input: UserValues, previous: User | undefined): Described {
  const employeeId = input.employeeId === '' ? previous?.employeeId : input.employeeId
  return {
    pictureId: input.pictureId ?? undefined,
    pictureUrl: input.pictureUrl ?? undefined,
    description: input.description ?? undefined,
    mobileNumber: input.mobileNumber ?? undefined,
    employeeId: employeeId || undefined,
    backgndImgUri: input.backgndImgUri ?? undefined,
    pnCertName: input.pnCertName ?? undefined,
  }
}
