import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { IdList } from '@watchword/protocol/api/parse-input.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ConfigObject } from '#domain/users/config-object.ts'
import type { WriteAsk, WriteResult } from '#domain/users/config-use-cases.ts'
import { callerOf, originOf } from '../../authenticate.ts'
import { byBearerOrKey } from '../../openapi/route-docs.ts'
import { idOf, RevisionHeaders, revisionOf, versionOf, WriteQuery } from './config-query.ts'
import { type ConfigResource, showsViews } from './config-resource.ts'
import { setRevision } from './revision-answer.ts'

/** Bodies that are lists of objects. */
const bodyLimit = 4 * 1024 * 1024

const refusals = {
  400: ErrorEnvelope,
  401: ErrorEnvelope,
  403: ErrorEnvelope,
  404: ErrorEnvelope,
  409: ErrorEnvelope,
  412: ErrorEnvelope,
}
const ofAccount = Type.Object({ accountId: Type.String() })
const ofObject = Type.Object({ accountId: Type.String(), id: Type.String() })

/** The five writes of contract 1 §4.1 and §5.1. Bodies are read by the domain, once it knows who may. */
export function addWriteRoutes<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  addCreate(app, base, resource)
  addUpdates(app, base, resource)
  addRemovals(app, base, resource)
}

function addCreate<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  const { useCases, nouns, answer, bodies } = resource
  const schema = schemaOf(resource, `Create ${nouns}`, {
    params: ofAccount,
    body: bodies.create,
    response: { 201: Type.Union([Type.Array(answer), answer]), ...refusals },
  })
  app.post(base, { bodyLimit, schema }, async (request, reply) => {
    const result = await useCases.create(askOf(request), request.body)
    const [first] = result.objects
    if (result.single && first !== undefined) {
      const path = request.url.split('?', 1)[0] ?? ''
      reply.header('location', `${path}/${first.id}`)
    }
    return send(reply.code(201), request, resource, result)
  })
}

function addUpdates<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  const { useCases, noun, nouns, answer, bodies } = resource
  const many = schemaOf(resource, `Replace ${nouns}`, {
    params: ofAccount,
    body: bodies.updateMany,
    response: { 200: Type.Array(answer), ...refusals },
  })
  app.put(base, { bodyLimit, schema: many }, async (request, reply) => {
    const result = await useCases.updateMany(askOf(request), request.body)
    return send(reply, request, resource, result)
  })
  const one = schemaOf(resource, `Replace one ${noun}`, {
    params: ofObject,
    body: bodies.update,
    response: { 200: answer, ...refusals },
  })
  app.put(`${base}/:id`, { bodyLimit, schema: one }, async (request, reply) => {
    const id = idOf(request)
    return send(
      reply,
      request,
      resource,
      await useCases.updateOne(askOf(request), id, request.body),
    )
  })
}

function addRemovals<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  const { useCases, noun, nouns, answer, alias } = resource
  const many = schemaOf(resource, `Delete ${nouns}`, {
    params: ofAccount,
    body: IdList,
    response: { 200: Type.Array(answer), ...refusals },
  })
  app.delete(base, { bodyLimit, schema: many }, async (request, reply) => {
    const result = await useCases.removeMany(askOf(request), request.body)
    return send(reply, request, resource, result)
  })
  const one = schemaOf(resource, `Delete one ${noun}`, {
    params: ofObject,
    response: { 200: answer, ...refusals },
  })
  const removeOne = async (request: FastifyRequest, reply: FastifyReply) =>
    send(reply, request, resource, await useCases.removeOne(askOf(request), idOf(request)))
  app.delete(`${base}/:id`, { schema: one }, removeOne)
  if (alias === undefined) return
  const hidden = { ...one, hide: true }
  app.delete(`${base.replace(/[^/]+$/, alias)}/:id`, { schema: hidden }, removeOne)
}

function schemaOf<T extends ConfigObject, V, Rest extends object>(
  { tag, writers }: ConfigResource<T, V>,
  summary: string,
  rest: Rest,
) {
  return {
    tags: [tag],
    summary,
    description: writers,
    security: byBearerOrKey,
    querystring: WriteQuery,
    headers: RevisionHeaders,
    ...rest,
  }
}

/** Who asks, and against which revision. */
export function askOf(request: FastifyRequest): WriteAsk {
  return { caller: callerOf(request), origin: originOf(request), revision: revisionOf(request) }
}

/** Answers what was written: one object for one, a list for a list. */
export function send<T extends ConfigObject, V>(
  reply: FastifyReply,
  request: FastifyRequest,
  resource: ConfigResource<T, V>,
  result: WriteResult<T, V>,
): FastifyReply {
  setRevision(reply, result.revision)
  const version = versionOf(request, resource.defaultVersion)
  const withViews = showsViews(resource, { version, selector: undefined })
  const said = result.objects.map((object) =>
    resource.wire(object, withViews ? result.view : undefined),
  )
  return reply.send(result.single ? said[0] : said)
}
