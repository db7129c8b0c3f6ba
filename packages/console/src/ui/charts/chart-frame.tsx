import './charts.css'
import { Button, Group, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { common } from '#messages/common.ts'

const words = common.chart

/** The numbers of a chart, as a table. */
export type ChartTable = {
  readonly head: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly (string | number)[] }[]
}

export type ChartFrameProps = {
  readonly title: string
  /** What the picture shows, in a sentence or two. */
  readonly summary: string
  /** Level of the heading. */
  readonly order?: 2 | 3 | 4
}

/** What every chart stands in: its name, what it says in words, and its numbers as a picture or a table. */
export function ChartFrame({
  title,
  summary,
  order = 2,
  legend,
  table,
  isEmpty,
  height,
  children,
}: ChartFrameProps & {
  readonly legend?: ReactNode
  readonly table: ChartTable
  readonly isEmpty: boolean
  /** Of the picture: nothing jumps when the table is shown instead. */
  readonly height: number
  readonly children: ReactNode
}) {
  const [asTable, setAsTable] = useState(false)
  const toggle = asTable ? words.asPicture : words.asTable
  return (
    <Stack component="section" className="ww-card ww-chart" gap="sm" aria-label={title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Stack gap={2}>
          <Title order={order} size="h5">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {isEmpty ? words.nothing : summary}
          </Text>
        </Stack>
        {isEmpty ? null : (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ flex: 'none' }}
            aria-label={`${toggle}: ${title}`}
            onClick={() => setAsTable(!asTable)}
          >
            {toggle}
          </Button>
        )}
      </Group>
      {isEmpty ? null : legend}
      {isEmpty ? null : asTable ? (
        <NumbersTable title={title} table={table} height={height} />
      ) : (
        <div style={{ minHeight: height }}>{children}</div>
      )}
    </Stack>
  )
}

function NumbersTable({
  title,
  table,
  height,
}: {
  readonly title: string
  readonly table: ChartTable
  readonly height: number
}) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
      tabIndex={0}
      aria-label={`${words.asTable}: ${title}`}
      style={{ height, overflow: 'auto' }}
    >
      <Table fz="sm" stickyHeader style={{ fontVariantNumeric: 'tabular-nums' }}>
        <caption>
          <VisuallyHidden>{title}</VisuallyHidden>
        </caption>
        <Table.Thead>
          <Table.Tr>
            {table.head.map((name, index) => (
              <Table.Th key={name} scope="col" ta={index === 0 ? 'start' : 'end'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map(({ key, cells: [first, ...rest] }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500}>
                {first}
              </Table.Th>
              {rest.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
                <Table.Td key={index} ta="end">
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
