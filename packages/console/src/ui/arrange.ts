/** By which column a list is sorted. */
export type Sorting = { readonly key: string; readonly descending: boolean }

type Readable<Row> = {
  readonly key: string
  readonly text: (row: Row) => string | number
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** The rows in which every word of the search is found, in the order that was chosen. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Readable<Row>[],
  { search, sorting }: { readonly search: string; readonly sorting: Sorting | undefined },
): readonly Row[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found =
    wanted.length === 0
      ? rows
      : rows.filter((row) => {
          const text = columns.map((column) => `${column.text(row)}`.toLowerCase()).join('\n')
          return wanted.every((word) => text.includes(word))
        })
  const column = columns.find(({ key }) => key === sorting?.key)
  if (column === undefined) return found
  const sign = sorting?.descending === true ? -1 : 1
  return found.toSorted((a, b) => sign * compare(column.text(a), column.text(b)))
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(`${a}`, `${b}`)
}
