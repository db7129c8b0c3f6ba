import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/**
 * PostgreSQL keeps no NUL in a text and fails the statement. A stranger may send one in a name that is only
 * looked up: it must find nothing, not break. So it is replaced, as text that is not well-formed is.
 */
export function storable(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) =>
    typeof value === 'string' && value.includes(nul) ? value.replaceAll(nul, '\ufffd') : value,
  )
}

const nul = '\0'

/** The pool as Kysely sees it, with every parameter made `storable`. */
export function withStorableText(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      // Kysely's type also covers cursors, which are not used.
      const query: unknown = (text: string, parameters: readonly unknown[] = []) =>
        client.query(text, storable(parameters))
      return {
        query: query as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
      }
    },
  }
}
