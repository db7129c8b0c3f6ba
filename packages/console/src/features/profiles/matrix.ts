import type { CataloguePackage, RoleTypeId } from '@watchword/protocol/api/permission-packages.ts'
import { packagesOfRole } from '@watchword/protocol/api/permission-packages.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { type Topic, topicOf, topics } from './topics.ts'

/** A thing that can be allowed, whatever the roles call its package: one row of the matrix. */
export type MatrixRow = {
  readonly name: string
  /** The package of each role that has it. */
  readonly packages: readonly CataloguePackage[]
}
export type MatrixGroup = { readonly topic: Topic; readonly rows: readonly MatrixRow[] }

/** How a profile has a row: not of its role, off, on, or on for good. */
export type Cell = 'none' | 'off' | 'on' | 'locked'

/** The rows that these roles have, by topic; packages of one name are one row. `coreName`: what the row of all cores is called. */
export function matrixOf(roles: readonly RoleTypeId[], coreName: string): readonly MatrixGroup[] {
  const packages = [...new Set(roles)].sort().flatMap((role) => packagesOfRole(role))
  const byTopic = Map.groupBy(packages, topicOf)
  return topics.flatMap((topic) => {
    const found = byTopic.get(topic)
    if (found === undefined) return []
    const byName = Map.groupBy(found, ({ core, name }) => (core ? coreName : name))
    return [{ topic, rows: [...byName].map(([name, same]) => ({ name, packages: same })) }]
  })
}

export function cellOf({ packages }: MatrixRow, profile: Profile): Cell {
  const own = packages.find(({ roleTypeId }) => roleTypeId === profile.roleTypeId)
  if (own === undefined) return 'none'
  if (own.core) return 'locked'
  return enabledIn(profile).includes(own.id) ? 'on' : 'off'
}

/** The packages that a profile enables. */
export function enabledIn({ permissionPackages = [] }: Profile): readonly number[] {
  return permissionPackages.filter(({ isEnabled }) => isEnabled).map(({ id }) => id)
}

/** Only the rows in which the profiles differ. */
export function differing(
  groups: readonly MatrixGroup[],
  profiles: readonly Profile[],
): readonly MatrixGroup[] {
  const differs = (row: MatrixRow) =>
    new Set(profiles.map((profile) => allows(cellOf(row, profile)))).size > 1
  return keepRows(groups, differs)
}

/** Only the rows in which every word is found. */
export function searched(groups: readonly MatrixGroup[], search: string): readonly MatrixGroup[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  return keepRows(groups, ({ name, packages }) => {
    const text = [name, ...packages.map(({ id }) => `${id}`)].join(' ').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

function allows(cell: Cell): boolean {
  return cell === 'on' || cell === 'locked'
}

function keepRows(
  groups: readonly MatrixGroup[],
  keep: (row: MatrixRow) => boolean,
): readonly MatrixGroup[] {
  return groups.flatMap(({ topic, rows }) => {
    const kept = rows.filter(keep)
    return kept.length === 0 ? [] : [{ topic, rows: kept }]
  })
}
