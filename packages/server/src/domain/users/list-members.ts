import type { UserCountKind } from '@watchword/protocol/api/user-report.ts'
import type { Caller } from '#domain/caller.ts'
import type { Storage, UserLink } from '#storage/port.ts'
import { findVisible, linkOf, requireReadingOthers } from './count-users.ts'
import { rightsOf } from './rights.ts'
import type { User } from './user.ts'

/** Which users: those who refer to one object; of a group, its members or whoever manages it themselves. */
export type MembersAsked = {
  readonly by: UserCountKind
  readonly id: number
  readonly managers: boolean
  readonly offset: number
  readonly limit: number
}

/** A part of the users who refer to an object, by id, and how many there are in all. */
export type Members = { readonly total: number; readonly users: readonly User[] }

/**
 * The users who refer to an object, of those whom the caller may read. No other user is read for it; of what nobody
 * refers to, and of what there is not, there are none.
 */
export async function listMembers(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  caller: Caller,
  { by, id, managers, ...part }: MembersAsked,
): Promise<Members> {
  const { read } = storage
  const { accountId } = caller
  const rights = rightsOf(caller)
  requireReadingOthers(rights)
  const link: UserLink = { kind: managers ? 'manager' : linkOf[by], targetId: id }
  const { total, userIds } = rights.readsAllUsers
    ? await read.userLinks.page(accountId, link, part)
    : partOf(
        await read.userLinks.usersOf(accountId, link.kind, [id]),
        await findVisible(read, accountId, rights),
        part,
      )
  const users = await read.users.findMany(accountId, userIds)
  // Whoever is deleted meanwhile is nobody's member.
  return { total, users: users.filter(({ deleted }) => !deleted).toSorted((a, b) => a.id - b.id) }
}

function partOf(
  members: readonly number[],
  visible: ReadonlySet<number>,
  { offset, limit }: Pick<MembersAsked, 'offset' | 'limit'>,
): { readonly total: number; readonly userIds: readonly number[] } {
  const seen = members.filter((id) => visible.has(id))
  return { total: seen.length, userIds: seen.slice(offset, offset + limit) }
}
