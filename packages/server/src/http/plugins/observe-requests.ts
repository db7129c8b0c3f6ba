import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import type { StatisticRecorder } from '#domain/statistics/record-statistics.ts'
import type { RequestMetrics, RouteNumbers } from '#http/ops/request-metrics.ts'
import { createAccessLog } from './access-log.ts'
import { countAnswer, groupOf, type RouteGroup } from './answered-request.ts'

/**
 * Counts and logs every answer at the moment it is handed over to be sent: in the metrics of the server, and in the
 * statistics of the account. Waiting until it was sent would cost two listeners for each request, which is more than a
 * look-up in the directory costs. A path that is not there is counted under one template.
 */
export function observeRequests(
  app: FastifyInstance,
  {
    metrics,
    statistics,
  }: {
    readonly metrics: RequestMetrics
    readonly statistics: Pick<StatisticRecorder, 'answered'>
  },
): void {
  const log = createAccessLog(app.log)
  const nowhere = { numbers: metrics.route('*', 'none'), group: undefined }
  const known = new WeakMap<FastifyContextConfig, ObservedRoute>()
  const faults = new WeakMap<FastifyRequest, unknown>()

  function routeOf({ config, schema }: FastifyRequest['routeOptions']): ObservedRoute {
    const kept = known.get(config)
    if (kept !== undefined) return kept
    const { url, method } = config as RouteConfig
    const methods = [method].flat().join()
    const route =
      url === undefined
        ? nowhere
        : {
            numbers: metrics.route(methods, url),
            group: groupOf({ method: methods, url, schema }),
          }
    known.set(config, route)
    return route
  }

  app.addHook('onError', (request, _reply, fault, done) => {
    faults.set(request, fault)
    done()
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    const milliseconds = performance.now() - request.startedAt
    const { numbers, group } = routeOf(request.routeOptions)
    const status = reply.statusCode
    numbers.record(status, milliseconds)
    if (group !== undefined) {
      const fault = status < 400 ? undefined : faults.get(request)
      countAnswer(statistics, { request, status, group }, fault)
    }
    log(request, reply, milliseconds)
    done()
  })
}

type ObservedRoute = { readonly numbers: RouteNumbers; readonly group: RouteGroup | undefined }

/** Of a path that is not there, Fastify gives a configuration without a URL. */
type RouteConfig = FastifyContextConfig & {
  readonly url?: string
  readonly method?: string | readonly string[]
}
