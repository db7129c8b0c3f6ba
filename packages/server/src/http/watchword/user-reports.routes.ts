import {
  LockedUsers,
  UserCounts,
  UserCountsQuery,
  UserMembers,
  UserMembersQuery,
} from '@watchword/protocol/api/user-report.ts'
import type { FastifyInstance } from 'fastify'
import { DomainError } from '#domain/errors.ts'
import { listLockedUsers } from '#domain/login/locked-users.ts'
import { isForEver } from '#domain/login/login-counters.ts'
import { countUsers } from '#domain/users/count-users.ts'
import { listMembers } from '#domain/users/list-members.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'

const about = { tags: ['Users' as const], security: byBearer, params: AccountParams }

/** What is asked of users without reading them all. */
export function addUserReports(app: FastifyInstance, ports: WatchwordPorts): void {
  addCounts(app, ports)
  addMembers(app, ports)
  addLocked(app, ports)
}

function addCounts(app: FastifyInstance, ports: WatchwordPorts): void {
  const schema = {
    ...about,
    summary: 'Count users',
    description:
      'All whom you may read, and with `by` those of each agent group, profile, skill or LOB. Package 10001 for everybody; 30003 ' +
      'and 30004 within the groups that you manage.',
    operationId: 'countUsers',
    querystring: UserCountsQuery,
    response: { 200: UserCounts, ...commonRefusals },
  }
  app.get<{ Querystring: UserCountsQuery }>(
    `${base}/users/counts`,
    { schema },
    async (request): Promise<UserCounts> => {
      const { total, counts } = await countUsers(ports, userOf(request), request.query.by)
      if (counts === undefined) return { total }
      return {
        total,
        counts: counts.map(({ managers, ...of }) =>
          managers === undefined ? of : { ...of, managers },
        ),
      }
    },
  )
}

function addMembers(app: FastifyInstance, ports: WatchwordPorts): void {
  const schema = {
    ...about,
    summary: 'List who is in a group, or has a profile, a skill or a LOB',
    description:
      'By id, part by part, of the users whom you may read. Nobody of what there is not. Package 10001 for everybody; 30003 and ' +
      '30004 within the groups that you manage.',
    operationId: 'listMembers',
    querystring: UserMembersQuery,
    response: { 200: UserMembers, ...commonRefusals },
  }
  app.get<{ Querystring: UserMembersQuery }>(
    `${base}/users/members`,
    { schema },
    async (request): Promise<UserMembers> => {
      const { by, id, managers = 'false', offset = '0', limit = '50' } = request.query
      if (managers === 'true' && by !== 'agentGroups') {
        throw new DomainError('bad_request', 'Only groups have managers: send by=agentGroups.')
      }
      const { total, users } = await listMembers(ports, userOf(request), {
        ...{ by, id: Number(id), managers: managers === 'true' },
        ...{ offset: Number(offset), limit: Number(limit) },
      })
      return {
        total,
        users: users.map(({ id, loginName, nickname, isEnabled }) => ({
          ...{ id, loginName, nickname, isEnabled },
        })),
      }
    },
  )
}

function addLocked(app: FastifyInstance, ports: WatchwordPorts): void {
  const schema = {
    ...about,
    summary: 'List locked users',
    description:
      'Everybody who cannot log in because somebody failed too often. For administrators. `POST …/users/{userId}/unlock` lets one ' +
      'log in again.',
    operationId: 'listLockedUsers',
    response: { 200: LockedUsers, ...commonRefusals },
  }
  app.get(`${base}/users/locked`, { schema }, async (request): Promise<LockedUsers> => {
    const locked = await listLockedUsers(ports, userOf(request))
    const now = ports.clock.now()
    return {
      total: locked.length,
      users: locked.map(({ user: { id, loginName }, until }) => ({
        ...{ id, loginName },
        lockedUntil: isForEver(until, now) ? null : new Date(until).toISOString(),
      })),
    }
  })
}
