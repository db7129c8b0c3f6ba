import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { type SealingKey, seal, sealingKeyId, unseal } from '#lib/sealed.ts'
import type { MasterKeys } from './master-keys.ts'

/** Where a data key is kept: what it is bound to, and what an operator is told if it does not open. */
export type DataKeyPlace = { readonly context: string; readonly name: string }

/** A new data key, sealed by the current master key. */
export function makeDataKey(masterKeys: MasterKeys, { context }: DataKeyPlace): string {
  return seal(masterKeys.current(), randomBytes(32), context)
}

/** Opens a data key with the master key that sealed it, asking for the newest ones if need be. */
export function openDataKey(masterKeys: MasterKeys, place: DataKeyPlace, sealed: string): Buffer {
  const keyId = sealingKeyId(sealed) ?? ''
  if (masterKeys.find(keyId) === undefined) masterKeys.reload()
  const masterKey = masterKeys.find(keyId)
  const opened = masterKey && unseal(masterKey, sealed, place.context)
  if (opened === undefined) {
    throw new Error(
      `The data key of ${place.name} was sealed by master key "${keyId}", which is not ` +
        'configured. Put it back into WATCHWORD_MASTER_KEY (behind the current one).',
    )
  }
  return opened
}

/** The same data key, sealed by the current master key; `undefined`: it is already. */
export function resealDataKey(
  masterKeys: MasterKeys,
  place: DataKeyPlace,
  sealed: string,
): string | undefined {
  if (sealingKeyId(sealed) === masterKeys.current().id) return undefined
  return seal(masterKeys.current(), openDataKey(masterKeys, place, sealed), place.context)
}

/** A key for one purpose. */
export function deriveKey(dataKey: Uint8Array, purpose: string): SealingKey {
  const bytes = Buffer.from(hkdfSync('sha256', dataKey, '', `watchword ${purpose}`, 32))
  const id = createHmac('sha256', bytes).update('key id').digest('hex').slice(0, 16)
  return { id, bytes }
}
