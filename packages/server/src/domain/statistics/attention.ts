import type { attentionKinds } from '@watchword/protocol/api/statistics.ts'
import type { ApiKey } from '#domain/api-keys/api-key.ts'
import type { Application } from '#domain/applications/application.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import type { ScheduledKey } from '#domain/signing-keys/manage-keys.ts'
import type { Statistic } from './statistic.ts'

/** Why something of an account wants to be looked at. */
export type AttentionKind = (typeof attentionKinds)[number]

/** One thing to look at. */
export type AttentionItem = {
  readonly id: string
  readonly name: string
  /** What is told with it: an end, or the last use. `undefined`: there is none. */
  readonly at: number | undefined
}

const dayMs = 86_400_000

/** Keys and applications that nobody has used for so long are unused. */
export const unusedMs = 90 * dayMs
/** The end of an API key is told so long before it. */
export const expiringMs = 30 * dayMs
/** A successor of a signing key is told so long before it signs, or is made. */
export const rotatingMs = 7 * dayMs
/** An application that nobody allowed anything is told of when it has been there for so long. */
export const newMs = 7 * dayMs
/** Refusals in two hours, with nobody let in, that make a connector one that fails. */
export const leastRefusals = 3

type At = { readonly now: number }

/** Keys that have ended, will end, or are not used. A key is told of once, for the first of these. */
export function keysToLookAt(
  keys: readonly ApiKey[],
  { now, lastUses }: At & { readonly lastUses: ReadonlyMap<string, number> },
): { readonly [K in 'key_expired' | 'key_expiring' | 'key_unused']: readonly AttentionItem[] } {
  const live = keys.filter(({ enabled, deleted }) => enabled && !deleted)
  const itemOf = ({ keyId, appName }: ApiKey, at: number | undefined) => ({
    ...{ id: keyId, name: appName, at },
  })
  const isUnending = ({ expiresAt }: ApiKey) =>
    expiresAt === undefined || expiresAt > now + expiringMs
  return {
    key_expired: live
      .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now)
      .map((key) => itemOf(key, key.expiresAt)),
    key_expiring: live
      .filter((key) => (key.expiresAt ?? 0) > now && !isUnending(key))
      .map((key) => itemOf(key, key.expiresAt)),
    key_unused: live
      .filter(isUnending)
      .filter(({ keyId, createdAt }) => (lastUses.get(keyId) ?? createdAt) <= now - unusedMs)
      .map((key) => itemOf(key, lastUses.get(key.keyId))),
  }
}

/** Connectors by which consumers were refused in the last two hours and nobody was let in. */
export function failingConnectors(
  connectors: readonly Connector[],
  recent: readonly Statistic[],
): readonly AttentionItem[] {
  const byName = Map.groupBy(recent, ({ name }) => name)
  return connectors
    .filter(({ id, deleted }) => {
      const own = byName.get(String(id)) ?? []
      const refused = own.reduce((sum, one) => sum + one.refused, 0)
      const offered = own.reduce((sum, one) => sum + one.count, 0)
      return !deleted && refused >= leastRefusals && refused === offered
    })
    .map(({ id, name }) => ({ id: String(id), name, at: undefined }))
}

/** Applications that nobody uses, or that act for users of whom none allowed it. One is told of once. */
export function applicationsToLookAt(
  applications: readonly Application[],
  known: At & {
    readonly lastUses: ReadonlyMap<string, number>
    readonly withGrants: ReadonlySet<string>
  },
): {
  readonly [K in 'application_unused' | 'application_without_grant']: readonly AttentionItem[]
} {
  const { now, lastUses, withGrants } = known
  const live = applications.filter(({ enabled, deleted }) => enabled && !deleted)
  const isUnused = ({ id, createdAt }: Application) =>
    (lastUses.get(id) ?? createdAt) <= now - unusedMs
  const itemOf = ({ id, manifest }: Application) => ({
    ...{ id, name: manifest.client_name, at: lastUses.get(id) },
  })
  return {
    application_unused: live.filter(isUnused).map(itemOf),
    application_without_grant: live
      .filter((application) => !isUnused(application) && application.createdAt <= now - newMs)
      .filter(({ id, manifest }) => actsForUsers(manifest.grant_types) && !withGrants.has(id))
      .map(itemOf),
  }
}

/** Signing keys that will soon have a successor, and successors that will soon sign. */
export function rotatingKeys(keys: readonly ScheduledKey[], { now }: At): readonly AttentionItem[] {
  return keys.flatMap(({ key, rotatesAt }) => {
    const at = key.signsFrom > now ? key.signsFrom : rotatesAt
    if (at === undefined || at > now + rotatingMs) return []
    return [{ id: key.kid, name: `${key.purpose} ${key.algorithm}`, at }]
  })
}

/** Without a list, an application is one for codes (RFC 7591 section 2). */
function actsForUsers(grantTypes: readonly string[] | undefined): boolean {
  return (grantTypes ?? ['authorization_code']).includes('authorization_code')
}
