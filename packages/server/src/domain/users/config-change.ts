import type { AuditEntry } from '#domain/audit/audit-event.ts'

/** One object of a write: as it was, and as it is to be. */
export type Change<T> = {
  /** Where it stands in the body; see `placeOf`. */
  readonly place: string
  readonly previous: T | undefined
  readonly next: T
  /** Audit lines beside those of its changed members. */
  readonly notes?: readonly Pick<AuditEntry, 'element' | 'oldValue' | 'newValue'>[]
}
