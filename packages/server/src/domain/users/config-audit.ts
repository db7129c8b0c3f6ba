import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import type { Change } from './config-change.ts'
import type { ConfigKind, ConfigObject } from './config-object.ts'

type Author = {
  readonly actor: AuditActor
  readonly requestId: string
  readonly now: number
}

/** Members that say nothing new: they change with every write, or are told by the action. */
const untold: ReadonlySet<string> = new Set(['id', 'deleted', 'dateCreated', 'dateUpdated'])

/**
 * The audit lines of one change: one for an object that came or went, else one for each member that
 * changed, with the old and the new value as text (contract 1 §6).
 */
export function auditOf<T extends ConfigObject>(
  kind: ConfigKind<T>,
  { actor, requestId, now }: Author,
  change: Change<T>,
): readonly AuditEntry[] {
  const { previous, next, notes = [] } = change
  const line = (
    action: AuditEntry['action'],
    told: Pick<AuditEntry, 'element' | 'oldValue' | 'newValue'>,
  ): AuditEntry => ({
    at: now,
    action,
    objectType: kind.objectType,
    objectId: String(next.id),
    objectName: kind.nameOf(next),
    ...told,
    actor,
    requestId,
    automatic: actor.kind === 'system',
  })
  const whole = { element: 'N/A', oldValue: '', newValue: '' }
  if (previous === undefined) return [line('Add new', whole)]
  if (next.deleted) return [line('Delete', whole)]
  return [...changedMembers(previous, next), ...notes].map((told) => line('Edit', told))
}

function changedMembers(previous: object, next: object) {
  const before = new Map(Object.entries(previous))
  const after = new Map(Object.entries(next))
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((element) => {
    if (untold.has(element)) return []
    const oldValue = textOf(before.get(element))
    const newValue = textOf(after.get(element))
    return oldValue === newValue ? [] : [{ element, oldValue, newValue }]
  })
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
