import type { Config } from '#config/config.ts'
import type { HttpApp } from '#http/app.ts'
import { createMetrics } from '#http/ops/metrics.ts'
import type { Metrics } from '#http/ops/metrics-source.ts'
import { createReadiness, type Readiness } from '#http/ops/readiness.ts'
import { systemClock } from '#lib/clock.ts'
import { giveBackMemory } from '#lib/give-back-memory.ts'
import type { Log } from '#lib/log.ts'
import { buildServer } from '../../server.ts'
import { explainListening } from './explain-listening.ts'
import { openTls } from './open-tls.ts'
import type { Opened } from './prepare.ts'
import { shutDown } from './shutdown.ts'

export type ServerRun = {
  readonly config: Config
  readonly log: Log
  readonly opened: Opened
  /** Resolves when the server is to stop. */
  readonly stopped: Promise<unknown>
  /** Called once the server answers. */
  readonly ready: () => void
  /** Given the metrics of a process whose primary shows them. */
  readonly shareMetrics?: (metrics: Metrics) => void
}

/** Serves until it is told to stop, then ends the process. */
export async function runServer(run: ServerRun): Promise<never> {
  const { config, log, opened, stopped, ready } = run
  const apps = await startAll(run)
  log.info({ origin: config.publicOrigin, host: config.host, port: config.port }, 'listening')
  ready()
  const reason = await stopped
  log.info({ reason: String(reason) }, 'stopping')
  const outcome = await shutDown({ apps, storage: opened.storage })
  log.info({ requests: outcome }, 'stopped')
  process.exit(0)
}

async function startAll(run: ServerRun): Promise<readonly HttpApp[]> {
  const { config, opened, shareMetrics } = run
  const metrics = createMetrics()
  const readiness = createReadiness(opened)
  const apps: HttpApp[] = []
  try {
    const app = await createApp(run, metrics, readiness)
    apps.push(app)
    await app.ready()
    // Now it delays nobody: the first request comes after it.
    await giveBackMemory()
    await explainListening(app, config.host, config.port, 'WATCHWORD_PORT')
    shareMetrics?.(metrics)
    if (shareMetrics === undefined) {
      const ops = await startOps(run, { metrics, readiness })
      if (ops !== undefined) apps.push(ops)
    }
    return apps
  } catch (error) {
    await opened.nonces?.close()
    await shutDown({ apps, storage: opened.storage })
    throw error
  }
}

async function createApp(
  { config, log, opened }: ServerRun,
  metrics: Metrics,
  readiness: Readiness,
): Promise<HttpApp> {
  const tls = await openTls(config, new Date(systemClock.now()))
  if (tls?.instructions !== undefined) process.stdout.write(`${tls.instructions}\n\n`)
  return buildServer({
    ...opened,
    config,
    log,
    clock: systemClock,
    metrics,
    readiness,
    ...(tls === undefined ? {} : { tls: { key: tls.key, cert: tls.cert } }),
  })
}

/** Health and metrics on a port of their own, if one is set. */
export async function startOps(
  { config, log }: Pick<ServerRun, 'config' | 'log'>,
  parts: { readonly metrics: Pick<Metrics, 'text'>; readonly readiness: Readiness },
): Promise<HttpApp | undefined> {
  if (config.opsPort === undefined) return undefined
  const { createOpsServer } = await import('#http/ops/ops-server.ts')
  const ops = createOpsServer({ ...parts, clock: systemClock, log })
  await explainListening(ops, config.host, config.opsPort, 'WATCHWORD_OPS_PORT')
  return ops
}
