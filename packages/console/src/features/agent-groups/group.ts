import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { Use } from '../people/uses.ts'

/** The single root of the tree has this id in every account. */
export const rootId = -1

export type GroupValues = {
  readonly name: string
  readonly description: string
  /** Empty: the root has none. */
  readonly parentGroupId: string
  readonly isEnabled: boolean
}

export function newGroup(parentGroupId: number): GroupValues {
  return { name: '', description: '', parentGroupId: `${parentGroupId}`, isEnabled: true }
}

export function valuesOfGroup(group: AgentGroup): GroupValues {
  const { name, description = '', parentGroupId = null, isEnabled = true } = group
  return {
    ...{ name, description, isEnabled },
    parentGroupId: parentGroupId === null ? '' : `${parentGroupId}`,
  }
}

export function bodyOfGroup(values: GroupValues, before: AgentGroup | undefined): object {
  const { name, description, parentGroupId, isEnabled } = values
  return {
    ...before,
    ...{ name: name.trim(), description, isEnabled },
    parentGroupId: parentGroupId === '' ? null : Number(parentGroupId),
  }
}

/** A group with what is below it. */
export type GroupNode = { readonly group: AgentGroup; readonly below: readonly GroupNode[] }

/**
 * The groups as a tree, those of one parent by name. What hangs on nothing, or goes round, is not lost: it stands
 * beside the root.
 */
export function treeOf(groups: readonly AgentGroup[]): readonly GroupNode[] {
  const known = new Set(groups.map(({ id }) => id))
  const byParent = Map.groupBy(groups, ({ parentGroupId = null }) =>
    parentGroupId !== null && known.has(parentGroupId) ? parentGroupId : undefined,
  )
  const placed = new Set<number>()
  const grow = (some: readonly AgentGroup[]): readonly GroupNode[] =>
    some
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap((group) => {
        if (placed.has(group.id)) return []
        placed.add(group.id)
        return [{ group, below: grow(byParent.get(group.id) ?? []) }]
      })
  const tree = grow(byParent.get(undefined) ?? [])
  const round = groups.filter(({ id }) => !placed.has(id))
  return round.length === 0 ? tree : [...tree, ...grow(round)]
}

/** The ids of a group and of all below it. */
export function reachOf(
  groups: readonly AgentGroup[],
  ids: readonly number[],
): ReadonlySet<number> {
  const reach = new Set(ids)
  // As deep as the tree is, at most as often as there are groups.
  for (let size = -1; size !== reach.size; ) {
    size = reach.size
    for (const { id, parentGroupId } of groups) {
      if (parentGroupId !== null && parentGroupId !== undefined && reach.has(parentGroupId)) {
        reach.add(id)
      }
    }
  }
  return reach
}

/** The way from the root to a group, in names. */
export function wayTo(groups: readonly AgentGroup[], id: number): readonly string[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const names: string[] = []
  const seen = new Set<number>()
  for (let at = byId.get(id); at !== undefined && !seen.has(at.id); ) {
    seen.add(at.id)
    names.unshift(at.name)
    at = byId.get(at.parentGroupId ?? Number.NaN)
  }
  return names
}

/** Whose groups a user may change: all, or those below the ones they manage. */
export type GroupRights = { readonly all: boolean; readonly managed: readonly number[] }

/** The groups under which one may put another: not itself, nor what is below it. */
export function parentsFor(
  groups: readonly AgentGroup[],
  id: number | undefined,
  rights: GroupRights,
): readonly { readonly value: string; readonly label: string }[] {
  const below = id === undefined ? new Set<number>() : reachOf(groups, [id])
  const own = rights.all ? undefined : reachOf(groups, rights.managed)
  return groups
    .filter((group) => !below.has(group.id) && (own === undefined || own.has(group.id)))
    .map((group) => ({ value: `${group.id}`, label: wayTo(groups, group.id).join(' › ') }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

/** Whether a group may be changed: by who may change all, or manages a group above it. */
export function mayChangeGroup(
  groups: readonly AgentGroup[],
  { parentGroupId = null }: Pick<AgentGroup, 'parentGroupId'>,
  { all, managed }: GroupRights,
): boolean {
  return all || (parentGroupId !== null && reachOf(groups, managed).has(parentGroupId))
}

/** The groups right below one, and the skills that send conversations to it. */
export function usesOfGroup(
  id: number,
  { groups, skills }: { readonly groups: readonly AgentGroup[]; readonly skills: readonly Skill[] },
  labels: { readonly byGroups: string; readonly bySkills: string },
): readonly Use[] {
  const below = groups.filter(({ parentGroupId }) => parentGroupId === id)
  const routed = skills.filter(({ skillRoutingConfiguration = [] }) =>
    skillRoutingConfiguration.some(({ agentGroupId }) => agentGroupId === id),
  )
  const use = (label: string, path: string, all: readonly { id: number; name: string }[]) =>
    all.length === 0
      ? []
      : [{ label, names: all.map((one) => ({ name: one.name, to: `/${path}/${one.id}` })) }]
  return [...use(labels.byGroups, 'agent-groups', below), ...use(labels.bySkills, 'skills', routed)]
}
