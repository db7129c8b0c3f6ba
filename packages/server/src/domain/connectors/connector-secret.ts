import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { seal, unseal } from '#lib/sealed.ts'
import { Secret } from '#lib/secret.ts'
import type { Reads } from '#storage/port.ts'
import { connectorSealContext } from './connector.ts'

/** Whose secret it is, and with what its seal is made. */
export type ConnectorOwner = {
  readonly dataKeys: DataKeys
  readonly accountId: AccountId
  readonly id: number
  readonly accounts?: Reads['accounts']
}

/** A secret as it is kept. */
export async function sealConnectorSecret(
  { dataKeys, accountId, id, accounts }: ConnectorOwner,
  secret: string,
): Promise<string> {
  const key = await dataKeys.derive(accountId, 'secrets', accounts)
  return seal(key, Buffer.from(secret), connectorSealContext(accountId, id))
}

/** Opens it again. A seal that was moved or changed is our fault. */
export async function openConnectorSecret(
  { dataKeys, accountId, id, accounts }: ConnectorOwner,
  sealed: string | undefined,
): Promise<Secret | undefined> {
  if (sealed === undefined) return undefined
  const key = await dataKeys.derive(accountId, 'secrets', accounts)
  const opened = unseal(key, sealed, connectorSealContext(accountId, id))
  if (opened === undefined) throw new Error(`The secret of connector ${id} does not open.`)
  return new Secret(opened.toString('utf8'))
}
