import { Readable } from 'node:stream'
import {
  AuditExportQuery,
  AuditQueryAnswer,
  AuditQueryBody,
} from '@watchword/protocol/api/audit.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type AuditExportPorts, exportAudit } from '#domain/audit/export-audit.ts'
import { requireAuditPackage } from '#domain/audit/query-audit.ts'
import { type CredentialPorts, callerOf, originOf, requireCredential } from '#http/authenticate.ts'
import { byBearerOrKey } from '#http/openapi/route-docs.ts'
import { formBodyOf } from '../../signed-request.ts'
import { formatChangeDate } from './change-date.ts'
import { readSearch } from './read-search.ts'
import { runAuditQuery } from './run-audit-query.ts'

export type AuditRoutesPorts = AuditExportPorts & CredentialPorts

/** The Audit Trail API, contract 1 section 6. */
export function auditRoutes(ports: AuditRoutesPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    requireCredential(app, ports, { api: 'audit-trail', onlyReads: true }, { takesForms: true })
    addQuery(app, ports)
    addExport(app, ports)
  }
}

const params = Type.Object({ accountId: Type.String() })
const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope, 403: ErrorEnvelope }
// Who may ask is known before what they ask is read: both are checked by what the handler calls.
const validatorCompiler = () => () => true

function addQuery(app: FastifyInstance, ports: AuditRoutesPorts): void {
  const schema = {
    tags: ['Audit' as const],
    summary: 'Query the audit trail',
    description:
      'A GraphQL query with the root field `auditData`; the header `X-Total-Count` tells how many events ' +
      'match in all. Needs the permission package 10015.',
    security: byBearerOrKey,
    params,
    body: AuditQueryBody,
    response: { 200: AuditQueryAnswer, ...refusals },
  }
  app.post(
    '/api/account/:accountId/configuration/metadata/audit',
    { schema, validatorCompiler },
    async (request, reply) => {
      const { body, total } = await runAuditQuery(ports, callerOf(request), bodyOf(request))
      if (total !== undefined) reply.header('x-total-count', total)
      // Its shape is the query's: there is no schema to write it by.
      return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
    },
  )
}

/** JSON, or a form with the member `query`, as GraphQL clients of old send it. */
function bodyOf(request: FastifyRequest): unknown {
  const form = formBodyOf(request)
  return form === undefined ? request.body : { query: new URLSearchParams(form).get('query') }
}

function addExport(app: FastifyInstance, ports: AuditRoutesPorts): void {
  const schema = {
    tags: ['Audit' as const],
    summary: 'Export the audit trail as CSV',
    description:
      'Three blocks: what was searched for, how many were found, and the events, newest first. ' +
      'Needs the permission package 10015. The trail tells of each export.',
    security: byBearerOrKey,
    produces: ['text/csv'],
    params,
    querystring: AuditExportQuery,
    response: { 200: Type.String(), ...refusals },
  }
  app.get<{ Querystring: Readonly<Record<string, unknown>> }>(
    '/api/account/:accountId/configuration/metadata/audit/export',
    { schema, validatorCompiler, exposeHeadRoute: false },
    async (request, reply) => {
      const caller = callerOf(request)
      requireAuditPackage(caller)
      const search = readSearch(request.query)
      const found = await exportAudit(ports, { caller, origin: originOf(request), search })
      // Loaded at the first export, like what runs the query.
      const { auditCsv } = await import('./audit-csv.ts')
      const day = formatChangeDate(ports.clock.now(), found.timeZone).slice(0, 10)
      return reply
        .type('text/csv; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="audit-${caller.accountId}-${day}.csv"`,
        )
        .send(Readable.from(auditCsv(search, found), { objectMode: false }))
    },
  )
}
