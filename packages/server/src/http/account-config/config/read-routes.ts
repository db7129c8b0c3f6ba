import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { select } from '@watchword/protocol/api/select.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ConfigObject } from '#domain/users/config-object.ts'
import type { Found } from '#domain/users/config-reads.ts'
import { nextTurn } from '#lib/next-turn.ts'
import { callerOf } from '../../authenticate.ts'
import { byBearerOrKey } from '../../openapi/route-docs.ts'
import {
  clientHas,
  idOf,
  type ReadOptions,
  ReadQuery,
  RevisionHeaders,
  readOptionsOf,
  revisionOf,
} from './config-query.ts'
import { type ConfigResource, showsViews, type WireObject } from './config-resource.ts'
import { answerUnchanged, sendJson, setRevision } from './revision-answer.ts'

const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope, 404: ErrorEnvelope }
const unchanged = { 304: Type.Null({ description: 'The client has this revision' }) }

/** The two reads of contract 1 §4.1 and §5.1: the list, and one object. */
export function addReadRoutes<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  addList(app, base, resource)
  addGet(app, base, resource)
}

function addList<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  const schema = {
    tags: [resource.tag],
    summary: `List ${resource.nouns}`,
    security: byBearerOrKey,
    params: Type.Object({ accountId: Type.String() }),
    querystring: ReadQuery,
    headers: RevisionHeaders,
    response: { 200: Type.Array(resource.answer), ...unchanged, ...refusals },
  }
  const write = createWriter(resource)
  app.get(base, { schema }, async (request, reply) => {
    const options = readOptionsOf(request, resource.defaultVersion)
    const withView = showsViews(resource, options)
    const result = await resource.useCases.list(askOf(request, options), withView)
    if (!result.changed || clientHas(request, result.revision)) {
      return answerUnchanged(reply, result.revision)
    }
    setRevision(reply, result.revision)
    const { objects, view } = result.found
    const fields = options.selector ?? resource.listFields?.(options.version)
    const writeOne = (object: T) => write(reply, select(fields, resource.wire(object, view)))
    return sendJson(reply, await listText(objects, writeOne))
  })
}

function addGet<T extends ConfigObject, V>(
  app: FastifyInstance,
  base: string,
  resource: ConfigResource<T, V>,
): void {
  const schema = {
    tags: [resource.tag],
    summary: `Read one ${resource.noun}`,
    security: byBearerOrKey,
    params: Type.Object({ accountId: Type.String(), id: Type.String() }),
    querystring: ReadQuery,
    headers: RevisionHeaders,
    response: { 200: resource.answer, ...unchanged, ...refusals },
  }
  const textOf = createTexts(resource)
  app.get(`${base}/:id`, { schema }, async (request, reply) => {
    const options = readOptionsOf(request, resource.defaultVersion)
    const result = await resource.useCases.find(askOf(request, options), idOf(request))
    if (!result.changed || clientHas(request, result.revision)) {
      return answerUnchanged(reply, result.revision)
    }
    setRevision(reply, result.revision)
    return sendJson(reply, textOf(reply, result.found, options))
  })
}

/** A long list is written in slices, so that others are served between them. */
async function listText<T>(objects: readonly T[], write: (object: T) => string): Promise<string> {
  const texts: string[] = []
  for (const object of objects) {
    texts.push(write(object))
    if (texts.length % sliceLength === 0) await nextTurn()
  }
  return `[${texts.join(',')}]`
}

const sliceLength = 500

/** JSON of one object by its compiled schema: what that does not name cannot leave. */
function createWriter<T extends ConfigObject, V>({ answer }: ConfigResource<T, V>) {
  // The same schema each time: it is compiled once for each that is given.
  const schema = { ...answer }
  return (reply: FastifyReply, said: WireObject): string => reply.serializeInput(said, schema)
}

function askOf(request: FastifyRequest, { includeDeleted }: ReadOptions) {
  return { caller: callerOf(request), includeDeleted, known: revisionOf(request) }
}

/**
 * The body of an answer. Those without `select` are kept as long as what they were made of: most calls
 * ask for nothing else, and writing JSON is most of their work.
 */
function createTexts<T extends ConfigObject, V>(resource: ConfigResource<T, V>) {
  type Texts = { plain?: string; withViews?: string }
  const known = new WeakMap<Found<T, V>, Texts>()

  const write = createWriter(resource)

  return (reply: FastifyReply, found: Found<T, V>, options: ReadOptions): string => {
    const withViews = showsViews(resource, options)
    const wire = () => resource.wire(found.object, withViews ? found.view : undefined)
    if (options.selector !== undefined) return write(reply, select(options.selector, wire()))
    let texts = known.get(found)
    if (texts === undefined) {
      texts = {}
      known.set(found, texts)
    }
    const variant = withViews ? 'withViews' : 'plain'
    texts[variant] ??= write(reply, wire())
    return texts[variant]
  }
}
