import cluster, { type Worker } from 'node:cluster'
import type { HttpApp } from '#http/app.ts'
import { createClusterMetrics } from '#http/ops/cluster-metrics.ts'
import { createReadiness } from '#http/ops/readiness.ts'
import type { Log } from '#lib/log.ts'
import { CommandError } from '../command.ts'
import { type ServerRun, startOps } from './run-server.ts'

/** A worker that lived this long was well: the next restart need not wait. */
const wellAfterMs = 30_000
const longestPauseMs = 10_000
/** More than a worker takes to finish its requests. */
const stopBoundMs = 15_000

/** Keeps as many workers alive as are wanted until it is told to stop; then stops them, and itself. */
export async function runPrimary(run: Omit<ServerRun, 'shareMetrics'>): Promise<never> {
  const { config, log, opened, stopped } = run
  const state = { stopping: false }
  const failed = keepWorkers(run, state)
  let ops: HttpApp | undefined
  try {
    ops = await startOps(run, {
      metrics: createClusterMetrics(),
      readiness: createReadiness(opened),
    })
    const reason = await Promise.race([stopped, failed])
    log.info({ reason: String(reason), workers: config.workers }, 'stopping the workers')
  } finally {
    state.stopping = true
    await stopWorkers(log)
    await ops?.close()
    await opened.storage.close()
  }
  process.exit(0)
}

/** Starts them, and others for those that end. Rejects if one ends before all were ready. */
function keepWorkers(
  { config, log, ready }: Pick<ServerRun, 'config' | 'log' | 'ready'>,
  state: { readonly stopping: boolean },
): Promise<never> {
  const pauses = createPauses()
  let readyCount = 0
  cluster.on('message', (_worker, message) => {
    if (message !== 'ready') return
    readyCount += 1
    if (readyCount === config.workers) ready()
  })
  const failed = new Promise<never>((_, reject) => {
    cluster.on('exit', (worker, code, signal) => {
      if (state.stopping) return
      if (readyCount < config.workers) {
        return reject(
          new CommandError('A server process could not start; its own words are above.'),
        )
      }
      const pauseMs = pauses.after(worker)
      log.error({ worker: worker.id, status: code, signal, pauseMs }, 'a worker ended')
      setTimeout(() => {
        if (!state.stopping) pauses.start()
      }, pauseMs)
    })
  })
  for (let index = 0; index < config.workers; index += 1) pauses.start()
  return failed
}

/** Starts workers, and knows how long to wait before the next: twice as long after each early end. */
function createPauses() {
  const startedAt = new Map<number, number>()
  let pauseMs = 100
  return {
    start: () => {
      startedAt.set(cluster.fork().id, Date.now())
    },
    after: ({ id }: Worker): number => {
      const livedMs = Date.now() - (startedAt.get(id) ?? 0)
      startedAt.delete(id)
      pauseMs = livedMs >= wellAfterMs ? 100 : Math.min(pauseMs * 2, longestPauseMs)
      return pauseMs
    },
  }
}

async function stopWorkers(log: Log): Promise<void> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
  for (const worker of workers) {
    if (worker.isConnected()) worker.send('stop')
  }
  const timer = setTimeout(() => {
    log.error('a worker did not stop in time; it is killed')
    for (const worker of workers) worker.process.kill('SIGKILL')
  }, stopBoundMs)
  await Promise.all(ended)
  clearTimeout(timer)
}
