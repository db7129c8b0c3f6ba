import { StatisticsQuery, StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { FastifyInstance } from 'fastify'
import { readSeries, type SeriesPorts } from '#domain/statistics/read-series.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

const about = { tags: ['Statistics' as const], security: byBearer, params: AccountParams }

/** What is counted of an account's traffic. */
export function addStatistics(app: FastifyInstance, ports: SeriesPorts): void {
  const schema = {
    ...about,
    summary: 'Count calls, logins and handshakes',
    description:
      'By hour (kept for 31 days) or by day of the account’s time zone (kept for 400), without gaps: calls by API, credential, ' +
      'application and reason of refusal; calls and logins by API key; logins by way or reason; consumers by connector, and ' +
      'their handshakes by reason. For administrators; `connector` and `handshake` also with package 40012.',
    operationId: 'readStatistics',
    querystring: StatisticsQuery,
    response: { 200: StatisticsSeries, ...commonRefusals },
  }
  app.get<{ Querystring: StatisticsQuery }>(
    `${base}/statistics`,
    { schema },
    async (request): Promise<StatisticsSeries> => {
      const { dimension, by = 'hour', from, to } = request.query
      const { periods, series, ...about } = await readSeries(ports, userOf(request), {
        ...{ dimension, by, from, to },
      })
      return {
        ...about,
        periods: [...periods],
        series: series.map(({ count, refused, failed, ...of }) => ({
          ...of,
          ...{ count: [...count], refused: [...refused], failed: [...failed] },
        })),
      }
    },
  )
}
