import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { LRUCache } from 'lru-cache'
import { type SealingKey, seal, sealingKeyId, unseal } from '#lib/sealed.ts'
import type { Reads, Storage } from '#storage/port.ts'
import type { MasterKeys } from './master-keys.ts'

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
 * that a kickstart file names by their application alone.
 */
export type Purpose = 'audit' | 'secrets' | 'unknown-names' | 'kickstart-keys'

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

    create: (accountId) => seal(masterKeys.current(), randomBytes(32), contextOf(accountId)),

    async derive(accountId, purpose, accounts = storage.read.accounts) {
      const cacheKey = `${accountId} ${purpose}`
      const known = derived.get(cacheKey)
      if (known !== undefined) return known
      const sealedKey = await accounts.sealedKey(accountId)
      if (sealedKey === undefined) throw new Error('The account has no data key.')
      const key = deriveKey(openDataKey(masterKeys, accountId, sealedKey), purpose)
      derived.set(cacheKey, key)
      return key
    },
  }
}

const purposes: readonly Purpose[] = ['audit', 'secrets', 'unknown-names', 'kickstart-keys']

/** Seals every data key again with the current master key. Safe while other processes run. */
export async function resealDataKeys(ports: {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly masterKeys: MasterKeys
}): Promise<{ readonly resealed: number }> {
  const { storage, masterKeys } = ports
  let resealed = 0
  for (const { accountId, sealedKey } of await storage.read.accounts.sealedKeys()) {
    if (sealingKeyId(sealedKey) === masterKeys.current().id) continue
    const dataKey = openDataKey(masterKeys, accountId, sealedKey)
    const next = seal(masterKeys.current(), dataKey, contextOf(accountId))
    const replaced = await storage.write((tx) =>
      tx.accounts.replaceSealedKey(accountId, sealedKey, next),
    )
    if (replaced) resealed += 1
  }
  return { resealed }
}

function openDataKey(masterKeys: MasterKeys, accountId: AccountId, sealed: string): Buffer {
  const keyId = sealingKeyId(sealed) ?? ''
  if (masterKeys.find(keyId) === undefined) masterKeys.reload()
  const masterKey = masterKeys.find(keyId)
  const opened = masterKey && unseal(masterKey, sealed, contextOf(accountId))
  if (opened === undefined) {
    throw new Error(
      `The data key of account ${accountId} was sealed by master key "${keyId}", which is not ` +
        'configured. Put it back into WATCHWORD_MASTER_KEY (behind the current one).',
    )
  }
  return opened
}

function deriveKey(dataKey: Uint8Array, purpose: Purpose): SealingKey {
  const bytes = Buffer.from(hkdfSync('sha256', dataKey, '', `watchword ${purpose}`, 32))
  const id = createHmac('sha256', bytes).update('key id').digest('hex').slice(0, 16)
  return { id, bytes }
}

function contextOf(accountId: AccountId): string {
  return `account_keys/${accountId}`
}
