import type { ConnectorStatus as WireStatus } from '@watchword/protocol/api/connector-report.ts'
import { shownValue } from '@watchword/protocol/consumers/shown-value.ts'
import type { ProviderStatus } from '#domain/connectors/identity-providers.ts'
import type {
  ConnectorDay,
  ConnectorStatus,
  ReasonCount,
} from '#domain/consumers/connector-status.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'
import type { KeptKeys } from '#domain/foreign-keys/foreign-keys.ts'

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
    keys: status.keptKeys === undefined ? null : wireKeys(status.keptKeys),
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

function wireKeys({ keys, leftOut, fetchedAt, freshUntil }: KeptKeys): WireStatus['keys'] {
  return {
    fetchedAt: new Date(fetchedAt).toISOString(),
    freshUntil: new Date(freshUntil).toISOString(),
    used: keys.map(({ kid, algorithm }) => ({ kid: nameOf(kid), algorithm })),
    unused: leftOut.map(({ kid, fault }) => ({ kid: nameOf(kid), reason: fault })),
  }
}

/** Of another's choosing. */
function nameOf(kid: string | undefined): string | null {
  return kid === undefined ? null : shownValue(kid)
}

function momentOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

/** 20270131 as 2027-01-31. */
function wireDay(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
}
