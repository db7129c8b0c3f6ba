import { recordAudit } from '#domain/audit/record-audit.ts'
import { actorOf, type Caller, type Origin, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { EndSessionPorts } from './end-sessions.ts'
import { userObjectType } from './login-audit.ts'
import { unlockUser } from './unlock.ts'

/**
 * An administrator lets a user log in again at once, whose name was locked by failures or who was away for
 * too long. `true`: there were failures to forget. It does not enable a disabled user.
 */
export async function unlockAsAdministrator(
  { storage, dataKeys, clock }: EndSessionPorts,
  { caller, origin }: { readonly caller: Caller; readonly origin: Origin },
  userId: number,
): Promise<boolean> {
  requireAdministrator(caller)
  const { accountId } = caller
  return storage.write(async (tx) => {
    const user = await tx.users.find(accountId, userId)
    if (user === undefined || user.deleted) {
      throw new DomainError('not_found', 'There is no such user.')
    }
    const now = clock.now()
    const unlocked = await unlockUser(tx, accountId, user, now)
    await recordAudit({ dataKeys, tx }, accountId, [
      {
        at: now,
        action: 'Edit',
        objectType: userObjectType,
        objectId: `${user.id}`,
        objectName: user.loginName,
        element: 'locked',
        oldValue: `${unlocked}`,
        newValue: 'false',
        actor: actorOf(caller, origin),
        requestId: origin.requestId,
        automatic: false,
      },
    ])
    return unlocked
  })
}
