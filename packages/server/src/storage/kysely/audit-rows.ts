import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor, AuditEntry, AuditEvent, AuditHead } from '#domain/audit/audit-event.ts'
import type { AuditHeadRow, AuditRow } from '../schema.ts'

/** What stands in `data`: all that has no column of its own, so that nothing is told twice. */
type AuditData = Omit<AuditEntry, 'at' | 'objectType' | 'automatic' | 'actor'> & {
  readonly actor: Omit<AuditActor, 'loginName' | 'isLpa'>
}

/** An event of its row. Columns count where there are any, so that the keyed hash covers them too. */
export function parseEvent(accountId: AccountId, row: AuditRow): AuditEvent {
  const { actor, ...entry } = parseData(row.data)
  return {
    ...entry,
    accountId,
    sequence: row.sequence,
    at: row.at,
    objectType: row.object_type,
    automatic: row.automatic === 1,
    actor: { ...actor, loginName: row.actor_login_name, isLpa: row.lpa === 1 },
    hash: row.hash,
  }
}

/** Data that somebody else wrote reads as an empty event: the check of the chain then names it. */
function parseData(text: string): AuditData {
  try {
    const data = JSON.parse(text) as Partial<AuditData> | null
    const profiles = data?.actor?.profiles
    return {
      ...blankData,
      ...data,
      actor: {
        ...blankData.actor,
        ...data?.actor,
        profiles: Array.isArray(profiles) ? profiles : [],
      },
    }
  } catch {
    return blankData
  }
}

const blankData: AuditData = {
  action: 'Other',
  objectId: '',
  objectName: '',
  element: '',
  oldValue: '',
  newValue: '',
  requestId: '',
  actor: {
    kind: 'stranger',
    userId: undefined,
    fullName: '',
    employeeId: '',
    profiles: [],
    authType: '',
    userAgent: '',
    address: '',
  },
}

/** The row of an event. */
export function eventRow(event: AuditEvent): AuditRow {
  const { accountId, sequence, hash, at, objectType, automatic, actor, ...entry } = event
  const { loginName, isLpa, ...restOfActor } = actor
  const data: AuditData = { ...entry, actor: restOfActor }
  return {
    account_id: accountId,
    sequence,
    at,
    object_type: objectType,
    actor_login_name: loginName,
    automatic: automatic ? 1 : 0,
    lpa: isLpa ? 1 : 0,
    data: JSON.stringify(data),
    hash,
  }
}

/** The columns of a chain's two ends. */
export function headColumns(head: AuditHead): Omit<AuditHeadRow, 'account_id'> {
  return {
    sequence: head.sequence,
    hash: head.hash,
    first_sequence: head.firstSequence,
    first_previous_hash: head.firstPreviousHash,
    seal: head.seal,
  }
}

/** A chain's two ends of their row. */
export function parseHead(row: AuditHeadRow): AuditHead {
  return {
    sequence: row.sequence,
    hash: row.hash,
    firstSequence: row.first_sequence,
    firstPreviousHash: row.first_previous_hash,
    seal: row.seal,
  }
}

/** The names of all members of `data`, at any depth. */
export const dataNames: readonly string[] = [
  ...Object.keys(blankData),
  ...Object.keys(blankData.actor),
]
