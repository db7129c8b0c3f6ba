import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { Connector, StoredConnector } from './connector.ts'
import { auditOfConnector, type ConnectorLine } from './connector-audit.ts'

/** The most connectors of an account. */
export const mostConnectors = 100

export type ConnectorPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
  /** Addresses that the operator excepts from https and its port. */
  readonly isExempt: (url: URL) => boolean
}

/** Who changes connectors of which account. */
export type ConnectorAsk = {
  readonly accountId: AccountId
  readonly actor: AuditActor
  readonly requestId: string
}

/** Which connector, as of which revision of the account's configuration; `undefined`: whatever it is now. */
export type ConnectorTarget = { readonly id: number; readonly revision: number | undefined }

/** A connector as it is now, with the revision of the account's configuration. */
export type ChangedConnector = { readonly stored: StoredConnector; readonly revision: number }

/** What a change works on while it holds the account. */
export type ConnectorScope = {
  readonly tx: Writes
  readonly ask: ConnectorAsk
  readonly now: number
  /** The revision that the change will make. */
  readonly next: number
}

/** What was written, and what the audit trail is told of it. `stored` is what the caller asked about. */
export type ConnectorChange = {
  readonly stored: StoredConnector
  readonly lines: readonly ConnectorLine[]
}

/**
 * Changes connectors under the lock of their account, as one revision of its configuration (contract 1 §4.4), and
 * audits it. A change that has no lines keeps the revision.
 */
export function changeConnectors(
  ports: ConnectorPorts,
  ask: ConnectorAsk,
  revision: number | undefined,
  change: (scope: ConnectorScope) => Promise<ConnectorChange>,
): Promise<ChangedConnector> {
  const { storage, dataKeys, clock } = ports
  const now = clock.now()
  return storage.write(async (tx) => {
    const account = await hold(tx, ask.accountId, revision)
    const next = account.revision + 1
    const { stored, lines } = await change({ tx, ask, now, next })
    if (lines.length === 0) return { stored, revision: account.revision }
    const { actor, requestId } = ask
    const entries = lines.map((line) => ({ ...line, at: now, actor, requestId, automatic: false }))
    await recordAudit({ dataKeys, tx }, ask.accountId, entries)
    if ((await tx.accounts.nextRevision(ask.accountId)) !== next) {
      throw new Error('The revision of an account that is held has changed.')
    }
    return { stored, revision: next }
  })
}

async function hold(
  tx: Writes,
  accountId: AccountId,
  revision: number | undefined,
): Promise<Account> {
  const account = await tx.accounts.lock(accountId)
  if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
  if (revision === undefined || revision === account.revision) return account
  throw new DomainError(
    'stale_revision',
    `The configuration is at revision ${account.revision}, not ${revision}. Read it again.`,
  )
}

/** The live connector of that id. */
export async function findLive(
  { tx, ask }: Pick<ConnectorScope, 'tx' | 'ask'>,
  id: number,
): Promise<StoredConnector> {
  const stored = await tx.connectors.find(ask.accountId, id)
  if (stored === undefined || stored.connector.deleted) throw noSuchConnector()
  return stored
}

/** Replaces one; answers its audit lines. */
export async function keepChanged(
  { tx, ask }: ConnectorScope,
  before: Connector,
  after: StoredConnector,
): Promise<readonly ConnectorLine[]> {
  const outcome = await tx.connectors.update(ask.accountId, after)
  if (outcome === 'name_taken') throw nameTaken()
  if (outcome === 'not_found') throw new Error('A connector that is held has disappeared.')
  return auditOfConnector(before, after.connector)
}

/** The answer to a connector of nobody, of another account, or one that was deleted. */
export function noSuchConnector(): DomainError {
  return new DomainError('not_found', 'There is no such connector.')
}

export function nameTaken(): DomainError {
  return new DomainError(
    'name_taken',
    'Another connector of this account has this name. Choose a different one.',
    { fields: ['name: is taken'] },
  )
}
