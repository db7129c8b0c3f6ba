import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { masterKeyOf } from '#lib/master-key-file.ts'

/** One master key that every test knows. */
export function fixedMasterKeys(): MasterKeys {
  const key = masterKeyOf(Buffer.alloc(32, 7))
  return {
    current: () => key,
    find: (id) => (id === key.id ? key : undefined),
    all: () => [key],
    reload: () => {},
  }
}
