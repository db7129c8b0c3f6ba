import type { FastifyInstance } from 'fastify'
import { requireCredential } from '#http/authenticate.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import type { AppKeyRoutesPorts } from './key-about.ts'
import { addReads } from './read.routes.ts'
import { addWrites } from './write.routes.ts'

/**
 * The key manager: reads as the reference has them (contract 1 §3.2), and what makes, changes and ends keys.
 * It alone takes signed requests without a token, on reads.
 */
export function appKeyRoutes(ports: AppKeyRoutesPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    requireCredential(app, ports, { api: 'app-keys', twoLegged: 'accepted' })
    readBodiesLater(app)
    addReads(app, ports)
    addWrites(app, ports)
  }
}
