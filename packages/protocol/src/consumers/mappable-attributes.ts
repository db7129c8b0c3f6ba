import { authenticatedSdeTypes, type SdeFields } from './sde-fields.ts'

/**
 * Attributes that a connector may take from claims of the brand's own: every single value of the tables of contract 3
 * sections 7.1 and 7.2, by its path, such as `ctmrinfo.ctype`, `personal.age.year` or `personal.contacts.email`. A date
 * is one value.
 */
export const mappableAttributes: ReadonlySet<string> = new Set(
  Object.entries(authenticatedSdeTypes).flatMap(([type, { fields }]) => pathsOf(type, fields)),
)

function pathsOf(place: string, fields: SdeFields): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!field.authenticated) return []
    const path = `${place}.${name}`
    return field.kind === 'object' || field.kind === 'list' ? pathsOf(path, field.fields) : [path]
  })
}
