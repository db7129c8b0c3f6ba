import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { permissionPackages } from '@watchword/protocol/api/permission-packages.ts'
import {
  mayExplain,
  requireKeyReader,
  writerAsk,
} from '../../../server/src/domain/api-keys/key-rights.ts'
import { auditPackage } from '../../../server/src/domain/audit/query-audit.ts'
import { isAdministrator, type UserCaller } from '../../../server/src/domain/caller.ts'
import {
  mayPublish,
  requireCampaignEditor,
  requireCampaignReader,
} from '../../../server/src/domain/campaigns/campaign-rights.ts'
import { requireConnectorRights } from '../../../server/src/domain/connectors/connector-rights.ts'
import { requireConsumerRights } from '../../../server/src/domain/consumers/consumer-rights.ts'
import { rightsOf } from '../../../server/src/domain/users/rights.ts'
import { may, type Right } from './rights.ts'

type User = { readonly packages: readonly number[]; readonly isAdministrator: boolean }

/** As the server knows somebody who is logged in. */
function callerOf({ packages, isAdministrator: is }: User): UserCaller {
  return {
    ...{ kind: 'user', accountId: 'acme' as UserCaller['accountId'], userId: 1 },
    ...{ loginName: 'mei', fullName: 'Mei', employeeId: '', sessionId: 's', tokenHash: '' },
    ...{ profileNames: [], packages: new Set(packages), roles: new Set(is ? [1] : [2]) },
    ...{ managedGroupIds: [], isLpa: false },
  }
}

const seen = ({ packages, isAdministrator: is }: User, right: Right) =>
  may({ packages: packages.map((id) => ({ id, name: '' })), isAdministrator: is }, right)

type Rule = (caller: UserCaller) => boolean

function passes(demand: (caller: UserCaller) => unknown): Rule {
  return (caller) => {
    try {
      demand(caller)
      return true
    } catch {
      return false
    }
  }
}

const origin = { address: '', userAgent: '', requestId: '' }
const connectors = passes(requireConnectorRights)

/** What the server itself asks before it does what a page with that right shows. */
const rules: Readonly<Record<Right, Rule>> = {
  'users:read': (caller) => {
    const { readsAllUsers, agentUsers, managerUsers } = rightsOf(caller)
    return readsAllUsers || agentUsers || managerUsers
  },
  'users:write': (caller) => {
    const { writesAllUsers, agentUsers, managerUsers } = rightsOf(caller)
    return writesAllUsers || agentUsers || managerUsers
  },
  'profiles:write': (caller) => rightsOf(caller).profileRoles.size > 0,
  'skills:write': (caller) => rightsOf(caller).skills,
  'agentGroups:write': (caller) => rightsOf(caller).agentGroups !== 'none',
  'lobs:write': (caller) => rightsOf(caller).lobs,
  'apiKeys:read': passes(requireKeyReader),
  'apiKeys:write': passes((caller) => writerAsk(caller, origin)),
  'connectors:read': connectors,
  'connectors:write': connectors,
  'consumers:read': passes(requireConsumerRights),
  'consumers:write': isAdministrator,
  explain: mayExplain,
  'campaigns:read': passes(requireCampaignReader),
  'campaigns:write': passes(requireCampaignEditor),
  'campaigns:publish': mayPublish,
  'applications:read': isAdministrator,
  'applications:write': isAdministrator,
  'audit:read': ({ packages }) => packages.has(auditPackage),
  'statistics:read': isAdministrator,
  'settings:write': isAdministrator,
  'keys:write': isAdministrator,
  'sessions:others': isAdministrator,
  'directory:read': isAdministrator,
}
const rights = Object.keys(rules) as readonly Right[]

/** Users with no package, with each alone, and with all; each also as an administrator. */
const users: readonly User[] = [
  [],
  ...permissionPackages.map(({ id }) => [id]),
  permissionPackages.map(({ id }) => id),
].flatMap((packages) => [true, false].map((is) => ({ packages, isAdministrator: is })))

describe('what is shown to a user', () => {
  for (const right of rights) {
    test(`${right}: to whom the server lets do it, and to nobody else`, () => {
      for (const user of users) {
        const about = `${user.isAdministrator ? 'administrator' : 'user'} with ${user.packages}`
        assert.equal(seen(user, right), rules[right](callerOf(user)), about)
      }
    })
  }

  test('an agent without a package is shown none of it', () => {
    const nobody = { packages: [], isAdministrator: false }
    assert.deepEqual(
      rights.filter((right) => seen(nobody, right)),
      [],
    )
  })

  test('a package that does not exist gives nothing, whatever its number begins with', () => {
    const user = { packages: [1, 1000, 100_010, 99_999], isAdministrator: false }
    assert.deepEqual(
      rights.filter((right) => seen(user, right)),
      [],
    )
  })
})
