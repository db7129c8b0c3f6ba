import {
  parseRoleTypeId,
  permissionPackageById,
  roleTypeName,
} from '@watchword/protocol/api/permission-packages.ts'
import { Me } from '@watchword/protocol/api/session.ts'
import type { FastifyInstance } from 'fastify'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { isAdministrator, type UserGrant } from '#domain/caller.ts'
import { currentSession } from '#domain/login/list-sessions.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'
import { sessionBody } from './session-body.ts'

/** Who the caller is, and what they may do. */
export function addMe(app: FastifyInstance, ports: WatchwordPorts): void {
  const { 401: unauthenticated, 404: notThere } = commonRefusals
  const schema = {
    tags: ['Sessions' as const],
    security: byBearer,
    summary: 'Who am I',
    description:
      'The user behind the bearer, what their profiles allow, and their session, or the grant that an ' +
      'application’s token follows from.',
    params: AccountParams,
    response: { 200: Me, 401: unauthenticated, 404: notThere },
  }
  app.get(`${base}/me`, { schema }, async (request): Promise<Me> => {
    const caller = userOf(request)
    const { granted } = caller
    const account = await ports.storage.read.accounts.find(caller.accountId)
    return {
      accountId: caller.accountId,
      userId: caller.userId,
      loginName: caller.loginName,
      fullName: caller.fullName,
      isAdministrator: isAdministrator(caller),
      profiles: [...caller.profileNames],
      roles: sorted(caller.roles).map((id) => ({ id, name: nameOfRole(id) })),
      packages: sorted(caller.packages).map((id) => ({
        id,
        name: permissionPackageById.get(id)?.name ?? '',
      })),
      managedGroupIds: [...caller.managedGroupIds],
      idleMinutes: resolveSettings(account?.settings ?? {}).sessions.idleMinutes,
      ...(granted === undefined
        ? { session: sessionBody(await currentSession(ports, caller)) }
        : { grant: grantBody(granted) }),
    }
  })
}

function grantBody({ grantId, clientId, clientName, scopes }: UserGrant): NonNullable<Me['grant']> {
  return { id: grantId, clientId, clientName, scopes: scopes === 'all' ? scopes : [...scopes] }
}

function sorted(ids: ReadonlySet<number>): readonly number[] {
  return [...ids].sort((a, b) => a - b)
}

function nameOfRole(id: number): string {
  const role = parseRoleTypeId(id)
  return role === undefined ? '' : roleTypeName(role)
}
