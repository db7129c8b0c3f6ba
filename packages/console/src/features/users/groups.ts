import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { FullUser } from './user-types.ts'

type Group = Pick<AgentGroup, 'id' | 'name' | 'parentGroupId'>

/** Groups as a list to choose from: each below its parent, indented by its depth. */
export function groupOptions(
  groups: readonly Group[],
): readonly { readonly value: string; readonly label: string }[] {
  const below = childrenOf(groups)
  const known = new Set(groups.map(({ id }) => id))
  const options: { value: string; label: string }[] = []
  const seen = new Set<number>()
  function add(group: Group, depth: number): void {
    if (seen.has(group.id)) return
    seen.add(group.id)
    options.push({ value: `${group.id}`, label: `${indent.repeat(depth)}${group.name}` })
    for (const child of below.get(group.id) ?? []) add(child, depth + 1)
  }
  for (const group of groups) {
    if (group.parentGroupId == null || !known.has(group.parentGroupId)) add(group, 0)
  }
  // Whatever a broken tree would hide is still there to choose.
  for (const group of groups) add(group, 0)
  return options
}

const indent = '\u2003'

/** A group and all groups below it. */
export function groupsBelow(groups: readonly Group[], ids: readonly number[]): ReadonlySet<number> {
  const below = childrenOf(groups)
  const found = new Set<number>()
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    for (const child of below.get(id) ?? []) open.push(child.id)
  }
  return found
}

/** The groups that a user works in or manages. */
export function groupIdsOf(
  user: Pick<FullUser, 'memberOf'> & { readonly managerOf?: FullUser['managerOf'] },
): readonly number[] {
  const own = user.memberOf == null ? [] : [user.memberOf.agentGroupId]
  return [...own, ...(user.managerOf ?? []).map(({ agentGroupId }) => agentGroupId)]
}

function childrenOf(groups: readonly Group[]): ReadonlyMap<number, readonly Group[]> {
  const below = new Map<number, Group[]>()
  for (const group of groups) {
    const parent = group.parentGroupId
    if (parent != null) below.set(parent, [...(below.get(parent) ?? []), group])
  }
  return below
}
