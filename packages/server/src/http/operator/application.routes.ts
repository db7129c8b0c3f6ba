import { ManifestBody } from '@watchword/protocol/api/application.ts'
import {
  FirstPartyBody,
  OperatorApplication,
  OperatorApplications,
  PublishedApplication,
  PublishedApplications,
} from '@watchword/protocol/api/application-reports.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { OperatorParams } from '@watchword/protocol/api/operator.ts'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { GlobalApplication, StoredApplication } from '#domain/applications/application.ts'
import {
  type ApplicationPorts,
  noSuchApplication,
} from '#domain/applications/change-application.ts'
import {
  listGlobalApplications,
  type PublishPorts,
  publishApplication,
  publishVersion,
  withdrawApplication,
} from '#domain/applications/global-applications.ts'
import { listAsOperator, setFirstParty } from '#domain/applications/operate-applications.ts'
import { accountOf } from '#http/account-of.ts'
import type { HttpApp } from '#http/app.ts'
import { operatorOf } from '#http/authenticate-operator.ts'
import { about, refusals } from './route-about.ts'

const base = '/operator/v1/applications'
const ofAccount = '/operator/v1/accounts/:accountId/applications'
const bodyLimit = 256 * 1024
const OfOne = Type.Object({ id: Type.String() })
const OfAccountAndOne = Type.Object({ accountId: Type.String(), id: Type.String() })
const missing = { 404: ErrorEnvelope }
const taken = { 409: ErrorEnvelope }
// A manifest is read by the domain, which names every fault of it.
const validatorCompiler = () => () => true

/** Applications that the operator publishes for every account. */
export function publishedApplicationRoutes(app: HttpApp, ports: PublishPorts): void {
  app.get(
    base,
    {
      schema: {
        ...about('Published applications'),
        response: { 200: PublishedApplications, ...refusals },
      },
    },
    async () => ({ applications: (await listGlobalApplications(ports)).map(publishedAnswer) }),
  )
  app.post(
    base,
    {
      bodyLimit,
      validatorCompiler,
      schema: {
        ...about(
          'Publish an application',
          'The body is its manifest, `first_party` included. Every account may install a copy, with its webhooks.',
        ),
        body: ManifestBody,
        response: { 201: PublishedApplication, ...refusals, ...taken },
      },
    },
    async (request, reply) => {
      const published = await publishApplication(ports, request.body)
      reply.code(201).header('location', `${base}/${published.id}`)
      return publishedAnswer(published)
    },
  )
  app.put(
    `${base}/:id`,
    {
      bodyLimit,
      validatorCompiler,
      schema: {
        ...about(
          'Publish the next version of an application',
          'What is installed stays as it is, until an account takes the new version.',
        ),
        params: OfOne,
        body: ManifestBody,
        response: { 200: PublishedApplication, ...refusals, ...missing, ...taken },
      },
    },
    async (request) => publishedAnswer(await publishVersion(ports, idOf(request), request.body)),
  )
  app.delete(
    `${base}/:id`,
    {
      schema: {
        ...about('Withdraw an application', 'It is offered no longer. What is installed stays.'),
        params: OfOne,
        response: { 200: PublishedApplication, ...refusals, ...missing },
      },
    },
    async (request) => publishedAnswer(await withdrawApplication(ports, idOf(request))),
  )
}

/** The applications of an account. */
export function accountApplicationRoutes(app: HttpApp, ports: ApplicationPorts): void {
  app.get(
    ofAccount,
    {
      schema: {
        ...about('Applications of an account', 'Without their secrets.'),
        params: OperatorParams.account,
        response: { 200: OperatorApplications, ...refusals, ...missing },
      },
    },
    async (request) => {
      const stored = await listAsOperator(ports, accountOf(request))
      return { applications: stored.map(applicationAnswer) }
    },
  )
  app.patch<{ Body: FirstPartyBody }>(
    `${ofAccount}/:id`,
    {
      schema: {
        ...about(
          'Make an application the first party’s, or no longer',
          'Users are not asked whether it may have what it asks for.',
        ),
        params: OfAccountAndOne,
        body: FirstPartyBody,
        response: { 200: OperatorApplication, ...refusals, ...missing },
      },
    },
    async (request) => {
      const target = { accountId: accountOf(request), id: idOf(request) }
      const { firstParty } = request.body
      const changed = await setFirstParty(ports, target, firstParty, operatorOf(request))
      return applicationAnswer(changed.stored)
    },
  )
}

function publishedAnswer(published: GlobalApplication): PublishedApplication {
  const { id, version, firstParty, withdrawn, manifest } = published
  return {
    ...{ id, version, firstParty, withdrawn, manifest },
    createdAt: new Date(published.createdAt).toISOString(),
    updatedAt: new Date(published.updatedAt).toISOString(),
  }
}

function applicationAnswer({ application }: StoredApplication): OperatorApplication {
  const { id, manifest, enabled, firstParty, global } = application
  return {
    id,
    clientName: manifest.client_name,
    scope: manifest.scope ?? '',
    enabled,
    firstParty,
    globalApplicationId: global?.id ?? null,
  }
}

function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { readonly id?: string }
  if (/^[0-9A-Fa-f-]{36}$/.test(id)) return id
  throw noSuchApplication()
}
