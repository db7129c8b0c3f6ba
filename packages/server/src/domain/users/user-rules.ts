import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { Faults } from './faults.ts'
import type { GroupTree } from './group-tree.ts'
import type { UserValues } from './make-user.ts'
import type { Profile } from './profile.ts'
import type { User } from './user.ts'

/** What the rules on users look up: the live objects that users may refer to. */
export type UserReferences = {
  readonly profiles: ReadonlyMap<number, Profile>
  readonly tree: GroupTree
  readonly skillIds: ReadonlySet<number>
  readonly lobIds: ReadonlySet<number>
  /** Ids of what bots may log in with. */
  readonly loginClientIds: ReadonlySet<string>
}

/** A user that a body made, with what it was made of. */
export type MadeUser = {
  readonly place: string
  readonly input: UserValues
  readonly previous: User | undefined
  readonly next: User
}

const maxProfiles = 4

/** Reports what a user must not be (contract 1 §4.3, and our decisions). */
export function checkUser(made: MadeUser, references: UserReferences, faults: Faults): void {
  const add = (path: string, reason: string) => faults.add(made.place, path, reason)
  checkProfiles(made.next, references, add)
  checkReferences(made.next, references, add)
  checkIdentity(made, add)
  checkLoginClient(made, references, add)
  checkPassword(made, add)
}

/** The password that a body sets. Clients that write back what they read send null or nothing. */
export function passwordIn(input: UserValues): string | undefined {
  return input.passwordSh || undefined
}

type Add = (path: string, reason: string) => void

function checkProfiles({ profileIds }: User, { profiles }: UserReferences, add: Add): void {
  if (profileIds.length === 0) add('profileIds', 'must name at least one profile')
  if (profileIds.length > maxProfiles) add('profileIds', `must name at most ${maxProfiles}`)
  const roles = new Set<number>()
  for (const [index, id] of profileIds.entries()) {
    const profile = profiles.get(id)
    if (profile === undefined) add(`profileIds[${index}]`, 'does not exist')
    else if (roles.has(profile.roleTypeId)) {
      add(`profileIds[${index}]`, 'is a second profile of one role')
    } else if (profile.roleTypeId === roleTypeIds.lpa) {
      add(`profileIds[${index}]`, 'is for the staff of the operator')
    }
    if (profile !== undefined) roles.add(profile.roleTypeId)
  }
}

function checkReferences(user: User, references: UserReferences, add: Add): void {
  const { tree, skillIds, lobIds } = references
  for (const [index, id] of user.skillIds.entries()) {
    if (!skillIds.has(id)) add(`skillIds[${index}]`, 'does not exist')
  }
  for (const [index, id] of user.lobIds.entries()) {
    if (!lobIds.has(id)) add(`lobIds[${index}]`, 'does not exist')
  }
  if (user.memberOf !== undefined && !tree.byId.has(user.memberOf.agentGroupId)) {
    add('memberOf.agentGroupId', 'does not exist')
  }
  for (const [index, { agentGroupId }] of user.managerOf.entries()) {
    if (!tree.byId.has(agentGroupId)) add(`managerOf[${index}].agentGroupId`, 'does not exist')
  }
}

function checkIdentity({ input, previous, next }: MadeUser, add: Add): void {
  const sent = input.loginName ?? undefined
  if (previous !== undefined && sent !== undefined && sent !== previous.loginName) {
    add('loginName', 'cannot be changed once the user exists')
  }
  if (next.userTypeId === 0 && previous?.userTypeId !== 0) {
    add('userTypeId', 'must be 1 (human) or 2 (bot)')
  }
  if (next.isApiUser && (next.allowedAppKeys ?? '') === '') {
    add('allowedAppKeys', 'is required for an API user')
  }
}

/** Only a change is checked, so that who has a key that is gone by now can be written back as read. */
function checkLoginClient(
  { previous, next }: MadeUser,
  { loginClientIds }: UserReferences,
  add: Add,
): void {
  const id = next.allowedAppKeys ?? ''
  if (id === '' || id === previous?.allowedAppKeys || loginClientIds.has(id)) return
  add(
    'allowedAppKeys',
    'is not the keyId of an API key, or the client_id of an application, of this account',
  )
}

function checkPassword({ input, previous, next }: MadeUser, add: Add): void {
  const sent = passwordIn(input)
  if (next.isApiUser) {
    if (sent !== undefined) add('passwordSh', 'must not be given: an API user has no password')
    return
  }
  const needed = previous === undefined || previous.isApiUser
  if (needed && sent === undefined) add('passwordSh', 'is required')
  const repeated = input.confirmPassword || undefined
  if (repeated !== undefined && repeated !== sent) {
    add('confirmPassword', 'is not the same as passwordSh')
  }
}
