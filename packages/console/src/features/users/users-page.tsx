import { Button, Group } from '@mantine/core'
import { IconDownload, IconPlus, IconUpload, IconUsers } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useApi, useMay, useMe } from '#api/context.tsx'
import { arrange } from '#ui/arrange.ts'
import { DataTable } from '#ui/data-table.tsx'
import { downloadText } from '#ui/download.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Selected } from '#ui/selection.ts'
import type { TableState } from '#ui/table-state.ts'
import { BulkActions } from './bulk-actions.tsx'
import { exportUsers } from './export-users.ts'
import { changedSearch, filterUsers, sortingOf, type UserSearch } from './list-filters.ts'
import { userWords as words } from './messages.ts'
import { useDirectory, useLocked, useUsers } from './queries.ts'
import { reachOf } from './reach.ts'
import type { Directory, ListedUser } from './user-types.ts'
import { userColumns } from './users-columns.tsx'
import { UsersFilters } from './users-filters.tsx'

/** All users of the account: found, narrowed, chosen and changed. */
export function UsersPage() {
  const may = useMay('users:read')
  const users = useUsers()
  const directory = useDirectory()
  if (!may) {
    return (
      <Page title={words.title}>
        <ProblemAlert fault={words.forbidden} />
      </Page>
    )
  }
  return (
    <Page title={words.title} lead={words.lead} actions={<Actions />}>
      <QueryView query={directory} height={640}>
        {(known) => (
          <QueryView query={users} height={640}>
            {(list) => <UserList users={list} directory={known} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

function Actions() {
  const may = useMay('users:write')
  if (!may) return null
  return (
    <>
      <LinkButton
        to="/users/import"
        variant="default"
        leftSection={<IconUpload size={16} aria-hidden="true" />}
      >
        {words.import}
      </LinkButton>
      <LinkButton to="/users/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
        {words.add}
      </LinkButton>
    </>
  )
}

function UserList({
  users,
  directory,
}: {
  readonly users: readonly ListedUser[]
  readonly directory: Directory
}) {
  const me = useMe()
  const may = useMay('users:write')
  const locked = useLocked()
  const [search, setSearch] = useAddress()
  const [selected, setSelected] = useState<Selected>(new Set())
  const lockedIds = useMemo(() => new Set(locked.keys()), [locked])
  const about = useMemo(
    () => ({ groups: directory.groups, locked: lockedIds }),
    [directory, lockedIds],
  )
  const narrowed = useDeferredValue(search)
  const rows = useMemo(() => filterUsers(users, narrowed, about), [users, narrowed, about])
  const columns = useMemo(() => userColumns(directory, lockedIds), [directory, lockedIds])
  const reach = useMemo(() => reachOf({ me, ...directory }), [me, directory])
  const chosen = useMemo(
    () => (selected.size === 0 ? [] : users.filter(({ id }) => selected.has(`${id}`))),
    [users, selected],
  )
  const [initial] = useState(() => ({ search: search.q ?? '', sorting: sortingOf(search) }))
  // What the list shows, of which the address tells a moment later.
  const shown = useRef<TableState>(initial)
  const tellAddress = useLate(({ search: typed, sorting }: TableState) =>
    setSearch({
      q: typed === '' ? undefined : typed,
      sort: sorting?.key,
      down: sorting?.descending === true ? true : undefined,
    }),
  )
  const keepState = (state: TableState) => {
    shown.current = state
    tellAddress(state)
  }
  if (users.length <= 1 && may) return <Nobody users={users} />
  return (
    <DataTable
      label={words.title}
      rows={rows}
      columns={columns}
      rowId={rowId}
      columnsKept="users"
      initial={initial}
      onState={keepState}
      filters={
        <>
          <UsersFilters search={search} directory={directory} onChange={setSearch} />
          <ExportButton users={() => arrange(rows, columns, shown.current)} directory={directory} />
        </>
      }
      {...(may
        ? {
            selection: {
              selected,
              onChange: setSelected,
              nameOf: ({ loginName }: ListedUser) => loginName,
              actions: (
                <BulkActions
                  users={chosen}
                  profiles={directory.profiles.filter(reach.mayGive)}
                  allProfiles={directory.profiles}
                  reach={reach}
                  onDone={() => setSelected(new Set())}
                />
              ),
            },
          }
        : {})}
    />
  )
}

const rowId = ({ id }: ListedUser) => `${id}`

/** What the list is narrowed to, and a way to change it; both are the address of the page. */
function useAddress() {
  const search: UserSearch = useSearch({ from: '/$accountId/users' })
  const navigate = useNavigate()
  function change(part: Parameters<typeof changedSearch>[1]) {
    void navigate({
      to: '.',
      search: ((before: UserSearch) => changedSearch(before, part)) as never,
      replace: true,
      resetScroll: false,
    })
  }
  return [search, change] as const
}

/** Calls once nothing more was said for a moment: an address that changed with every key would cost more than the key. */
function useLate<T>(call: (value: T) => void, delayMs = 250): (value: T) => void {
  const latest = useRef(call)
  latest.current = call
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (value) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => latest.current(value), delayMs)
  }
}

function ExportButton({
  users,
  directory,
}: {
  readonly users: () => readonly ListedUser[]
  readonly directory: Directory
}) {
  const { accountId } = useApi()
  return (
    <Button
      variant="default"
      visibleFrom="sm"
      leftSection={<IconDownload size={16} aria-hidden="true" />}
      onClick={() =>
        downloadText(`users-${accountId}.csv`, exportUsers(users(), directory), 'text/csv')
      }
    >
      {words.export}
    </Button>
  )
}

/** Only whoever looks is there. */
function Nobody({ users }: { readonly users: readonly ListedUser[] }) {
  const [first] = users
  return (
    <EmptyState
      icon={<IconUsers />}
      title={words.empty.title}
      lead={words.empty.lead}
      action={
        <Group justify="center">
          <LinkButton to="/users/new">{words.add}</LinkButton>
          {first === undefined ? null : (
            <LinkButton to={`/users/${first.id}`} variant="default">
              {first.loginName}
            </LinkButton>
          )}
        </Group>
      }
    />
  )
}
