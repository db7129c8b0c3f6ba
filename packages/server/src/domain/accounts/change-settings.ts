import type { SettingsPatch } from '@watchword/protocol/api/settings.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { actorOf, type Origin, requireAdministrator, type UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { endExcessSessions, endSessionsFromOutside } from '#domain/login/end-sessions.ts'
import type { Writes } from '#storage/port.ts'
import type { Account } from './account.ts'
import { accountAsObject } from './account-audit.ts'
import type { AccountPorts } from './account-ports.ts'
import { judgeSettings, refuseSettingsFaults, shutsOut } from './judge-settings.ts'
import { settingChanges } from './merge-settings.ts'
import { resolveSettings, type Settings, type StoredSettings } from './settings.ts'

/** A change of settings, and who asks for it. */
export type SettingsRequest = {
  readonly caller: UserCaller
  readonly origin: Origin
  readonly patch: SettingsPatch
  /** The revision that the caller has seen; `undefined`: any. */
  readonly ifRevision: number | undefined
}

/** The settings of the caller's account, for an administrator. */
export async function readSettings(ports: AccountPorts, caller: UserCaller): Promise<Account> {
  requireAdministrator(caller)
  const account = await ports.storage.read.accounts.find(caller.accountId)
  if (account === undefined) throw noAccount()
  return account
}

/**
 * Changes settings of the caller's account. What is tightened holds at once, for open sessions too. Nothing
 * is written, and the revision stays, when nothing changes.
 */
export async function changeSettings(
  ports: AccountPorts,
  request: SettingsRequest,
): Promise<Account> {
  const { caller, patch, ifRevision } = request
  requireAdministrator(caller)
  return ports.storage.write(async (tx) => {
    const before = await tx.accounts.lock(caller.accountId)
    if (before === undefined) throw noAccount()
    if (ifRevision !== undefined && ifRevision !== before.settingsRevision) {
      throw new DomainError(
        'stale_revision',
        `The settings have changed since: the revision is ${before.settingsRevision}. Read them again.`,
      )
    }
    const settings = judgeSettings(before.settings, patch)
    refuseLockOut(request, settings)
    return keepSettings(ports, tx, request, { before, settings })
  })
}

type Step = { readonly before: Account; readonly settings: StoredSettings }

async function keepSettings(
  { dataKeys, clock }: AccountPorts,
  tx: Writes,
  { caller, origin }: SettingsRequest,
  { before, settings }: Step,
): Promise<Account> {
  const changes = settingChanges(before.settings, settings)
  if (changes.length === 0) return before
  const settingsRevision = before.settingsRevision + 1
  const after = await tx.accounts.update(before.id, { settings, settingsRevision })
  if (after === undefined) throw noAccount()
  const entries = changes.map(
    (change): AuditEntry => ({
      at: clock.now(),
      action: 'Edit',
      ...accountAsObject(before),
      ...change,
      actor: actorOf(caller, origin),
      requestId: origin.requestId,
      automatic: false,
    }),
  )
  await recordAudit({ dataKeys, tx }, before.id, entries)
  await endWhatIsBarred({ dataKeys, clock, tx }, { caller, origin }, { before, settings })
  return after
}

/** What is tightened holds for open sessions too. */
async function endWhatIsBarred(
  ports: Omit<AccountPorts, 'storage'> & { readonly tx: Writes },
  asking: Pick<SettingsRequest, 'caller' | 'origin'>,
  { before, settings }: Step,
): Promise<void> {
  const [old, now] = [resolveSettings(before.settings), resolveSettings(settings)]
  const bars = barsMore(old, now)
  if (bars.restrictions) await endSessionsFromOutside(ports, asking, now.accessRestrictions)
  if (bars.perUser) await endExcessSessions(ports, asking, now.sessions.maxPerUser)
}

/** Which of what may end sessions differs. */
export function barsMore(old: Settings, now: Settings) {
  return {
    restrictions: JSON.stringify(now.accessRestrictions) !== JSON.stringify(old.accessRestrictions),
    perUser: now.sessions.maxPerUser < old.sessions.maxPerUser,
  }
}

/** Whoever shuts themselves out could not undo it, and nobody else might. */
function refuseLockOut({ patch, origin }: SettingsRequest, settings: StoredSettings): void {
  if (patch.force === true || !shutsOut(origin.address, patch, settings)) return
  refuseSettingsFaults([
    `accessRestrictions.ranges: would shut out ${origin.address}, from where you call; add it, or send "force": true`,
  ])
}

/** The answer to an account that is gone. */
export function noAccount(): DomainError {
  return new DomainError('not_found', 'There is no such account, or it is not yours.')
}
