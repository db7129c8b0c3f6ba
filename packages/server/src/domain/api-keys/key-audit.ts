import type { AuditAction, AuditEntry } from '#domain/audit/audit-event.ts'
import type { ApiKey } from './api-key.ts'

type KeyChange = Omit<AuditEntry, 'at' | 'actor' | 'requestId' | 'automatic'>

/**
 * The audit lines of one change of a key: one for each member that is not what it was. Never a secret; of a
 * reroll (`token` changed) only that it was, and until when the old secrets work.
 */
export function auditOfKey(
  action: Extract<AuditAction, 'Add new' | 'Edit' | 'Delete'>,
  before: ApiKey | undefined,
  after: ApiKey,
  overlapUntil?: number,
): readonly KeyChange[] {
  const line = {
    action,
    objectType: 'ACApiKeyObject',
    objectId: after.keyId,
    objectName: after.appName,
  }
  if (action !== 'Edit' || before === undefined) {
    return [{ ...line, element: 'N/A', oldValue: '', newValue: '' }]
  }
  const rerolled = before.token !== after.token
  return [
    ...members.flatMap((element) => {
      const [oldValue, newValue] = [textOf(before, element), textOf(after, element)]
      return oldValue === newValue ? [] : [{ ...line, element, oldValue, newValue }]
    }),
    ...(rerolled
      ? [{ ...line, element: 'secrets', oldValue: '', newValue: rerollText(overlapUntil) }]
      : []),
  ]
}

/** The line of the bots' sessions that ended with a change of their key; none, if there were none. */
export function auditOfEndedSessions(key: ApiKey, ended: number): readonly KeyChange[] {
  if (ended === 0) return []
  return [
    {
      action: 'Other',
      objectType: 'ACApiKeyObject',
      objectId: key.keyId,
      objectName: key.appName,
      element: 'sessions',
      oldValue: '',
      newValue: `ended: ${ended}`,
    },
  ]
}

function rerollText(overlapUntil: number | undefined): string {
  return overlapUntil === undefined
    ? 'made new; the old ones ended'
    : `made new; the old ones end ${new Date(overlapUntil).toISOString()}`
}

const members = [
  'appName',
  'appDescription',
  'developerId',
  'purpose',
  'keyType',
  'privileges',
  'enabled',
  'ipRanges',
  'expiresAt',
  'callsPerMinute',
] as const satisfies readonly (keyof ApiKey)[]

function textOf(key: ApiKey, member: (typeof members)[number]): string {
  const value = key[member]
  if (member === 'privileges') {
    return key.privileges.map(({ data, type }) => `${data}:${type}`).join(', ')
  }
  if (member === 'expiresAt') {
    return key.expiresAt === undefined ? '' : new Date(key.expiresAt).toISOString()
  }
  if (Array.isArray(value)) return value.join(', ')
  return value === undefined ? '' : String(value)
}
