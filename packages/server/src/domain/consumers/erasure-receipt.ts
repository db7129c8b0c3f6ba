import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Reads, StoredErasure } from '#storage/port.ts'

/** How many rows of each table were a person's. */
export type RemovedRows = {
  readonly consumers: number
  /** Of those, which held what a page said. */
  readonly consumer_attributes: number
  readonly consumer_links: number
  readonly delegated_tokens: number
  readonly refused_handshakes: number
}

/** That somebody was erased. Their pseudonyms are in it, and nothing else of them. */
export type ErasureReceipt = {
  readonly id: string
  readonly accountId: AccountId
  /** Milliseconds since 1970. */
  readonly erasedAt: number
  readonly consumerIds: readonly string[]
  readonly removed: RemovedRows
  /** The line of the audit trail that tells of it, the last of several. */
  readonly auditSequence: number
}

/** A receipt as it was kept, and whether it is still what was written. */
export type CheckedReceipt = {
  readonly receipt: ErasureReceipt
  readonly mac: string
  readonly intact: boolean
}

export type ReceiptPorts = {
  readonly storage: { readonly read: Pick<Reads, 'consumerErasures'> }
  readonly dataKeys: DataKeys
}

/** One text for one receipt. */
export function writeReceipt(receipt: ErasureReceipt): string {
  const { id, accountId, erasedAt, consumerIds, removed, auditSequence } = receipt
  return JSON.stringify({ id, accountId, erasedAt, consumerIds, removed, auditSequence })
}

type Asking = { readonly caller: Caller; readonly accountId: AccountId }

/** One receipt, checked. */
export async function readReceipt(
  { storage, dataKeys }: ReceiptPorts,
  { caller, accountId }: Asking,
  id: string,
): Promise<CheckedReceipt> {
  requireAdministrator(caller)
  const kept = await storage.read.consumerErasures.find(accountId, id)
  if (kept === undefined) throw new DomainError('not_found', 'There is no such receipt.')
  const { bytes } = await dataKeys.derive(accountId, 'consumer-receipts')
  return check(bytes, kept)
}

/** A page of receipts, the newest first. */
export async function listReceipts(
  { storage, dataKeys }: ReceiptPorts,
  { caller, accountId }: Asking,
  page: Parameters<Reads['consumerErasures']['list']>[1],
): Promise<readonly CheckedReceipt[]> {
  requireAdministrator(caller)
  const kept = await storage.read.consumerErasures.list(accountId, page)
  const { bytes } = await dataKeys.derive(accountId, 'consumer-receipts')
  return kept.map((one) => check(bytes, one))
}

function check(key: Uint8Array, { receipt }: StoredErasure): CheckedReceipt {
  const { written, mac } = JSON.parse(receipt) as { readonly written: string; readonly mac: string }
  const expected = createHmac('sha256', key).update(written).digest()
  const given = Buffer.from(mac, 'hex')
  const intact = given.length === expected.length && timingSafeEqual(given, expected)
  return { receipt: JSON.parse(written) as ErasureReceipt, mac, intact }
}
