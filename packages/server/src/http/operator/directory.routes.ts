import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import {
  OperatorDirectory,
  OperatorDirectoryEntry,
  OperatorDirectoryPut,
  OperatorParams,
} from '@watchword/protocol/api/operator.ts'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import { findAccount } from '#domain/accounts/find-account.ts'
import { putDirectoryEntry, removeDirectoryEntry } from '#domain/directory/change-directory.ts'
import { DomainError } from '#domain/errors.ts'
import { accountOf } from '#http/account-of.ts'
import type { HttpApp } from '#http/app.ts'
import type { DirectoryEntry } from '#storage/port.ts'
import { about, refusals } from './route-about.ts'

type Scope = Pick<DirectoryEntry, 'scope' | 'scopeId'>

/** Where a zone's or an account's services are reached, when it is not where the others' are. */
export function directoryRoutes(app: HttpApp, ports: AccountPorts): void {
  const ofAccount = async (request: FastifyRequest): Promise<Scope> => {
    const { id } = await findAccount(ports, accountOf(request))
    return { scope: 'account', scopeId: id }
  }
  const ofZone = async ({ params }: FastifyRequest): Promise<Scope> => {
    const { zone = '' } = params as { readonly zone?: string }
    return { scope: 'zone', scopeId: zone }
  }
  const { account, accountService, zone, zoneService } = OperatorParams
  const ofAccounts = { list: account, one: accountService, scopeOf: ofAccount, of: 'an account' }
  const ofZones = { list: zone, one: zoneService, scopeOf: ofZone, of: 'a zone' }
  for (const [path, kind] of [
    ['/operator/v1/accounts/:accountId/directory', ofAccounts],
    ['/operator/v1/zones/:zone/directory', ofZones],
  ] as const) {
    addList(app, ports, path, kind)
    addPut(app, ports, path, kind)
    addDelete(app, ports, path, kind)
  }
}

type Kind = {
  readonly list: typeof OperatorParams.account | typeof OperatorParams.zone
  readonly one: typeof OperatorParams.accountService | typeof OperatorParams.zoneService
  readonly scopeOf: (request: FastifyRequest) => Promise<Scope>
  readonly of: string
}

const shared = { 404: ErrorEnvelope, ...refusals }

function addList(
  app: HttpApp,
  ports: AccountPorts,
  path: string,
  { scopeOf, of, list }: Kind,
): void {
  app.get(
    path,
    {
      schema: {
        ...about(`Services of ${of} that are not at the usual host`),
        params: list,
        response: { 200: OperatorDirectory, ...shared },
      },
    },
    async (request) => {
      const { scope, scopeId } = await scopeOf(request)
      const entries = await ports.storage.read.directory.list(scope, scopeId)
      return { entries: entries.map(entryAnswer) }
    },
  )
}

function addPut(app: HttpApp, ports: AccountPorts, path: string, { scopeOf, of, one }: Kind): void {
  app.put(
    `${path}/:service`,
    {
      schema: {
        ...about(`Say where a service of ${of} is reached, or hide it`),
        params: one,
        body: OperatorDirectoryPut,
        response: { 200: OperatorDirectoryEntry, ...shared },
      },
    },
    async (request) => {
      const { host, hidden = false } = request.body
      const { service } = request.params
      const entry = { ...(await scopeOf(request)), service, host, hidden }
      return entryAnswer(await putDirectoryEntry(ports, entry))
    },
  )
}

function addDelete(
  app: HttpApp,
  ports: AccountPorts,
  path: string,
  { scopeOf, of, one }: Kind,
): void {
  app.delete(
    `${path}/:service`,
    {
      schema: {
        ...about(`Give a service of ${of} its usual host again`),
        params: one,
        response: { 204: Type.Null(), ...shared },
      },
    },
    async (request, reply) => {
      const { service } = request.params
      const removed = await removeDirectoryEntry(ports, { ...(await scopeOf(request)), service })
      if (!removed) throw new DomainError('not_found', `${service} is at its usual host there.`)
      return reply.code(204).send(null)
    },
  )
}

function entryAnswer(
  entry: Pick<DirectoryEntry, 'service' | 'host' | 'hidden'>,
): Static<typeof OperatorDirectoryEntry> {
  const { service, host, hidden } = entry
  return { service, ...(host === undefined ? {} : { host }), hidden }
}
