import { ApiKeyObject } from '@watchword/protocol/api/api-key.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { listApiKeys, readApiKey } from '#domain/api-keys/read-keys.ts'
import { readRevision } from '#http/if-match.ts'
import { byBearerOrKey } from '#http/openapi/route-docs.ts'
import { namesEtag } from '#lib/etag.ts'
import {
  type AppKeyRoutesPorts,
  askingOf,
  base,
  Headers,
  keyIdOf,
  OfAccount,
  OfKey,
  ReadQuery,
  readingOf,
  refusals,
  setRevision,
} from './key-about.ts'
import { wireKey } from './wire-key.ts'

const description =
  'Package 40008 or 10006, or a key with the privilege `app-keys` `Read`, which may sign without a token. ' +
  '`appSecret`, `token` and `tokenSecret` are told to an administrator whose profile holds package 10006, ' +
  'which the audit trail shows, and to a key of itself.'

const about = {
  tags: ['API keys' as const],
  security: byBearerOrKey,
  description,
  querystring: ReadQuery,
}

/** The two reads of contract 1 §3.2. */
export function addReads(app: FastifyInstance, ports: AppKeyRoutesPorts): void {
  const list = {
    ...about,
    summary: 'List API keys',
    params: OfAccount,
    response: { 200: Type.Array(ApiKeyObject), ...refusals },
  }
  app.get(base, { schema: list }, async (request) => {
    const shown = await listApiKeys(ports, askingOf(request), readingOf(request))
    return shown.map(wireKey)
  })

  const one = {
    ...about,
    summary: 'Read one API key',
    params: OfKey,
    headers: Headers,
    response: {
      200: ApiKeyObject,
      304: Type.Null({ description: 'The client has this revision' }),
      ...refusals,
    },
  }
  app.get(`${base}/:keyId`, { schema: one }, async (request, reply) => {
    const known = readRevision(request)
    const etags = request.headers['if-none-match']
    const isKnown = (revision: number) =>
      revision === known || (etags !== undefined && namesEtag(etags, `"${revision}"`))
    const ask = { keyId: keyIdOf(request), isKnown, ...readingOf(request) }
    const { shown, revision } = await readApiKey(ports, askingOf(request), ask)
    setRevision(reply, revision)
    return shown === undefined ? reply.code(304).send() : wireKey(shown)
  })
}
