import type { UserMembers } from '@watchword/protocol/api/user-report.ts'

/** Which part of the users of an object is asked for. */
export type Part = { readonly offset: number; readonly limit: number }

/** What is shown at first; what is asked for besides comes in larger parts. */
export const firstPart: Part = { offset: 0, limit: 20 }
const moreAtOnce = 100

/** The part after one; `undefined`: that was the last. */
export function partAfter({ total }: UserMembers, { offset, limit }: Part): Part | undefined {
  const next = offset + limit
  return next < total ? { offset: next, limit: moreAtOnce } : undefined
}

export type Member = UserMembers['users'][number]

/** What is known of the users of an object so far: how many there are, as was said last, and each once. */
export type KnownMembers = { readonly total: number; readonly users: readonly Member[] }

/** Parts that were asked for one after the other: somebody may have come or gone between them. */
export function membersIn(parts: readonly UserMembers[]): KnownMembers {
  const users = new Map(parts.flatMap((part) => part.users).map((user) => [user.id, user]))
  return { total: parts.at(-1)?.total ?? 0, users: [...users.values()] }
}
