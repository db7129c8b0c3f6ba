import type { FastifyInstance } from 'fastify'
import { addConsentRoutes } from './consent.routes.ts'
import { addLoginRoutes, type LoginPagePorts } from './login.routes.ts'
import { addLogoRoute } from './logo.routes.ts'
import { addStyleRoutes } from './style.routes.ts'
import { takePageRequests } from './take-page-requests.ts'

/** The hosted pages, which both faces lead to. */
export function hostedPageRoutes(ports: LoginPagePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takePageRequests(app, { unknownClientStatus: 400 })
    addLoginRoutes(app, ports)
    addConsentRoutes(app, ports)
    addStyleRoutes(app)
    addLogoRoute(app, ports)
  }
}
