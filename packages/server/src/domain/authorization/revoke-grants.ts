import type { Clients } from '#domain/applications/client.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { actorOf, isAdministrator, type Origin, type UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import type { Grant } from './grant.ts'
import { grantEntry } from './grant-audit.ts'

export type RevokeGrantsPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly clients: Pick<Clients, 'find'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

type Asking = { readonly caller: UserCaller; readonly origin: Origin }

/**
 * Takes a grant back: the caller's own, or as an administrator anybody's. All its tokens are refused once this
 * answers, in other processes within a second. Others' grants are not there for whoever may not end them.
 */
export async function revokeGrant(
  { storage, clients, dataKeys, clock }: RevokeGrantsPorts,
  asking: Asking,
  grantId: string,
): Promise<void> {
  const { accountId } = asking.caller
  const known = await storage.read.grants.find(accountId, grantId)
  const clientName = known && (await nameOf(clients, known))
  const isGone = await storage.write(async (tx) => {
    await tx.accounts.lock(accountId)
    const grant = await tx.grants.find(accountId, grantId)
    if (grant === undefined || !mayRevoke(asking.caller, grant.userId)) return false
    if (!(await tx.grants.revoke(accountId, grantId))) return false
    const about = { ...entryOf(asking, clock.now()), grant, clientName: clientName ?? '' }
    await recordAudit({ dataKeys, tx }, accountId, [grantEntry(about, { action: 'Delete' })])
    return true
  })
  if (!isGone) throw new DomainError('not_found', 'There is no such grant, or it has ended.')
}

/**
 * Takes a consent back, and with it what the application holds of that user: every grant and its tokens, and codes
 * that were not redeemed yet. Answers how many grants ended.
 */
export async function revokeConsent(
  { storage, clients, dataKeys, clock }: RevokeGrantsPorts,
  asking: Asking,
  of: { readonly userId: number; readonly clientId: string },
): Promise<number> {
  const { caller } = asking
  const { accountId } = caller
  const clientName = await nameOf(clients, { accountId, clientId: of.clientId })
  const ended = await storage.write(async (tx) => {
    if (!mayRevoke(caller, of.userId)) return undefined
    await tx.accounts.lock(accountId)
    const consent = await tx.consents.find(accountId, of.userId, of.clientId)
    if (consent === undefined) return undefined
    await tx.consents.remove(accountId, of.userId, of.clientId)
    const grants = await tx.grants.list(accountId, 0, of)
    const revoked = new Set(await tx.grants.revokeOfUser(accountId, of.userId, of))
    const about = { ...entryOf(asking, clock.now()), clientName }
    const ofConsent = {
      ...entryOf(asking, about.at),
      action: 'Delete' as const,
      objectType: 'ACConsentObject',
      objectId: of.clientId,
      objectName: clientName,
      element: 'scopes',
      oldValue: consent.scopes.join(' '),
      newValue: '',
      automatic: false,
    }
    const ofGrants = grants
      .filter(({ id }) => revoked.has(id))
      .map((grant) => grantEntry({ ...about, grant }, { action: 'Delete' }))
    await recordAudit({ dataKeys, tx }, accountId, [ofConsent, ...ofGrants])
    return revoked.size
  })
  if (ended !== undefined) return ended
  throw new DomainError('not_found', 'There is no such consent, or it was taken back.')
}

function mayRevoke(caller: UserCaller, userId: number): boolean {
  return caller.userId === userId || isAdministrator(caller)
}

async function nameOf(
  clients: RevokeGrantsPorts['clients'],
  { accountId, clientId }: Pick<Grant, 'accountId' | 'clientId'>,
): Promise<string> {
  return (await clients.find(accountId, clientId))?.name ?? clientId
}

function entryOf({ caller, origin }: Asking, at: number) {
  return { at, actor: actorOf(caller, origin), requestId: origin.requestId }
}
