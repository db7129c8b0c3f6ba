import type { FastifyInstance } from 'fastify'
import type { ConfigObject } from '#domain/users/config-object.ts'
import type { ConfigWritePorts } from '#domain/users/config-writes.ts'
import type { Reads } from '#storage/port.ts'
import { type CredentialPorts, requireCredential } from '../../authenticate.ts'
import { readBodiesLater } from '../../read-bodies-later.ts'
import type { ConfigResource } from './config-resource.ts'
import { addReadRoutes } from './read-routes.ts'
import { addWriteRoutes } from './write-routes.ts'

/** What the routes of a kind of configuration object take. */
export type ConfigRoutePorts = ConfigWritePorts & {
  readonly storage: { readonly read: Reads }
  readonly signedRequests: CredentialPorts['signedRequests']
  readonly callers: CredentialPorts['callers']
}

/** Where a kind of configuration object lives. */
export function configPath(path: string): string {
  return `/api/account/:accountId/configuration/le-users/${path}`
}

/** The seven methods of one kind of configuration object. */
export function configRoutes<T extends ConfigObject, V>(
  ports: CredentialPorts,
  resource: ConfigResource<T, V>,
) {
  return async (app: FastifyInstance): Promise<void> => {
    requireCredential(app, ports, { api: resource.api })
    readBodiesLater(app)
    const base = configPath(resource.path)
    addReadRoutes(app, base, resource)
    addWriteRoutes(app, base, resource)
  }
}
