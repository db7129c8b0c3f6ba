import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { ApiClient } from '#api/client.ts'
import { Problem } from '#api/problem.ts'
import { batchesOf } from './batches.ts'
import { configPath } from './paths.ts'
import type { FullUser } from './user-types.ts'
import { type UserBody, withProfiles, writableOf } from './writable.ts'

/** What is told while a change of many is under way. */
export type Progress = (done: number, all: number) => void

type Change = (user: FullUser) => Partial<UserBody>

/**
 * Changes many users: reads them as they are now, and writes them back with the change. The revision of that read is
 * named, so nothing that somebody else changes meanwhile is written over: then those that are left are read again.
 * Answers them as they were and as they are; with `fault`, as far as it came.
 */
export async function changeMany(
  api: Pick<ApiClient, 'call'>,
  ids: readonly number[],
  change: Change,
  onProgress: Progress = () => undefined,
): Promise<Changed> {
  const before: FullUser[] = []
  const after: FullUser[] = []
  let left = ids
  for (let tries = 0; ; tries += 1) {
    const { users, revision } = await readMany(api, left)
    const changing = users.filter((user) => isChange(user, change(user)))
    const all = after.length + changing.length
    let ifMatch = revision
    try {
      for (const batch of batchesOf(changing)) {
        onProgress(after.length, all)
        const body = batch.map((user) => ({ id: user.id, ...writableOf(user, change(user)) }))
        const answer = await api.call<readonly FullUser[]>('PUT', `${configPath}/users`, {
          ...{ query: { v: '6.0' }, ifMatch, body },
        })
        ifMatch = answer.revision
        before.push(...batch)
        after.push(...answer.body)
      }
      return { before, after }
    } catch (fault) {
      const isConflict = fault instanceof Problem && fault.isConflict
      if (!isConflict || tries >= mostTries) {
        if (after.length === 0) throw fault
        return { before, after, fault }
      }
      const done = new Set(after.map(({ id }) => id))
      left = left.filter((id) => !done.has(id))
    }
  }
}

const mostTries = 8

/** What a change of many came to. */
export type Changed = {
  readonly before: readonly FullUser[]
  readonly after: readonly FullUser[]
  /** It ended early. */
  readonly fault?: unknown
}

/** Deletes many users, in batches. */
export async function deleteMany(
  api: Pick<ApiClient, 'call'>,
  ids: readonly number[],
  onProgress: Progress = () => undefined,
): Promise<void> {
  let done = 0
  for (const batch of batchesOf(ids)) {
    onProgress(done, ids.length)
    await api.call('DELETE', `${configPath}/users`, {
      query: { v: '6.0' },
      body: batch.map(String),
    })
    done += batch.length
  }
}

/** A few are read one by one; of many, all are read at once. */
async function readMany(api: Pick<ApiClient, 'call'>, ids: readonly number[]) {
  const query = { v: '6.0', select: '$all' }
  if (ids.length <= 3) {
    const answers = await Promise.all(
      ids.map((id) => api.call<FullUser>('GET', `${configPath}/users/${id}`, { query })),
    )
    const [revision, ...others] = new Set(answers.map((answer) => answer.revision))
    // Of two revisions neither is true of all: a change between the two reads would be written over.
    if (others.length === 0) return { users: answers.map(({ body }) => body), revision }
  }
  const wanted = new Set(ids)
  const { body, revision } = await api.call<readonly FullUser[]>('GET', `${configPath}/users`, {
    query,
  })
  return { users: body.filter(({ id }) => wanted.has(id)), revision }
}

/** Profiles given and taken; one that is given takes the place of one of the same role. */
export function changeOfProfiles(
  profiles: readonly Profile[],
  { give, take }: { readonly give: readonly number[]; readonly take: readonly number[] },
): Change {
  const roleOf = new Map(profiles.map(({ id, roleTypeId }) => [id, roleTypeId]))
  const roles = new Set(give.map((id) => roleOf.get(id)))
  return (user) => {
    const held = user.profileIds ?? []
    const replaced = held.filter((id) => roles.has(roleOf.get(id)) && !give.includes(id))
    const next = withProfiles(held, { give, take: [...take, ...replaced] })
    // Nobody is left without any: the API would refuse them all for one.
    return next.length === 0 ? {} : { profileIds: next }
  }
}

function isChange(user: FullUser, change: Partial<UserBody>): boolean {
  const members: Readonly<Record<string, unknown>> = user
  return Object.entries(change).some(
    ([name, value]) => JSON.stringify(members[name]) !== JSON.stringify(value),
  )
}
