import { Alert, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import { DataTable } from '#ui/data-table.tsx'
import type { Column } from '#ui/table-types.ts'
import type { Directory } from '../user-types.ts'
import { importWords as words } from './messages.ts'
import { countVerdicts, type Verdict } from './plan.ts'
import { verdictTeller } from './tell.ts'

/** What would happen to each row. Nothing was written. */
export function CheckStep({
  verdicts,
  room,
  directory,
  onWrite,
}: {
  readonly verdicts: readonly Verdict[]
  /** How many users more the account takes. */
  readonly room: number
  readonly directory: Directory
  readonly onWrite: () => void
}) {
  const [kind, setKind] = useState('all')
  const counts = useMemo(() => countVerdicts(verdicts), [verdicts])
  const columns = useMemo(() => verdictColumns(directory), [directory])
  const rows = useMemo(
    () => (kind === 'all' ? verdicts : verdicts.filter((verdict) => verdict.kind === kind)),
    [verdicts, kind],
  )
  const written = counts.new + counts.change
  return (
    <Stack>
      <Stack gap={4}>
        <Title order={2} size="h4">
          {words.verdicts}
        </Title>
        <Text role="status">{words.summary(counts)}</Text>
      </Stack>
      <DataTable
        label={words.verdicts}
        rows={rows}
        columns={columns}
        rowId={lineOf}
        maxHeight={480}
        rowHeight={60}
        filters={
          <SegmentedControl
            aria-label={words.show}
            size="xs"
            value={kind}
            onChange={setKind}
            data={[
              { value: 'all', label: words.all },
              ...(['new', 'change', 'fault', 'same'] as const)
                .filter((one) => counts[one] > 0)
                .map((one) => ({ value: one, label: words.kinds[one] })),
            ]}
          />
        }
      />
      {counts.new > room ? (
        <Alert color="yellow" title={words.fullTitle}>
          {words.full(room)}
        </Alert>
      ) : null}
      <Group>
        <Button onClick={onWrite} disabled={written === 0}>
          {words.write(written)}
        </Button>
        <Text size="sm">
          {written === 0 ? words.nothing : counts.fault > 0 ? words.faultsStay(counts.fault) : ''}
        </Text>
      </Group>
    </Stack>
  )
}

const lineOf = ({ line }: Verdict) => `${line}`

function verdictColumns(directory: Directory): readonly Column<Verdict>[] {
  const tell = verdictTeller(directory)
  return [
    { key: 'line', title: words.line, text: ({ line }) => line, width: '3rem' },
    {
      key: 'loginName',
      title: words.fields.loginName,
      text: ({ loginName }) => loginName,
      width: 'minmax(7rem, 1.4fr)',
      wide: true,
    },
    {
      key: 'verdict',
      title: words.verdict,
      text: ({ kind }) => words.kinds[kind],
      show: ({ kind }) => <span className={`ww-verdict ${kind}`}>{words.kinds[kind]}</span>,
      width: '6.5rem',
    },
    {
      key: 'detail',
      title: words.detail,
      text: tell,
      show: (verdict) => {
        const said = tell(verdict)
        return (
          <span className="ww-wrap" title={said}>
            {said}
          </span>
        )
      },
      width: 'minmax(8rem, 4fr)',
    },
  ]
}
