import { writeCsv } from '#ui/csv.ts'
import type { Table } from './read-csv.ts'
import type { Outcome } from './run.ts'

/** The rows that were not written, as they stood in the file, with the reason: mended, it can be imported again. */
export function failedRows(
  table: Table,
  reasons: ReadonlyMap<number, string>,
  reasonHead: string,
): string {
  const rows = table.rows.filter(({ line }) => reasons.has(line))
  return writeCsv([
    [...table.heads, reasonHead],
    ...rows.map(({ line, cells }) => [...cells, reasons.get(line) ?? '']),
  ])
}

/** Passwords that were made, by login name. */
export function passwordFile(
  outcomes: readonly Outcome[],
  heads: readonly [string, string],
): string {
  return writeCsv([
    heads,
    ...outcomes.flatMap(({ loginName, password }) =>
      password === undefined ? [] : [[loginName, password]],
    ),
  ])
}
