import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clients } from '#domain/applications/client.ts'
import { requireAdministrator, type UserCaller } from '#domain/caller.ts'
import type { Clock } from '#lib/clock.ts'
import type { Consent, Reads } from '#storage/port.ts'
import type { Grant } from './grant.ts'

export type ListGrantsPorts = {
  readonly storage: { readonly read: Pick<Reads, 'grants' | 'consents' | 'users'> }
  readonly clients: Pick<Clients, 'find'>
  readonly clock: Clock
}

/** Whose, and of which application; `undefined`: of all. */
export type GrantOwner = {
  readonly userId?: number | undefined
  readonly clientId?: string | undefined
}

/** Something allowed, with the names of the two that it is between; empty if they are gone. */
export type Named<T> = T & { readonly loginName: string; readonly clientName: string }

/** Live grants, newest first; those of others are for administrators. */
export async function listGrants(
  ports: ListGrantsPorts,
  caller: UserCaller,
  owner: GrantOwner,
): Promise<readonly Named<Grant>[]> {
  const filter = allowedFilter(caller, owner)
  const { grants } = ports.storage.read
  return withNames(ports, caller, await grants.list(caller.accountId, ports.clock.now(), filter))
}

/** Remembered consents, the last changed first; those of others are for administrators. */
export async function listConsents(
  ports: ListGrantsPorts,
  caller: UserCaller,
  owner: GrantOwner,
): Promise<readonly Named<Consent>[]> {
  const filter = allowedFilter(caller, owner)
  return withNames(ports, caller, await ports.storage.read.consents.list(caller.accountId, filter))
}

function allowedFilter(caller: UserCaller, { userId, clientId }: GrantOwner) {
  if (userId !== caller.userId) requireAdministrator(caller)
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(clientId === undefined ? {} : { clientId }),
  }
}

async function withNames<T extends { readonly userId: number; readonly clientId: string }>(
  { storage, clients }: ListGrantsPorts,
  { accountId }: { readonly accountId: AccountId },
  items: readonly T[],
): Promise<readonly Named<T>[]> {
  const userIds = [...new Set(items.map(({ userId }) => userId))]
  const clientIds = [...new Set(items.map(({ clientId }) => clientId))]
  const users = await storage.read.users.findMany(accountId, userIds)
  const found = await Promise.all(clientIds.map((id) => clients.find(accountId, id)))
  const loginNames = new Map(users.map((user) => [user.id, user.loginName]))
  const clientNames = new Map(found.flatMap((client) => (client ? [[client.id, client.name]] : [])))
  return items.map((item) => ({
    ...item,
    loginName: loginNames.get(item.userId) ?? '',
    clientName: clientNames.get(item.clientId) ?? '',
  }))
}
