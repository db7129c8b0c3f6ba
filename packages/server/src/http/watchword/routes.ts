import type { FastifyInstance } from 'fastify'
import type { ExplainPorts } from '#domain/api-keys/explain.ts'
import type { ReportPorts } from '#domain/api-keys/key-reports.ts'
import type { OfferLoginPorts } from '#domain/delegation/offer-login.ts'
import type { KeyPorts } from '#domain/signing-keys/key-ports.ts'
import type { AttentionPorts } from '#domain/statistics/read-attention.ts'
import type { SeriesPorts } from '#domain/statistics/read-series.ts'
import { requireUser } from '#http/authenticate.ts'
import { demandScope, type ScopeDemand, scopeOfApi } from '#http/scope-demand.ts'
import { addApiKeyReports } from './api-keys.routes.ts'
import { type ApplicationRoutesPorts, addApplications } from './applications.routes.ts'
import { addAuditVerify } from './audit-verify.routes.ts'
import { addCampaignPreview } from './campaign-preview.routes.ts'
import { addDelegation } from './delegation.routes.ts'
import { addGrants, type GrantRoutesPorts } from './grants.routes.ts'
import { addKeys } from './keys.routes.ts'
import { addLogo } from './logo.routes.ts'
import { addMe } from './me.routes.ts'
import { addKeyMigration } from './migrate-key.routes.ts'
import { addOAuth1 } from './oauth1.routes.ts'
import type { WatchwordPorts } from './route-about.ts'
import { addSessions } from './sessions.routes.ts'
import { addSettings } from './settings.routes.ts'
import { addStandardClaims } from './standard-claims.routes.ts'
import { addStatistics } from './statistics.routes.ts'
import { addUserReports } from './user-reports.routes.ts'

/** Our own resources of an account. Who asks is known before anything else of a request is looked at. */
export function watchwordRoutes(
  ports: WatchwordPorts &
    ReportPorts &
    ExplainPorts &
    ApplicationRoutesPorts &
    GrantRoutesPorts &
    OfferLoginPorts &
    SeriesPorts &
    Omit<AttentionPorts, 'keyPorts'> & {
      readonly keyPorts: KeyPorts
      readonly publicOrigin: string
    },
) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    const ofScope = (demand: ScopeDemand, add: (part: FastifyInstance) => void) =>
      app.register(async (part) => {
        demandScope(part, demand)
        add(part)
      })
    ofScope(scopeOfApi('settings'), (part) => {
      addSettings(part, ports)
      addLogo(part, ports)
    })
    ofScope(scopeOfApi('sessions'), (part) => addSessions(part, ports))
    ofScope({ read: 'profile', write: 'profile' }, (part) => addMe(part, ports))
    ofScope({ read: 'audit-trail:read', write: 'audit-trail:read' }, (part) =>
      addAuditVerify(part, ports),
    )
    const statistics = 'statistics:read'
    ofScope({ read: statistics, write: statistics }, (part) => addStatistics(part, ports))
    ofScope(scopeOfApi('grants'), (part) => addGrants(part, ports))
    ofScope(scopeOfApi('users'), (part) => {
      addStandardClaims(part, ports)
      addUserReports(part, ports)
    })
    ofScope(scopeOfApi('keys'), (part) => addKeys(part, ports.keyPorts))
    ofScope(scopeOfApi('applications'), (part) => addApplications(part, ports))
    const consumers = 'consumers:invoke'
    ofScope({ read: consumers, write: consumers, applications: 'accepted' }, (part) =>
      addDelegation(part, ports),
    )
    const campaigns = 'campaigns:read'
    ofScope({ read: campaigns, write: campaigns }, (part) => addCampaignPreview(part, ports))
    ofScope(scopeOfApi('app-keys'), (part) => {
      addApiKeyReports(part, ports)
      addOAuth1(part, ports)
      addKeyMigration(part, ports)
    })
  }
}
