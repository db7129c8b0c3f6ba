import type { FastifyInstance } from 'fastify'
import type { Callers } from '#domain/authorization/callers.ts'
import type { ConnectorStatusPorts } from '#domain/consumers/connector-status.ts'
import { requireUser } from '#http/authenticate.ts'
import { demandScope, scopeOfApi } from '#http/scope-demand.ts'
import { addConnectorCheck, type ConnectorCheckPorts } from './connector-check.routes.ts'
import { addConnectorReports } from './connector-reports.routes.ts'
import { addConsumerDebugger, type ConsumerDebuggerPorts } from './consumer-debugger.routes.ts'

/** Why consumers are refused, and how their ways in do. Who asks is known before anything else is looked at. */
export function consumerReportRoutes(
  ports: ConsumerDebuggerPorts &
    ConnectorStatusPorts &
    ConnectorCheckPorts & { readonly callers: Callers },
) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    // Explaining changes nothing, whatever its method.
    app.register(async (part) => {
      demandScope(part, { read: 'connectors:read', write: 'connectors:read' })
      addConsumerDebugger(part, ports)
      addConnectorReports(part, ports)
    })
    app.register(async (part) => {
      demandScope(part, scopeOfApi('connectors'))
      addConnectorCheck(part, ports)
    })
  }
}
