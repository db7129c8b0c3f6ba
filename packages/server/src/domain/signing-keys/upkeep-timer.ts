import type { KeyPorts } from './key-ports.ts'
import { keepAllKeysUp } from './upkeep.ts'

/**
 * Looks once in a while whether something is due for any keys, so that the schedule holds for owners that nobody
 * uses for long. What is due is done by whoever comes first; to be late is no harm.
 */
export function startKeyUpkeep(ports: KeyPorts & { readonly onFault: (fault: unknown) => void }): {
  readonly close: () => Promise<void>
} {
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    underWay ??= keepAllKeysUp(ports)
      .catch(ports.onFault)
      .finally(() => {
        underWay = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}

const everyMs = 60_000
