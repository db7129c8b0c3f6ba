import type { AgentGroup } from './agent-group.ts'

/** The live agent groups of an account as a tree. */
export type GroupTree = {
  readonly byId: ReadonlyMap<number, AgentGroup>
  /** These groups and all that lie below them. */
  reach(ids: readonly number[]): ReadonlySet<number>
  /** Whether a group lies below itself, or below nothing that exists. */
  isDetached(id: number): boolean
}

/** Deleted groups are left out. Works on any set of groups, even one with a cycle. */
export function createGroupTree(groups: Iterable<AgentGroup>): GroupTree {
  const byId = new Map<number, AgentGroup>()
  const children = new Map<number, number[]>()
  for (const group of groups) {
    if (group.deleted) continue
    byId.set(group.id, group)
    if (group.parentGroupId === null) continue
    const siblings = children.get(group.parentGroupId)
    if (siblings === undefined) children.set(group.parentGroupId, [group.id])
    else siblings.push(group.id)
  }
  return {
    byId,
    reach: (ids) => {
      const reached = new Set<number>()
      const waiting = ids.filter((id) => byId.has(id))
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (reached.has(id)) continue
        reached.add(id)
        waiting.push(...(children.get(id) ?? []))
      }
      return reached
    },
    isDetached: (id) => {
      const passed = new Set<number>()
      let at = byId.get(id)
      while (at !== undefined && at.parentGroupId !== null) {
        if (passed.has(at.id)) return true
        passed.add(at.id)
        at = byId.get(at.parentGroupId)
      }
      return at === undefined
    },
  }
}
