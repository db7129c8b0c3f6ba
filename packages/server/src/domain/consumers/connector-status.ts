import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { liveOf } from '#domain/connectors/change-connectors.ts'
import type { Connector, ConnectorRules } from '#domain/connectors/connector.ts'
import type { IdentityProviders, ProviderStatus } from '#domain/connectors/identity-providers.ts'
import type { KeptKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import type { ConnectorTotal, ConnectorUse, Storage } from '#storage/port.ts'
import { type HandshakeReportPorts, listRefusedHandshakes } from './handshake-reports.ts'
import type { RefusedHandshake } from './refused-handshake.ts'

export type ConnectorStatusPorts = HandshakeReportPorts & {
  readonly storage: {
    readonly read: Pick<Storage['read'], 'connectors' | 'connectorUses'>
  }
  readonly identityProviders: Pick<IdentityProviders, 'statusOf' | 'keptKeys'>
  readonly clock: Clock
}

/** How often, for one reason. */
export type ReasonCount = { readonly name: string; readonly count: number; readonly lastAt: number }

/** What happened on one day. */
export type ConnectorDay = {
  /** As a number: 20270131, UTC. */
  readonly day: number
  readonly verified: number
  readonly refused: readonly ReasonCount[]
  readonly wouldRefuse: readonly ReasonCount[]
}

/** How a connector does. Days as numbers, times in milliseconds since 1970. */
export type ConnectorStatus = {
  readonly connectorId: number
  readonly from: number
  readonly to: number
  readonly lastVerifiedAt: number | undefined
  readonly lastRefused: ReasonCount | undefined
  /** The newest one that is kept; they are for a day. */
  readonly lastHandshake: RefusedHandshake | undefined
  readonly verified: number
  readonly refused: readonly ReasonCount[]
  readonly reportOnly: Partial<ConnectorRules> | undefined
  readonly wouldRefuse: readonly ReasonCount[]
  readonly days: readonly ConnectorDay[]
  /** What this process knows of the identity provider's servers. */
  readonly identityProvider: readonly ProviderStatus[]
  /** Keys that this process fetched and keeps. */
  readonly keptKeys: KeptKeys | undefined
}

/** How one connector did in the last `days` days, today included. */
export async function readConnectorStatus(
  ports: ConnectorStatusPorts,
  accountId: AccountId,
  { connectorId, days }: { readonly connectorId: number; readonly days: number },
): Promise<ConnectorStatus> {
  const { connector } = liveOf(await ports.storage.read.connectors.find(accountId, connectorId))
  const [lastHandshake] = await listRefusedHandshakes(ports, accountId, connectorId)
  const span = spanOf(ports, days)
  const uses = await ports.storage.read.connectorUses.list(accountId, {
    fromDay: span.from,
    connectorId,
  })
  return {
    ...{ ...span, days: daysOf(uses) },
    ...tellOf(ports, { accountId, connector, uses, lastHandshake }),
  }
}

/**
 * The same of all live connectors of an account, by id: as many queries for a hundred as for one. Without `withDays` there
 * are none in it, and what is summed up is summed up by the database.
 */
export async function listConnectorStatuses(
  ports: ConnectorStatusPorts,
  accountId: AccountId,
  { days, withDays }: { readonly days: number; readonly withDays: boolean },
): Promise<readonly ConnectorStatus[]> {
  const stored = await ports.storage.read.connectors.list(accountId)
  const handshakes = await listRefusedHandshakes(ports, accountId, undefined)
  const span = spanOf(ports, days)
  const { connectorUses } = ports.storage.read
  const byDay = withDays ? await connectorUses.list(accountId, { fromDay: span.from }) : []
  const uses = withDays ? byDay : await connectorUses.totals(accountId, span.from)
  const byDayBy = Map.groupBy(byDay, ({ connectorId }) => connectorId)
  const usesBy = Map.groupBy(uses, ({ connectorId }) => connectorId)
  const handshakesBy = Map.groupBy(handshakes, ({ connectorId }) => connectorId)
  return stored.map(({ connector }) => {
    const lastHandshake = handshakesBy.get(connector.id)?.[0]
    const own = usesBy.get(connector.id) ?? []
    return {
      ...{ ...span, days: daysOf(byDayBy.get(connector.id) ?? []) },
      ...tellOf(ports, { accountId, connector, uses: own, lastHandshake }),
    }
  })
}

function spanOf({ clock }: ConnectorStatusPorts, days: number) {
  const now = clock.now()
  return { from: dayOf(now - (days - 1) * 86_400_000), to: dayOf(now) }
}

type Known = {
  readonly accountId: AccountId
  readonly connector: Connector
  readonly uses: readonly ConnectorTotal[]
  readonly lastHandshake: RefusedHandshake | undefined
}

function daysOf(uses: readonly ConnectorUse[]): readonly ConnectorDay[] {
  return [...Map.groupBy(uses, ({ day }) => day)].map(([day, ofDay]) => ({
    day,
    verified: sum(ofDay.filter(({ kind }) => kind === 'verified')),
    refused: byReason(ofDay, 'refused'),
    wouldRefuse: byReason(ofDay, 'would_refuse'),
  }))
}

function tellOf(
  { identityProviders }: ConnectorStatusPorts,
  { accountId, connector, uses, lastHandshake }: Known,
): Omit<ConnectorStatus, 'from' | 'to' | 'days'> {
  const verified = uses.filter(({ kind }) => kind === 'verified')
  const refused = byReason(uses, 'refused')
  return {
    connectorId: connector.id,
    ...{ lastHandshake, refused },
    lastVerifiedAt: newest(verified)?.lastAt,
    lastRefused: newest(refused),
    verified: sum(verified),
    reportOnly: connector.configuration.reportOnly,
    wouldRefuse: byReason(uses, 'would_refuse'),
    identityProvider: identityProviders.statusOf(accountId, connector),
    keptKeys: identityProviders.keptKeys(accountId, connector),
  }
}

/** Those of one kind, by reason: the most frequent first. */
function byReason(
  uses: readonly ConnectorTotal[],
  kind: ConnectorUse['kind'],
): readonly ReasonCount[] {
  const ofKind = uses.filter((use) => use.kind === kind)
  return [...Map.groupBy(ofKind, ({ name }) => name)]
    .map(([name, all]) => ({ name, count: sum(all), lastAt: newest(all)?.lastAt ?? 0 }))
    .toSorted((one, other) => other.count - one.count || one.name.localeCompare(other.name))
}

function sum(uses: readonly { readonly count: number }[]): number {
  return uses.reduce((total, { count }) => total + count, 0)
}

function newest<Use extends { readonly lastAt: number }>(uses: readonly Use[]): Use | undefined {
  return uses.reduce<Use | undefined>(
    (last, use) => (last === undefined || use.lastAt > last.lastAt ? use : last),
    undefined,
  )
}
