/**
 * Writing CSV (RFC 4180) that spreadsheets read as text: a cell that one would take for a formula gets a `'` in front,
 * or somebody's name could run a command on the computer of whoever opens the file.
 */

/** Also the full-width signs, which spreadsheets of East Asia take for the same. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/
const isGuarded = /^'[=+\-@\t\r\n＝＋－＠']/

/** A table as CSV, with a mark in front by which spreadsheets know its encoding. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = guarded(text)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell that no spreadsheet takes for a formula. */
export function guarded(text: string): string {
  return formula.test(text) || isGuarded.test(text) ? `'${text}` : text
}

/** What a guarded cell was before. */
export function unguarded(text: string): string {
  return isGuarded.test(text) ? text.slice(1) : text
}
