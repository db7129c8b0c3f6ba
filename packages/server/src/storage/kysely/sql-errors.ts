/**
 * Whether a statement failed because of a unique index other than the table's primary key, on either
 * database. An id that is used twice is our mistake; a name is the client's.
 */
export function isUniqueViolation(error: unknown, primaryKey: string): boolean {
  if (!(error instanceof Error)) return false
  // By their members: importing the driver would load it where SQLite is all there is.
  if ('code' in error && 'constraint' in error) {
    return error.code === postgresUniqueViolation && error.constraint !== primaryKey
  }
  return 'errcode' in error && error.errcode === sqliteConstraintUnique
}

const postgresUniqueViolation = '23505'
const sqliteConstraintUnique = 2067

/** Runs a query over a list of any length, in slices that fit a statement's parameters. */
export async function inSlices<Item, Row>(
  items: readonly Item[],
  run: (slice: readonly Item[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let start = 0; start < items.length; start += sliceLength) {
    rows.push(...(await run(items.slice(start, start + sliceLength))))
  }
  return rows
}

const sliceLength = 500
