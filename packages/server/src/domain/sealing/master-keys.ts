import type { SealingKey } from '#lib/sealed.ts'

/**
 * The master keys: the first seals, the others still open what they sealed. A process that meets a key it
 * does not know asks again (`reload`), because a rotation may have happened while it runs.
 */
export type MasterKeys = {
  current(): SealingKey
  find(id: string): SealingKey | undefined
  all(): readonly SealingKey[]
  /** Reads them anew from where they are kept; with keys from the environment, the same ones. */
  reload(): void
}
