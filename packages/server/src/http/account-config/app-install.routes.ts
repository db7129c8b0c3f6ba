import { ApplicationObject, ManifestBody } from '@watchword/protocol/api/application.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type ApplicationPorts,
  noSuchApplication,
} from '#domain/applications/change-application.ts'
import {
  installAsAdministrator,
  uninstallAsAdministrator,
  updateAsAdministrator,
} from '#domain/applications/manage-installations.ts'
import { listApplications, readApplication } from '#domain/applications/read-applications.ts'
import type { Callers } from '#domain/authorization/callers.ts'
import { callerOf, originOf, requireUser } from '../authenticate.ts'
import { byBearer } from '../openapi/route-docs.ts'
import { readBodiesLater } from '../read-bodies-later.ts'
import { demandScope, scopeOfApi } from '../scope-demand.ts'
import { wireApplication } from '../wire-application.ts'
import { clientHas, revisionOf, WriteQuery } from './config/config-query.ts'
import { answerUnchanged, setRevision } from './config/revision-answer.ts'

export type AppInstallPorts = ApplicationPorts & { readonly callers: Callers }

/** Where installations live, contract 2 section 1.4. Clients write it with and without a slash at its end. */
const base = '/api/account/:accountId/configuration/app-install/installations'

/** A manifest has at most half of that. */
const bodyLimit = 256 * 1024

const OfAccount = Type.Object({ accountId: Type.String() })
const OfOne = Type.Object({ accountId: Type.String(), id: Type.String() })
const Headers = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description:
        'The revision last seen (`ac-revision`), or -1. Reads: equal gives 304. Writes: stale gives 412.',
    }),
  ),
})

/** With `secrets=false` no secret is answered, so none has to be told of. */
const SecretsQuery = Type.Object({
  ...WriteQuery.properties,
  secrets: Type.Optional(
    Type.Enum(['true', 'false'] as const, {
      description:
        '`false`: without `client_secret` and values of webhook headers, and nothing of them in the audit trail',
    }),
  ),
})

const about = {
  tags: ['Applications' as const],
  security: byBearer,
  querystring: WriteQuery,
  headers: Headers,
}
const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope, 403: ErrorEnvelope, 404: ErrorEnvelope }
const writeRefusals = { ...refusals, 409: ErrorEnvelope, 412: ErrorEnvelope }
const unchanged = { 304: Type.Null({ description: 'The client has this revision' }) }
const audited =
  'For administrators; by a token, the secrets (and values of webhook headers) only with `applications:write`. The audit trail tells that they were read.'

/** Installed applications, contract 2 section 1.4. For administrators, with their secrets. */
export function appInstallRoutes(ports: AppInstallPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    demandScope(app, scopeOfApi('applications'))
    readBodiesLater(app)
    addList(app, ports)
    addRead(app, ports)
    addInstall(app, ports)
    addChanges(app, ports)
  }
}

function addList(app: FastifyInstance, ports: AppInstallPorts): void {
  const schema = {
    ...about,
    querystring: SecretsQuery,
    summary: 'List installed applications',
    description: audited,
    params: OfAccount,
    response: { 200: Type.Array(ApplicationObject), ...unchanged, ...refusals },
  }
  const list = async (request: FastifyRequest, reply: FastifyReply) => {
    const { shown, revision } = await listApplications(ports, askingOf(request), readingOf(request))
    if (shown === undefined) return answerUnchanged(reply, revision)
    setRevision(reply, revision)
    return shown.map(({ stored, secret }) => wireApplication(stored, secret))
  }
  app.get(base, { schema }, list)
  app.get(`${base}/`, { schema: { ...schema, hide: true } }, list)
}

