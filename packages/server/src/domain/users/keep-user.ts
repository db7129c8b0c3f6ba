import { endUserAccess } from '#domain/authorization/end-user-access.ts'
import { forgetFailures, unlockUser } from '#domain/login/unlock.ts'
import type { Credential } from '#storage/port.ts'
import type { Change } from './config-change.ts'
import type { WriteScope } from './config-writes.ts'
import type { User } from './user.ts'
import { linksOf, sameLinks } from './user-links.ts'

/** What is stored of a user besides the object. */
export type UserKeeping = {
  /** A new password. */
  readonly credential: Credential | undefined
  readonly byTheUser: boolean
  /** A session that a new password does not end. */
  readonly sessionId: string | undefined
}

/** Stores what hangs on a user: what they refer to, the password, and which access must end now. */
export async function keepUser(
  { tx, account, now }: WriteScope,
  { previous, next }: Change<User>,
  { credential, byTheUser, sessionId }: UserKeeping,
): Promise<void> {
  if (previous === undefined || !sameLinks(previous, next)) {
    await tx.userLinks.replace(account.id, next.id, linksOf(next))
  }
  await keepCredential({ tx, account, now }, next, credential)
  if (previous === undefined) return
  const gone = next.deleted || !next.isEnabled || (next.isApiUser && !previous.isApiUser)
  if (gone || !sameWayIn(previous, next)) await endUserAccess(tx, account.id, next.id)
  else if (credential !== undefined) {
    // Who changes their own password keeps the applications they allowed; a reset trusts nothing of before.
    await endUserAccess(tx, account.id, next.id, { sessionId, grants: byTheUser })
  }
  if (gone || byTheUser) return
  // A script that writes every user back each night must not keep those alive who have left.
  const vouched = !previous.isEnabled || credential !== undefined
  if (vouched) await unlockUser(tx, account.id, next, now)
  else await forgetFailures(tx, account.id, next)
}

/** Whether what they log in with is what it was: a password, or that key. */
function sameWayIn(previous: User, next: User): boolean {
  if (previous.isApiUser !== next.isApiUser) return false
  return !next.isApiUser || previous.allowedAppKeys === next.allowedAppKeys
}

async function keepCredential(
  { tx, account }: WriteScope,
  next: User,
  credential: Credential | undefined,
): Promise<void> {
  const mustChange = next.changePwdNextLogin
  if (next.deleted || next.isApiUser) {
    await tx.credentials.remove(account.id, next.id)
  } else if (credential !== undefined) {
    await tx.credentials.put(account.id, { ...credential, userId: next.id, mustChange })
  } else {
    const kept = await tx.credentials.find(account.id, next.id)
    if (kept !== undefined && kept.mustChange !== mustChange) {
      await tx.credentials.put(account.id, { ...kept, mustChange })
    }
  }
}
