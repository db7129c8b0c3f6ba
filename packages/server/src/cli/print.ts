/** Prints a command's answer: JSON for machines, or lines for a person. */
export function print(
  options: { readonly json?: boolean },
  answer: unknown,
  lines: () => string,
): void {
  const text = options.json ? JSON.stringify(answer, undefined, 2) : lines()
  if (text !== '') process.stdout.write(`${text}\n`)
}

/** Rows in columns, as wide as they need to be. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => (row[index] ?? '').length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
