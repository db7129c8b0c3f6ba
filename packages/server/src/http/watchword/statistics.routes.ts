import {
  AccountAttention,
  StatisticsQuery,
  StatisticsSeries,
} from '@watchword/protocol/api/statistics.ts'
import type { FastifyInstance } from 'fastify'
import type { AttentionItem, AttentionKind } from '#domain/statistics/attention.ts'
import { type AttentionPorts, readAttention } from '#domain/statistics/read-attention.ts'
import { readSeries, type SeriesPorts } from '#domain/statistics/read-series.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

const about = { tags: ['Statistics' as const], security: byBearer, params: AccountParams }

/** What is counted of an account's traffic, and what wants to be looked at. */
export function addStatistics(app: FastifyInstance, ports: SeriesPorts & AttentionPorts): void {
  addSeries(app, ports)
  addAttention(app, ports)
}

function addSeries(app: FastifyInstance, ports: SeriesPorts): void {
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

const mostItems = 50

function addAttention(app: FastifyInstance, ports: AttentionPorts): void {
  const schema = {
    ...about,
    summary: 'See what wants to be looked at',
    description:
      'Connectors by which nobody comes in, users who are locked, API keys that have ended, will end within 30 days or were not used ' +
      'for 90, applications that nobody uses or allowed anything, signing keys that change within 7 days. For administrators.',
    operationId: 'readAttention',
    response: { 200: AccountAttention, ...commonRefusals },
  }
  app.get(
    `${base}/statistics/attention`,
    { schema },
    async (request): Promise<AccountAttention> => {
      const caller = userOf(request)
      const attention = await readAttention(ports, caller)
      return {
        checkedAt: new Date(ports.clock.now()).toISOString(),
        attention: attention.map(({ kind, items }) => ({
          kind,
          total: items.length,
          items: items.slice(0, mostItems).map((item) => wireItem(caller.accountId, kind, item)),
        })),
      }
    },
  )
}

function wireItem(accountId: string, kind: AttentionKind, { id, name, at }: AttentionItem) {
  const moment = at === undefined ? null : new Date(at).toISOString()
  return { id, name, at: moment, href: placeOf[kind](`/api/account/${accountId}`, id) }
}

type Place = (account: string, id: string) => string
const keyPlace: Place = (account, id) => `/app-key-manager${account}/keys/${id}`
const applicationPlace: Place = (account, id) =>
  `${account}/configuration/app-install/installations/${id}`

/** Where each is looked at. */
const placeOf = {
  connector_failing: (account, id) => `${account}/watchword/connectors/${id}/status`,
  user_locked: (account, id) => `${account}/configuration/le-users/users/${id}`,
  key_expired: keyPlace,
  key_expiring: keyPlace,
  key_unused: keyPlace,
  application_unused: applicationPlace,
  application_without_grant: applicationPlace,
  signing_key_rotating: (account) => `${account}/watchword/keys`,
} as const satisfies { readonly [K in AttentionKind]: Place }
