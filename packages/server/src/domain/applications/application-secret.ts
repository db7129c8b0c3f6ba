import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomBase32Hex } from '#lib/random.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Reads } from '#storage/port.ts'
import { applicationSealContext, type StoredSecret } from './application.ts'

/** 160 bits, in the alphabet of the reference's secrets (contract 2 section 1.2). */
export function makeSecret(): string {
  return randomBase32Hex(32)
}

/** Whose secret it is, and with what its seal is made. */
export type SecretOwner = {
  readonly dataKeys: DataKeys
  readonly accountId: AccountId
  readonly id: string
  readonly accounts?: Reads['accounts']
}

/** A secret as it is kept: the hash always, a sealed copy if it may be read back. */
export async function keepSecret(
  { dataKeys, accountId, id, accounts }: SecretOwner,
  secret: string,
  isReadable: boolean,
): Promise<StoredSecret> {
  const hash = sha256Hex(secret)
  if (!isReadable) return { hash, sealed: undefined }
  const key = await dataKeys.derive(accountId, 'secrets', accounts)
  return { hash, sealed: seal(key, Buffer.from(secret), applicationSealContext(accountId, id)) }
}

/** Opens it again; `undefined`: only the hash is kept. A seal that was moved or changed is our fault. */
export async function readSecret(
  { dataKeys, accountId, id, accounts }: SecretOwner,
  stored: StoredSecret | undefined,
): Promise<string | undefined> {
  if (stored?.sealed === undefined) return undefined
  const key = await dataKeys.derive(accountId, 'secrets', accounts)
  const opened = unseal(key, stored.sealed, applicationSealContext(accountId, id))
  if (opened === undefined) throw new Error(`The secret of application ${id} does not open.`)
  return opened.toString('utf8')
}
