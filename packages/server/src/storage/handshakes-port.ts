/** How connectors are used, and the handshakes that were refused. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'

/** How often, on one day, consumers came in by a connector, were refused for one reason, or would have been. */
export type ConnectorUse = {
  /** 0: one that does not exist. */
  readonly connectorId: number
  /** As a number: 20270131, UTC. */
  readonly day: number
  readonly kind: 'verified' | 'refused' | 'would_refuse'
  /** The rule or the code; empty for those who came in. */
  readonly name: string
  readonly count: number
  readonly lastAt: number
}

/** The same over several days. */
export type ConnectorTotal = Omit<ConnectorUse, 'day'>

export type ConnectorUseReader = {
  /** By day, then connector, kind and name. */
  list(
    accountId: AccountId,
    filter: { readonly fromDay: number; readonly connectorId?: number },
  ): Promise<readonly ConnectorUse[]>
  /** The sums since a day, of each connector, kind and name, in that order; with the last of the moments. */
  totals(accountId: AccountId, fromDay: number): Promise<readonly ConnectorTotal[]>
}

export type ConnectorUseWriter = ConnectorUseReader & {
  /** Adds counts to what is there, and drops some of days that are too long ago, of any account. */
  add(accountId: AccountId, uses: readonly ConnectorUse[], dropDaysBefore: number): Promise<void>
}

export type RefusedHandshakeReader = {
  find(accountId: AccountId, id: string, since: number): Promise<RefusedHandshake | undefined>
  /** Newest first. */
  list(
    accountId: AccountId,
    filter: { readonly since: number; readonly connectorId?: number },
  ): Promise<readonly RefusedHandshake[]>
}

export type RefusedHandshakeWriter = RefusedHandshakeReader & {
  /**
   * Adds some, and keeps the newest `keep` of those since `since`. Half of them are for those that an identity
   * provider signed, if there are so many: what strangers send never pushes these out.
   */
  add(
    accountId: AccountId,
    handshakes: readonly RefusedHandshake[],
    limits: { readonly keep: number; readonly since: number },
  ): Promise<void>
  /** Forgets some; answers how many there were. */
  remove(accountId: AccountId, ids: readonly string[]): Promise<number>
}
