import type { HttpApp } from '#http/app.ts'
import type { Storage } from '#storage/port.ts'

/** Requests that are not done after this time are cut off. */
const boundMs = 10_000

/** Stops accepting, lets requests finish within a bound, and closes what was opened. */
export async function shutDown(
  parts: { readonly apps: readonly HttpApp[]; readonly storage: Pick<Storage, 'close'> },
  limitMs: number = boundMs,
): Promise<'finished' | 'cut off'> {
  const { apps, storage } = parts
  let outcome: 'finished' | 'cut off' = 'finished'
  const timer = setTimeout(() => {
    outcome = 'cut off'
    for (const app of apps) app.server.closeAllConnections()
  }, limitMs)
  try {
    await Promise.all(apps.map((app) => app.close()))
  } finally {
    clearTimeout(timer)
    await storage.close()
  }
  return outcome
}

/**
 * Resolves at the first SIGTERM or SIGINT; the second ends the process at once, because somebody who asks
 * twice does not want to wait.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false
    const listen = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143)
      asked = true
      resolve(signal)
    }
    process.on('SIGTERM', listen)
    process.on('SIGINT', listen)
  })
}
