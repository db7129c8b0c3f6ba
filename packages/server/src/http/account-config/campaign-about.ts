import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { parseSelector, type Selector, select } from '@watchword/protocol/api/select.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Callers } from '#domain/authorization/callers.ts'
import { actorOf, type Caller } from '#domain/caller.ts'
import {
  mayPublish,
  requireCampaignEditor,
  requireCampaignReader,
} from '#domain/campaigns/campaign-rights.ts'
import type { CampaignAsk, CampaignPorts } from '#domain/campaigns/change-campaigns.ts'
import type { AsOf } from '#domain/campaigns/read-campaigns.ts'
import { callerOf, originOf } from '../authenticate.ts'
import { byBearer } from '../openapi/route-docs.ts'
import { clientHas, RevisionHeaders, revisionOf, WriteQuery } from './config/config-query.ts'
import { answerUnchanged, setRevision } from './config/revision-answer.ts'

/** What the routes of campaigns and of engagements have in common. */
export type CampaignRoutePorts = CampaignPorts & { readonly callers: Callers }

/** Contract 3 section 11. */
export const campaignsPath = '/api/account/:accountId/configuration/le-campaigns/campaigns'

/** What is only kept has at most a third of that. */
export const bodyLimit = 256 * 1024

/** Query of a read: known clients write `fields=id`, and repeat it. */
const FieldsQuery = Type.Object({
  ...WriteQuery.properties,
  fields: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })], {
      description: 'Members that the answer is to have, such as `id,name`; may be repeated',
    }),
  ),
})

const shared = { tags: ['Campaigns' as const], security: byBearer, headers: RevisionHeaders }
export const aboutRead = { ...shared, querystring: FieldsQuery }
export const aboutWrite = { ...shared, querystring: WriteQuery }
export const refusals = {
  ...{ 400: ErrorEnvelope, 401: ErrorEnvelope, 403: ErrorEnvelope, 404: ErrorEnvelope },
}
export const writeRefusals = { ...refusals, 409: ErrorEnvelope, 412: ErrorEnvelope }
export const unchanged = { 304: Type.Null({ description: 'The client has this revision' }) }
export const readers = 'Campaign managers and administrators.'
export const writers =
  'Package 40001, or an administrator; for what is in a published campaign also package 40002.'

/** Who may see campaigns; refuses all others. */
export function readerOf(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  requireCampaignReader(caller)
  return caller
}

/** Who changes campaigns; refuses who may not. */
export function askOf(request: FastifyRequest): CampaignAsk {
  const caller = callerOf(request)
  requireCampaignEditor(caller)
  const origin = originOf(request)
  return {
    accountId: caller.accountId,
    actor: actorOf(caller, origin),
    requestId: origin.requestId,
    mayPublish: mayPublish(caller),
  }
}

/** Answers what was read, cut down to what `fields` names; `one`: a single object, not a list. */
export function answerRead<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { found, revision }: AsOf<T>,
  wire: { readonly of: (shown: T) => object; readonly one?: true },
): FastifyReply {
  if (revisionOf(request) === revision || clientHas(request, revision)) {
    return answerUnchanged(reply, revision)
  }
  setRevision(reply, revision)
  const selector = selectorOf(request)
  const said = found.map((shown) => select(selector, wire.of(shown)))
  return reply.send(wire.one === true ? said[0] : said)
}

/** A malformed selector selects everything, as elsewhere (contract 1 §4.2). */
function selectorOf(request: FastifyRequest): Selector | undefined {
  const { fields } = request.query as { readonly fields?: string | readonly string[] }
  return fields === undefined ? undefined : parseSelector([fields].flat().join(','))
}

/** Tells where what was added is. */
export function setLocation(request: FastifyRequest, reply: FastifyReply, id: number): void {
  const path = request.url.split('?', 1)[0] ?? ''
  reply.header('location', `${path}/${id}`)
}
