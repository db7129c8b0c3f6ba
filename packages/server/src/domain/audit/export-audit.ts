import { setImmediate } from 'node:timers/promises'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { actorOf, type Caller, type Origin } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { AuditFilter, Storage } from '#storage/port.ts'
import type { AuditEvent } from './audit-event.ts'
import { type AuditSearch, checkAuditSearch, refuseFaults } from './audit-search.ts'
import {
  type AuditQueryPorts,
  filterOf,
  refuseLongScan,
  requireAuditPackage,
} from './query-audit.ts'
import { recordAudit } from './record-audit.ts'

export type AuditExportPorts = AuditQueryPorts & {
  readonly storage: Pick<Storage, 'write'>
  readonly dataKeys: DataKeys
}

/** Who wants an export, and what of the trail. */
export type ExportRequest = {
  readonly caller: Caller
  readonly origin: Origin
  readonly search: AuditSearch & { readonly limit: number }
}

/** An export that was allowed: how long it is, and its events, newest first. */
export type AuditExport = {
  readonly accountId: AccountId
  readonly timeZone: string
  readonly total: number
  /** Read while they are taken: a slow reader costs one page of memory, whatever the length. */
  pages(): AsyncGenerator<readonly AuditEvent[]>
}

/** What the reference documents as the default, and our limit. */
export const mostExported = 1_000_000

/**
 * Prepares an export of the audit trail (contract 1 §6.2). What is recorded from now on is not in it; that
 * somebody took it away is, before they get any of it.
 */
export async function exportAudit(
  ports: AuditExportPorts,
  request: ExportRequest,
): Promise<AuditExport> {
  const { caller, search } = request
  requireAuditPackage(caller)
  const { limit } = search
  refuseFaults([
    !(Number.isInteger(limit) && limit >= 0 && limit <= mostExported) &&
      `limit: must be from 0 to ${mostExported}`,
  ])
  const { accountId } = caller
  const { audit } = ports.storage.read
  const checked = checkAuditSearch(search)
  const head = await audit.head(accountId)
  const filter: AuditFilter = {
    ...(await filterOf(ports, accountId, checked)),
    belowSequence: (head?.sequence ?? 0) + 1,
  }
  await refuseLongScan(audit, accountId, filter)
  const total = Math.min(limit, await audit.count(accountId, filter))
  await recordExport(ports, request, total)
  return {
    accountId,
    timeZone: checked.timeZone,
    total,
    pages: () => readPages(ports, accountId, filter, total),
  }
}

/** One line for all that leaves at once. Single pages, which people look at, leave none. */
async function recordExport(
  { storage, dataKeys, clock }: AuditExportPorts,
  { caller, origin, search }: ExportRequest,
  total: number,
): Promise<void> {
  const line = {
    ...({ action: 'Other', objectType: 'ACAuditTrailObject' } as const),
    ...{ objectId: caller.accountId, objectName: 'Audit trail', element: 'export' },
    ...{ oldValue: '', newValue: JSON.stringify({ ...search, events: total }) },
    ...{ actor: actorOf(caller, origin), requestId: origin.requestId, automatic: false },
  }
  await storage.write((tx) =>
    recordAudit({ dataKeys, tx }, caller.accountId, [{ at: clock.now(), ...line }]),
  )
}

const pageSize = 500

async function* readPages(
  { storage }: AuditQueryPorts,
  accountId: AccountId,
  filter: AuditFilter,
  total: number,
): AsyncGenerator<readonly AuditEvent[]> {
  let { belowSequence } = filter
  for (let left = total; left > 0 && belowSequence !== undefined; ) {
    const page = { limit: Math.min(pageSize, left), offset: 0, order: [] }
    const events = await storage.read.audit.query(accountId, { ...filter, belowSequence }, page)
    if (events.length > 0) yield events
    left -= events.length
    belowSequence = events.length < page.limit ? undefined : events.at(-1)?.sequence
    // SQLite answers at once: others get their turn between two pages.
    await setImmediate()
  }
}
