import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Reads } from '#storage/port.ts'
import { type ApiKeySecrets, apiKeySealContext } from './api-key.ts'

/** Seals a key's secrets for its row, and for no other. */
export async function sealSecrets(
  dataKeys: DataKeys,
  accountId: AccountId,
  keyId: string,
  secrets: ApiKeySecrets,
  accounts?: Reads['accounts'],
): Promise<string> {
  const key = await dataKeys.derive(accountId, 'secrets', accounts)
  return seal(key, Buffer.from(JSON.stringify(secrets)), apiKeySealContext(accountId, keyId))
}

/** Opens them again. A value that was moved or changed is our fault, not the caller's. */
export async function openSecrets(
  dataKeys: DataKeys,
  accountId: AccountId,
  keyId: string,
  sealed: string,
): Promise<ApiKeySecrets> {
  const key = await dataKeys.derive(accountId, 'secrets')
  const opened = unseal(key, sealed, apiKeySealContext(accountId, keyId))
  if (opened === undefined) throw new Error(`The secrets of API key ${keyId} do not open.`)
  return JSON.parse(opened.toString('utf8')) as ApiKeySecrets
}
