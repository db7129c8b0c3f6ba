import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { scopeOfPrivilege } from '@watchword/protocol/api/api-privileges.ts'
import type { Caller } from '#domain/caller.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import type { ApiKeyUse, Storage } from '#storage/port.ts'
import type { ApiKey } from './api-key.ts'
import { unknownKeyId } from './gather-uses.ts'
import { mayExplain, requireKeyReader } from './key-rights.ts'
import { scopesOf } from './manage-keys.ts'
import { keptRefusalsMs, type UseRecorder } from './record-uses.ts'
import type { RefusedRequest } from './refused-request.ts'

export type ReportPorts = {
  readonly storage: {
    readonly read: Pick<Storage['read'], 'apiKeys' | 'apiKeyUses' | 'refusedRequests'>
  }
  readonly clock: Clock
  /** What this process has gathered is written first, so that the report has it. */
  readonly uses: Pick<UseRecorder, 'flush'>
}

/** Uses of one API, or refusals for one reason. */
export type UsageOfKey = {
  readonly key: ApiKey
  readonly lastUse: { readonly at: number; readonly address: string } | undefined
  readonly uses: readonly ApiKeyUse[]
  readonly refusals: readonly ApiKeyUse[]
}

/** First and last day as numbers (20270131), and what happened from the one to the other. */
export type UsageReport = {
  readonly from: number
  readonly to: number
  /** The live keys, and deleted ones that were used, oldest first. */
  readonly keys: readonly UsageOfKey[]
  readonly refusalsOfUnknown: readonly ApiKeyUse[]
}

/** How the keys of the caller's account were used in the last `days` days, today included. */
export async function readUsage(
  ports: ReportPorts,
  caller: Caller,
  days: number,
): Promise<UsageReport> {
  requireKeyReader(caller)
  await ports.uses.flush()
  return usageOf(ports, caller.accountId, days)
}

/** A live key, what it would need as an OAuth 2.0 application, and what of that it does not use. */
export type MigrationOfKey = UsageOfKey & {
  readonly scopes: readonly string[]
  readonly unusedScopes: readonly string[]
}

/** How far an account is from doing without OAuth 1.0. */
export async function readMigration(
  ports: ReportPorts,
  caller: Caller,
  days: number,
): Promise<Omit<UsageReport, 'keys'> & { readonly keys: readonly MigrationOfKey[] }> {
  const report = await readUsage(ports, caller, days)
  const live = report.keys.filter(({ key }) => !key.deleted)
  return { ...report, keys: live.map((usage) => ({ ...usage, ...scopesOfUsage(usage) })) }
}

/** Requests of the caller's account that were refused in the last day, newest first. */
export async function listRefusals(
  ports: ReportPorts,
  caller: Caller,
): Promise<readonly RefusedRequest[]> {
  if (!mayExplain(caller)) requireKeyReader(caller)
  await ports.uses.flush()
  const since = ports.clock.now() - keptRefusalsMs
  return ports.storage.read.refusedRequests.list(caller.accountId, since)
}

async function usageOf(
  { storage, clock }: ReportPorts,
  accountId: AccountId,
  days: number,
): Promise<UsageReport> {
  const now = clock.now()
  const fromDay = dayOf(now - (days - 1) * 86_400_000)
  const { apiKeys, apiKeyUses } = storage.read
  const [stored, all, last] = await Promise.all([
    apiKeys.list(accountId, { includeDeleted: true }),
    apiKeyUses.list(accountId, { fromDay }),
    apiKeyUses.lastUses(accountId),
  ])
  const byKey = Map.groupBy(all, ({ keyId }) => keyId)
  const lastByKey = new Map(last.map((use) => [use.keyId, use]))
  const keys = stored
    .map(({ key }) => key)
    .filter(({ keyId, deleted }) => !deleted || byKey.has(keyId))
    .map((key): UsageOfKey => {
      const own = byKey.get(key.keyId) ?? []
      return {
        key,
        lastUse: lastByKey.get(key.keyId),
        uses: own.filter(({ kind }) => kind === 'use'),
        refusals: byProblem(own),
      }
    })
  const refusalsOfUnknown = byProblem(byKey.get(unknownKeyId) ?? [])
  return { from: fromDay, to: dayOf(now), keys, refusalsOfUnknown }
}

/** All days of a reason together: how often, and the last time. */
function byProblem(uses: readonly ApiKeyUse[]): readonly ApiKeyUse[] {
  const totals = new Map<string, ApiKeyUse>()
  for (const use of uses) {
    if (use.kind !== 'refusal') continue
    const before = totals.get(use.name)
    if (before === undefined) {
      totals.set(use.name, use)
      continue
    }
    const newest = use.lastAt >= before.lastAt ? use : before
    totals.set(use.name, { ...newest, count: before.count + use.count })
  }
  return [...totals.values()]
}

function scopesOfUsage({ key, uses }: UsageOfKey) {
  const called = new Set(uses.map(({ name }) => name))
  const unused = key.privileges.filter(({ data }) => !called.has(data))
  return { scopes: scopesOf(key), unusedScopes: [...new Set(unused.map(scopeOfPrivilege))].sort() }
}
