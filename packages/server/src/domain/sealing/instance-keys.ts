import type { SealingKey } from '#lib/sealed.ts'
import type { Storage } from '#storage/port.ts'
import type { MasterKeys } from './master-keys.ts'
import { type DataKeyPlace, deriveKey, makeDataKey, openDataKey } from './sealed-data-key.ts'

/**
 * The data key of the instance: it seals what belongs to no account. Like the accounts' it is 32 random bytes,
 * kept sealed by the master key; it is made when it is first needed.
 */
export type InstanceKeys = {
  /** Never two purposes with one key. */
  derive(purpose: InstancePurpose): Promise<SealingKey>
}

/** `signing-keys`: private keys of no account. `published-applications`: webhooks of what the operator publishes. */
export type InstancePurpose = 'signing-keys' | 'published-applications'

/** Under which name the sealed data key is kept. */
export const instanceDataKey = 'data-key'

export const instancePlace: DataKeyPlace = {
  context: 'instance/data-key',
  name: 'the instance',
}

export function createInstanceKeys({
  storage,
  masterKeys,
}: {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly masterKeys: MasterKeys
}): InstanceKeys {
  // For good: they never change, whatever master key seals what they are derived from.
  const derived = new Map<InstancePurpose, SealingKey>()

  async function sealedKey(): Promise<string> {
    const kept = await storage.read.instance.get(instanceDataKey)
    if (kept !== undefined) return kept
    const made = makeDataKey(masterKeys, instancePlace)
    // Of two processes that make one at once, both use the one that is kept.
    return storage.write((tx) => tx.instance.setOnce(instanceDataKey, made))
  }

  return {
    async derive(purpose) {
      const known = derived.get(purpose)
      if (known !== undefined) return known
      const key = deriveKey(openDataKey(masterKeys, instancePlace, await sealedKey()), purpose)
      derived.set(purpose, key)
      return key
    },
  }
}
