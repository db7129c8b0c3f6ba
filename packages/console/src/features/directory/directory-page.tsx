import { Group, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { common } from '#messages/common.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { CopyValue } from '#ui/copy-field.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { shellWord } from '#ui/quoting.ts'
import { SectionHead } from '#ui/section-head.tsx'
import type { Column } from '#ui/table-types.ts'
import { countPlaces, type Place, placeOf, type ServiceEntry } from './directory.ts'
import { directoryMenu } from './menu.ts'
import { directoryWords as words } from './messages.ts'

/** Where each service of the account is reached. Only the operator changes it. */
export function DirectoryPage() {
  const mayRead = useMay('directory:read')
  return (
    <Page title={directoryMenu.title} lead={words.lead}>
      {mayRead ? <Directory /> : <ProblemAlert fault={common.problem.forbidden} />}
    </Page>
  )
}

function Directory() {
  const api = useApi()
  const path = '/api/account/{accountId}/service/baseURI.json'
  const query = useQuery({
    queryKey: ['directory'],
    queryFn: ({ signal }) =>
      api.get<{ readonly baseURIs: readonly ServiceEntry[] }>(path, {
        query: { version: '1.0' },
        signal,
      }),
  })
  return (
    <Stack gap="xl">
      <QueryView query={query} height={640}>
        {({ baseURIs }) => <Services entries={baseURIs} />}
      </QueryView>
      <Asking accountId={api.accountId} />
    </Stack>
  )
}

function Services({ entries }: { readonly entries: readonly ServiceEntry[] }) {
  const [place, setPlace] = useState<string | null>(null)
  const rows = useMemo(
    () => entries.filter((entry) => place === null || placeOf(entry, publicOrigin) === place),
    [entries, place],
  )
  const counts = countPlaces(entries, publicOrigin)
  return (
    <Stack gap="sm">
      <Text size="sm">{counts.map((one) => words.placesLead[one.place](one.count)).join(' ')}</Text>
      <DataTable
        label={words.list}
        rows={rows}
        columns={columns}
        rowId={({ service }) => service}
        filters={
          <Select
            aria-label={words.filter}
            placeholder={words.all}
            data={counts.map((one) => ({ value: one.place, label: words.places[one.place] }))}
            value={place}
            onChange={setPlace}
            clearable
            w={200}
          />
        }
      />
    </Stack>
  )
}

const columns: readonly Column<ServiceEntry>[] = [
  {
    ...{ key: 'service', title: words.service, width: 'minmax(8rem, 1.2fr)' },
    text: ({ service }) => service,
    show: ({ service }) => <span className="ww-mono">{service}</span>,
  },
  {
    ...{ key: 'what', title: words.what, width: 'minmax(10rem, 2fr)', wide: true },
    text: ({ service }) => words.about[service] ?? '',
  },
  {
    ...{ key: 'place', title: words.place, width: 'minmax(8rem, 1fr)', wide: true },
    text: (entry) => words.places[placeOf(entry, publicOrigin)],
    show: (entry) => <PlaceMark place={placeOf(entry, publicOrigin)} />,
  },
  {
    ...{ key: 'host', title: words.host, width: 'minmax(8rem, 1.4fr)' },
    text: ({ baseURI }) => baseURI,
    show: ({ baseURI }) => <span className="ww-mono">{baseURI}</span>,
  },
  {
    ...{ key: 'copy', title: words.copy, width: '3rem' },
    text: () => '',
    show: ({ service, baseURI }) => (
      <CopyValue label={`${words.host}, ${service}`} value={baseURI} />
    ),
  },
]

/** A coloured dot beside the word, never the colour alone. */
function PlaceMark({ place }: { readonly place: Place }) {
  const tones: Readonly<Record<Place, string>> = {
    here: 'good',
    silent: 'quiet',
    elsewhere: 'warn',
  }
  return (
    <Group gap={8} wrap="nowrap" component="span">
      <span className={`ww-dot ${tones[place]}`} aria-hidden="true" />
      {words.places[place]}
    </Group>
  )
}

function Asking({ accountId }: { readonly accountId: string }) {
  const base = `${publicOrigin}/api/account/${encodeURIComponent(accountId)}/service`
  return (
    <Stack component="section" gap="sm" aria-label={words.ask}>
      <SectionHead title={words.ask} lead={words.askLead} />
      <CodeSample
        samples={[
          { title: words.askAll, code: `curl ${shellWord(`${base}/baseURI.json?version=1.0`)}` },
          {
            title: words.askOne,
            code: `curl ${shellWord(`${base}/agentVep/baseURI.json?version=1.0`)}`,
          },
        ]}
      />
    </Stack>
  )
}
