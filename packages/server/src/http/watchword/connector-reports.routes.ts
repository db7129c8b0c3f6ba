import {
  ConnectorStatus,
  ConnectorStatuses,
  ConnectorStatusesQuery,
} from '@watchword/protocol/api/connector-report.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import {
  type ConnectorStatusPorts,
  listConnectorStatuses,
  readConnectorStatus,
} from '#domain/consumers/connector-status.ts'
import { DomainError } from '#domain/errors.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { debuggerOf } from './debugger-of.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'
import { wireConnectorStatus } from './wire-connector-status.ts'

const params = Type.Object({ accountId: Type.String(), connectorId: Type.String() })
const about = { tags: ['Connectors' as const], security: byBearer }
const daysShown = 30

/** How connectors do: one, and all at once. */
export function addConnectorReports(app: FastifyInstance, ports: ConnectorStatusPorts): void {
  addStatus(app, ports)
  addStatuses(app, ports)
}

function addStatus(app: FastifyInstance, ports: ConnectorStatusPorts): void {
  const schema = {
    ...about,
    params,
    summary: 'How a connector does',
    description:
      'Who came in and who was refused in the last 30 days, by day and reason; whom the rules of `reportOnly` would ' +
      'refuse; the newest refused handshake; and the servers of the identity provider, as this process knows them. ' +
      'Package 40012, or an administrator.',
    operationId: 'readConnectorStatus',
    response: { 200: ConnectorStatus, ...commonRefusals },
  }
  app.get(`${base}/connectors/:connectorId/status`, { schema }, async (request) => {
    const accountId = debuggerOf(request)
    const connectorId = connectorIdOf(request.params)
    const status = await readConnectorStatus(ports, accountId, { connectorId, days: daysShown })
    return wireConnectorStatus(status)
  })
}

function addStatuses(app: FastifyInstance, ports: ConnectorStatusPorts): void {
  const schema = {
    ...about,
    params: AccountParams,
    querystring: ConnectorStatusesQuery,
    summary: 'How all connectors do',
    description:
      'What `…/connectors/{connectorId}/status` tells, of every connector of the account, by id, in one answer. ' +
      'Package 40012, or an administrator.',
    operationId: 'listConnectorStatuses',
    response: { 200: ConnectorStatuses, ...commonRefusals },
  }
  app.get<{ Querystring: ConnectorStatusesQuery }>(
    `${base}/connectors/status`,
    { schema },
    async (request): Promise<ConnectorStatuses> => {
      const withDays = request.query.days !== 'false'
      const asked = { days: daysShown, withDays }
      const statuses = await listConnectorStatuses(ports, debuggerOf(request), asked)
      const told = statuses.map(wireConnectorStatus)
      return { statuses: withDays ? told : told.map(({ days: _, ...status }) => status) }
    },
  )
}

/** An id that cannot be is that of no connector. */
export function connectorIdOf(given: unknown): number {
  const { connectorId } = given as { readonly connectorId: string }
  if (/^[1-9]\d{0,14}$/.test(connectorId)) return Number(connectorId)
  throw new DomainError('not_found', 'There is no such connector on this account.')
}
