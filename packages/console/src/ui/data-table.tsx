import { Group, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import { common } from '#messages/common.ts'
import { arrange, type Sorting } from './arrange.ts'

const words = common.table

/** One column. `text` is what is searched and sorted by; `show` is what is seen. */
export type Column<Row> = {
  readonly key: string
  readonly title: string
  readonly text: (row: Row) => string | number
  readonly show?: (row: Row) => ReactNode
  /** A CSS grid track, such as `minmax(8rem, 2fr)`. */
  readonly width: string
  /** Left out on a narrow screen. */
  readonly wide?: boolean
}

/**
 * A list that stays smooth with tens of thousands of rows: only what is seen is in the page. Its first column holds
 * the link to the row's own page.
 */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowId,
  filters,
  narrow = false,
  maxHeight = 640,
}: {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowId: (row: Row) => string
  /** Shown beside the search. */
  readonly filters?: ReactNode
  readonly narrow?: boolean
  readonly maxHeight?: number
}) {
  const [search, setSearch] = useState('')
  const [sorting, setSorting] = useState<Sorting>()
  const wanted = useDeferredValue(search)
  const shown = useMemo(
    () => arrange(rows, columns, { search: wanted, sorting }),
    [rows, columns, wanted, sorting],
  )
  const seen = narrow ? columns.filter(({ wide }) => wide !== true) : columns
  const template = { gridTemplateColumns: seen.map(({ width }) => width).join(' ') }
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const height = Math.min(maxHeight, 37 + Math.max(1, shown.length) * rowHeight)

  return (
    <Stack gap="xs">
      <Group gap="sm">
        <TextInput
          aria-label={`${common.actions.search}: ${label}`}
          placeholder={common.actions.search}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          flex={1}
          maw={360}
        />
        {filters}
        <Text size="sm" c="dimmed" role="status" aria-live="polite">
          {words.count(shown.length, rows.length)}
        </Text>
      </Group>
      <div
        ref={scroller}
        className="ww-card ww-table"
        style={{ height }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
        tabIndex={0}
      >
        <table aria-label={label} aria-rowcount={shown.length + 1}>
          <thead>
            <tr className="ww-row head" aria-rowindex={1} style={template}>
              {seen.map(({ key, title }) => (
                <th key={key} aria-sort={sortOf(key, sorting)}>
                  <button
                    type="button"
                    className="ww-sort"
                    onClick={() => setSorting(turn(key, sorting))}
                    title={words.sortBy(title)}
                  >
                    {title} {arrow(key, sorting)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody style={{ height: Math.max(rowHeight, virtualizer.getTotalSize()) }}>
            {shown.length === 0 ? (
              <tr className="ww-row" style={{ height: rowHeight }}>
                <td colSpan={seen.length}>{words.empty}</td>
              </tr>
            ) : null}
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = shown[index]
              if (row === undefined) return null
              return (
                <tr
                  key={rowId(row)}
                  className="ww-row item"
                  aria-rowindex={index + 2}
                  style={{
                    ...template,
                    height: rowHeight,
                    transform: `translateY(${start}px)`,
                  }}
                >
                  {seen.map(({ key, show, text }) => (
                    <td key={key}>{show === undefined ? text(row) : show(row)}</td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Stack>
  )
}

const rowHeight = 44

function sortOf(key: string, sorting: Sorting | undefined) {
  if (sorting?.key !== key) return 'none'
  return sorting.descending ? 'descending' : 'ascending'
}

function arrow(key: string, sorting: Sorting | undefined): string {
  if (sorting?.key !== key) return ''
  return sorting.descending ? '↓' : '↑'
}

function turn(key: string, sorting: Sorting | undefined): Sorting {
  return { key, descending: sorting?.key === key && !sorting.descending }
}
