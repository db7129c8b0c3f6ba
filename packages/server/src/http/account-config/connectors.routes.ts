import {
  ConnectorBody,
  ConnectorObject,
  PublicConnector,
} from '@watchword/protocol/api/connector.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { Callers } from '#domain/authorization/callers.ts'
import { actorOf, type Caller } from '#domain/caller.ts'
import type { ConnectorAsk, ConnectorPorts } from '#domain/connectors/change-connectors.ts'
import { requireConnectorRights } from '#domain/connectors/connector-rights.ts'
import { findConnector, listConnectors } from '#domain/connectors/read-connectors.ts'
import {
  createConnector,
  deleteConnector,
  updateConnector,
} from '#domain/connectors/write-connectors.ts'
import { accountOf, notThere } from '../account-of.ts'
import { callerOf, originOf, requireUser } from '../authenticate.ts'
import { byAnyone, byBearer } from '../openapi/route-docs.ts'
import { allowAnyOrigin, sendOpenPreflight } from '../plugins/cors.ts'
import { sendPublicDocument } from '../public-document.ts'
import { readBodiesLater } from '../read-bodies-later.ts'
import { demandScope, scopeOfApi } from '../scope-demand.ts'
import { clientHas, idOf, RevisionHeaders, revisionOf, WriteQuery } from './config/config-query.ts'
import { answerUnchanged, setRevision } from './config/revision-answer.ts'
import { publicConnectors, wireConnector } from './wire-connector.ts'

export type ConnectorRoutePorts = ConnectorPorts & { readonly callers: Callers }

/** Contract 3 section 3.2. */
const area = '/api/account/:accountId/configuration/le-connectors'
const base = `${area}/connectors`

/** Keys and a secret have at most a third of that. */
const bodyLimit = 256 * 1024

const OfAccount = Type.Object({ accountId: Type.String() })
const OfOne = Type.Object({ accountId: Type.String(), id: Type.String() })

const about = {
  tags: ['Connectors' as const],
  security: byBearer,
  querystring: WriteQuery,
  headers: RevisionHeaders,
}
const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope, 403: ErrorEnvelope, 404: ErrorEnvelope }
const writeRefusals = { ...refusals, 409: ErrorEnvelope, 412: ErrorEnvelope }
const unchanged = { 304: Type.Null({ description: 'The client has this revision' }) }
const who = 'Package 40012, or an administrator.'

/** The connectors of an account, for who may configure them. Secrets are never answered. */
export function connectorRoutes(ports: ConnectorRoutePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireUser(ports))
    demandScope(app, scopeOfApi('connectors'))
    readBodiesLater(app)
    addReads(app, ports)
    addCreate(app, ports)
    addChanges(app, ports)
  }
}

function addReads(app: FastifyInstance, ports: ConnectorRoutePorts): void {
  const list = {
    ...about,
    summary: 'List connectors',
    description: who,
    params: OfAccount,
    response: { 200: Type.Array(ConnectorObject), ...unchanged, ...refusals },
  }
  app.get(base, { schema: list }, async (request, reply) => {
    const { accountId } = configuratorOf(request)
    const { found, revision } = await listConnectors(ports, accountId)
    if (isKnown(request, revision)) return answerUnchanged(reply, revision)
    setRevision(reply, revision)
    return found.map(wireConnector)
  })
  const one = {
    ...about,
    summary: 'Read one connector',
    description: `${who} Of its secret only whether there is one: \`********\`.`,
    params: OfOne,
    response: { 200: ConnectorObject, ...unchanged, ...refusals },
  }
  app.get(`${base}/:id`, { schema: one }, async (request, reply) => {
    const { accountId } = configuratorOf(request)
    const { stored, revision } = await findConnector(ports, accountId, idOf(request))
    if (isKnown(request, revision)) return answerUnchanged(reply, revision)
    setRevision(reply, revision)
    return reply.send(wireConnector(stored))
  })
}

