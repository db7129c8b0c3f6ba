import { memo } from 'react'
import { common } from '#messages/common.ts'
import type { Sorting } from './arrange.ts'
import type { Column, Selection } from './table-types.ts'

const words = common.table

/** The heads of columns: each sorts by its column. */
export function HeadRow<Row>({
  columns,
  sorting,
  onSort,
  choice,
}: {
  readonly columns: readonly Column<Row>[]
  readonly sorting: Sorting | undefined
  readonly onSort: (key: string) => void
  /** `undefined`: rows cannot be chosen. */
  readonly choice:
    | { readonly isAll: boolean; readonly isPart: boolean; readonly onChoose: () => void }
    | undefined
}) {
  return (
    <thead>
      <tr className="ww-row head" aria-rowindex={1}>
        {choice === undefined ? null : (
          <th>
            <Box
              label={words.selectAll}
              isChosen={choice.isAll}
              isPart={choice.isPart}
              onChoose={choice.onChoose}
            />
          </th>
        )}
        {columns.map(({ key, title, wide }) => (
          <th key={key} aria-sort={sortOf(key, sorting)} className={wide === true ? 'wide' : ''}>
            <button
              type="button"
              className="ww-sort"
              onClick={() => onSort(key)}
              title={words.sortBy(title)}
            >
              {title} <span aria-hidden="true">{arrow(key, sorting)}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** The rows that are seen now, each at its place in the whole. */
export function BodyRows<Row>({
  items,
  height,
  rowHeight,
  rows,
  ids,
  columns,
  selection,
  onChoose,
}: {
  readonly items: readonly { readonly index: number; readonly start: number }[]
  readonly height: number
  readonly rowHeight: number
  readonly rows: readonly Row[]
  readonly ids: readonly string[]
  readonly columns: readonly Column<Row>[]
  readonly selection: Selection<Row> | undefined
  readonly onChoose: RowProps['onChoose']
}) {
  return (
    <tbody style={{ height }}>
      {rows.length === 0 ? (
        <tr className="ww-row ww-nothing" style={{ height: rowHeight }}>
          <td>{words.empty}</td>
        </tr>
      ) : null}
      {items.map(({ index, start }) => {
        const row = rows[index]
        const id = ids[index]
        if (row === undefined || id === undefined) return null
        return (
          <TableRow
            key={id}
            id={id}
            row={row}
            index={index}
            start={start}
            height={rowHeight}
            columns={columns as readonly Column<unknown>[]}
            name={selection?.nameOf(row)}
            isChosen={selection?.selected.has(id) ?? false}
            onChoose={onChoose}
          />
        )
      })}
    </tbody>
  )
}

type RowProps = {
  readonly id: string
  readonly row: unknown
  readonly index: number
  readonly start: number
  readonly height: number
  readonly columns: readonly Column<unknown>[]
  /** `undefined`: rows cannot be chosen. */
  readonly name: string | undefined
  readonly isChosen: boolean
  readonly onChoose: (id: string, isRange: boolean) => void
}

/** One row. Drawn again only if something of it changed. */
const TableRow = memo(function TableRow(props: RowProps) {
  const { id, row, index, start, height, columns, name, isChosen, onChoose } = props
  return (
    <tr
      className={isChosen ? 'ww-row item chosen' : 'ww-row item'}
      aria-rowindex={index + 2}
      data-index={index}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      {name === undefined ? null : (
        <td>
          <Box
            label={words.select(name)}
            isChosen={isChosen}
            onChoose={(isRange) => onChoose(id, isRange)}
          />
        </td>
      )}
      {columns.map(({ key, show, text, wide }) => (
        <td key={key} className={wide === true ? 'wide' : ''}>
          {show === undefined ? text(row) : show(row)}
        </td>
      ))}
    </tr>
  )
})

/** A plain box: hundreds of them come and go while a list is scrolled. With Shift, from the last one to here. */
function Box({
  label,
  isChosen,
  isPart = false,
  onChoose,
}: {
  readonly label: string
  readonly isChosen: boolean
  readonly isPart?: boolean
  readonly onChoose: (isRange: boolean) => void
}) {
  return (
    <input
      type="checkbox"
      className="ww-check"
      aria-label={label}
      checked={isChosen}
      ref={(box) => {
        if (box !== null) box.indeterminate = isPart
      }}
      onChange={({ nativeEvent }) =>
        onChoose(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
    />
  )
}

function sortOf(key: string, sorting: Sorting | undefined) {
  if (sorting?.key !== key) return 'none'
  return sorting.descending ? 'descending' : 'ascending'
}

function arrow(key: string, sorting: Sorting | undefined): string {
  if (sorting?.key !== key) return ''
  return sorting.descending ? '↓' : '↑'
}
