import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** How often secrets were compared, and seals opened or made. */
export type CryptoCounts = { readonly comparisons: number; readonly seals: number }

/**
 * Counts this process's work on secrets, by standing before the functions of `node:crypto`. One test at a time,
 * and `restore` when done.
 */
export function countCrypto(): { take(): CryptoCounts; restore(): void } {
  const { timingSafeEqual, createCipheriv, createDecipheriv } = crypto
  let counts = { comparisons: 0, seals: 0 }
  const put = (functions: Partial<typeof crypto>) => {
    Object.assign(crypto, functions)
    syncBuiltinESMExports()
  }
  put({
    timingSafeEqual: (a, b) => {
      counts.comparisons += 1
      return timingSafeEqual(a, b)
    },
    createCipheriv: ((...given: Parameters<typeof createCipheriv>) => {
      counts.seals += 1
      return createCipheriv(...given)
    }) as typeof createCipheriv,
    createDecipheriv: ((...given: Parameters<typeof createDecipheriv>) => {
      counts.seals += 1
      return createDecipheriv(...given)
    }) as typeof createDecipheriv,
  })
  return {
    take: () => {
      const taken = counts
      counts = { comparisons: 0, seals: 0 }
      return taken
    },
    restore: () => put({ timingSafeEqual, createCipheriv, createDecipheriv }),
  }
}
