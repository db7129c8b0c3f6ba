import type { Manifest } from '@watchword/protocol/api/application.ts'
import type { UserCaller } from '#domain/caller.ts'
import type { Storage } from '#storage/port.ts'

/** An application in the menu of a user. */
export type LaunchableApplication = { readonly id: string; readonly manifest: Manifest }

/**
 * The applications that a user sees in the quick-launch menu (contract 2 section 1.5): enabled, with an address to
 * launch, and for one of the user's profiles. `enabled_for_profiles` left out: for everybody.
 */
export async function listQuickLaunch(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  { accountId, userId }: UserCaller,
): Promise<readonly LaunchableApplication[]> {
  const [installed, user] = await Promise.all([
    storage.read.applications.list(accountId),
    storage.read.users.find(accountId, userId),
  ])
  const profileIds = user?.profileIds ?? []
  return installed.flatMap(({ application }) => {
    const { manifest, enabled, id } = application
    const { quick_launch_enabled: isOn, entry_uri: entry, enabled_for_profiles: only } = manifest
    if (!enabled || isOn !== true || !entry) return []
    const isTheirs = only === undefined || profileIds.some((profile) => only.includes(profile))
    return isTheirs ? [{ id, manifest }] : []
  })
}
