import { Button, Text } from '@mantine/core'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { useState } from 'react'
import { useApi, useMe } from '#api/context.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { changeMany, changeOfProfiles, deleteMany } from './bulk.ts'
import { BulkProfiles } from './bulk-profiles.tsx'
import { userWords } from './messages.ts'
import { useUserCache } from './queries.ts'
import type { Reach } from './reach.ts'
import type { FullUser, ListedUser } from './user-types.ts'
import { writableOf } from './writable.ts'

const words = userWords.bulk
const namesShown = 8

/** What can be done with the users who were chosen in the list. */
export function BulkActions({
  users,
  profiles,
  allProfiles,
  reach,
  onDone,
}: {
  readonly users: readonly ListedUser[]
  /** Those that the signed-in user may give. */
  readonly profiles: readonly Profile[]
  readonly allProfiles: readonly Profile[]
  readonly reach: Reach
  readonly onDone: () => void
}) {
  const api = useApi()
  const cache = useUserCache()
  const confirm = useConfirm()
  const me = useMe()
  const [working, setWorking] = useState<string>()
  const [choosing, setChoosing] = useState(false)
  const ids = users.map(({ id }) => id)
  const isAmong = ids.includes(me.userId)
  const beyond = reach.all ? 0 : users.filter((user) => !reach.mayEdit(user)).length
  const progress = (done: number, all: number) => setWorking(words.working(done, all))

  async function run(work: () => Promise<void>) {
    setWorking(words.working(0, ids.length))
    try {
      await work()
      onDone()
    } catch (fault) {
      notifyProblem(fault)
      await cache.refresh(['users'])
    } finally {
      setWorking(undefined)
    }
  }

  async function restore(before: readonly FullUser[]) {
    const known = new Map(before.map((user) => [user.id, user]))
    const { after } = await changeMany(api, [...known.keys()], (user) => {
      const { isEnabled, profileIds } = writableOf(known.get(user.id) ?? user)
      return { isEnabled, profileIds }
    })
    cache.keep(after)
    notifyDone(words.restored)
  }

  const change = (what: Parameters<typeof changeMany>[2], done: (count: number) => string) =>
    run(async () => {
      const { before, after, fault } = await changeMany(api, ids, what, progress)
      cache.keep(after)
      if (fault !== undefined) notifyProblem(fault)
      notifyUndo(done(after.length), () => restore(before))
    })

  async function remove() {
    const names = users
      .slice(0, namesShown)
      .map(({ loginName }) => userWords.breaks.login(loginName))
    const rest = users.length - names.length
    const yes = await confirm({
      title: words.deleteTitle(users.length),
      lead: words.deleteLead,
      breaks: rest > 0 ? [...names, words.more(rest)] : names,
      action: words.delete,
      ...(users.length > 1 ? { type: `${users.length}` } : {}),
    })
    if (!yes) return
    await run(async () => {
      await deleteMany(api, ids, progress)
      cache.drop(ids)
      notifyDone(words.deleted(ids.length))
    })
  }

  if (beyond > 0) return <Text size="sm">{words.outOfReach(beyond)}</Text>
  if (working !== undefined) {
    return (
      <Text size="sm" role="status">
        {working}
      </Text>
    )
  }
  const small = { size: 'xs', variant: 'default' } as const
  return (
    <>
      <Button {...small} onClick={() => change(() => ({ isEnabled: true }), words.enabled)}>
        {words.enable}
      </Button>
      {isAmong ? null : (
        <Button {...small} onClick={() => change(() => ({ isEnabled: false }), words.disabled)}>
          {words.disable}
        </Button>
      )}
      <Button {...small} onClick={() => setChoosing(true)}>
        {words.profiles}
      </Button>
      {isAmong ? (
        <Text size="sm">{words.yourself}</Text>
      ) : (
        <Button {...small} onClick={remove}>
          {words.delete}
        </Button>
      )}
      <BulkProfiles
        opened={choosing}
        count={users.length}
        profiles={profiles}
        onClose={() => setChoosing(false)}
        onApply={(chosen) => {
          setChoosing(false)
          void change(changeOfProfiles(allProfiles, chosen), words.changed)
        }}
      />
    </>
  )
}
