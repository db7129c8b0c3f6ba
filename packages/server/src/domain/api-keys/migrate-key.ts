import { installApplication } from '#domain/applications/install-application.ts'
import { type Caller, mayUseScope, type Origin, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Writes } from '#storage/port.ts'
import type { ApiKey } from './api-key.ts'
import { writerAsk } from './key-rights.ts'
import { type KeyAsk, type KeyPorts, noSuchKey, scopesOf, updateApiKey } from './manage-keys.ts'

/** How long both may work, in days. */
export const overlapDays = { least: 0, most: 365, usual: 30 }

/** Which key becomes an application, and how long it goes on beside it. */
export type KeyMigration = {
  readonly keyId: string
  /** `client_name`; the key's own name if left out. */
  readonly name?: string | undefined
  readonly overlapDays: number
}

/** An application that may do what a key may, and its secret: told this once. */
export type MigratedKey = {
  readonly key: ApiKey
  readonly clientId: string
  readonly clientSecret: string
  readonly clientName: string
  readonly scopes: readonly string[]
  /** When the key ends: milliseconds since 1970. */
  readonly keyEndsAt: number
  /** Bots that log in with the key. They log in with the application once it is their `allowedAppKeys`. */
  readonly botLoginNames: readonly string[]
}

/**
 * Makes the OAuth 2.0 application that may do what an API key may, and sets the end of the key: both work until then.
 * All of it or nothing, audited as an installation and a change of the key. A key that ends earlier keeps its end.
 */
export async function migrateKey(
  ports: KeyPorts,
  ask: KeyAsk,
  { keyId, name, overlapDays: days }: KeyMigration,
): Promise<MigratedKey> {
  checkDays(days)
  const { accountId } = ask
  const endsAt = ports.clock.now() + days * 86_400_000
  return ports.storage.write(async (tx) => {
    await tx.accounts.lock(accountId)
    const stored = await tx.apiKeys.find(accountId, keyId)
    if (stored === undefined || stored.key.deleted) throw noSuchKey()
    const { key } = stored
    const within = { ...ports, storage: insideOf(ports, tx) }
    const scopes = scopesOf(key)
    const body = {
      client_name: name ?? key.appName,
      description: `In place of the API key ${keyId}`,
      grant_types: ['client_credentials'],
      scope: scopes.join(' '),
    }
    const installed = await installApplication(within, ask, { body })
    const keyEndsAt = Math.min(key.expiresAt ?? endsAt, endsAt)
    const change = { expirationTime: keyEndsAt }
    const changed = await updateApiKey(within, ask, { keyId, revision: undefined, body: change })
    const users = await tx.users.list(accountId)
    return {
      key: changed.key,
      clientId: installed.stored.application.id,
      clientSecret: installed.secret,
      clientName: body.client_name,
      scopes,
      keyEndsAt,
      botLoginNames: users.flatMap((user) =>
        user.isApiUser && user.allowedAppKeys === keyId ? [user.loginName] : [],
      ),
    }
  })
}

/** The same, for an administrator who may change keys; by a token, also one that may install applications. */
export function migrateKeyAsAdministrator(
  ports: KeyPorts,
  { caller, origin }: { readonly caller: Caller; readonly origin: Origin },
  migration: KeyMigration,
): Promise<MigratedKey> {
  const ask = writerAsk(caller, origin)
  requireAdministrator(caller)
  const scope = 'applications:write'
  if (!mayUseScope(caller, scope)) {
    throw new DomainError('forbidden', `The token lacks the scope ${scope}.`, { scope })
  }
  return migrateKey(ports, ask, migration)
}

function checkDays(days: number): void {
  const { least, most } = overlapDays
  if (Number.isInteger(days) && days >= least && days <= most) return
  throw new DomainError('validation_failed', 'The body is not valid; see "fields".', {
    fields: [`overlapDays: must be a whole number from ${least} to ${most}`],
  })
}

/** What is written joins the transaction that is under way. */
function insideOf({ storage }: KeyPorts, tx: Writes): KeyPorts['storage'] {
  return { read: storage.read, write: (job) => job(tx) }
}
