import type { ConnectorStatus as WireStatus } from '@watchword/protocol/api/connector-report.ts'
import type { ProviderStatus } from '#domain/connectors/identity-providers.ts'
import type {
  ConnectorDay,
  ConnectorStatus,
  ReasonCount,
} from '#domain/consumers/connector-status.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'

/** How a connector does, on the wire. */
export function wireConnectorStatus(status: ConnectorStatus): WireStatus {
  const { connectorId, verified, lastVerifiedAt, lastRefused, lastHandshake } = status
  return {
    ...{ connectorId, verified },
    from: wireDay(status.from),
    to: wireDay(status.to),
    lastVerifiedAt: momentOf(lastVerifiedAt),
    lastRefused: lastRefused === undefined ? null : wireReason(lastRefused),
    lastHandshake: lastHandshake === undefined ? null : wireLast(lastHandshake),
    refused: status.refused.map(wireReason),
    reportOnly: status.reportOnly ?? null,
    wouldRefuse: status.wouldRefuse.map(wireReason),
    days: status.days.map(wireConnectorDay),
    identityProvider: status.identityProvider.map(wireServer),
  }
}

function wireConnectorDay({ day, verified, refused, wouldRefuse }: ConnectorDay) {
  return {
    ...{ day: wireDay(day), verified },
    refused: refused.map(wireReason),
    wouldRefuse: wouldRefuse.map(wireReason),
  }
}

function wireReason({ name, count, lastAt }: ReasonCount) {
  return { name, count, lastAt: new Date(lastAt).toISOString() }
}

function wireLast({ id, at, code, rule, reason, advice }: RefusedHandshake) {
  return {
    ...{ id, code },
    at: new Date(at).toISOString(),
    rule: rule ?? null,
    reason: reason ?? null,
    advice: advice ?? null,
  }
}

function wireServer(server: ProviderStatus): WireStatus['identityProvider'][number] {
  const { target, url, state, failuresInARow, openUntil, lastSuccessAt, lastFailure } = server
  return {
    ...{ target, url, state, failuresInARow },
    openUntil: momentOf(openUntil),
    lastSuccessAt: momentOf(lastSuccessAt),
    lastFailure:
      lastFailure === undefined
        ? null
        : {
            at: new Date(lastFailure.at).toISOString(),
            kind: lastFailure.refusal,
            reason: lastFailure.reason,
          },
  }
}

function momentOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

/** 20270131 as 2027-01-31. */
function wireDay(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
}
