import type { AuditSearch } from '#domain/audit/audit-search.ts'
import { refuseFaults } from '#domain/audit/audit-search.ts'
import { mostExported } from '#domain/audit/export-audit.ts'

/** The parameters of the export (contract 1 §6.2). Unknown ones are ignored; a repeated one is refused. */
export function readSearch(
  query: Readonly<Record<string, unknown>>,
): AuditSearch & { readonly limit: number } {
  const faults: string[] = []
  const text = (name: string): string | undefined => {
    const value = query[name]
    if (value === undefined || value === '') return undefined
    if (typeof value === 'string') return value
    faults.push(`${name}: must come once`)
    return undefined
  }
  const list = (name: string) =>
    text(name)
      ?.split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
  const flag = (name: string): boolean | undefined => {
    const value = text(name)
    if (value !== undefined && value !== 'true' && value !== 'false') {
      faults.push(`${name}: must be true or false`)
    }
    return value === undefined ? undefined : value === 'true'
  }
  const limit = text('limit') ?? `${mostExported}`
  if (!/^\d{1,9}$/.test(limit)) faults.push('limit: must be a whole number')
  const search = {
    fromDate: text('fromDate'),
    toDate: text('toDate'),
    users: list('users'),
    componentTypes: list('componentTypes'),
    language: text('language'),
    timezone: text('timezone'),
    lpa: flag('lpa'),
    automaticUpdates: flag('automaticUpdates'),
    objectIds: list('objectIds'),
    addresses: list('addresses'),
    actionTypes: list('actionTypes'),
    text: text('text'),
  }
  refuseFaults(faults)
  return { ...search, limit: Number(limit) }
}
