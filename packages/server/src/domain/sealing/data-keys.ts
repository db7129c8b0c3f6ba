import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { LRUCache } from 'lru-cache'
import type { SealingKey } from '#lib/sealed.ts'
import type { Reads, Storage } from '#storage/port.ts'
import { instanceDataKey, instancePlace } from './instance-keys.ts'
import type { MasterKeys } from './master-keys.ts'
import {
  type DataKeyPlace,
  deriveKey,
  makeDataKey,
  openDataKey,
  resealDataKey,
} from './sealed-data-key.ts'

/**
 * Data keys: 32 random bytes for each account, kept sealed by the master key. What must be read back is
 * sealed by a key derived from it, and so is erased with the account (architecture §5).
 */
export type DataKeys = {
  /** A new account's data key, sealed, ready to be stored with it. */
  create(accountId: AccountId): string
  /** A key of this account for one purpose. Never two purposes with one key. */
  derive(accountId: AccountId, purpose: Purpose, accounts?: Reads['accounts']): Promise<SealingKey>
  /** Forgets what was derived for an account that was not kept in the end. */
  forget(accountId: AccountId): void
}

/**
 * `audit`: the keyed hash of the audit chain. `secrets`: secrets that must be read back. `unknown-names`:
 * what the audit trail shows in place of a login name that does not exist. `kickstart-keys`: ids of API keys
 * that a kickstart file names by their application alone. `kickstart-applications`: client ids of applications
 * that it names by their name alone; `kickstart-connectors` and `kickstart-campaigns`: ids of connectors, and of campaigns
 * with their engagements, likewise. `interactions`: what the hosted pages carry from one to the next while somebody logs in. `signing-keys`: private keys.
 * `refresh-tokens`: the mark by which a refresh token of ours is known, and what follows from it.
 * `consumer-ids`: who a consumer is; `consumer-references`: what stands for something of a consumer;
 * `consumer-data`: what is known of one; `consumer-receipts`: the keyed hash of a receipt that one was erased; `consumer-challenges`: what a page carries while its consumer logs in,
 * and `consumer-nonces`: the mark by which a nonce of ours is known;
 * `delegated-tokens`: tokens of brands; `delegation-states`: what a consumer carries to their brand and back.
 */
export type Purpose =
  | 'audit'
  | 'secrets'
  | 'unknown-names'
  | 'kickstart-keys'
  | 'kickstart-applications'
  | 'kickstart-connectors'
  | 'kickstart-campaigns'
  | 'interactions'
  | 'signing-keys'
  | 'refresh-tokens'
  | 'consumer-ids'
  | 'consumer-references'
  | 'consumer-data'
  | 'consumer-receipts'
  | 'consumer-challenges'
  | 'consumer-nonces'
  | 'delegated-tokens'
  | 'delegation-states'

export function createDataKeys(ports: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly masterKeys: MasterKeys
}): DataKeys {
  const { storage, masterKeys } = ports
  const derived = new LRUCache<string, SealingKey>({ max: 2000 })
  const forget = (accountId: string) => {
    for (const purpose of purposes) derived.delete(`${accountId} ${purpose}`)
  }
  storage.announcements.subscribe((announcement) => {
    // An erased account's keys must not outlive it in memory; a rotation does not change data keys.
    if (announcement.about === 'account') forget(announcement.accountId)
    if (announcement.about === 'everything') derived.clear()
  })
  return {
    forget,

    create: (accountId) => makeDataKey(masterKeys, placeOf(accountId)),

    async derive(accountId, purpose, accounts = storage.read.accounts) {
      const cacheKey = `${accountId} ${purpose}`
      const known = derived.get(cacheKey)
      if (known !== undefined) return known
      const sealedKey = await accounts.sealedKey(accountId)
      if (sealedKey === undefined) throw new Error('The account has no data key.')
      const key = deriveKey(openDataKey(masterKeys, placeOf(accountId), sealedKey), purpose)
      derived.set(cacheKey, key)
      return key
    },
  }
}

const purposes: readonly Purpose[] = [
  'audit',
  'secrets',
  'unknown-names',
  'kickstart-keys',
  'kickstart-applications',
  'kickstart-connectors',
  'kickstart-campaigns',
  'interactions',
  'signing-keys',
  'refresh-tokens',
  'consumer-ids',
  'consumer-references',
  'consumer-data',
  'consumer-receipts',
  'consumer-challenges',
  'consumer-nonces',
  'delegated-tokens',
  'delegation-states',
]

/** Seals every data key again with the current master key. Safe while other processes run. */
export async function resealDataKeys(ports: {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly masterKeys: MasterKeys
}): Promise<{ readonly resealed: number }> {
  const { storage, masterKeys } = ports
  let resealed = 0
  for (const { accountId, sealedKey } of await storage.read.accounts.sealedKeys()) {
    const next = resealDataKey(masterKeys, placeOf(accountId), sealedKey)
    if (next === undefined) continue
    const replaced = await storage.write((tx) =>
      tx.accounts.replaceSealedKey(accountId, sealedKey, next),
    )
    if (replaced) resealed += 1
  }
  const ofInstance = await storage.read.instance.get(instanceDataKey)
  const next = ofInstance && resealDataKey(masterKeys, instancePlace, ofInstance)
  if (ofInstance !== undefined && next !== undefined) {
    const replaced = await storage.write((tx) =>
      tx.instance.replace(instanceDataKey, ofInstance, next),
    )
    if (replaced) resealed += 1
  }
  return { resealed }
}

/** Every data key as it is kept, with the words for whose it is. */
export async function sealedDataKeys({
  read,
}: Pick<Storage, 'read'>): Promise<
  readonly { readonly name: string; readonly sealedKey: string }[]
> {
  const ofInstance = await read.instance.get(instanceDataKey)
  return [
    ...(await read.accounts.sealedKeys()).map(({ accountId, sealedKey }) => ({
      name: placeOf(accountId).name,
      sealedKey,
    })),
    ...(ofInstance === undefined ? [] : [{ name: instancePlace.name, sealedKey: ofInstance }]),
  ]
}

function placeOf(accountId: AccountId): DataKeyPlace {
  return { context: `account_keys/${accountId}`, name: `account ${accountId}` }
}
