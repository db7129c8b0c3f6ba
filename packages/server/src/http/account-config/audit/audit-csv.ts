import { componentLabel } from '@watchword/protocol/api/audit-components.ts'
import { stringify } from 'csv-stringify/sync'
import type { AuditEvent } from '#domain/audit/audit-event.ts'
import type { AuditSearch } from '#domain/audit/audit-search.ts'
import type { AuditExport } from '#domain/audit/export-audit.ts'
import { formatExportDate } from './change-date.ts'

/** The export as text, page by page: three blocks (contract 1 §6.2). */
export async function* auditCsv(search: AuditSearch, found: AuditExport): AsyncGenerator<string> {
  yield criteriaBlock(search, found) + csv([['Total Items'], [found.total], ['Results'], columns])
  for await (const events of found.pages()) {
    yield csv(events.map((event) => rowOf(event, found.timeZone)))
  }
}

function criteriaBlock(search: AuditSearch, { accountId, timeZone }: AuditExport): string {
  const ours = oursOf(search)
  const listed = (values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? 'All' : values.join(',')
  return csv([
    ['Search Criteria'],
    [
      'Account ID',
      `Start(${timeZone})`,
      `End(${timeZone})`,
      'Object types',
      'Originators',
      'Include Automatic Updates',
      'Include LPA Users',
      ...ours.map(([title]) => title),
    ],
    [
      accountId,
      search.fromDate ?? '',
      search.toDate ?? '',
      listed(search.componentTypes),
      listed(search.users),
      `${search.automaticUpdates ?? false}`,
      `${search.lpa ?? false}`,
      ...ours.map(([, value]) => value),
    ],
  ])
}

/** What the reference cannot be asked for: told only if it was. */
function oursOf(search: AuditSearch): readonly (readonly [title: string, value: string])[] {
  const given = [
    ['Object IDs', search.objectIds?.join(',')],
    ['Addresses', search.addresses?.join(',')],
    ['Action types', search.actionTypes?.join(',')],
    ['Text', search.text],
  ] as const
  return given.flatMap(([title, value]) => (value ? [[title, value] as const] : []))
}

const columns = [
  'Object type',
  'Object ID',
  'Object name',
  'Action type',
  'Element',
  'Old value',
  'New value',
  'Date and time',
  'Originator',
  'Originator Employee ID',
  'Originator Profiles',
]

function rowOf(event: AuditEvent, timeZone: string): readonly (string | number)[] {
  const { actor, objectId } = event
  return [
    componentLabel(event.objectType),
    // As a number the root group's -1 stays as it is; a text that begins like this would be escaped.
    /^-?\d{1,15}$/.test(objectId) ? Number(objectId) : objectId,
    event.objectName,
    event.action,
    event.element,
    event.oldValue,
    event.newValue,
    formatExportDate(event.at, timeZone),
    actor.fullName || actor.loginName,
    actor.employeeId,
    `[${actor.profiles.join(', ')}]`,
  ]
}

/** A cell that a spreadsheet would take for a formula gets a `'` in front: names are written by anybody. */
function csv(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true },
  )
}
