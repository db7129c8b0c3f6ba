import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { DomainError } from '#domain/errors.ts'
import { byAnyone, byOperatorToken } from '#http/openapi/route-docs.ts'
import { metricsContentType } from './metrics.ts'
import type { MetricsAccess } from './metrics-access.ts'
import type { MetricsSource } from './metrics-source.ts'
import type { Readiness } from './readiness.ts'

export type OpsPorts = {
  readonly readiness: Pick<Readiness, 'obstacle'>
  readonly metrics: MetricsSource
  readonly mayReadMetrics: MetricsAccess
}

const Health = Type.Object({ status: Type.String({ examples: ['ok'] }) })
const NotReady = Type.Object(
  {
    status: Type.String({ examples: ['not ready'] }),
    reason: Type.String({ examples: ['the database does not answer'] }),
  },
  { description: 'Send requests elsewhere; `reason` says why' },
)

/** Whether the server works, and how hard, for those who look after it. */
export function opsRoutes({ readiness, metrics, mayReadMetrics }: OpsPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    const config = { unlimited: true }
    app.get('/health/live', { config, schema: liveSchema }, async () => ({ status: 'ok' }))

    app.get('/health/ready', { config, schema: readySchema }, async (_request, reply) => {
      const reason = await readiness.obstacle()
      if (reason === undefined) return { status: 'ok' }
      return reply.code(503).send({ status: 'not ready', reason })
    })

    app.get('/metrics', { config, schema: metricsSchema }, async (request, reply) => {
      // To a stranger the path does not exist: there is nothing to try tokens on.
      if (!(await mayReadMetrics(request)))
        throw new DomainError('not_found', 'There is nothing here.')
      return reply.header('content-type', metricsContentType).send(await metrics.text())
    })
  }
}

const liveSchema = {
  tags: ['Service' as const],
  summary: 'Whether the process runs',
  description: 'Restart the process when this does not answer.',
  security: byAnyone,
  response: { 200: Health },
}

const readySchema = {
  tags: ['Service' as const],
  summary: 'Whether requests should be sent here',
  description: 'Ready while the database answers, and revocations made elsewhere are heard of.',
  security: byAnyone,
  response: { 200: Health, 503: NotReady },
}

const metricsSchema = {
  tags: ['Service' as const],
  summary: 'Metrics, in the text format of Prometheus',
  description:
    'With an operator token; without one from this machine itself, unless `WATCHWORD_OPS_PORT` gives ' +
    'metrics a listener of their own. To anybody else the path does not exist.',
  security: byOperatorToken,
  produces: ['text/plain'],
}
