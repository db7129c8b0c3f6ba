import { codeOf } from './search.ts'

/** One line of the trail, as the pages show it. */
export type AuditEvent = {
  readonly sequence: number
  /** ISO 8601, UTC. */
  readonly at: string
  readonly type: string
  readonly typeLabel: string
  readonly objectId: string
  readonly objectName: string
  readonly action: string
  /** What of the object; empty: all of it. */
  readonly element: string
  readonly oldValue: string
  readonly newValue: string
  readonly who: string
  readonly loginName: string
  readonly userId: string | undefined
  readonly authType: string
  readonly userAgent: string
  readonly profiles: readonly string[]
  readonly address: string
  readonly requestId: string
}

/** The members that the query selects. */
export type WireEvent = {
  readonly sequence: number
  readonly objectType: string
  readonly objectId: string
  readonly objectName: string
  readonly actionType: string
  readonly element: string
  readonly oldValue: string
  readonly newValue: string
  readonly originator: string
  readonly originatorLoginName: string
  readonly originatorUserId: string | null
  readonly originatorUserAgent: string
  readonly originatorAuthType: string
  readonly originatorProfiles: readonly string[]
  readonly address: string
  readonly requestId: string
  readonly changedAt: string
}

/** Selected in every query. */
export const selection =
  'sequence objectType objectId objectName actionType element oldValue newValue originator originatorLoginName ' +
  'originatorUserId originatorUserAgent originatorAuthType originatorProfiles address requestId changedAt'

/** Reads an event. */
export function readEvent(wire: WireEvent): AuditEvent {
  return {
    sequence: wire.sequence,
    at: wire.changedAt,
    type: codeOf(wire.objectType),
    typeLabel: wire.objectType,
    objectId: wire.objectId,
    objectName: wire.objectName,
    action: wire.actionType,
    element: wire.element === 'N/A' ? '' : wire.element,
    oldValue: wire.oldValue,
    newValue: wire.newValue,
    who: wire.originator,
    loginName: wire.originatorLoginName,
    userId: wire.originatorUserId ?? undefined,
    authType: wire.originatorAuthType,
    userAgent: wire.originatorUserAgent,
    profiles: wire.originatorProfiles,
    address: wire.address,
    requestId: wire.requestId,
  }
}

/** The events of one request, about one object: what changed at once. Others of the same request are apart. */
export function changedTogether(
  event: AuditEvent,
  sameRequest: readonly AuditEvent[],
): { readonly together: readonly AuditEvent[]; readonly besides: readonly AuditEvent[] } {
  const ofRequest =
    event.requestId === ''
      ? [event]
      : sameRequest.filter(({ requestId }) => requestId === event.requestId)
  const all = ofRequest.some(({ sequence }) => sequence === event.sequence)
    ? ofRequest
    : [event, ...ofRequest]
  const sorted = all.toSorted((a, b) => a.sequence - b.sequence)
  const isTogether = (one: AuditEvent) =>
    one.type === event.type && one.objectId === event.objectId && one.action === event.action
  return {
    together: sorted.filter(isTogether),
    besides: sorted.filter((one) => !isTogether(one)),
  }
}