function addCreate(app: FastifyInstance, ports: ConnectorRoutePorts): void {
  const schema = {
    ...about,
    summary: 'Add a connector',
    description:
      `${who} What is left out of \`configuration\` gets its default. \`preferred: true\` takes that from the ` +
      'connector that has it. A `name` that is taken is 409.',
    params: OfAccount,
    body: ConnectorBody,
    response: { 201: ConnectorObject, ...writeRefusals },
  }
  app.post(base, { bodyLimit, schema }, async (request, reply) => {
    const sent = { body: request.body, revision: revisionOf(request) }
    const { stored, revision } = await createConnector(ports, askOf(request), sent)
    setRevision(reply, revision)
    const path = request.url.split('?', 1)[0] ?? ''
    return reply
      .code(201)
      .header('location', `${path}/${stored.connector.id}`)
      .send(wireConnector(stored))
  })
}

function addChanges(app: FastifyInstance, ports: ConnectorRoutePorts): void {
  const update = {
    ...about,
    summary: 'Replace a connector',
    description:
      `${who} The body is the whole connector: what it leaves out is set to its default, but a \`clientSecret\` that is ` +
      'left out, or sent as `********`, stays.',
    params: OfOne,
    body: ConnectorBody,
    response: { 200: ConnectorObject, ...writeRefusals },
  }
  app.put(`${base}/:id`, { bodyLimit, schema: update }, async (request, reply) => {
    const target = { id: idOf(request), revision: revisionOf(request), body: request.body }
    const { stored, revision } = await updateConnector(ports, askOf(request), target)
    setRevision(reply, revision)
    return reply.send(wireConnector(stored))
  })
  const remove = {
    ...about,
    summary: 'Delete a connector',
    description: `${who} Refused with 409 while engagements use it: \`fields\` names them. Its secret is dropped, and its id is not used again. Consumers keep their identity.`,
    params: OfOne,
    response: { 200: ConnectorObject, ...writeRefusals },
  }
  app.delete(`${base}/:id`, { schema: remove }, async (request, reply) => {
    const target = { id: idOf(request), revision: revisionOf(request) }
    const { stored, revision } = await deleteConnector(ports, askOf(request), target)
    setRevision(reply, revision)
    return reply.send(wireConnector(stored))
  })
}

/** Who may configure connectors; refuses all others. */
function configuratorOf(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  requireConnectorRights(caller)
  return caller
}

function askOf(request: FastifyRequest): ConnectorAsk {
  const caller = configuratorOf(request)
  const origin = originOf(request)
  const { accountId } = caller
  return { accountId, actor: actorOf(caller, origin), requestId: origin.requestId }
}

function isKnown(request: FastifyRequest, revision: number): boolean {
  return revisionOf(request) === revision || clientHas(request, revision)
}

export type PublicConnectorPorts = {
  readonly storage: ConnectorPorts['storage']
  readonly accounts: KnownAccounts
}

/** The public list (contract 3 section 3.2): pages find the connector for anonymous consumers in it. */
export function publicConnectorRoutes({ storage, accounts }: PublicConnectorPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    const path = `${area}/all-connectors`
    const schema = {
      tags: ['Connectors' as const],
      security: byAnyone,
      summary: 'Connectors, as pages need them',
      description:
        'Public, and may be kept for five minutes. The connector for anonymous consumers is the one whose ' +
        '`configuration.jsMethodName` is `lpTag.taglets.unAuthMessaging.lpUnauthFunction`. Without clients, secrets ' +
        'and endpoints, and without connectors that are for delegation alone.',
      params: OfAccount,
      querystring: WriteQuery,
      response: { 200: Type.Array(PublicConnector), 400: ErrorEnvelope, 404: ErrorEnvelope },
    }
    app.get(path, { schema }, async (request, reply) => {
      const accountId = accountOf(request)
      if ((await accounts.active(accountId)) === undefined) throw notThere()
      const shown = publicConnectors(await storage.read.connectors.list(accountId))
      return sendPublicDocument(request, reply, JSON.stringify(shown))
    })
    app.options(path, { schema: { hide: true } }, sendOpenPreflight)
  }
}
