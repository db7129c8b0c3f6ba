import { CampaignBody, CampaignObject } from '@watchword/protocol/api/campaign.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { findCampaign, listCampaigns } from '#domain/campaigns/read-campaigns.ts'
import {
  createCampaign,
  deleteCampaign,
  updateCampaign,
} from '#domain/campaigns/write-campaigns.ts'
import { requireUser } from '../authenticate.ts'
import { readBodiesLater } from '../read-bodies-later.ts'
import { demandScope, scopeOfApi } from '../scope-demand.ts'
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
import { addEngagements } from './engagements.routes.ts'
import { wireCampaign } from './wire-campaign.ts'

const OfAccount = Type.Object({ accountId: Type.String() })
const OfOne = Type.Object({ accountId: Type.String(), campaignId: Type.String() })
const onePath = `${campaignsPath}/:campaignId`

/** Campaigns and engagements of an account (contract 3 section 11). */
export function campaignRoutes(ports: CampaignRoutePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    demandScope(app, scopeOfApi('campaigns'))
    readBodiesLater(app)
    addReads(app, ports)
    addCreate(app, ports)
    addChanges(app, ports)
    addEngagements(app, ports)
  }
}

function addReads(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const list = {
    ...aboutRead,
    summary: 'List campaigns',
    description: readers,
    params: OfAccount,
    response: { 200: Type.Array(CampaignObject), ...unchanged, ...refusals },
  }
  app.get(campaignsPath, { schema: list }, async (request, reply) => {
    const { accountId } = readerOf(request)
    const listed = await listCampaigns(ports, accountId)
    return answerRead(request, reply, listed, { of: wireCampaign })
  })
  const one = {
    ...aboutRead,
    summary: 'Read one campaign',
    description: readers,
    params: OfOne,
    response: { 200: CampaignObject, ...unchanged, ...refusals },
  }
  app.get(onePath, { schema: one }, async (request, reply) => {
    const { accountId } = readerOf(request)
    const found = await findCampaign(ports, accountId, idOf(request, 'campaignId'))
    return answerRead(request, reply, found, { of: wireCampaign, one: true })
  })
}

function addCreate(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const schema = {
    ...aboutWrite,
    summary: 'Add a campaign',
    description: `${writers} It is a draft, unless \`status\` is 1. Members that mean nothing here come back as they were sent.`,
    params: OfAccount,
    body: CampaignBody,
    response: { 201: CampaignObject, ...writeRefusals },
  }
  app.post(campaignsPath, { bodyLimit, schema }, async (request, reply) => {
    const sent = { body: request.body, revision: revisionOf(request) }
    const created = await createCampaign(ports, askOf(request), sent)
    setRevision(reply, created.revision)
    setLocation(request, reply, created.campaign.id)
    return reply.code(201).send(wireCampaign(created))
  })
}

function addChanges(app: FastifyInstance, ports: CampaignRoutePorts): void {
  const update = {
    ...aboutWrite,
    summary: 'Replace a campaign',
    description: `${writers} The body is the whole campaign: what it leaves out is set to its default. Its engagements stay.`,
    params: OfOne,
    body: CampaignBody,
    response: { 200: CampaignObject, ...writeRefusals },
  }
  app.put(onePath, { bodyLimit, schema: update }, async (request, reply) => {
    const id = idOf(request, 'campaignId')
    const target = { id, revision: revisionOf(request), body: request.body }
    const changed = await updateCampaign(ports, askOf(request), target)
    setRevision(reply, changed.revision)
    return reply.send(wireCampaign(changed))
  })
  const remove = {
    ...aboutWrite,
    summary: 'Delete a campaign',
    description: `${writers} Its engagements are deleted with it. No id is used again.`,
    params: OfOne,
    response: { 200: CampaignObject, ...writeRefusals },
  }
  app.delete(onePath, { schema: remove }, async (request, reply) => {
    const target = { id: idOf(request, 'campaignId'), revision: revisionOf(request) }
    const changed = await deleteCampaign(ports, askOf(request), target)
    setRevision(reply, changed.revision)
    return reply.send(wireCampaign(changed))
  })
}
