import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { endUserAccess } from '#domain/authorization/end-user-access.ts'
import { DomainError } from '#domain/errors.ts'
import type { Operator } from '#domain/operators/operator.ts'
import type { User } from '#domain/users/user.ts'
import { entryOfDeed } from './account-audit.ts'
import type { AccountPorts } from './account-ports.ts'
import { noSuchAccount } from './change-account.ts'

/**
 * Blocks a user on the operator's behalf, or lets them in again. It is apart from `isEnabled`, which is the
 * account's own: no administrator can undo it. All by which a blocked user is known ends at once.
 */
export async function blockUser(
  ports: AccountPorts,
  target: { readonly accountId: AccountId; readonly userId: number; readonly blocked: boolean },
  operator: Operator,
): Promise<User> {
  const { storage, dataKeys, clock } = ports
  const { accountId, userId, blocked } = target
  const user = await storage.write(async (tx) => {
    if ((await tx.accounts.lock(accountId)) === undefined) throw noSuchAccount(accountId)
    const before = await tx.users.find(accountId, userId)
    if (before === undefined || before.deleted) return undefined
    if (before.blocked === blocked) return before
    const after = { ...before, blocked }
    await tx.users.update(accountId, after)
    if (blocked) await endUserAccess(tx, accountId, userId)
    const entry = entryOfDeed({
      at: clock.now(),
      operator,
      action: 'Edit',
      objectType: 'ACUserObject',
      objectId: String(userId),
      objectName: before.loginName,
      element: 'blocked',
      oldValue: String(before.blocked),
      newValue: String(blocked),
    })
    await recordAudit({ dataKeys, tx }, accountId, [entry])
    await tx.announce({ about: 'account', accountId })
    return after
  })
  if (user !== undefined) return user
  throw new DomainError('not_found', `Account ${accountId} has no user ${userId}.`)
}
