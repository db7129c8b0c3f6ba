import { useNavigate, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useApi, useMe } from '#api/context.tsx'
import { Problem } from '#api/problem.ts'
import { common } from '#messages/common.ts'
import { ConflictChoice, type Difference } from '#ui/conflict.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { differencesOfUser, isSameUser } from './conflict.ts'
import { toUser } from './create-page.tsx'
import { userWords as words } from './messages.ts'
import { configPath } from './paths.ts'
import { type ReadUser, readUser, useDirectory, useUser, useUserCache } from './queries.ts'
import { reachOf } from './reach.ts'
import { UserForm } from './user-form.tsx'
import type { Directory, FullUser } from './user-types.ts'
import { bodyOf, type UserValues, valuesOf } from './user-values.ts'
import type { UserBody } from './writable.ts'

/** Changes one user. */
export function EditUserPage() {
  const { id } = useParams({ from: '/$accountId/users/$id/edit' })
  const directory = useDirectory()
  const user = useUser(id)
  const name = user.data?.user.loginName ?? ''
  return (
    <Page
      title={words.form.editTitle(name === '' ? words.one : name)}
      crumbs={[
        { label: words.title, to: '/users' },
        ...(name === '' ? [] : [{ label: name, to: `/users/${id}` }]),
      ]}
      width="text"
    >
      <QueryView query={directory} height={700}>
        {(known) => (
          <QueryView query={user} height={700}>
            {(read) => <Editor key={read.user.id} read={read} directory={known} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

/** A change that was refused, until it is chosen which one is kept. */
type Conflict = {
  readonly body: UserBody
  readonly now: ReadUser
  readonly differences: readonly Difference[]
}

function Editor({ read, directory }: { readonly read: ReadUser; readonly directory: Directory }) {
  const me = useMe()
  const navigate = useNavigate()
  const { accountId } = useApi()
  const reach = reachOf({ me, ...directory })
  // What the form began with: a refetch in the background must not change it under whoever types.
  const [base, setBase] = useState(read)
  const [conflict, setConflict] = useState<Conflict>()
  const [fault, setFault] = useState<unknown>()
  const save = useSave(directory)
  const settled = useRef(false)
  const leave = () => navigate(toUser(accountId, base.user.id))

  async function settle(refused: Conflict | undefined) {
    setConflict(refused)
    if (refused !== undefined) return
    settled.current = true
    await leave()
  }

  async function submit(values: UserValues) {
    await settle(await save(base, bodyOf(values, base.user)))
  }

  async function keepMine() {
    if (conflict === undefined) return
    setConflict(undefined)
    try {
      await settle(await save(conflict.now, conflict.body))
    } catch (problem) {
      setFault(problem)
    }
  }

  function takeTheirs() {
    if (conflict !== undefined) setBase(conflict.now)
    setConflict(undefined)
  }

  if (!reach.mayEdit(base.user)) return <ProblemAlert fault={words.mayNotEdit} />
  return (
    <>
      <UserForm
        key={base.revision}
        initial={valuesOf(base.user, directory.profiles)}
        before={base.user}
        directory={directory}
        reach={reach}
        submitLabel={common.actions.save}
        onSubmit={submit}
        settled={settled}
        onCancel={leave}
      />
      <ProblemAlert fault={fault} />
      <ConflictChoice
        differences={conflict?.differences}
        onKeepMine={keepMine}
        onTakeTheirs={takeTheirs}
        onClose={() => setConflict(undefined)}
      />
    </>
  )
}

/**
 * Saves against the revision that was read. A refusal because somebody else of the account was changed is no conflict:
 * it is sent again. Answers the conflict, if this user was changed.
 */
function useSave(directory: Directory) {
  const api = useApi()
  const cache = useUserCache()
  return async (base: ReadUser, body: UserBody): Promise<Conflict | undefined> => {
    let ifMatch = base.revision
    for (let tries = 0; ; tries += 1) {
      try {
        const { id } = base.user
        const answer = await api.call<FullUser>('PUT', `${configPath}/users/${id}`, {
          query: { v: '6.0' },
          ifMatch,
          body,
        })
        cache.keep([answer.body])
        notifyDone(common.saved)
        return undefined
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.isConflict || tries > 4) throw problem
        const now = await readUser(api, base.user.id)
        if (!isSameUser(base.user, now.user)) return conflictOf(body, now, directory)
        ifMatch = now.revision
      }
    }
  }
}

function conflictOf(body: UserBody, now: ReadUser, directory: Directory): Conflict {
  const { form } = words
  const labels = {
    ...{ nickname: form.nickname, email: form.email, isEnabled: form.enabled },
    ...{ profileIds: words.page.profiles, skillIds: form.skills, lobIds: form.lobs },
    ...{ memberOf: form.memberOf, managerOf: form.manages, maxChats: form.maxChats },
    ...{ changePwdNextLogin: form.mustChange, allowedAppKeys: form.key },
    ...{ description: form.description, mobileNumber: form.mobileNumber },
  }
  const about = { directory, labels, none: common.none }
  return { body, now, differences: differencesOfUser(body, now.user, about) }
}
