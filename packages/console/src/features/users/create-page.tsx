import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useApi, useMay, useMe } from '#api/context.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { userWords as words } from './messages.ts'
import { configPath } from './paths.ts'
import { useDirectory, useUserCache } from './queries.ts'
import { reachOf } from './reach.ts'
import { UserForm } from './user-form.tsx'
import type { Directory, FullUser } from './user-types.ts'
import { bodyOf, newValues, type UserValues } from './user-values.ts'

/** Adds one user. */
export function CreateUserPage() {
  const may = useMay('users:write')
  const directory = useDirectory()
  return (
    <Page
      title={words.form.createTitle}
      crumbs={[{ label: words.title, to: '/users' }]}
      width="text"
    >
      {may ? (
        <QueryView query={directory} height={700}>
          {(known) => <CreateForm directory={known} />}
        </QueryView>
      ) : (
        <ProblemAlert fault={words.mayNotEdit} />
      )}
    </Page>
  )
}

function CreateForm({ directory }: { readonly directory: Directory }) {
  const api = useApi()
  const me = useMe()
  const cache = useUserCache()
  const navigate = useNavigate()
  const reach = reachOf({ me, ...directory })
  const settled = useRef(false)
  const [initial] = useState(() => startingValues(directory, me.managedGroupIds, reach.all))

  async function create(values: UserValues) {
    const { body } = await api.call<FullUser>('POST', `${configPath}/users`, {
      query: { v: '6.0' },
      body: bodyOf(values, undefined),
    })
    cache.keep([body])
    notifyDone(words.form.created(body.loginName))
    settled.current = true
    await navigate(toUser(api.accountId, body.id))
  }
  return (
    <UserForm
      initial={initial}
      before={undefined}
      directory={directory}
      reach={reach}
      submitLabel={words.add}
      onSubmit={create}
      settled={settled}
      onCancel={() => navigate({ to: '/$accountId/users', params: { accountId: api.accountId } })}
    />
  )
}

/** The address of a user's page. */
export function toUser(accountId: string, id: number) {
  return { to: '/$accountId/users/$id', params: { accountId, id } } as const
}

/** A manager's new people work in a group of theirs. */
function startingValues(
  { groups }: Directory,
  managed: readonly number[],
  all: boolean,
): UserValues {
  const first = all ? undefined : groups.find(({ id }) => managed.includes(id))
  return first === undefined ? newValues : { ...newValues, memberOf: `${first.id}` }
}
