import { isDeepStrictEqual } from 'node:util'
import type { AuditLine } from '#domain/accounts/change-configuration.ts'
import type { AuditAction } from '#domain/audit/audit-event.ts'
import type { Connector } from './connector.ts'

/** The audit lines of one change: one for a connector that came or went, else one for each member that differs. */
export function auditOfConnector(
  before: Connector | undefined,
  after: Connector,
): readonly AuditLine[] {
  if (before === undefined) return [lineOf(after, 'Add new', 'N/A')]
  if (after.deleted) return [lineOf(after, 'Delete', 'N/A')]
  const [old, next] = [membersOf(before), membersOf(after)]
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((element) => {
    const [oldValue, newValue] = [old.get(element), next.get(element)]
    if (isDeepStrictEqual(oldValue, newValue)) return []
    return [lineOf(after, 'Edit', element, textOf(oldValue), textOf(newValue))]
  })
}

/** That the secret changed. What it was and is, nobody is told. */
export function lineOfSecret(connector: Connector, isSet: boolean): AuditLine {
  return lineOf(connector, 'Edit', 'configuration.clientSecret', '', isSet ? 'not told' : 'removed')
}

function lineOf(
  { id, name }: Connector,
  action: AuditAction,
  element: string,
  oldValue = '',
  newValue = '',
): AuditLine {
  const objectType = 'ACConnectorObject'
  return { action, objectType, objectId: `${id}`, objectName: name, element, oldValue, newValue }
}

function membersOf({ name, type, configuration }: Connector): ReadonlyMap<string, unknown> {
  const members = Object.entries(configuration).map(
    ([member, value]) => [`configuration.${member}`, value] as const,
  )
  return new Map<string, unknown>([['name', name], ['type', type], ...members])
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
