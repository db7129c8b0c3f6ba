import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'

/** What the use cases of accounts need. */
export type AccountPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}
