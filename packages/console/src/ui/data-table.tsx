import { Stack } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { common } from '#messages/common.ts'
import { createSearch, type Sorting, sortRows } from './arrange.ts'
import { howManyOf, toggleRow, toggleShown } from './selection.ts'
import { BodyRows, HeadRow } from './table-rows.tsx'
import { type TableState, useHiddenColumns, useTableState } from './table-state.ts'
import { ColumnChoice, SelectionBar, TableTools } from './table-tools.tsx'
import type { Column, Selection } from './table-types.ts'
import { useRowKeys } from './use-row-keys.ts'

const words = common.table

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
  const { label, rows, columns, rowId, maxHeight = 640, rowHeight = 44, selection } = props
  const [{ search, sorting }, change] = useTableState(props.initial ?? {}, props.onState)
  const initially = useMemo(() => columns.filter(isHidden).map(({ key }) => key), [columns])
  const [hidden, setHidden] = useHiddenColumns(props.columnsKept, initially)
  const seen = useMemo(() => columns.filter(({ key }) => !hidden.has(key)), [columns, hidden])
  const shown = useShown(rows, columns, { search, sorting })
  const ids = useMemo(() => shown.map(rowId), [shown, rowId])
  const { choose, chosen, head } = useChoice(selection, ids)
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headHeight,
  })
  const { onKeyDown, focusRow } = useRowKeys(scroller, {
    count: shown.length,
    pageLength: Math.floor((maxHeight - headHeight) / rowHeight),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onChoose: selection && ((index) => choose(ids[index] ?? '', false)),
  })
  const height = Math.min(maxHeight, headHeight + Math.max(1, shown.length) * rowHeight + 2)

  return (
    <Stack gap="xs">
      <TableTools
        label={label}
        search={search}
        onSearch={(typed) => change({ search: typed })}
        onDown={() => focusRow(0)}
        filters={props.filters}
        columns={
          props.columnsKept === undefined ? null : (
            <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
          )
        }
        count={words.count(shown.length, rows.length)}
      />
      {selection === undefined ? null : <SelectionBar selection={selection} shown={chosen} />}
      <section
        ref={scroller}
        className="ww-card ww-table"
        style={{ ...templates(seen, selection !== undefined), height }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        <table aria-label={label} aria-rowcount={shown.length + 1}>
          <HeadRow
            columns={seen}
            sorting={sorting}
            onSort={(key) => change({ sorting: turn(key, sorting) })}
            choice={head}
          />
          <BodyRows
            items={virtualizer.getVirtualItems()}
            height={Math.max(rowHeight, virtualizer.getTotalSize())}
            rowHeight={rowHeight}
            rows={shown}
            ids={ids}
            columns={seen}
            selection={selection}
            onChoose={choose}
          />
        </table>
      </section>
    </Stack>
  )
}

/** Rows are chosen one by one, in ranges from the last one, or all that are shown. */
function useChoice<Row>(selection: Selection<Row> | undefined, ids: readonly string[]) {
  const anchor = useRef<string>(undefined)
  const choose = useStable((id: string, isRange: boolean) => {
    if (selection === undefined) return
    const range = isRange ? { shown: ids, anchor: anchor.current } : undefined
    anchor.current = id
    selection.onChange(toggleRow(selection.selected, id, range))
  })
  const chosen = selection === undefined ? 0 : howManyOf(selection.selected, ids)
  const head = selection && {
    isAll: chosen > 0 && chosen === ids.length,
    isPart: chosen > 0 && chosen < ids.length,
    onChoose: () => selection.onChange(toggleShown(selection.selected, ids)),
  }
  return { choose, chosen, head }
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
  useEffect(() => whenIdle(() => find(rows, unlikely)), [find, rows])
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting])
  return useMemo(() => find(sorted, wanted), [find, sorted, wanted])
}

/** Reads the rows before somebody searches for the first time. */
const unlikely = '\uffff'

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(work, { timeout: 1000 })
  return () => cancelIdleCallback(handle)
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
