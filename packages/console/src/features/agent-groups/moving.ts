import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'

type Place = Pick<AgentGroup, 'parentGroupId'>

/** What the choice of a new parent starts with; empty: it has none. */
export function parentOf({ parentGroupId }: Place): string {
  return parentGroupId == null ? '' : `${parentGroupId}`
}

/** The parent that a group is put below; `undefined`: it stays where it is. */
export function moveOf(group: Place, chosen: string): number | undefined {
  return chosen === '' || chosen === parentOf(group) ? undefined : Number(chosen)
}

/** Ids with one more, or without it if it is among them. */
export function flipped(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const rest = new Set(ids)
  if (!rest.delete(id)) rest.add(id)
  return rest
}
