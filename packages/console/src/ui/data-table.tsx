import { Stack } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useDeferredValue, useMemo, useRef } from 'react'
import { common } from '#messages/common.ts'
import { createSearch, type Sorting, sortRows } from './arrange.ts'
import { howManyOf, type Selected, toggleRow, toggleShown } from './selection.ts'
import { HeadRow, TableRow } from './table-rows.tsx'
import { type TableState, useHiddenColumns, useTableState } from './table-state.ts'
import { ColumnChoice, SelectionBar, TableTools } from './table-tools.tsx'
import { useRowKeys } from './use-row-keys.ts'

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
  /** Not shown until somebody chooses it. Needs `columnsKept`. */
  readonly hidden?: boolean
}

/** Rows that can be chosen, and what can be done with them. */
export type Selection<Row> = {
  readonly selected: Selected
  readonly onChange: (selected: Selected) => void
  /** What a row is called, for whoever cannot see where its box stands. */
  readonly nameOf: (row: Row) => string
  /** Buttons, shown once a row is chosen. */
  readonly actions: ReactNode
}

/** What a list is given. */
export type DataTableProps<Row> = {
  readonly label: string
  readonly rows: readonly Row[]
  /** Must stay the same from one drawing to the next, or every key that is typed reads all rows anew. */
  readonly columns: readonly Column<Row>[]
  readonly rowId: (row: Row) => string
  /** Shown beside the search. */
  readonly filters?: ReactNode
  readonly maxHeight?: number
  /** Of one row, in pixels: more than 44 if a cell holds several lines. */
  readonly rowHeight?: number
  readonly selection?: Selection<Row>
  /** Lets columns be chosen; the choice is kept in the browser under this name. */
  readonly columnsKept?: string
  /** What the list starts with, and who is told of changes: a page may keep them in its address. */
  readonly initial?: Partial<TableState>
  readonly onState?: (state: TableState) => void
}

/**
 * A list that stays smooth with tens of thousands of rows: only what is seen is in the page. Its first column holds
 * the link to the row's own page. On a narrow screen, columns that are `wide` are left out.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowId, filters, maxHeight = 640, rowHeight = 44, selection } = props
  const [{ search, sorting }, change] = useTableState(props.initial ?? {}, props.onState)
  const initially = useMemo(() => columns.filter(isHidden).map(({ key }) => key), [columns])
  const [hidden, setHidden] = useHiddenColumns(props.columnsKept, initially)
  const seen = useMemo(() => columns.filter(({ key }) => !hidden.has(key)), [columns, hidden])
  const shown = useShown(rows, columns, { search, sorting })
  const shownIds = useMemo(() => shown.map(rowId), [shown, rowId])
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<string>(undefined)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headHeight,
  })

  const choose = useStable((id: string, isRange: boolean) => {
    if (selection === undefined) return
    const range = isRange ? { shown: shownIds, anchor: anchor.current } : undefined
    anchor.current = id
    selection.onChange(toggleRow(selection.selected, id, range))
  })
  const { onKeyDown, focusRow } = useRowKeys(scroller, {
    count: shown.length,
    pageLength: Math.floor((maxHeight - headHeight) / rowHeight),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onChoose: selection && ((index) => choose(shownIds[index] ?? '', false)),
  })
  const chosenShown = selection === undefined ? 0 : howManyOf(selection.selected, shownIds)

  return (
    <Stack gap="xs">
      <TableTools
        label={label}
        search={search}
        onSearch={(typed) => change({ search: typed })}
        onDown={() => focusRow(0)}
        filters={filters}
        columns={
          props.columnsKept === undefined ? null : (
            <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
          )
        }
        count={words.count(shown.length, rows.length)}
      />
      {selection === undefined || selection.selected.size === 0 ? null : (
        <SelectionBar
          chosen={selection.selected.size}
          notShown={selection.selected.size - chosenShown}
          onClear={() => selection.onChange(new Set())}
        >
          {selection.actions}
        </SelectionBar>
      )}
      <section
        ref={scroller}
        className="ww-card ww-table"
        style={{
          ...templates(seen, selection !== undefined),
          height: Math.min(maxHeight, headHeight + Math.max(1, shown.length) * rowHeight + 2),
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        <table aria-label={label} aria-rowcount={shown.length + 1}>
          <thead>
            <HeadRow
              columns={seen}
              sorting={sorting}
              onSort={(key) => change({ sorting: turn(key, sorting) })}
              chosen={selection && { some: chosenShown > 0, all: chosenShown === shown.length }}
              onChooseAll={() => selection?.onChange(toggleShown(selection.selected, shownIds))}
            />
          </thead>
          <tbody style={{ height: Math.max(rowHeight, virtualizer.getTotalSize()) }}>
            {shown.length === 0 ? (
              <tr className="ww-row ww-nothing" style={{ height: rowHeight }}>
                <td>{words.empty}</td>
              </tr>
            ) : null}
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = shown[index]
              const id = shownIds[index]
              if (row === undefined || id === undefined) return null
              return (
                <TableRow
                  key={id}
                  id={id}
                  row={row}
                  index={index}
                  start={start}
                  height={rowHeight}
                  columns={seen as readonly Column<unknown>[]}
                  name={selection?.nameOf(row)}
                  isChosen={selection?.selected.has(id) ?? false}
                  onChoose={choose}
                />
              )
            })}
          </tbody>
        </table>
      </section>
    </Stack>
  )
}

const headHeight = 37

function isHidden<Row>({ hidden }: Column<Row>): boolean {
  return hidden === true
}

/** What is typed is shown at once; the list follows as soon as there is time. */
function useShown<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { search, sorting }: TableState,
): readonly Row[] {
  const wanted = useDeferredValue(search)
  const find = useMemo(() => createSearch(columns), [columns])
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting])
  return useMemo(() => find(sorted, wanted), [find, sorted, wanted])
}

/** The same function from one drawing to the next, so that rows that did not change are not drawn again. */
function useStable<A extends readonly unknown[]>(call: (...given: A) => void) {
  const latest = useRef(call)
  latest.current = call
  return useMemo(
    () =>
      (...given: A) =>
        latest.current(...given),
    [],
  )
}

/** The grid of all rows, wide and narrow; the style sheet chooses. */
function templates<Row>(seen: readonly Column<Row>[], withBoxes: boolean) {
  const box = withBoxes ? [boxWidth] : []
  const narrow = seen.filter(({ wide }) => wide !== true)
  const tracks = (columns: readonly Column<Row>[]) =>
    [...box, ...columns.map(({ width }) => width)].join(' ')
  return { '--ww-columns': tracks(seen), '--ww-columns-narrow': tracks(narrow) } as object
}

const boxWidth = '1.5rem'

function turn(key: string, sorting: Sorting | undefined): Sorting {
  return { key, descending: sorting?.key === key && !sorting.descending }
}
