import { readClientAuthentication } from '@watchword/protocol/oauth2/client-authentication.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyRequest } from 'fastify'
import type { ClientCall } from '#domain/authorization/authenticate-client.ts'
import type { Face } from '#domain/authorization/grant.ts'
import { originOf } from './authenticate.ts'

/** Who calls an endpoint for applications, as they say themselves. */
export function clientCallOf(
  request: FastifyRequest,
  face: Face,
  parameters: Parameters,
): ClientCall {
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const authentication = readClientAuthentication(request.headers.authorization, parameters)
  return { accountId, face, authentication, origin: originOf(request) }
}
