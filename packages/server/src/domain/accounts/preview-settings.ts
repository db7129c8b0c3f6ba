import { requireAdministrator, sessionAskedFrom } from '#domain/caller.ts'
import { type AnySession, isAnySessionOver, listAllSessions } from '#domain/login/all-sessions.ts'
import { excessSessions, sessionsFromOutside } from '#domain/login/end-sessions.ts'
import type { AccountPorts } from './account-ports.ts'
import { barsMore, noAccount, type SettingsRequest } from './change-settings.ts'
import { judgeSettings, shutsOut } from './judge-settings.ts'
import { type SettingChange, settingChanges } from './merge-settings.ts'
import { resolveSettings, type SessionLimits } from './settings.ts'

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
  const askedFrom = sessionAskedFrom(caller)
  const isOver = (session: AnySession, limits: SessionLimits) => {
    // A use is noted a moment later; the session that asks is used now.
    const used = session.id === askedFrom ? { ...session, lastUsedAt: at } : session
    return isAnySessionOver(used, limits, at)
  }
  const listed = await listAllSessions(storage.read, accountId, at)
  const open = listed.filter((session) => !isOver(session, old.sessions))
  const bars = barsMore(old, now)
  const outside = bars.restrictions
    ? sessionsFromOutside(open, askedFrom, now.accessRestrictions)
    : []
  const gone = new Set([...outside, ...open.filter((session) => isOver(session, now.sessions))])
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
