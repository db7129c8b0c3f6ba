import {
  ConsentList,
  type ConsentOfUser,
  GrantList,
  type GrantOfUser,
  GrantsQuery,
  OwnGrantsQuery,
} from '@watchword/protocol/api/grant.ts'
import { scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Grant } from '#domain/authorization/grant.ts'
import {
  type ListGrantsPorts,
  listConsents,
  listGrants,
  type Named,
} from '#domain/authorization/list-grants.ts'
import {
  type RevokeGrantsPorts,
  revokeConsent,
  revokeGrant,
} from '#domain/authorization/revoke-grants.ts'
import type { UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import type { Consent } from '#storage/port.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

export type GrantRoutesPorts = ListGrantsPorts & RevokeGrantsPorts

const about = { tags: ['Grants' as const], security: byBearer }
const ofGrant = Type.Object({ accountId: Type.String(), grantId: Type.String() })
const ofClient = Type.Object({ accountId: Type.String(), clientId: Type.String() })
const ofUserAndClient = Type.Object({
  accountId: Type.String(),
  userId: Type.String(),
  clientId: Type.String(),
})
const ended = { 204: Type.Null(), ...commonRefusals }

/** What users allowed applications: one's own, and for administrators everybody's. */
export function addGrants(app: FastifyInstance, ports: GrantRoutesPorts): void {
  addGrantLists(app, ports)
  addGrantEnds(app, ports)
  addConsentLists(app, ports)
  addConsentEnds(app, ports)
}

function addGrantLists(app: FastifyInstance, ports: GrantRoutesPorts): void {
  const list = async (caller: UserCaller, owner: WhichQuery): Promise<GrantList> => {
    const { page, total } = pageOf(await listGrants(ports, caller, ownerOf(owner)), owner)
    return { grants: page.map((grant) => wireGrant(grant, caller)), total }
  }
  const ofAll = {
    ...about,
    params: AccountParams,
    summary: 'List grants',
    description: 'What applications hold of users, newest first. For administrators.',
    querystring: GrantsQuery,
    response: { 200: GrantList, ...commonRefusals },
  }
  app.get<{ Querystring: GrantsQuery }>(`${base}/grants`, { schema: ofAll }, async (request) =>
    list(userOf(request), request.query),
  )
  const own = {
    ...about,
    params: AccountParams,
    summary: 'List your own grants',
    description: 'What applications hold of you, newest first.',
    querystring: OwnGrantsQuery,
    response: { 200: GrantList, ...commonRefusals },
  }
  app.get<{ Querystring: OwnGrantsQuery }>(`${base}/me/grants`, { schema: own }, async (request) =>
    list(userOf(request), { ...request.query, userId: String(userOf(request).userId) }),
  )
}

function addGrantEnds(app: FastifyInstance, ports: GrantRoutesPorts): void {
  const schema = {
    ...about,
    params: ofGrant,
    summary: 'Take a grant back',
    description:
      'Your own, or as an administrator anybody’s. Every token that follows from it is refused from then on.',
    response: ended,
  }
  app.delete(`${base}/grants/:grantId`, { schema }, async (request, reply) => {
    const { grantId = '' } = request.params as { readonly grantId?: string }
    if (!/^[0-9a-z]{1,64}$/.test(grantId)) {
      throw new DomainError('not_found', 'There is no such grant, or it has ended.')
    }
    await revokeGrant(ports, askingOf(request), grantId)
    return reply.code(204).send()
  })
}

function addConsentLists(app: FastifyInstance, ports: GrantRoutesPorts): void {
  const list = async (caller: UserCaller, owner: WhichQuery): Promise<ConsentList> => {
    const { page, total } = pageOf(await listConsents(ports, caller, ownerOf(owner)), owner)
    return { consents: page.map(wireConsent), total }
  }
  const ofAll = {
    ...about,
    params: AccountParams,
    summary: 'List consents',
    description: 'What users allowed on the consent page. For administrators.',
    querystring: GrantsQuery,
    response: { 200: ConsentList, ...commonRefusals },
  }
  app.get<{ Querystring: GrantsQuery }>(`${base}/consents`, { schema: ofAll }, async (request) =>
    list(userOf(request), request.query),
  )
  const own = {
    ...about,
    params: AccountParams,
    summary: 'List your own consents',
    description: 'What you allowed on the consent page.',
    querystring: OwnGrantsQuery,
    response: { 200: ConsentList, ...commonRefusals },
  }
  app.get<{ Querystring: OwnGrantsQuery }>(
    `${base}/me/consents`,
    { schema: own },
    async (request) =>
      list(userOf(request), { ...request.query, userId: String(userOf(request).userId) }),
  )
}

function addConsentEnds(app: FastifyInstance, ports: GrantRoutesPorts): void {
  const description =
    'The application is asked about again, and what it holds of the user ends at once: every grant of the two.'
  const ofAnybody = {
    ...about,
    params: ofUserAndClient,
    summary: 'Take a consent back',
    description: `${description} Your own, or as an administrator anybody’s.`,
    response: ended,
  }
  app.delete(
    `${base}/users/:userId/consents/:clientId`,
    { schema: ofAnybody },
    async (request, reply) => {
      const { userId = '' } = request.params as { readonly userId?: string }
      if (!/^\d{1,15}$/.test(userId)) throw noConsent()
      const of = { userId: Number(userId), clientId: clientIdOf(request) }
      await revokeConsent(ports, askingOf(request), of)
      return reply.code(204).send()
    },
  )
  const own = {
    ...about,
    params: ofClient,
    summary: 'Take back a consent of your own',
    description,
    response: ended,
  }
  app.delete(`${base}/me/consents/:clientId`, { schema: own }, async (request, reply) => {
    const of = { userId: userOf(request).userId, clientId: clientIdOf(request) }
    await revokeConsent(ports, askingOf(request), of)
    return reply.code(204).send()
  })
}

function clientIdOf(request: FastifyRequest): string {
  const { clientId = '' } = request.params as { readonly clientId?: string }
  if (/^[\w-]{1,64}$/.test(clientId)) return clientId
  throw noConsent()
}

function noConsent(): DomainError {
  return new DomainError('not_found', 'There is no such consent, or it was taken back.')
}

type WhichQuery = GrantsQuery

function ownerOf({ userId, clientId }: WhichQuery) {
  return { userId: userId === undefined ? undefined : Number(userId), clientId }
}

function pageOf<T>(all: readonly T[], { limit = '100', offset = '0' }: WhichQuery) {
  return { page: all.slice(Number(offset), Number(offset) + Number(limit)), total: all.length }
}

function askingOf(request: FastifyRequest) {
  return { caller: userOf(request), origin: originOf(request) }
}

/** A grant on the wire: its members are named one by one, so that no other can leave. */
function wireGrant(grant: Named<Grant>, caller: UserCaller): GrantOfUser {
  const { id, userId, loginName, clientId, clientName, face } = grant
  return {
    ...{ id, userId, loginName, clientId, clientName },
    path: face,
    scopes: [...scopesOf(grant.scope)],
    current: caller.granted?.grantId === id,
    createdAt: momentOf(grant.createdAt),
    lastUsedAt: momentOf(grant.lastUsedAt),
    expiresAt: momentOf(grant.expiresAt),
  }
}

function wireConsent(consent: Named<Consent>): ConsentOfUser {
  const { userId, loginName, clientId, clientName, scopes } = consent
  return {
    ...{ userId, loginName, clientId, clientName },
    scopes: [...scopes],
    createdAt: momentOf(consent.createdAt),
    updatedAt: momentOf(consent.updatedAt),
  }
}

function momentOf(at: number): string {
  return new Date(at).toISOString()
}
