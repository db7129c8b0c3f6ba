import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AuditInside } from '../audit-port.ts'
import { dataNames } from './audit-rows.ts'

/**
 * Whether an event holds what is looked for. Its data is JSON that we wrote, so the text `"name":"value"` is in it
 * only as that member: within a value a quote has a backslash before it. Read as text, what somebody wrote who is not
 * us is looked through too, and fails nothing.
 */
export function isInside({ objectIds, addresses, actions, text }: AuditInside) {
  return sql.join<SqlBool>(
    [
      ...(objectIds === undefined ? [] : [hasAny('objectId', objectIds)]),
      ...(addresses === undefined ? [] : [hasAny('address', addresses)]),
      ...(actions === undefined ? [] : [hasAny('action', actions)]),
      ...(text === undefined ? [] : [hasText(text)]),
    ],
    sql` and `,
  ) as RawBuilder<SqlBool>
}

/** `LIKE` is blind for the case of letters on SQLite, and this is not, on either database. */
function hasAny(name: string, values: readonly string[]): RawBuilder<SqlBool> {
  const any = values.map((value) => {
    const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`
    return sql<SqlBool>`replace(data, ${member}, '') <> data`
  })
  return sql<SqlBool>`(${sql.join(any, sql` or `)})`
}

/** The values alone are searched. Most events are let go before the names of their members are cut out. */
function hasText(text: string): RawBuilder<SqlBool> {
  const inJson = JSON.stringify(text).slice(1, -1)
  const values = dataNames.reduce(
    (data, name) => sql<string>`replace(${data}, ${`${JSON.stringify(name)}:`}, '')`,
    sql<string>`data`,
  )
  const like = (where: RawBuilder<string>, what: string) =>
    sql<SqlBool>`lower(${where}) like lower(${`%${what.replace(/[!%_]/g, '!$&')}%`}) escape '!'`
  return sql<SqlBool>`(${like(sql`actor_login_name`, text)} or (${like(sql`data`, inJson)} and ${like(values, inJson)}))`
}
