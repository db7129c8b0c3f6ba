import type { UserCounts } from '@watchword/protocol/api/user-report.ts'

/** How many users refer to an object, and if it is a group, how many manage it. */
export type UserCount = { readonly users: number; readonly managers: number }

/** Of an object by its id: of what nobody refers to, too. */
export type CountOf = (id: number) => UserCount

const nobody: UserCount = { users: 0, managers: 0 }

/** Counts as the API tells them, to be looked up. */
export function countsById({ counts = [] }: UserCounts): CountOf {
  const byId = new Map(counts.map(({ id, users, managers = 0 }) => [id, { users, managers }]))
  return (id) => byId.get(id) ?? nobody
}
