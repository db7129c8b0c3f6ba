import { requireAdministrator } from '#domain/caller.ts'
import { excessSessions, sessionsFromOutside } from '#domain/login/end-sessions.ts'
import { isSessionOver, type Session } from '#domain/login/session.ts'
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
  const at = clock.now()
  // A use is noted a moment later; the session that asks is used now.
  const listed = (await storage.read.sessions.list(accountId, at)).map((session) =>
    session.id === caller.sessionId ? { ...session, lastUsedAt: at } : session,
  )
  const open = listed.filter((session) => !isSessionOver(session, old.sessions, at))
  const bars = barsMore(old, now)
  const outside = bars.restrictions ? sessionsFromOutside(open, caller, now.accessRestrictions) : []
  const gone = new Set<Session>([
    ...outside,
    ...open.filter((session) => isSessionOver(session, now.sessions, at)),
  ])
  // One who is gone for one reason does not count for the other.
  const left = open.filter((session) => !gone.has(session))
  const excess = bars.perUser ? excessSessions(left, now.sessions.maxPerUser) : []
  return {
    changes: settingChanges(account.settings, settings),
    address: origin.address,
    shutsOutCaller: shutsOut(origin.address, patch, settings),
    endsSessions: gone.size + excess.length,
    openSessions: open.length,
  }
}
