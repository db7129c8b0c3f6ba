import { ConnectorBody } from '@watchword/protocol/api/connector.ts'
import { ConnectorCheck } from '@watchword/protocol/api/connector-report.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import {
  type CheckPorts,
  checkConnectorDraft,
  checkSavedConnector,
} from '#domain/connectors/check-connector.ts'
import type { Finding } from '#domain/connectors/finding.ts'
import type { DebuggerLimits } from '#domain/consumers/debugger-limits.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { connectorIdOf } from './connector-reports.routes.ts'
import { debuggerOf } from './debugger-of.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

export type ConnectorCheckPorts = CheckPorts & { readonly debuggerLimits: DebuggerLimits }

const about = { tags: ['Connectors' as const], security: byBearer }
const response = { 200: ConnectorCheck, 429: ErrorEnvelope, ...commonRefusals }
const asks =
  'Its metadata, its key set and its token endpoint are asked once, the last with a made-up code; nothing of that is kept. ' +
  'Package 40012, or an administrator.'

/** The doctor of identity providers. */
export function addConnectorCheck(app: FastifyInstance, ports: ConnectorCheckPorts): void {
  const draft = {
    ...about,
    params: AccountParams,
    summary: 'Check a connector before it is saved',
    description: `The body is that of a creation; with \`id\` it is that of a replacement. ${asks}`,
    operationId: 'checkConnectorDraft',
    body: ConnectorBody,
    response,
  }
  // What is wrong with the body is a finding, not a refusal.
  const validatorCompiler = () => () => true
  app.post(`${base}/connectors/check`, { schema: draft, validatorCompiler }, async (request) => {
    const accountId = debuggerOf(request)
    ports.debuggerLimits.takeCheck(accountId)
    return wireCheck(await checkConnectorDraft(ports, accountId, request.body))
  })
  const saved = {
    ...about,
    params: Type.Object({ accountId: Type.String(), connectorId: Type.String() }),
    summary: 'Check a connector',
    description: asks,
    operationId: 'checkConnector',
    response,
  }
  app.post(`${base}/connectors/:connectorId/check`, { schema: saved }, async (request) => {
    const accountId = debuggerOf(request)
    const connectorId = connectorIdOf(request.params)
    ports.debuggerLimits.takeCheck(accountId)
    return wireCheck(await checkSavedConnector(ports, accountId, connectorId))
  })
}

function wireCheck(findings: readonly Finding[]): ConnectorCheck {
  const verdicts = findings.map(({ verdict }) => verdict)
  return {
    verdict: (['fault', 'warning'] as const).find((one) => verdicts.includes(one)) ?? 'ok',
    findings: findings.map(({ id, verdict, message, value, advice }) => ({
      ...{ id, verdict, message },
      value: value ?? null,
      advice: advice ?? null,
    })),
  }
}
