import { reportToPrimary } from '#http/ops/cluster-metrics.ts'
import { runServer, type ServerRun } from './run-server.ts'

/**
 * One of several server processes. It says 'ready' to its primary, and stops when that says 'stop' or is
 * gone. Signals are the primary's alone: a terminal or a service manager sends them to every process.
 */
export async function runWorker(
  parts: Pick<ServerRun, 'config' | 'log' | 'opened'>,
): Promise<never> {
  const stopped = new Promise<string>((resolve) => {
    process.on('message', (message) => {
      if (message === 'stop') resolve('told by the primary')
    })
    process.on('disconnect', () => resolve('the primary is gone'))
  })
  const ready = () => process.send?.('ready')
  try {
    return await runServer({ ...parts, stopped, ready, shareMetrics: reportToPrimary })
  } finally {
    // Listening to the primary would keep a worker alive that could not start.
    process.disconnect?.()
  }
}

/** To be called before anything is opened: a signal to the whole group must not end a worker. */
export function leaveSignalsToPrimary(): void {
  process.on('SIGTERM', () => {})
  process.on('SIGINT', () => {})
}
