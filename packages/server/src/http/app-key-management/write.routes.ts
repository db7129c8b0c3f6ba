import { ApiKeyBody, ApiKeyObject, RerollBody } from '@watchword/protocol/api/api-key.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { writerAsk } from '#domain/api-keys/key-rights.ts'
import {
  deleteApiKey,
  issueApiKey,
  rerollApiKey,
  updateApiKey,
} from '#domain/api-keys/manage-keys.ts'
import { callerOf, originOf } from '#http/authenticate.ts'
import { readRevision } from '#http/if-match.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import {
  type AppKeyRoutesPorts,
  base,
  Headers,
  keyIdOf,
  OfAccount,
  OfKey,
  Query,
  refusals,
  setRevision,
} from './key-about.ts'
import { wireKey } from './wire-key.ts'

const about = { tags: ['API keys' as const], security: byBearer, querystring: Query }
const ofOneKey = { ...about, params: OfKey, headers: Headers }
const stale = { 412: ErrorEnvelope }
const needs = 'Package 10006. A key can change no keys.'

/** Making, changing and ending keys: the reference has no API for it, these are ours. */
export function addWrites(app: FastifyInstance, ports: AppKeyRoutesPorts): void {
  addCreate(app, ports)
  addChanges(app, ports)
  addReroll(app, ports)
}

function addCreate(app: FastifyInstance, ports: AppKeyRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'Make an API key',
    description: `${needs} The four values of the answer are what requests are signed with. At most 100 keys.`,
    params: OfAccount,
    body: ApiKeyBody.create,
    response: { 201: ApiKeyObject, ...refusals, 409: ErrorEnvelope },
  }
  app.post(base, { schema }, async (request, reply) => {
    const issued = await issueApiKey(ports, askOf(request), request.body)
    setRevision(reply, issued.key.revision)
    const path = request.url.split('?', 1)[0] ?? ''
    reply.code(201).header('location', `${path}/${issued.key.keyId}`)
    return wireKey({ ...issued, overlapUntil: undefined })
  })
}

function addChanges(app: FastifyInstance, ports: AppKeyRoutesPorts): void {
  const change = {
    ...ofOneKey,
    summary: 'Change an API key',
    description: `${needs} What the body leaves out stays; \`enabled\` disables and enables it.`,
    body: ApiKeyBody.update,
    response: { 200: ApiKeyObject, ...refusals, ...stale },
  }
  app.put(`${base}/:keyId`, { schema: change }, async (request, reply) => {
    const ask = askOf(request)
    const changed = await updateApiKey(ports, ask, { ...targetOf(request), body: request.body })
    setRevision(reply, changed.key.revision)
    return wireKey({ ...changed, secrets: undefined })
  })

  const end = {
    ...ofOneKey,
    summary: 'Delete an API key',
    description: `${needs} It ends at once and for good: its id is not used again.`,
    response: { 204: Type.Null(), ...refusals, ...stale },
  }
  app.delete(`${base}/:keyId`, { schema: end }, async (request, reply) => {
    await deleteApiKey(ports, askOf(request), targetOf(request))
    return reply.code(204).send()
  })
}

function addReroll(app: FastifyInstance, ports: AppKeyRoutesPorts): void {
  const schema = {
    ...ofOneKey,
    summary: 'Make new secrets for an API key',
    description:
      `${needs} The answer tells the new values. The old ones work on for \`overlapMinutes\`, so that servers ` +
      'can change over one by one.',
    body: RerollBody,
    response: { 200: ApiKeyObject, ...refusals, ...stale },
  }
  app.post(`${base}/:keyId/reroll`, { schema }, async (request, reply) => {
    const ask = askOf(request)
    const issued = await rerollApiKey(ports, ask, { ...targetOf(request), body: request.body })
    setRevision(reply, issued.key.revision)
    return wireKey(issued)
  })
}

/** Whoever may write, and in whose name; thrown before anything else of the request is looked at. */
function askOf(request: FastifyRequest) {
  return writerAsk(callerOf(request), originOf(request))
}

function targetOf(request: FastifyRequest) {
  return { keyId: keyIdOf(request), revision: readRevision(request) }
}
