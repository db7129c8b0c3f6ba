import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { Type } from 'typebox'
import type { Callers } from '#domain/authorization/callers.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'

/** What the resources here need. */
export type WatchwordPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly callers: Callers
}

/** Where everything here begins. */
export const base = '/api/account/:accountId/watchword'

/** The path's account alone. */
export const AccountParams = Type.Object({ accountId: Type.String() })

/** What every operation here may answer instead. */
export const commonRefusals = {
  400: ErrorEnvelope,
  401: ErrorEnvelope,
  403: ErrorEnvelope,
  404: ErrorEnvelope,
}
