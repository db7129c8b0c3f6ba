import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { completeConfiguration } from '@watchword/protocol/api/connector-rules.ts'
import type { Writes } from '#storage/port.ts'

/** Adds what every new account has: the connector for anonymous consumers (contract, our decisions). */
export async function addAnonymousConnector(
  tx: Writes,
  accountId: AccountId,
  about: { readonly id: number; readonly revision: number; readonly now: number },
): Promise<void> {
  const { id, revision, now } = about
  const connector = {
    id,
    name: 'Anonymous consumers',
    type: 0,
    configuration: completeConfiguration({ type: 0, given: {}, key: undefined }, false),
    deleted: false,
    createdAt: now,
    updatedAt: now,
    revision,
  } as const
  await tx.connectors.insert(accountId, { connector, sealedSecret: undefined })
}
