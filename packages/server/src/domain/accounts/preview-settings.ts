import { requireAdministrator } from '#domain/caller.ts'
import { excessSessions, sessionsFromOutside } from '#domain/login/end-sessions.ts'
import type { Session } from '#domain/login/session.ts'
import type { AccountPorts } from './account-ports.ts'
import { barsMore, noAccount, type SettingsRequest } from './change-settings.ts'
import { judgeSettings, shutsOut } from './judge-settings.ts'
import { type SettingChange, settingChanges } from './merge-settings.ts'
import { resolveSettings } from './settings.ts'

/** What a change of settings would do. */
export type SettingsForecast = {
  readonly changes: readonly SettingChange[]
  /** From where the caller asks, and whether nobody would be let in from there. */
  readonly address: string
  readonly shutsOutCaller: boolean
  readonly endsSessions: number
  readonly openSessions: number
}

/** Tells what a change of settings would do, and changes nothing. */
export async function previewSettings(
  { storage, clock }: AccountPorts,
  { caller, origin, patch }: Omit<SettingsRequest, 'ifRevision'>,
): Promise<SettingsForecast> {
  requireAdministrator(caller)
  const { accountId } = caller
  const account = await storage.read.accounts.find(accountId)
  if (account === undefined) throw noAccount()
  const settings = judgeSettings(account.settings, patch)
  const [old, now] = [resolveSettings(account.settings), resolveSettings(settings)]
  const open = await storage.read.sessions.list(accountId, clock.now())
  const bars = barsMore(old, now)
  const outside = bars.restrictions ? sessionsFromOutside(open, caller, now.accessRestrictions) : []
  const gone = new Set<Session>(outside)
  // One who is gone for one reason does not count for the other.
  const left = open.filter((session) => !gone.has(session))
  const excess = bars.perUser ? excessSessions(left, now.sessions.maxPerUser) : []
  return {
    changes: settingChanges(account.settings, settings),
    address: origin.address,
    shutsOutCaller: shutsOut(origin.address, patch, settings),
    endsSessions: outside.length + excess.length,
    openSessions: open.length,
  }
}
