/** By which column a list is sorted. */
export type Sorting = { readonly key: string; readonly descending: boolean }

/** What of a column is searched and sorted by. */
export type Readable<Row> = {
  readonly key: string
  readonly text: (row: Row) => string | number
  /** It is sorted by what nobody sees, such as the number of a moment: no search finds it. */
  readonly sortOnly?: boolean
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** The rows in which every word of the search is found, in the order that was chosen. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Readable<Row>[],
  { search, sorting }: { readonly search: string; readonly sorting: Sorting | undefined },
): readonly Row[] {
  return createSearch(columns)(sortRows(rows, columns, sorting), search)
}

/** Finds the rows that hold every word of a search. */
export type Search<Row> = (rows: readonly Row[], search: string) => readonly Row[]

/**
 * A search that reads each row once, however often it is asked: of tens of thousands of rows, every key that is
 * typed costs a few milliseconds. Made anew for other columns.
 */
export function createSearch<Row>(columns: readonly Readable<Row>[]): Search<Row> {
  const searched = columns.filter(({ sortOnly }) => sortOnly !== true)
  const texts = new Map<Row, string>()
  const textOf = (row: Row): string => {
    let text = texts.get(row)
    if (text === undefined) {
      text = searched.map((column) => fold(`${column.text(row)}`)).join('\n')
      texts.set(row, text)
    }
    return text
  }
  return (rows, search) => {
    const wanted = fold(search).split(/\s+/).filter(Boolean)
    if (wanted.length === 0) return rows
    return rows.filter((row) => {
      const text = textOf(row)
      return wanted.every((word) => text.includes(word))
    })
  }
}

/** The rows in the order that was chosen. What is compared is read once for each row. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Readable<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === sorting?.key)
  if (column === undefined) return rows
  const sign = sorting?.descending === true ? -1 : 1
  return rows
    .map((row) => ({ row, value: column.text(row) }))
    .sort((a, b) => sign * compare(a.value, b.value))
    .map(({ row }) => row)
}

/** Without case and accents, so that `jose` finds `José`. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return /^[\n -~]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '')
}

function compare(a: string | number, b: string | number): number {
  if (typeof a !== 'number' || typeof b !== 'number') return collator.compare(`${a}`, `${b}`)
  // A number that is none has no place of its own, and would leave the others in disorder.
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < b ? -1 : Number(a > b)
}
