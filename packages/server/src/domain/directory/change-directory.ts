import { isServiceName } from '@watchword/protocol/api/service-names.ts'
import { DomainError } from '#domain/errors.ts'
import type { Announcement, DirectoryEntry, Storage } from '#storage/port.ts'
import { normaliseHost } from './host.ts'

/**
 * Says where a service of a zone or an account is reached, or that it is not listed there; answers what is kept.
 * Every process knows it once this has answered; clients that cached an answer learn of it when that expires
 * (5 minutes).
 */
export async function putDirectoryEntry(
  { storage }: { readonly storage: Pick<Storage, 'write'> },
  entry: DirectoryEntry,
): Promise<DirectoryEntry> {
  const host = entry.host === undefined ? undefined : normaliseHost(entry.host)
  const faults = [
    ...(isServiceName(entry.service) ? [] : ['service: is not a service the Domain API lists']),
    ...(entry.host !== undefined && host === undefined ? ['host: is not host or host:port'] : []),
    ...(entry.host === undefined && !entry.hidden ? ['host: is needed unless it is hidden'] : []),
  ]
  if (faults.length > 0) {
    throw new DomainError('validation_failed', 'The directory entry is not valid.', {
      fields: faults,
    })
  }
  // The host is kept as it was written: a client may depend on the port that is written out.
  const kept = { ...entry, host: entry.host?.toLowerCase() }
  await storage.write(async (tx) => {
    await tx.directory.put(kept)
    await tx.announce(changeOf(kept))
  })
  return kept
}

/** Gives a service its usual host back. `false`: there was no such entry. */
export function removeDirectoryEntry(
  { storage }: { readonly storage: Pick<Storage, 'write'> },
  entry: Pick<DirectoryEntry, 'scope' | 'scopeId' | 'service'>,
): Promise<boolean> {
  return storage.write(async (tx) => {
    const removed = await tx.directory.remove(entry.scope, entry.scopeId, entry.service)
    if (removed) await tx.announce(changeOf(entry))
    return removed
  })
}

/** Which accounts are in a zone is not announced, so a zone's change is everybody's. */
function changeOf({ scope, scopeId }: Pick<DirectoryEntry, 'scope' | 'scopeId'>): Announcement {
  return scope === 'account' ? { about: 'account', accountId: scopeId } : { about: 'everything' }
}
