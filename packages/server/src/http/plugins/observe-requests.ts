import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import type { RequestMetrics, RouteNumbers } from '#http/ops/request-metrics.ts'
import { createAccessLog } from './access-log.ts'

/**
 * Counts and logs every answer at the moment it is handed over to be sent. Waiting until it was sent would
 * cost two listeners for each request, which is more than a look-up in the directory costs. A path that is
 * not there is counted under one template.
 */
export function observeRequests(app: FastifyInstance, metrics: RequestMetrics): void {
  const log = createAccessLog(app.log)
  const nowhere = metrics.route('*', 'none')
  const known = new WeakMap<FastifyContextConfig, RouteNumbers>()

  function numbersOf(config: RouteConfig): RouteNumbers {
    const kept = known.get(config)
    if (kept !== undefined) return kept
    const { url, method } = config
    const numbers = url === undefined ? nowhere : metrics.route([method].flat().join(), url)
    known.set(config, numbers)
    return numbers
  }

  app.addHook('onSend', (request, reply, _payload, done) => {
    const milliseconds = performance.now() - request.startedAt
    numbersOf(request.routeOptions.config).record(reply.statusCode, milliseconds)
    log(request, reply, milliseconds)
    done()
  })
}

/** Of a path that is not there, Fastify gives a configuration without a URL. */
type RouteConfig = FastifyContextConfig & {
  readonly url?: string
  readonly method?: string | readonly string[]
}
