import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconApps, IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { Sparkline } from '#ui/charts/sparkline.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { AppMark, OnOff } from './app-mark.tsx'
import { type Application, kindOf, nameOf, scopesOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import { Offered } from './offered.tsx'
import { useApplications, useCalls, useLastUses } from './queries.ts'

const words = applicationWords.list

/** The account's applications, and those that its operator offers. */
export function ListPage() {
  const query = useApplications()
  return (
    <Page
      title={applicationWords.applications}
      lead={applicationWords.lead}
      actions={<InstallButton />}
    >
      <QueryView query={query} height={320}>
        {(applications) => (
          <Stack gap="xl">
            {applications.length === 0 ? <Nothing /> : <Table applications={applications} />}
            <Offered applications={applications} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function InstallButton() {
  if (!useMay('applications:write')) return null
  return (
    <LinkButton to="/applications/install" leftSection={<IconPlus size={16} aria-hidden="true" />}>
      {applicationWords.install}
    </LinkButton>
  )
}

function Nothing() {
  return (
    <EmptyState
      icon={<IconApps />}
      title={words.emptyTitle}
      lead={words.emptyLead}
      action={<InstallButton />}
    />
  )
}

function Table({ applications }: { readonly applications: readonly Application[] }) {
  const lastUses = useLastUses()
  const calls = useCalls()
  const columns = useMemo(() => columnsFor(lastUses.data, calls.data), [lastUses.data, calls.data])
  return (
    <DataTable
      label={applicationWords.applications}
      rows={applications}
      columns={columns}
      rowId={idOf}
    />
  )
}

const idOf = ({ id }: Application) => id

type LastUses = NonNullable<ReturnType<typeof useLastUses>['data']>
type Calls = NonNullable<ReturnType<typeof useCalls>['data']>

function columnsFor(
  lastUses: LastUses | undefined,
  calls: Calls | undefined,
): readonly Column<Application>[] {
  return [
    {
      ...{ key: 'name', title: words.name, width: 'minmax(12rem, 3fr)' },
      text: (row) => `${nameOf(row)} ${row.client_name}`,
      show: (row) => <NameCell application={row} />,
    },
    {
      ...{ key: 'kind', title: words.kind, width: 'minmax(10rem, 1fr)', wide: true },
      text: (row) => applicationWords.kinds[kindOf(row)],
    },
    {
      ...{ key: 'state', title: words.state, width: '4.5rem' },
      text: ({ enabled }) => (enabled ? applicationWords.on : applicationWords.off),
      show: ({ enabled }) => <OnOff isOn={enabled} />,
    },
    {
      ...{ key: 'used', title: words.lastUsed, width: 'minmax(7rem, 1fr)', wide: true },
      text: ({ id }) => lastUses?.get(id) ?? '',
      show: ({ id }) =>
        lastUses === undefined ? <Skeleton height={12} w={72} /> : <Moment at={lastUses.get(id)} />,
    },
    {
      ...{ key: 'calls', title: words.calls, width: 'minmax(10rem, 1fr)', wide: true },
      text: ({ id }) => calls?.get(id)?.total ?? 0,
      show: (row) => <CallsCell application={row} calls={calls} />,
    },
    {
      ...{ key: 'scopes', title: words.scopes, width: '4.5rem', wide: true },
      text: (row) => scopesOf(row).length,
    },
  ]
}

function NameCell({ application }: { readonly application: Application }) {
  const name = nameOf(application)
  return (
    <Group gap="sm" wrap="nowrap">
      <AppMark name={name} size={28} />
      <AccountLink to={`/applications/${application.id}`}>{name}</AccountLink>
      {name === application.client_name ? null : (
        <Text size="xs" c="dimmed" truncate visibleFrom="md">
          {application.client_name}
        </Text>
      )}
    </Group>
  )
}

function CallsCell(of: { readonly application: Application; readonly calls: Calls | undefined }) {
  const { application, calls } = of
  if (calls === undefined) return <Skeleton height={12} w={96} />
  const own = calls.get(application.id)
  if (own === undefined || own.total === 0) return <Text size="sm">{common.none}</Text>
  return (
    <Group gap="xs" wrap="nowrap">
      <Sparkline label={words.callsOf(nameOf(application))} values={own.count} width={72} />
      <Text size="sm" component="span">
        {own.total}
      </Text>
    </Group>
  )
}
