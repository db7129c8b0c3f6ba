import { EngagementBody, EngagementObject } from '@watchword/protocol/api/engagement.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { EngagementPath } from '#domain/campaigns/change-campaigns.ts'
import { findEngagement, listEngagements } from '#domain/campaigns/read-campaigns.ts'
import {
  createEngagement,
  deleteEngagement,
  updateEngagement,
} from '#domain/campaigns/write-engagements.ts'
import {
  aboutRead,
  aboutWrite,
  answerRead,
  askOf,
  bodyLimit,
  type CampaignRoutePorts,
  campaignsPath,
  readerOf,
  readers,
  refusals,
  setLocation,
  unchanged,
  writeRefusals,
  writers,
} from './campaign-about.ts'
import { idOf, revisionOf } from './config/config-query.ts'
import { setRevision } from './config/revision-answer.ts'
import { wireEngagement } from './wire-campaign.ts'

const OfCampaign = Type.Object({ accountId: Type.String(), campaignId: Type.String() })
const OfOne = Type.Object({
  accountId: Type.String(),
  campaignId: Type.String(),
  engagementId: Type.String(),
})
const base = `${campaignsPath}/:campaignId/engagements`
const onePath = `${base}/:engagementId`

/** Engagements of a campaign (contract 3 section 11). */
export function addEngagements(app: FastifyInstance, ports: CampaignRoutePorts): void {
  addReads(app, ports)
  addCreate(app, ports)
  addChanges(app, ports)
}

function addReads(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const list = {
    ...aboutRead,
    summary: 'List engagements of a campaign',
    description: readers,
    params: OfCampaign,
    response: { 200: Type.Array(EngagementObject), ...unchanged, ...refusals },
  }
  app.get(base, { schema: list }, async (request, reply) => {
    const { accountId } = readerOf(request)
    const listed = await listEngagements(ports, accountId, idOf(request, 'campaignId'))
    return answerRead(request, reply, listed, { of: wireEngagement })
  })
  const one = {
    ...aboutRead,
    summary: 'Read one engagement',
    description: readers,
    params: OfOne,
    response: { 200: EngagementObject, ...unchanged, ...refusals },
  }
  app.get(onePath, { schema: one }, async (request, reply) => {
    const { accountId } = readerOf(request)
    const found = await findEngagement(ports, accountId, pathOf(request))
    return answerRead(request, reply, found, { of: wireEngagement, one: true })
  })
}

function addCreate(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const schema = {
    ...aboutWrite,
    summary: 'Add an engagement',
    description:
      `${writers} \`connectorId\` is the connector by which consumers come in. \`allowUnauthMsg\` is true with one of type 0, and ` +
      'false with one of the brand; left out, it follows from the connector. `allowUnauthMsg: true` without a connector means ' +
      'the account’s only one of type 0. Members that mean nothing here come back as they were sent.',
    params: OfCampaign,
    body: EngagementBody,
    response: { 201: EngagementObject, ...writeRefusals },
  }
  app.post(base, { bodyLimit, schema }, async (request, reply) => {
    const sent = { body: request.body, revision: revisionOf(request) }
    const campaignId = idOf(request, 'campaignId')
    const created = await createEngagement(ports, askOf(request), campaignId, sent)
    setRevision(reply, created.revision)
    setLocation(request, reply, created.engagement.id)
    return reply.code(201).send(wireEngagement(created))
  })
}

function addChanges(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const update = {
    ...aboutWrite,
    summary: 'Replace an engagement',
    description: `${writers} The body is the whole engagement: what it leaves out is set to its default. \`engagementRevision\` goes up.`,
    params: OfOne,
    body: EngagementBody,
    response: { 200: EngagementObject, ...writeRefusals },
  }
  app.put(onePath, { bodyLimit, schema: update }, async (request, reply) => {
    const sent = { revision: revisionOf(request), body: request.body }
    const changed = await updateEngagement(ports, askOf(request), pathOf(request), sent)
    setRevision(reply, changed.revision)
    return reply.send(wireEngagement(changed))
  })
  const remove = {
    ...aboutWrite,
    summary: 'Delete an engagement',
    description: `${writers} Its id is not used again.`,
    params: OfOne,
    response: { 200: EngagementObject, ...writeRefusals },
  }
  app.delete(onePath, { schema: remove }, async (request, reply) => {
    const seen = revisionOf(request)
    const changed = await deleteEngagement(ports, askOf(request), pathOf(request), seen)
    setRevision(reply, changed.revision)
    return reply.send(wireEngagement(changed))
  })
}

function pathOf(request: FastifyRequest): EngagementPath {
  return { campaignId: idOf(request, 'campaignId'), id: idOf(request, 'engagementId') }
}
