import type { FastifyInstance } from 'fastify'
import type { ExplainPorts } from '#domain/api-keys/explain.ts'
import type { ReportPorts } from '#domain/api-keys/key-reports.ts'
import { requireUser } from '#http/authenticate.ts'
import { addApiKeyReports } from './api-keys.routes.ts'
import { addAuditVerify } from './audit-verify.routes.ts'
import { addMe } from './me.routes.ts'
import { addOAuth1 } from './oauth1.routes.ts'
import type { WatchwordPorts } from './route-about.ts'
import { addSessions } from './sessions.routes.ts'
import { addSettings } from './settings.routes.ts'

/** Our own resources of an account. Who asks is known before anything else of a request is looked at. */
export function watchwordRoutes(ports: WatchwordPorts & ReportPorts & ExplainPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    addSettings(app, ports)
    addSessions(app, ports)
    addMe(app, ports)
    addAuditVerify(app, ports)
    addApiKeyReports(app, ports)
    addOAuth1(app, ports)
  }
}
