import type { FastifyBaseLogger } from 'fastify'
import { createHttpApp, type HttpApp } from '#http/app.ts'
import type { Clock } from '#lib/clock.ts'
import { openToAll } from './metrics-access.ts'
import type { MetricsSource } from './metrics-source.ts'
import type { Readiness } from './readiness.ts'
import { opsRoutes } from './routes.ts'

/**
 * Health and metrics on a listener of their own, `WATCHWORD_OPS_PORT`. Whoever reaches it may read them, so
 * it is bound to the address the server listens on, which is loopback unless the operator chose another,
 * and its port is to be kept from the public. It speaks plain http.
 */
export function createOpsServer({
  clock,
  log,
  readiness,
  metrics,
}: {
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  readonly readiness: Pick<Readiness, 'obstacle'>
  readonly metrics: MetricsSource
}): HttpApp {
  const app = createHttpApp({ clock, log, publicTls: false, trustedProxies: [] })
  app.register(opsRoutes({ readiness, metrics, mayReadMetrics: openToAll }))
  return app
}
