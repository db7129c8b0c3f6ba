import { agentGroupBodies, type agentGroupFields } from '@watchword/protocol/api/agent-group.ts'
import type { InputOf } from '@watchword/protocol/api/parse-input.ts'
import { type AgentGroup, rootGroupId } from './agent-group.ts'
import type { Change } from './config-change.ts'
import { agentGroupKind } from './config-object.ts'
import type { ConfigRules, Edit } from './config-rules.ts'
import type { ConfigDefinition } from './config-use-cases.ts'
import type { WriteScope } from './config-writes.ts'
import { createFaults, type Faults } from './faults.ts'
import { createGroupTree, type GroupTree } from './group-tree.ts'
import type { ConfigRights } from './rights.ts'
import { reportUses, type Use, usesByUsers } from './uses.ts'

type GroupValues = InputOf<typeof agentGroupFields>

/** The tree as it is before the write, and the groups of it that the caller manages. */
type GroupsContext = { readonly tree: GroupTree; readonly own: ReadonlySet<number> }

/**
 * Agent groups: contract 1 §5.1. Package 10004 edits them all; 30007 those below the groups one manages.
 * Everybody reads them.
 */
export const groupsDefinition: ConfigDefinition<AgentGroup, GroupValues, GroupsContext, undefined> =
  {
    kind: agentGroupKind,
    parse: agentGroupBodies.parse,
    mayTry: (rights) => rights.agentGroups !== 'none',
    visibleTo: async () => undefined,
    loadView: async () => undefined,
    rulesFor: async (_ask, rights) => groupsRules(rights),
  }

function groupsRules(rights: ConfigRights): ConfigRules<AgentGroup, GroupValues, GroupsContext> {
  const isBelow = (group: AgentGroup, { own }: GroupsContext) =>
    rights.agentGroups === 'all' ||
    (rights.agentGroups === 'own-tree' &&
      group.parentGroupId !== null &&
      own.has(group.parentGroupId))
  return {
    kind: agentGroupKind,
    load: async ({ tx, account }) => {
      const tree = createGroupTree(await tx.agentGroups.list(account.id))
      return { tree, own: tree.reach(rights.managedGroupIds) }
    },
    isVisible: () => true,
    mayEdit: isBelow,
    mayRemove: isBelow,
    make: makeGroup,
    checkRemoval: checkGroupRemoval,
    settle: demandTree,
  }
}

function makeGroup(
  { place, id, input, previous }: Edit<AgentGroup, GroupValues>,
  _context: GroupsContext,
  { now }: WriteScope,
  faults: Faults,
): Change<AgentGroup> {
  const next: AgentGroup = {
    id,
    deleted: false,
    name: input.name,
    description: input.description ?? '',
    parentGroupId: input.parentGroupId,
    isEnabled: input.isEnabled ?? true,
    dateUpdated: now,
  }
  if (id === rootGroupId) {
    if (next.parentGroupId !== null) faults.add(place, 'parentGroupId', 'must be null for the root')
    if (!next.isEnabled) faults.add(place, 'isEnabled', 'must be true for the root')
  } else if (next.parentGroupId === null) {
    faults.add(place, 'parentGroupId', 'is null for the root alone')
  }
  return { place, previous, next }
}

/** The parents of a whole body are looked at together, as they have come out: a body may move several. */
async function demandTree(
  { tx, account }: WriteScope,
  changes: readonly Change<AgentGroup>[],
): Promise<void> {
  const tree = createGroupTree(await tx.agentGroups.list(account.id))
  const faults = createFaults('validation_failed')
  for (const { place, next } of changes) {
    if (next.deleted || !tree.isDetached(next.id)) continue
    const exists = next.parentGroupId !== null && tree.byId.has(next.parentGroupId)
    faults.add(place, 'parentGroupId', exists ? 'would make a circle' : 'does not exist')
  }
  faults.settle('The agent groups would not be one tree; "fields" names every fault.')
}

/** A group goes once nobody and nothing is in it. Groups of one body may go together with their parents. */
async function checkGroupRemoval(
  { tx, account }: WriteScope,
  changes: readonly Change<AgentGroup>[],
  faults: Faults,
): Promise<void> {
  const going = new Set(changes.map(({ next }) => next.id))
  const groups = await tx.agentGroups.list(account.id)
  const skills = await tx.skills.list(account.id)
  const uses: readonly Use[] = [
    ...(await usesByUsers(tx, account.id, 'member')),
    ...(await usesByUsers(tx, account.id, 'manager')),
    ...groups.flatMap(({ id, parentGroupId }) =>
      parentGroupId === null || going.has(id)
        ? []
        : [{ targetId: parentGroupId, by: `the group ${id}` }],
    ),
    ...skills.flatMap((skill) =>
      skill.skillRoutingConfiguration.map(({ agentGroupId }) => {
        return { targetId: agentGroupId, by: `the skill ${skill.id}` }
      }),
    ),
    { targetId: rootGroupId, by: 'the account: the root stays' },
  ]
  reportUses(changes, uses, faults)
}
