import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { PasswordResetBody, SelectedUser, userBodies } from '@watchword/protocol/api/user.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { CheckPasswordPorts } from '#domain/login/attempt.ts'
import { createConfigUseCases } from '#domain/users/config-use-cases.ts'
import { resetPassword } from '#domain/users/reset-password.ts'
import type { User } from '#domain/users/user.ts'
import type { UserNames } from '#domain/users/user-names.ts'
import { usersDefinition } from '#domain/users/users-definition.ts'
import type { CredentialPorts } from '../authenticate.ts'
import { byBearerOrKey } from '../openapi/route-docs.ts'
import { idOf, RevisionHeaders, WriteQuery } from './config/config-query.ts'
import type { ConfigResource } from './config/config-resource.ts'
import { configPath, configRoutes } from './config/config-routes.ts'
import { askOf, send } from './config/write-routes.ts'
import { userListFields, userViews, wireUser } from './users.ts'

/** What the routes of users take: they log nobody in, but own passwords are proven as at a login. */
export type UserRoutesPorts = CheckPasswordPorts & CredentialPorts

/** The Users API, contract 1 §4. */
export function userRoutes(ports: UserRoutesPorts) {
  const resource: ConfigResource<User, UserNames> = {
    path: 'users',
    tag: 'Users',
    api: 'users',
    noun: 'user',
    nouns: 'users',
    writers:
      'Package 10001 for everybody; 30003 and 30004 for the agents and agent managers of the groups one ' +
      'manages; nickname, full name and password of oneself.',
    defaultVersion: 2,
    useCases: createConfigUseCases(ports, usersDefinition(ports)),
    answer: SelectedUser,
    bodies: userBodies.schemas,
    views: userViews,
    listFields: userListFields,
    wire: wireUser,
  }
  const addSeven = configRoutes(ports, resource)
  return async (app: FastifyInstance): Promise<void> => {
    await addSeven(app)
    addReset(app, ports, resource)
  }
}

function addReset(
  app: FastifyInstance,
  ports: UserRoutesPorts,
  resource: ConfigResource<User, UserNames>,
): void {
  const schema = {
    tags: ['Users' as const],
    summary: 'Reset the password of a user',
    description: 'The user must choose another one at the next login, and their sessions end.',
    security: byBearerOrKey,
    params: Type.Object({ accountId: Type.String(), id: Type.String() }),
    querystring: WriteQuery,
    headers: RevisionHeaders,
    body: PasswordResetBody,
    response: {
      200: SelectedUser,
      400: ErrorEnvelope,
      401: ErrorEnvelope,
      403: ErrorEnvelope,
      404: ErrorEnvelope,
      412: ErrorEnvelope,
      429: ErrorEnvelope,
    },
  }
  app.put(`${configPath('users')}/:id/resetPassword`, { schema }, async (request, reply) => {
    const result = await resetPassword(ports, askOf(request), idOf(request), request.body)
    return send(reply, request, resource, result)
  })
}
