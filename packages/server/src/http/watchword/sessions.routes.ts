import {
  EndedSessions,
  EndSessionsQuery,
  OpenSessions,
  SessionQuery,
  Unlocked,
} from '@watchword/protocol/api/session.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { DomainError } from '#domain/errors.ts'
import { endSession, endSessionsOfUser } from '#domain/login/end-sessions.ts'
import { listSessions } from '#domain/login/list-sessions.ts'
import { unlockAsAdministrator } from '#domain/login/unlock-as-administrator.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'
import { sessionBody } from './session-body.ts'

/** Open sessions: one's own, and for administrators everybody's. */
export function addSessions(app: FastifyInstance, ports: WatchwordPorts): void {
  addList(app, ports)
  addEnd(app, ports)
  addOfUser(app, ports)
}

const about = { tags: ['Sessions' as const], security: byBearer }

function addList(app: FastifyInstance, ports: WatchwordPorts): void {
  const schema = {
    ...about,
    summary: 'List open sessions',
    description: 'Your own, newest first. Administrators: `user=all`, or `userId`.',
    params: AccountParams,
    querystring: SessionQuery,
    response: { 200: OpenSessions, ...commonRefusals },
  }
  app.get<{ Querystring: SessionQuery }>(`${base}/sessions`, { schema }, async (request) => {
    const caller = userOf(request)
    const { user, userId, limit = '100', offset = '0' } = request.query
    if (user !== undefined && userId !== undefined) {
      throw new DomainError('bad_request', 'Send user or userId, not both.')
    }
    const owner = user ?? (userId === undefined ? caller.userId : Number(userId))
    const open = await listSessions(ports, caller, owner)
    const page = open.slice(Number(offset), Number(offset) + Number(limit))
    return { sessions: page.map(sessionBody), total: open.length }
  })
}

function addEnd(app: FastifyInstance, ports: WatchwordPorts): void {
  const schema = {
    ...about,
    summary: 'End a session',
    description: 'Your own, or as an administrator anybody’s. Its bearer is refused from then on.',
    params: Type.Object({ accountId: Type.String(), sessionId: Type.String() }),
    response: { 204: Type.Null(), ...commonRefusals },
  }
  app.delete(`${base}/sessions/:sessionId`, { schema }, async (request, reply) => {
    const { sessionId = '' } = request.params as { readonly sessionId?: string }
    if (!/^[0-9a-z]{1,64}$/.test(sessionId)) {
      throw new DomainError('not_found', 'There is no such session, or it has ended.')
    }
    await endSession(ports, askingOf(request), sessionId)
    return reply.code(204).send()
  })
}

function addOfUser(app: FastifyInstance, ports: WatchwordPorts): void {
  const params = Type.Object({ accountId: Type.String(), userId: Type.String() })
  const ofUser = { ...about, params }
  const end = {
    ...ofUser,
    summary: 'Sign a user out everywhere',
    description:
      'Your own sessions, or as an administrator anybody’s. What the user allowed applications ends too. ' +
      '`keepCurrent=true` spares what you ask from: the session that you logged in to with the Login Service, or, with a ' +
      'token of an application, its grant and the browser session that it ends with.',
    querystring: EndSessionsQuery,
    response: { 200: EndedSessions, ...commonRefusals },
  }
  app.delete<{ Querystring: EndSessionsQuery }>(
    `${base}/users/:userId/sessions`,
    { schema: end },
    async (request) => {
      const keepCurrent = request.query.keepCurrent === 'true'
      const of = { userId: userIdOf(request), keepCurrent }
      return { ended: await endSessionsOfUser(ports, askingOf(request), of) }
    },
  )
  const unlock = {
    ...ofUser,
    summary: 'Let a user log in again',
    description:
      'Forgets the failed logins that locked a user, and that they were away for long. For ' +
      'administrators. A disabled user stays disabled.',
    response: { 200: Unlocked, ...commonRefusals },
  }
  app.post(`${base}/users/:userId/unlock`, { schema: unlock }, async (request) => ({
    unlocked: await unlockAsAdministrator(ports, askingOf(request), userIdOf(request)),
  }))
}

function askingOf(request: FastifyRequest) {
  return { caller: userOf(request), origin: originOf(request) }
}

function userIdOf(request: FastifyRequest): number {
  const { userId = '' } = request.params as { readonly userId?: string }
  if (!/^\d{1,15}$/.test(userId)) throw new DomainError('not_found', 'There is no such user.')
  return Number(userId)
}
