import { Button, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { OpenSession, OpenSessions } from '@watchword/protocol/api/session.ts'
import { useMemo, useState } from 'react'
import { useApi, useMay, useMe } from '#api/context.tsx'
import { browserOf } from '#ui/browser-of.ts'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { filtered, methodsOf, noFilter, type SessionFilter, usersOf } from './filters.ts'
import { sessionMenu } from './menu.ts'
import { sessionWords as words } from './messages.ts'
import { pageLength, readPages } from './read-pages.ts'
import { nameOf, useSessionEnds } from './use-session-ends.ts'

type Whose = 'mine' | 'all'

/** Open sessions: one's own, and for administrators everybody's. */
export function SessionsPage() {
  const seesAll = useMay('sessions:others')
  const [whose, setWhose] = useState<Whose>(seesAll ? 'all' : 'mine')
  const query = useSessions(whose)
  return (
    <Page
      title={sessionMenu.title}
      lead={seesAll ? words.lead : words.leadOwn}
      actions={
        seesAll ? (
          <SegmentedControl
            aria-label={words.whose}
            value={whose}
            onChange={(chosen) => setWhose(chosen === 'mine' ? 'mine' : 'all')}
            data={[
              { value: 'all', label: words.everybody },
              { value: 'mine', label: words.mine },
            ]}
          />
        ) : undefined
      }
    >
      <QueryView query={query} height={320}>
        {({ sessions, total }) =>
          sessions.length === 0 ? (
            <EmptyState
              icon={<IconDeviceDesktop />}
              title={words.none.title}
              lead={words.none.lead}
            />
          ) : (
            <Stack>
              <SessionList key={whose} sessions={sessions} />
              {total > sessions.length ? (
                <Text size="sm" c="dimmed">
                  {words.more(sessions.length, total)}
                </Text>
              ) : null}
            </Stack>
          )
        }
      </QueryView>
    </Page>
  )
}

function useSessions(whose: Whose) {
  const api = useApi()
  const path = '/api/account/{accountId}/watchword/sessions'
  const user = whose === 'all' ? 'all' : undefined
  return useQuery({
    queryKey: ['sessions', whose],
    queryFn: ({ signal }) =>
      readPages((offset) =>
        api.get<OpenSessions>(path, { query: { user, limit: pageLength, offset }, signal }),
      ),
    refetchInterval: 60_000,
  })
}

function SessionList({ sessions }: { readonly sessions: readonly OpenSession[] }) {
  const [filter, setFilter] = useState(noFilter)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { end, signOut } = useSessionEnds()
  const mayReadUsers = useMay('users:read')
  const me = useMe()
  const rows = useMemo(() => filtered(sessions, filter), [sessions, filter])
  const columns = useMemo(
    () => columnsOf((userId) => mayReadUsers || userId === me.userId),
    [mayReadUsers, me.userId],
  )
  const chosen = sessions.filter(({ id }) => selected.has(id))
  const user = usersOf(sessions).find(({ value }) => value === filter.userId)
  return (
    <Stack>
      <DataTable
        label={words.list}
        rows={rows}
        columns={columns}
        rowId={idOf}
        columnsKept="sessions"
        filters={<Filters sessions={sessions} filter={filter} onChange={setFilter} />}
        selection={{
          selected,
          onChange: setSelected,
          nameOf,
          actions: (
            <Button size="xs" variant="default" onClick={() => void end(chosen).then(clear)}>
              {words.endSelected(chosen.length)}
            </Button>
          ),
        }}
      />
      {user === undefined ? null : (
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => void signOut(user, rows.length)}
        >
          {words.everywhere.action(user.label)}
        </Button>
      )}
    </Stack>
  )

  function clear() {
    setSelected(new Set())
  }
}

function Filters({
  sessions,
  filter,
  onChange,
}: {
  readonly sessions: readonly OpenSession[]
  readonly filter: SessionFilter
  readonly onChange: (filter: SessionFilter) => void
}) {
  const users = usersOf(sessions)
  const methods = methodsOf(sessions)
  return (
    <>
      {users.length < 2 && filter.userId === '' ? null : (
        <Select
          aria-label={words.someone}
          placeholder={words.anyone}
          data={[...users]}
          value={filter.userId === '' ? null : filter.userId}
          onChange={(userId) => onChange({ ...filter, userId: userId ?? '' })}
          searchable
          clearable
          w={180}
        />
      )}
      {methods.length < 2 && filter.method === '' ? null : (
        <Select
          aria-label={words.how}
          placeholder={words.any}
          data={methods.map((value) => ({ value, label: words.methods[value] ?? value }))}
          value={filter.method === '' ? null : filter.method}
          onChange={(method) => onChange({ ...filter, method: method ?? '' })}
          clearable
          w={180}
        />
      )}
    </>
  )
}

function idOf({ id }: OpenSession): string {
  return id
}

const { columns: titles } = words

function columnsOf(isLinked: (userId: number) => boolean): readonly Column<OpenSession>[] {
  const moment = (key: 'createdAt' | 'lastUsedAt' | 'expiresAt', title: string) => ({
    ...{ key, title, width: 'minmax(7rem, 1fr)', wide: true },
    sortOnly: true,
    text: (session: OpenSession) => Date.parse(session[key]),
    show: (session: OpenSession) => <Moment at={session[key]} />,
  })
  return [
    {
      ...{ key: 'who', title: titles.who, width: 'minmax(6rem, 1fr)' },
      text: ({ loginName }) => loginName,
      show: ({ userId, loginName }) =>
        isLinked(userId) ? (
          <AccountLink to={`/users/${userId}`}>{loginName}</AccountLink>
        ) : (
          loginName
        ),
    },
    {
      ...{ key: 'where', title: titles.where, width: 'minmax(8rem, 1.4fr)' },
      text: ({ userAgent, current }) =>
        `${browserOf(userAgent)} ${current ? words.current : ''} ${userAgent}`,
      show: (session) => <Where session={session} />,
    },
    {
      ...{ key: 'address', title: titles.address, width: 'minmax(7rem, 1fr)', wide: true },
      text: ({ address }) => address,
      show: ({ address }) => <span className="ww-mono">{address}</span>,
    },
    {
      ...{ key: 'how', title: titles.how, width: 'minmax(7rem, 1fr)', wide: true },
      text: ({ method }) => words.methods[method] ?? method,
    },
    moment('createdAt', titles.since),
    moment('lastUsedAt', titles.used),
    { ...moment('expiresAt', titles.ends), hidden: true },
    {
      ...{ key: 'end', title: titles.end, width: '4.5rem' },
      text: () => '',
      show: (session) => <EndButton session={session} />,
    },
  ]
}

function Where({ session: { userAgent, current } }: { readonly session: OpenSession }) {
  return (
    <Stack gap={0} miw={0} lh={1.25}>
      <span title={userAgent}>{browserOf(userAgent)}</span>
      {current ? (
        <Text span size="xs" c="dimmed" lh="inherit">
          {words.current}
        </Text>
      ) : null}
    </Stack>
  )
}

function EndButton({ session }: { readonly session: OpenSession }) {
  const { end } = useSessionEnds()
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.endOne(nameOf(session))}
      onClick={() => void end([session])}
    >
      {words.end}
    </Button>
  )
}
