import { Button, Checkbox, Group, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '#api/context.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { usePasswordPolicy } from '../queries.ts'
import { reachOf } from '../reach.ts'
import type { Directory } from '../user-types.ts'
import type { Checked } from './checked.ts'
import { guessMapping, type ImportField, importFieldNames, mapColumn } from './columns.ts'
import { importWords as words } from './messages.ts'
import { planImport } from './plan.ts'
import { namesOf } from './read-cells.ts'
import { type Table as FileTable, mostRows } from './read-csv.ts'
import { useReadAll } from './use-read-all.ts'

/** What the columns of a file are, and how it is to be taken. */
export function ColumnsStep({
  file: { name, table },
  directory,
  onOther,
  onChange,
  onChecked,
}: {
  readonly file: { readonly name: string; readonly table: FileTable }
  readonly directory: Directory
  readonly onOther: () => void
  /** What was found out before does not hold any more. */
  readonly onChange: () => void
  readonly onChecked: (checked: Checked) => void
}) {
  const me = useMe()
  const policy = usePasswordPolicy()
  const readAll = useReadAll()
  const [mapping, setMapping] = useState(() => guessMapping(table.heads))
  const [mustChange, setMustChange] = useState(true)
  const [writesHidden, setWritesHidden] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const [checking, setChecking] = useState(false)

  async function check() {
    setFault(undefined)
    setChecking(true)
    try {
      const { users, revision } = await readAll()
      const reach = reachOf({ me, ...directory })
      const names = namesOf(directory, reach.mayGive)
      const about = { mapping, users, names, reach, policy, writesHidden, mustChange }
      const room = Math.max(0, mostRows - users.length)
      onChecked({ verdicts: planImport(table, about), revision, room })
    } catch (problem) {
      setFault(problem)
    } finally {
      setChecking(false)
    }
  }

  const change =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      set(value)
      onChange()
    }
  const hasLogin = mapping.includes('loginName')
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {words.file(name, table.rows.length)}
        </Title>
        <Button variant="default" size="xs" onClick={onOther}>
          {words.other}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {words.columnsLead}
      </Text>
      <Mapped
        table={table}
        mapping={mapping}
        onMap={change((next: typeof mapping) => setMapping(next))}
      />
      <Checkbox
        label={words.mustChange}
        checked={mustChange}
        onChange={({ currentTarget }) => change(setMustChange)(currentTarget.checked)}
      />
      <Checkbox
        label={words.writesHidden}
        description={words.writesHiddenHint}
        checked={writesHidden}
        onChange={({ currentTarget }) => change(setWritesHidden)(currentTarget.checked)}
      />
      <Text size="sm" c="dimmed">
        {words.passwords} {words.existing}
      </Text>
      <ProblemAlert fault={fault} />
      <Group>
        <Button onClick={check} loading={checking} disabled={!hasLogin}>
          {words.check}
        </Button>
        {hasLogin ? null : <Text size="sm">{words.needLogin}</Text>}
      </Group>
    </Stack>
  )
}

function Mapped({
  table,
  mapping,
  onMap,
}: {
  readonly table: FileTable
  readonly mapping: ReturnType<typeof guessMapping>
  readonly onMap: (mapping: ReturnType<typeof guessMapping>) => void
}) {
  const choices = importFieldNames.map((value) => ({ value, label: words.fields[value] }))
  return (
    <Table.ScrollContainer minWidth={420} className="ww-card">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.head}</Table.Th>
            <Table.Th>{words.means}</Table.Th>
            <Table.Th>{words.sample}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.heads.map((head, index) => {
            const name = head === '' ? words.unnamed(index + 1) : head
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
              <Table.Tr key={index}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>
                  <Select
                    aria-label={words.column(name)}
                    placeholder={words.skip}
                    data={choices}
                    value={mapping[index] ?? null}
                    onChange={(value) =>
                      onMap(mapColumn(mapping, index, value as ImportField | null))
                    }
                    clearable
                    clearButtonProps={{ 'aria-label': `${words.skip}: ${name}` }}
                    miw={150}
                  />
                </Table.Td>
                <Table.Td c="dimmed">
                  {samples(table, index, mapping[index] === 'password')}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** A few values of a column. Passwords are not shown. */
function samples({ rows }: FileTable, index: number, isSecret: boolean): string {
  const values = rows
    .slice(0, 20)
    .map(({ cells }) => cells[index] ?? '')
    .filter((value) => value !== '')
    .slice(0, 3)
  return isSecret ? values.map(() => '••••••').join(', ') : values.join(', ').slice(0, 80)
}
