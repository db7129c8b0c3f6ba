import type {
  Consumer,
  ConsumerLink,
  ConsumerList,
  UnverifiedAttributes,
} from '@watchword/protocol/api/consumer.ts'
import {
  shownAttributes,
  type UnverifiedAttribute,
} from '@watchword/protocol/consumers/unverified-attributes.ts'
import { valueAtPath } from '@watchword/protocol/consumers/value-at-path.ts'
import { sdesOfProfile } from '@watchword/protocol/consumers/verified-profile.ts'
import type { StoredConsumer } from '#domain/consumers/consumer.ts'
import type { ConsumerProfile } from '#domain/consumers/consumer-profile.ts'
import type { KnownLink } from '#domain/consumers/link-provenance.ts'
import { acrOf, type ConsumerPage, type KnownConsumer } from '#domain/consumers/read-consumers.ts'

/** A consumer on the wire: its members are named one by one, so that no other can leave. */
export function wireConsumer({ stored, profile, attributes, links }: KnownConsumer): Consumer {
  const { personal, ctmrinfo, issuer, subject, connectorId } = profile
  const sdes = [...sdesOfProfile(profile)]
  const isOfApplication = stored.kind === 'ext'
  const { firstname, lastname, contacts = [] } = personal
  const mobileNum = contacts.find(({ phone }) => phone !== undefined)?.phone
  const email = contacts.find((contact) => contact.email !== undefined)?.email
  const { customerId: userId } = ctmrinfo
  return {
    ...idsOf(stored),
    ...(firstname !== undefined && { firstName: firstname }),
    ...(lastname !== undefined && { lastName: lastname }),
    claims: { sub: subject, iss: issuer, lp_sdes: isOfApplication ? [] : sdes },
    authenticatedData: { lp_sdes: isOfApplication ? sdes : [] },
    privateData: {
      ...(mobileNum !== undefined && { mobileNum }),
      ...(userId !== undefined && { userId }),
      ...(email !== undefined && { email }),
    },
    verified: verifiedOf(stored, profile),
    unverified: wireAttributes(attributes),
    links: links.map(wireLink),
    ...(connectorId !== undefined && { connectorId }),
    ...timesOf(stored),
    ...(stored.vouchedAt > 0 && { vouchedAt: momentOf(stored.vouchedAt) }),
  }
}

/** A link between consumers on the wire. */
export function wireLink({
  fromId,
  toId,
  linkedAt,
  unlinkedAt,
  provenance,
}: KnownLink): ConsumerLink {
  const { connectorId, issuer, vouchedAt, policy, wasHere, choice, origin } = provenance
  return {
    ...{ fromConsumerId: fromId, toConsumerId: toId, linkedAt: momentOf(linkedAt) },
    ...(unlinkedAt !== undefined && { unlinkedAt: momentOf(unlinkedAt) }),
    ...{ connectorId, issuer, vouchedAt: momentOf(vouchedAt), policy, wasHere },
    ...(choice !== null && { choice }),
    requestId: origin.requestId,
  }
}

/** What nobody vouches for, on the wire. */
export function wireAttributes(attributes: readonly UnverifiedAttribute[]): UnverifiedAttributes {
  const latest = Math.max(...attributes.map(({ at }) => at))
  return {
    lp_sdes: [...shownAttributes(attributes)],
    ...(attributes.length > 0 && { updatedAt: momentOf(latest) }),
  }
}

/** A page of consumers on the wire. */
export function wireConsumers({ consumers, next }: ConsumerPage): ConsumerList {
  return {
    consumers: consumers.map((stored) => ({ ...idsOf(stored), ...timesOf(stored) })),
    ...(next !== undefined && { next: `${next.lastSeenAt}.${next.id}` }),
  }
}

function verifiedOf(stored: StoredConsumer, profile: ConsumerProfile): Consumer['verified'] {
  if (acrOf(stored) === '0') return []
  const at = momentOf(stored.vouchedAt)
  return Object.entries(profile.sources).flatMap(([path, source]) => {
    const value = valueAtPath(profile, path)
    return value === undefined ? [] : [{ path, value, issuer: profile.issuer, source, at }]
  })
}

function idsOf(stored: StoredConsumer) {
  return { consumerId: stored.id, kind: stored.kind, acr: acrOf(stored) }
}

function timesOf({ createdAt, lastSeenAt, loggedOutAt }: StoredConsumer) {
  return {
    createdAt: momentOf(createdAt),
    lastSeenAt: momentOf(lastSeenAt),
    ...(loggedOutAt !== undefined && { loggedOutAt: momentOf(loggedOutAt) }),
  }
}

/** A time on the wire. */
export function momentOf(at: number): string {
  return new Date(at).toISOString()
}