function addRead(app: FastifyInstance, ports: AppInstallPorts): void {
  const schema = {
    ...about,
    querystring: SecretsQuery,
    summary: 'Read one application',
    description: audited,
    params: OfOne,
    response: { 200: ApplicationObject, ...unchanged, ...refusals },
  }
  app.get(`${base}/:id`, { schema }, async (request, reply) => {
    const ask = { id: idOf(request), ...readingOf(request) }
    const { shown, revision } = await readApplication(ports, askingOf(request), ask)
    const [one] = shown ?? []
    if (one === undefined) return answerUnchanged(reply, revision)
    setRevision(reply, revision)
    return reply.send(wireApplication(one.stored, one.secret))
  })
}

function addInstall(app: FastifyInstance, ports: AppInstallPorts): void {
  const schema = {
    ...about,
    summary: 'Install an application',
    description:
      'The body is its manifest. The answer has `client_id` and `client_secret`. A `client_name` that is ' +
      'taken is 409; but an application that is sent back with its `id` and its name, and `If-Match`, ' +
      'replaces itself (200). For administrators.',
    params: OfAccount,
    body: ManifestBody,
    response: { 200: ApplicationObject, 201: ApplicationObject, ...writeRefusals },
  }
  const install = async (request: FastifyRequest, reply: FastifyReply) => {
    const sent = { body: request.body, revision: revisionOf(request) }
    const installed = await installAsAdministrator(ports, askingOf(request), sent)
    const { stored, revision, secret, isNew } = installed
    setRevision(reply, revision)
    if (isNew) {
      const path = request.url.split('?', 1)[0]?.replace(/\/$/, '') ?? ''
      reply.code(201).header('location', `${path}/${stored.application.id}`)
    }
    return reply.send(wireApplication(stored, secret))
  }
  app.post(base, { bodyLimit, schema }, install)
  app.post(`${base}/`, { bodyLimit, schema: { ...schema, hide: true } }, install)
}

function addChanges(app: FastifyInstance, ports: AppInstallPorts): void {
  const update = {
    ...about,
    querystring: SecretsQuery,
    summary: 'Replace an application, or switch it on or off',
    description:
      'A body with `client_name` is the whole manifest; one without changes what it names, such as ' +
      '`{"enabled":false}`, which ends all that was granted to it. Members that the installation adds may ' +
      'be sent back: they change nothing. Values of webhook headers that are left out stay. For administrators.',
    params: OfOne,
    body: ManifestBody,
    response: { 200: ApplicationObject, ...writeRefusals },
  }
  app.put(`${base}/:id`, { bodyLimit, schema: update }, async (request, reply) => {
    const { withSecrets } = readingOf(request)
    const target = { ...targetOf(request), body: request.body, withSecrets }
    const { stored, revision, secret } = await updateAsAdministrator(
      ports,
      askingOf(request),
      target,
    )
    setRevision(reply, revision)
    return reply.send(wireApplication(stored, secret))
  })
  const remove = {
    ...about,
    summary: 'Uninstall an application',
    description:
      'For good: its id is not used again, its secrets are dropped, and all that was granted to it ends. ' +
      'For administrators.',
    params: OfOne,
    response: { 200: ApplicationObject, ...writeRefusals },
  }
  app.delete(`${base}/:id`, { schema: remove }, async (request, reply) => {
    const { stored, revision } = await uninstallAsAdministrator(
      ports,
      askingOf(request),
      targetOf(request),
    )
    setRevision(reply, revision)
    return reply.send(wireApplication(stored, undefined))
  })
}

function askingOf(request: FastifyRequest) {
  return { caller: callerOf(request), origin: originOf(request) }
}

function targetOf(request: FastifyRequest) {
  return { id: idOf(request), revision: revisionOf(request) }
}

function readingOf(request: FastifyRequest) {
  const seen = revisionOf(request)
  const { secrets = 'true' } = request.query as { readonly secrets?: string }
  return {
    isKnown: (revision: number) => seen === revision || clientHas(request, revision),
    withSecrets: secrets === 'true',
  }
}

/** The application in the path; what cannot be the id of one names none. */
function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { readonly id?: string }
  if (/^[0-9A-Fa-f-]{36}$/.test(id)) return id
  throw noSuchApplication()
}
