import { Stack, Text, Title } from '@mantine/core'
import { useMemo, useSyncExternalStore } from 'react'
import { type TrailStep, trail } from '#api/trail.ts'
import { DataTable } from '#ui/data-table.tsx'
import { Page } from '#ui/page.tsx'
import { SequenceDiagram } from '#ui/sequence-diagram.tsx'
import type { Column } from '#ui/table-types.ts'
import { drawnSteps, foldSteps, messagesOf } from './flow-messages.ts'
import { developerWords } from './messages.ts'
import { words as all } from './page-messages.ts'
import { TryPanel } from './try-panel.tsx'

const words = all.flows

/** What this tab really did, and flows to run. */
export function FlowsPage() {
  return (
    <Page title={developerWords.flows} lead={words.lead}>
      <TryPanel />
      <OwnFlow />
    </Page>
  )
}

const mostCalls = 8
const parties = Object.entries(words.parties).map(([id, label]) => ({ id, label }))

/** How the console signed in and called the API: drawn, and as a list. */
function OwnFlow() {
  const steps = useSyncExternalStore(trail.subscribe, trail.steps)
  const { drawn, left } = useMemo(() => drawnSteps(foldSteps(steps), mostCalls), [steps])
  const rows = useMemo(
    () => steps.map((step, index) => ({ ...step, id: `${step.at} ${index}` })).toReversed(),
    [steps],
  )
  return (
    <Stack component="section" gap="sm" aria-label={words.own}>
      <Title order={2} size="h4">
        {words.own}
      </Title>
      <Text c="dimmed" maw="44rem">
        {words.ownLead} {left === 0 ? null : words.left(left)}
      </Text>
      <div className="ww-card">
        <SequenceDiagram
          title={words.picture}
          parties={parties}
          messages={messagesOf(drawn, words)}
        />
      </div>
      <DataTable
        label={words.list}
        rows={rows}
        columns={columns}
        rowId={({ id }) => id}
        maxHeight={420}
      />
    </Stack>
  )
}

type Row = TrailStep & { readonly id: string }

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const { columns: names } = words

const columns: readonly Column<Row>[] = [
  {
    ...{ key: 'at', title: names.at, width: '6.5rem', wide: true },
    text: ({ at }) => clock.format(at),
  },
  {
    ...{ key: 'what', title: names.what, width: 'minmax(8rem, 1.2fr)', wide: true },
    text: ({ kind }) => words.kinds[kind],
  },
  {
    ...{ key: 'path', title: names.path, width: 'minmax(11rem, 2.4fr)' },
    text: ({ method, path }) => `${method} ${path}`,
    show: ({ method, path }) => <span className="ww-mono">{`${method} ${path}`}</span>,
  },
  {
    ...{ key: 'status', title: names.status, width: '4.5rem' },
    text: ({ status }) => status ?? '',
  },
  {
    ...{ key: 'took', title: names.took, width: '5rem', wide: true },
    text: ({ status, milliseconds }) =>
      status === undefined ? '' : words.milliseconds(Math.round(milliseconds)),
  },
  {
    ...{ key: 'request', title: names.request, width: 'minmax(8rem, 2fr)', wide: true },
    text: ({ requestId }) => requestId ?? '',
    show: ({ requestId }) => <span className="ww-mono">{requestId}</span>,
  },
]
