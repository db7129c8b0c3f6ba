import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { KickstartApiKey } from '@watchword/protocol/api/kickstart.ts'
import { rangeFaults } from '#domain/api-keys/key-values.ts'
import { mostKeys } from '#domain/api-keys/manage-keys.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import type { UsersSource } from './references.ts'

/** A key of the file that neither exists nor ever did. */
export type PlannedApiKey = { readonly place: string; readonly entry: KickstartApiKey }

/** Finds those keys of an account that are to be made, and checks them as the API would. */
export async function planApiKeys(
  ports: KickstartPorts,
  { account, exists, place }: Omit<UsersSource, 'plannedKeyIds'>,
  entries: readonly KickstartApiKey[],
  faults: string[],
): Promise<readonly PlannedApiKey[]> {
  const { apiKeys } = ports.storage.read
  const planned: PlannedApiKey[] = []
  for (const [index, entry] of entries.entries()) {
    if (exists) {
      const keyId = await keyIdOf(ports, account.id, entry)
      if ((await apiKeys.find(account.id, keyId)) !== undefined) continue
    }
    planned.push({ place: `${place}apiKeys[${index}].`, entry })
  }
  if (planned.length === 0) return []
  const present = exists ? await apiKeys.count(account.id) : 0
  if (present + planned.length > mostKeys) {
    faults.push(`${place}apiKeys: an account has at most ${mostKeys}, and this has ${present}`)
  }
  for (const { place: at, entry } of planned) {
    faults.push(...rangeFaults({ ipRanges: entry.ipRanges ?? [] }).map((fault) => at + fault))
  }
  return planned
}

/**
 * The id of a key of the file. One that is not given follows from the name of its application, so that the
 * same entry is the same key at every start and in every process, also once the key was renamed or deleted.
 */
export async function keyIdOf(
  { dataKeys }: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  { keyId, appName }: KickstartApiKey,
): Promise<string> {
  if (keyId) return keyId
  const { bytes } = await dataKeys.derive(accountId, 'kickstart-keys')
  return createHmac('sha256', bytes).update(appName).digest('hex').slice(0, 32)
}
