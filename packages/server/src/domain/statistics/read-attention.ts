import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { readLastUses } from '#domain/applications/last-uses.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { findLockedUsers } from '#domain/login/locked-users.ts'
import type { KeyPorts } from '#domain/signing-keys/key-ports.ts'
import { listKeys } from '#domain/signing-keys/manage-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Reads, Storage } from '#storage/port.ts'
import {
  type AttentionItem,
  type AttentionKind,
  applicationsToLookAt,
  failingConnectors,
  keysToLookAt,
  rotatingKeys,
} from './attention.ts'
import type { StatisticRecorder } from './record-statistics.ts'

export type AttentionPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
  readonly keyPorts: Pick<KeyPorts, 'storage' | 'clock' | 'rotationMs'>
  /** What this process has gathered is written first. */
  readonly statistics: Pick<StatisticRecorder, 'flush'>
  readonly uses: { flush(): Promise<void> }
  readonly issues: { flush(): Promise<void> }
}

/** Everything of one kind, the oldest or nearest first. Kinds of which there is nothing are left out. */
export type Attention = { readonly kind: AttentionKind; readonly items: readonly AttentionItem[] }

/** What of the caller's account wants to be looked at, the most urgent kind first. */
export async function readAttention(
  ports: AttentionPorts,
  caller: Caller,
): Promise<readonly Attention[]> {
  requireAdministrator(caller)
  const { accountId } = caller
  const { read } = ports.storage
  const now = ports.clock.now()
  await Promise.all([ports.statistics.flush(), ports.uses.flush(), ports.issues.flush()])
  const [keys, applications] = await Promise.all([
    lookAtKeys(read, accountId, now),
    lookAtApplications(read, accountId, now),
  ])
  const found = {
    connector_failing: await lookAtConnectors(read, accountId, now),
    user_locked: await lookAtUsers(read, accountId, now),
    ...keys,
    ...applications,
    signing_key_rotating: rotatingKeys(
      await listKeys(ports.keyPorts, { kind: 'account', accountId }),
      { now },
    ),
  } satisfies { readonly [K in AttentionKind]: readonly AttentionItem[] }
  const kinds = Object.keys(found) as (keyof typeof found)[]
  return kinds
    .map((kind) => ({ kind, items: found[kind].toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)) }))
    .filter(({ items }) => items.length > 0)
}

async function lookAtKeys({ apiKeys, apiKeyUses }: Reads, accountId: AccountId, now: number) {
  const [stored, uses] = await Promise.all([
    apiKeys.list(accountId),
    apiKeyUses.lastUses(accountId),
  ])
  const lastUses = new Map(uses.map(({ keyId, at }) => [keyId, at]))
  return keysToLookAt(
    stored.map(({ key }) => key),
    { now, lastUses },
  )
}

async function lookAtApplications(read: Reads, accountId: AccountId, now: number) {
  const [stored, { lastUses, withGrants }] = await Promise.all([
    read.applications.list(accountId),
    // What happened on a day happened before its end, so nothing that is used looks unused.
    readLastUses(read, accountId, { now, atOfDay: (day) => Math.min(now, day.end) }),
  ])
  return applicationsToLookAt(
    stored.map(({ application }) => application),
    { now, lastUses, withGrants },
  )
}

async function lookAtConnectors(
  { connectors, statistics }: Reads,
  accountId: AccountId,
  now: number,
) {
  const hour = Math.floor(now / 3_600_000)
  const [stored, recent] = await Promise.all([
    connectors.list(accountId),
    statistics.list(accountId, {
      ...{ period: 'hour', dimension: 'connector', from: hour - 1, to: hour },
    }),
  ])
  return failingConnectors(
    stored.map(({ connector }) => connector),
    recent,
  )
}

async function lookAtUsers(read: Reads, accountId: AccountId, now: number) {
  const locked = await findLockedUsers(read, accountId, now)
  return locked.map(({ user, until }) => ({ id: `${user.id}`, name: user.loginName, at: until }))
}
