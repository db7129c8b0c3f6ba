import type { FastifyInstance } from 'fastify'
import type { AuthenticationPorts } from '#domain/consumers/authenticate-consumer.ts'
import { allowAnyOrigin, sendOpenPostPreflight } from '#http/plugins/cors.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { type AnonymousRoutePorts, addAnonymous } from './anonymous.routes.ts'
import { addAuthenticate } from './authenticate.routes.ts'
import { answerIdpErrors } from './idp-errors.ts'

/** The consumer identity provider, for pages and apps of any origin. */
export function idpRoutes(ports: AuthenticationPorts & AnonymousRoutePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    readBodiesLater(app)
    answerIdpErrors(app, ports)
    addAuthenticate(app, ports)
    addAnonymous(app, ports)
    for (const path of paths) app.options(path, { schema: { hide: true } }, sendOpenPostPreflight)
  }
}

const paths = [
  '/api/account/:accountId/authenticate',
  '/api/account/:accountId/app/:app/authenticate',
  '/api/account/:accountId/app/:app/challenge',
  '/api/account/:accountId/anonymous/authorize',
  '/api/account/:accountId/signup',
]
