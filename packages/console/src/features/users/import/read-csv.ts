import Papa from 'papaparse'
import { unguarded } from '#ui/csv.ts'

/** A table as it stands in a file. */
export type Table = {
  readonly heads: readonly string[]
  /** Each as long as the heads. */
  readonly rows: readonly TableRow[]
}

/** A row, and the line of the file that it begins at: what is said of it can be found there. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] }

export type CsvFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_many'; readonly count: number }
  | { readonly kind: 'no_table'; readonly line: number }

/** An account has at most so many users (contract 1 section 4.6). */
export const mostRows = 18_000
export const mostBytes = 20 * 1024 * 1024

/** The text of a file: UTF-8, or what spreadsheets on Windows write by themselves. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * Reads CSV (RFC 4180), whatever separates its cells: a comma, a semicolon as in much of Europe, or a tab. Rows without
 * anything in them are left out.
 */
export function readCsv(text: string): Table | CsvFault {
  const { said, lead, plain } = beginningOf(text.replace(/^\ufeff/, ''))
  const delimiter = said ?? delimiterOf(plain)
  const { data, errors } = Papa.parse<readonly string[]>(plain, { delimiter })
  const broken = errors.find(({ type }) => type === 'Quotes')
  const lines = linesOf(data, 1 + lead)
  if (broken !== undefined) return { kind: 'no_table', line: lines[broken.row ?? 0] ?? 1 + lead }
  const filled = data
    .map((cells, index) => ({ line: lines[index] ?? index + 1, cells: cells.map(clean) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [head, ...rows] = filled
  if (head === undefined || rows.length === 0) return { kind: 'empty' }
  if (rows.length > mostRows) return { kind: 'too_many', count: rows.length }
  const width = head.cells.length
  return {
    heads: head.cells,
    rows: rows.map(({ line, cells }) => ({
      line,
      cells: Array.from({ length: width }, (_, index) => cells[index] ?? ''),
    })),
  }
}

const delimiters = [',', ';', '\t', '|'] as const

/**
 * What stands before the head: a line by which spreadsheets tell each other what separates cells (`sep=;`), and empty
 * lines, with how many there are of both.
 */
function beginningOf(text: string) {
  const [hint = '', said] = /^\s*sep=([,;\t|])[^\S\n\r]*(?:\r\n|\n|\r|$)/i.exec(text) ?? []
  const rest = text.slice(hint.length)
  const [empty = ''] = /^(?:[^\S\n\r\t]*(?:\r\n|\n|\r))+/.exec(rest) ?? []
  return { said, lead: breaksIn(hint) + breaksIn(empty), plain: rest.slice(empty.length) }
}

/** What separates most cells in the first row; a list of users has more than one column. */
function delimiterOf(text: string): string {
  const [best = ','] = delimiters
    .map((delimiter) => {
      const { data, errors } = Papa.parse<readonly string[]>(text, { delimiter, preview: 1 })
      return { delimiter, cells: errors.length > 0 ? 0 : (data[0]?.length ?? 0) }
    })
    .sort((a, b) => b.cells - a.cells)
    .map(({ delimiter }) => delimiter)
  return best
}

function clean(cell: string): string {
  return unguarded(cell.trim())
}

/** Where each row begins: a cell may hold several lines. */
function linesOf(rows: readonly (readonly string[])[], first: number): readonly number[] {
  let line = first
  return rows.map((cells) => {
    const begins = line
    line += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0)
    return begins
  })
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}
