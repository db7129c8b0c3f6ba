import {
  parseStandardClaims,
  type StandardClaims,
} from '@watchword/protocol/api/standard-claims.ts'
import { actorOf, type UserCaller } from '#domain/caller.ts'
import type { Reads, Storage, Writes } from '#storage/port.ts'
import { userKind } from './config-object.ts'
import { forbidden, missing } from './config-rules.ts'
import { acceptBody, type WriteAsk } from './config-use-cases.ts'
import { type ConfigWritePorts, writeConfig } from './config-writes.ts'
import { rightsOf } from './rights.ts'
import type { User } from './user.ts'
import { loadUsersContext } from './users-context.ts'

/** What is told, and the revision of the account that it is of. */
export type ToldClaims = { readonly claims: StandardClaims; readonly revision: number }

/** The standard claims of a user whom the caller may read: of themselves always. */
export async function readStandardClaims(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  caller: UserCaller,
  userId: number,
): Promise<ToldClaims> {
  const { read } = storage
  const revision = (await read.accounts.revision(caller.accountId)) ?? 0
  const { user } = await findReadable(read, caller, userId)
  return { claims: user.standardClaims ?? {}, revision }
}

/**
 * Replaces the standard claims of a user whom the caller may edit: an application may rely on what is said
 * there of a person, so nobody says it of themselves unless they may edit themselves.
 */
export async function replaceStandardClaims(
  ports: ConfigWritePorts & { readonly storage: Pick<Storage, 'read'> },
  ask: Omit<WriteAsk, 'caller'> & { readonly caller: UserCaller },
  userId: number,
  body: unknown,
): Promise<ToldClaims> {
  const { caller, origin, revision } = ask
  await findEditable(ports.storage.read, caller, userId)
  const claims = acceptBody(parseStandardClaims(body))
  const write = {
    accountId: caller.accountId,
    revision,
    actor: actorOf(caller, origin),
    requestId: origin.requestId,
  }
  const written = await writeConfig(ports, userKind, write, {
    plan: async ({ tx, now }) => {
      const previous = await findEditable(tx, caller, userId)
      return [{ place: '', previous, next: withClaims(previous, claims, now) }]
    },
  })
  return { claims, revision: written.revision }
}

/** Without any, the user is as one who never had them. */
function withClaims(user: User, claims: StandardClaims, now: number): User {
  const { standardClaims: _before, ...rest } = user
  const kept = Object.keys(claims).length === 0 ? {} : { standardClaims: claims }
  return { ...rest, ...kept, dateUpdated: now }
}

async function findReadable(reads: Reads | Writes, caller: UserCaller, userId: number) {
  const user = await reads.users.find(caller.accountId, userId)
  if (user === undefined || user.deleted) throw missing(userKind)
  const { reach } = await loadUsersContext(reads, caller.accountId, rightsOf(caller), [])
  if (!reach.mayRead(user)) throw missing(userKind)
  return { user, reach }
}

async function findEditable(
  reads: Reads | Writes,
  caller: UserCaller,
  userId: number,
): Promise<User> {
  const { user, reach } = await findReadable(reads, caller, userId)
  if (!reach.mayEdit(user)) throw forbidden(userKind)
  return user
}
