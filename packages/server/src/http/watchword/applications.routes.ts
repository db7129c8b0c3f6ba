import { RerollBody } from '@watchword/protocol/api/api-key.ts'
import { ApplicationObject } from '@watchword/protocol/api/application.ts'
import {
  AgreedVersion,
  ApplicationIssues,
  ApplicationLastUses,
  IssuesQuery,
  OfferedApplications,
  QuickLaunch,
} from '@watchword/protocol/api/application-reports.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { noSuchApplication } from '#domain/applications/change-application.ts'
import { type LastUsesPorts, listLastUses } from '#domain/applications/last-uses.ts'
import { rerollAsAdministrator } from '#domain/applications/manage-installations.ts'
import {
  installOffered,
  listOffered,
  type OfferPorts,
  updateToOffered,
} from '#domain/applications/offered-applications.ts'
import { listQuickLaunch } from '#domain/applications/quick-launch.ts'
import { type IssuePorts, readIssues } from '#domain/applications/read-issues.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { readRevision } from '#http/if-match.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { wireApplication } from '#http/wire-application.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'

export type ApplicationRoutesPorts = WatchwordPorts & IssuePorts & LastUsesPorts & OfferPorts

const about = { tags: ['Applications' as const], security: byBearer }
const OfOne = Type.Object({ accountId: Type.String(), id: Type.String() })
const Headers = Type.Object({ 'if-match': Type.Optional(Type.String()) })
const refusals = { ...commonRefusals, 409: ErrorEnvelope, 412: ErrorEnvelope }

/** What is ours of applications: the menu, secrets, counts, and what the operator published. */
export function addApplications(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  addQuickLaunch(app, ports)
  addReroll(app, ports)
  addIssues(app, ports)
  addLastUses(app, ports)
  addOffered(app, ports)
  addUpdate(app, ports)
}

function addQuickLaunch(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'List the applications of your menu',
    description: 'Enabled ones with `quick_launch_enabled` and an `entry_uri`, for your profiles.',
    params: AccountParams,
    response: { 200: QuickLaunch, ...commonRefusals },
  }
  app.get(
    `${base}/applications/quick-launch`,
    { schema },
    async (request): Promise<QuickLaunch> => {
      const launchable = await listQuickLaunch(ports, userOf(request))
      return {
        applications: launchable.map(({ id, manifest }) => ({
          id,
          name: manifest.display_name || manifest.client_name,
          description: manifest.description ?? '',
          logoUri: manifest.logo_uri ?? '',
          entryUri: manifest.entry_uri ?? '',
        })),
      }
    },
  )
}

function addReroll(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'Make a new secret for an application',
    description:
      'The old one works on for `overlapMinutes`. The new one is in the answer, even if no copy is kept. ' +
      'For administrators.',
    params: OfOne,
    headers: Headers,
    body: RerollBody,
    response: { 200: ApplicationObject, ...refusals },
  }
  // The domain reads the body, once it is known who asks.
  const validatorCompiler = () => () => true
  app.post(
    `${base}/applications/:id/reroll`,
    { schema, validatorCompiler },
    async (request, reply) => {
      const target = { id: idOf(request), revision: readRevision(request), body: request.body }
      const { stored, revision, secret } = await rerollAsAdministrator(
        ports,
        askingOf(request),
        target,
      )
      reply.header('ac-revision', revision).header('etag', `"${revision}"`)
      return wireApplication(stored, secret)
    },
  )
}

function addIssues(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'See how many tokens an application got in its own name',
    description:
      'By hour (client credentials), also of one that was uninstalled. For administrators.',
    params: OfOne,
    querystring: IssuesQuery,
    response: { 200: ApplicationIssues, ...commonRefusals },
  }
  app.get<{ Querystring: IssuesQuery }>(
    `${base}/applications/:id/uses`,
    { schema },
    async (request): Promise<ApplicationIssues> => {
      const ask = { id: idOf(request), hours: Number(request.query.hours ?? 24) }
      const uses = await readIssues(ports, userOf(request), ask)
      return {
        hours: uses.map(({ hour, count, lastAt }) => ({
          hour: new Date(hour * 3_600_000).toISOString(),
          tokens: count,
          lastAt: new Date(lastAt).toISOString(),
        })),
      }
    },
  )
}

function addLastUses(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'See when each application was last used',
    description: 'Of the installed ones. For administrators.',
    params: AccountParams,
    response: { 200: ApplicationLastUses, ...commonRefusals },
  }
  app.get(
    `${base}/applications/last-uses`,
    { schema },
    async (request): Promise<ApplicationLastUses> => {
      const lastUses = await listLastUses(ports, userOf(request))
      return {
        applications: lastUses.map(({ id, at }) => ({
          id,
          lastUsedAt: at === undefined ? null : new Date(at).toISOString(),
        })),
      }
    },
  )
}

function addOffered(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const list = {
    ...about,
    summary: 'List the applications that the operator published',
    description:
      'With the version that this account has installed; of webhook headers the names alone. For administrators.',
    params: AccountParams,
    response: { 200: OfferedApplications, ...commonRefusals },
  }
  app.get(
    `${base}/applications/published`,
    { schema: list },
    async (request): Promise<OfferedApplications> => {
      const offered = await listOffered(ports, userOf(request))
      return {
        applications: offered.map(({ published, installed }) => ({
          id: published.id,
          version: published.version,
          firstParty: published.firstParty,
          manifest: published.manifest,
          installed: installed ?? null,
        })),
      }
    },
  )
  const install = {
    ...about,
    summary: 'Install a published application',
    description:
      'Copies the version that you name; 412 if it is no longer the one that is published. For administrators.',
    params: OfOne,
    body: AgreedVersion,
    response: { 201: ApplicationObject, ...refusals },
  }
  app.post<{ Body: AgreedVersion }>(
    `${base}/applications/published/:id/install`,
    { schema: install },
    async (request, reply) => {
      const agreed = { globalId: idOf(request), version: request.body.version }
      const { stored, revision, secret } = await installOffered(ports, askingOf(request), agreed)
      reply.code(201).header('ac-revision', revision).header('etag', `"${revision}"`)
      return wireApplication(stored, secret)
    },
  )
}

function addUpdate(app: FastifyInstance, ports: ApplicationRoutesPorts): void {
  const schema = {
    ...about,
    summary: 'Bring an installation to the published version',
    description:
      'Nothing is updated in silence: you name the version that you have seen. Profiles and `enabled` ' +
      'stay. For administrators.',
    params: OfOne,
    headers: Headers,
    body: AgreedVersion,
    response: { 200: ApplicationObject, ...refusals },
  }
  app.post<{ Body: AgreedVersion }>(
    `${base}/applications/:id/update`,
    { schema },
    async (request, reply) => {
      const { version } = request.body
      const target = { id: idOf(request), revision: readRevision(request), version }
      const { stored, revision } = await updateToOffered(ports, askingOf(request), target)
      reply.header('ac-revision', revision).header('etag', `"${revision}"`)
      return wireApplication(stored, undefined)
    },
  )
}

function askingOf(request: FastifyRequest) {
  return { caller: userOf(request), origin: originOf(request) }
}

/** The application in the path; what cannot be the id of one names none. */
function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { readonly id?: string }
  if (/^[0-9A-Fa-f-]{36}$/.test(id)) return id
  throw noSuchApplication()
}
