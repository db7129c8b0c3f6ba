import { hashSync, verifySync } from '@node-rs/argon2'
import { normalizePassword, type PasswordHasher } from '#lib/password-hash/password-hasher.ts'

/** What was asked of a hasher. */
export type Hashing = { readonly kind: 'hash' | 'verify'; readonly hash: string }

/** A hasher without threads that costs next to nothing, and that tells what it was asked. For tests alone. */
export function createCheapPasswords(): PasswordHasher & { readonly asked: Hashing[] } {
  const cost = { memoryCost: 8, timeCost: 1, parallelism: 1 }
  const asked: Hashing[] = []
  const decoyHash = hashSync('nobody has this password', cost)
  return {
    asked,
    decoyHash,
    hash: async (password) => {
      const hash = hashSync(normalizePassword(password), cost)
      asked.push({ kind: 'hash', hash })
      return hash
    },
    verify: async (password, hash) => {
      asked.push({ kind: 'verify', hash })
      return verifySync(hash, normalizePassword(password))
    },
    needsRehash: (hash) => !hash.includes('$m=8,t=1,p=1$'),
    underWay: () => 0,
    close: async () => {},
  }
}
