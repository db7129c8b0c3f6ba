import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { defaultPackages, roles } from '@watchword/protocol/api/permission-packages.ts'
import type { Writes } from '#storage/port.ts'
import { rootGroupId } from './agent-group.ts'

/** The roles that every account has a default profile of. LPA is the operator's own staff. */
export type DefaultProfileName = 'Administrator' | 'Agent' | 'Agent Manager' | 'Campaign Manager'

/**
 * What every new account has: the root group "Main Group" and one default profile for each role
 * (contract 1 §2.4 and §5). Answers the ids of the profiles.
 */
export async function insertAccountDefaults(
  tx: Writes,
  accountId: AccountId,
  now: number,
): Promise<Readonly<Record<DefaultProfileName, number>>> {
  await tx.agentGroups.insert(accountId, {
    id: rootGroupId,
    deleted: false,
    name: 'Main Group',
    description: '',
    parentGroupId: null,
    isEnabled: true,
    dateUpdated: now,
  })
  const first = await tx.accounts.takeObjectIds(accountId, 4)
  const add = async (name: DefaultProfileName, id: number): Promise<number> => {
    const role = roles.find((entry) => entry.name === name)
    if (role === undefined) throw new Error(`There is no role "${name}".`)
    await tx.profiles.insert(accountId, {
      id,
      deleted: false,
      name,
      description: '',
      roleTypeId: role.id,
      enabledPackages: [...defaultPackages(role.id)].sort((a, b) => a - b),
      permissions: [],
      isAssignedToLPA: false,
      dateUpdated: now,
    })
    return id
  }
  return {
    Administrator: await add('Administrator', first),
    Agent: await add('Agent', first + 1),
    'Agent Manager': await add('Agent Manager', first + 2),
    'Campaign Manager': await add('Campaign Manager', first + 3),
  }
}
