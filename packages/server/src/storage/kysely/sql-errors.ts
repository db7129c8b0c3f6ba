import pg from 'pg'

/** Whether a statement failed because of a unique index, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '23505'
  return error instanceof Error && 'errcode' in error && uniqueCodes.has(Number(error.errcode))
}

/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const uniqueCodes: ReadonlySet<number> = new Set([2067, 1555])

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
