import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { type HandshakeRecorder, keptHandshakesMs } from './record-handshakes.ts'
import type { RefusedHandshake } from './refused-handshake.ts'

export type HandshakeReportPorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'refusedHandshakes'> }
  readonly clock: Clock
  /** What this process has gathered is written first, so that the report has it. */
  readonly handshakes: Pick<HandshakeRecorder, 'flush'>
}

/** Handshakes of an account, or of one connector, that were refused in the last day, newest first. */
export async function listRefusedHandshakes(
  { storage, clock, handshakes }: HandshakeReportPorts,
  accountId: AccountId,
  connectorId: number | undefined,
): Promise<readonly RefusedHandshake[]> {
  await handshakes.flush()
  const since = clock.now() - keptHandshakesMs
  const filter = { since, ...(connectorId !== undefined && { connectorId }) }
  return storage.read.refusedHandshakes.list(accountId, filter)
}
