import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { Application, StoredApplication } from './application.ts'
import { type ApplicationLine, auditOfApplication, lineOf } from './application-audit.ts'
import { endAccess } from './end-access.ts'
import { openWebhooks, sealWebhooks } from './webhook-secrets.ts'

/** The most applications of an account. */
export const mostApplications = 100

export type ApplicationPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** Who changes an application of which account. */
export type ApplicationAsk = {
  readonly accountId: AccountId
  readonly actor: AuditActor
  readonly requestId: string
  /** Whether it may be made the first party's: the operator says so, nobody else. */
  readonly mayBeFirstParty?: boolean
}

/** Which application, as of which revision of the installations; `undefined`: whatever it is now. */
export type ApplicationTarget = { readonly id: string; readonly revision: number | undefined }

/** An application as it is now, with the revision of the account's installations. */
export type Changed = { readonly stored: StoredApplication; readonly revision: number }

/** A change that was worked out, and what the audit trail is told beside the members that differ. */
export type Change = {
  readonly stored: StoredApplication
  readonly lines?: readonly ApplicationLine[]
}

/**
 * Changes an application under the lock of its account, audits it, and ends what it may no longer have. A change
 * of nothing keeps the revision.
 */
export async function changeApplication(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  { id, revision }: ApplicationTarget,
  change: (before: StoredApplication, tx: Writes) => Change | Promise<Change>,
): Promise<Changed> {
  const now = ports.clock.now()
  return ports.storage.write(async (tx) => {
    const current = await holdInstallations(tx, ask.accountId, revision)
    const kept = await tx.applications.find(ask.accountId, id)
    if (kept === undefined || kept.application.deleted) throw noSuchApplication()
    const { dataKeys } = ports
    const owner = { dataKeys, accountId: ask.accountId, accounts: tx.accounts }
    const before = await openWebhooks(owner, kept)
    const { stored, lines = [] } = await change(before, tx)
    if (isDeepStrictEqual(stored, before)) {
      await note(ports, tx, ask, lines)
      return { stored: before, revision: current }
    }
    const next = current + 1
    const application = { ...stored.application, updatedAt: now, revision: next }
    const after = { ...stored, application, previous: stillWorking(stored.previous, now) }
    const sealed = await sealWebhooks(owner, after)
    if ((await tx.applications.update(ask.accountId, sealed)) === 'name_taken') throw nameTaken()
    const ended = await endAccess(tx, ask.accountId, before, after)
    await note(ports, tx, ask, [
      ...auditOfApplication(
        application.deleted ? 'Delete' : 'Edit',
        before.application,
        application,
      ),
      ...lines,
      ...(ended === '' ? [] : [lineOf(application, 'Logout', 'access', '', ended)]),
    ])
    return { stored: after, revision: next }
  })
}

/** Secrets that work no more are not kept. */
function stillWorking(
  previous: StoredApplication['previous'],
  now: number,
): StoredApplication['previous'] {
  return previous !== undefined && previous.until > now ? previous : undefined
}

/** Locks the account; answers the revision of its installations, which must be the one that the client knows. */
export async function holdInstallations(
  tx: Writes,
  accountId: AccountId,
  revision: number | undefined,
): Promise<number> {
  if ((await tx.accounts.lock(accountId)) === undefined) {
    throw new DomainError('not_found', 'There is no such account, or it is not yours.')
  }
  const current = await tx.applications.revision(accountId)
  if (revision === undefined || revision === current) return current
  throw new DomainError(
    'stale_revision',
    `The installations are at revision ${current}, not ${revision}. Read them again.`,
  )
}

/** Writes lines of one change to the audit trail. */
export async function note(
  { dataKeys, clock }: ApplicationPorts,
  tx: Writes,
  { accountId, actor, requestId }: ApplicationAsk,
  lines: readonly ApplicationLine[],
): Promise<void> {
  const at = clock.now()
  const entries = lines.map((line) => ({ ...line, at, actor, requestId, automatic: false }))
  await recordAudit({ dataKeys, tx }, accountId, entries)
}

/** The answer to an application of nobody, of another account, or one that was uninstalled. */
export function noSuchApplication(): DomainError {
  return new DomainError('not_found', 'There is no such application.')
}

export function nameTaken(): DomainError {
  return new DomainError(
    'name_taken',
    'Another application of this account has this client_name. Choose a different one.',
    { fields: ['client_name: is taken'] },
  )
}

/** Refuses whoever is not the operator and says of an application that it is the first party's, or is not. */
export function checkFirstParty(
  ask: ApplicationAsk,
  asked: boolean | undefined,
  present: Pick<Application, 'firstParty'>['firstParty'],
): boolean {
  if (asked === undefined || asked === present) return present
  if (ask.mayBeFirstParty) return asked
  throw new DomainError('forbidden', 'Only the operator of this server sets first_party.', {
    fields: ['first_party: is set by the operator alone'],
  })
}
