import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Client } from '#domain/applications/client.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import {
  findBrowserSession,
  type LiveBrowserSession,
} from '#domain/browser-sessions/find-browser-session.ts'
import type { Origin } from '#domain/caller.ts'
import { userActor } from '#domain/login/login-audit.ts'
import {
  type AuthorizationStep,
  type AuthorizePorts,
  type Browser,
  continueAuthorization,
  findInteraction,
  refuseInteraction,
} from './authorize.ts'
import type { Interaction, LostInteraction } from './interaction.ts'

/** What a user said on the consent page. */
export type ConsentAnswer = {
  readonly accountId: AccountId
  readonly sealed: string | undefined
  readonly browser: Browser
  readonly allowed: boolean
  readonly origin: Origin
}

/**
 * Notes what a user allowed an application or refused it, audited. What was allowed is remembered until it is
 * taken back; the answer counts only if the user who sees the page is still the one who is logged in.
 */
export async function answerConsent(
  ports: AuthorizePorts,
  said: ConsentAnswer,
): Promise<AuthorizationStep | LostInteraction> {
  const { accountId, browser } = said
  const found = await findInteraction(ports, said)
  if (typeof found === 'string') return found
  const { interaction, client } = found
  const { consent } = interaction
  const live = await findBrowserSession(ports, accountId, browser.sessionCookie)
  const isAsked = live !== undefined && consent !== undefined && consent.userId === live.user.id
  if (!isAsked) return continueAuthorization(ports, said)
  await keepAnswer(ports, said, { live, client, interaction, scopes: consent.scopes })
  if (!said.allowed) return refuseInteraction(ports, accountId, interaction)
  return continueAuthorization(ports, said)
}

async function keepAnswer(
  { storage, dataKeys, clock }: AuthorizePorts,
  { accountId, allowed, origin }: ConsentAnswer,
  about: {
    readonly live: LiveBrowserSession
    readonly client: Client
    readonly interaction: Interaction
    readonly scopes: readonly string[]
  },
): Promise<void> {
  const { client, scopes } = about
  const { user } = about.live
  const now = clock.now()
  await storage.write(async (tx) => {
    await tx.accounts.lock(accountId)
    const before = await tx.consents.find(accountId, user.id, client.id)
    if (allowed) {
      await tx.consents.put(accountId, {
        userId: user.id,
        clientId: client.id,
        scopes: [...new Set([...(before?.scopes ?? []), ...scopes])],
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      })
    }
    const profiles = await tx.profiles.findMany(accountId, user.profileIds)
    await recordAudit({ dataKeys, tx }, accountId, [
      {
        at: now,
        action: allowed ? 'Add new' : 'Refused',
        objectType: 'ACConsentObject',
        objectId: client.id,
        objectName: client.name,
        element: 'scopes',
        oldValue: before?.scopes.join(' ') ?? '',
        newValue: scopes.join(' '),
        actor: userActor(user, profiles, origin, 'session'),
        requestId: origin.requestId,
        automatic: false,
      },
    ])
  })
}
