import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { Account } from './account.ts'

export type ConfigurationPorts = {
  readonly storage: Pick<Storage, 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** Who changes the configuration of which account. */
export type ConfigurationAsk = {
  readonly accountId: AccountId
  readonly actor: AuditActor
  readonly requestId: string
}

/** What a change works on while it holds the account. */
export type ConfigurationScope<Ask extends ConfigurationAsk = ConfigurationAsk> = {
  readonly tx: Writes
  readonly ask: Ask
  readonly now: number
  /** The revision that the change will make. */
  readonly next: number
}

/** A line of the audit trail without who did it and when. */
export type AuditLine = Omit<AuditEntry, 'at' | 'actor' | 'requestId' | 'automatic'>

/** What was made, and what the audit trail is told of it. */
export type Made<T> = { readonly made: T; readonly lines: readonly AuditLine[] }

/**
 * Changes the configuration of an account under its lock, as one revision (contract 1 §4.4), and audits it. A change
 * that has no lines keeps the revision. `revision`: the one that the client saw; `undefined`: it does not say.
 */
export function changeConfiguration<T, Ask extends ConfigurationAsk>(
  { storage, dataKeys, clock }: ConfigurationPorts,
  ask: Ask,
  revision: number | undefined,
  change: (scope: ConfigurationScope<Ask>) => Promise<Made<T>>,
): Promise<{ readonly made: T; readonly revision: number }> {
  const now = clock.now()
  return storage.write(async (tx) => {
    const account = await hold(tx, ask.accountId, revision)
    const next = account.revision + 1
    const { made, lines } = await change({ tx, ask, now, next })
    if (lines.length === 0) return { made, revision: account.revision }
    const { actor, requestId } = ask
    const entries = lines.map((line) => ({ ...line, at: now, actor, requestId, automatic: false }))
    await recordAudit({ dataKeys, tx }, ask.accountId, entries)
    if ((await tx.accounts.nextRevision(ask.accountId)) !== next) {
      throw new Error('The revision of an account that is held has changed.')
    }
    return { made, revision: next }
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
