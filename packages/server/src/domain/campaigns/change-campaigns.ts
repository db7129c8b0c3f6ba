import {
  type ConfigurationAsk,
  type ConfigurationPorts,
  type ConfigurationScope,
  changeConfiguration,
  type Made,
} from '#domain/accounts/change-configuration.ts'
import { DomainError } from '#domain/errors.ts'
import type { Storage } from '#storage/port.ts'
import type { Campaign } from './campaign.ts'
import { publishingForbidden } from './campaign-rights.ts'
import type { Engagement } from './engagement.ts'

/** The most live ones: campaigns of an account, engagements of a campaign, engagements of an account. */
export const mostCampaigns = 200
export const mostInCampaign = 100
export const mostEngagements = 1000

export type CampaignPorts = ConfigurationPorts & {
  readonly storage: Pick<Storage, 'read' | 'write'>
}

/** Who changes campaigns of which account, and whether also those that are published. */
export type CampaignAsk = ConfigurationAsk & { readonly mayPublish: boolean }

/** What a change works on while it holds the account. */
export type CampaignScope = ConfigurationScope<CampaignAsk>

/** What is sent, as of which revision; `id`: kickstart may give one. */
export type SentBody = {
  readonly body: unknown
  readonly revision?: number | undefined
  readonly id?: number | undefined
}

/** Which engagement. */
export type EngagementPath = { readonly campaignId: number; readonly id: number }

/** Changes campaigns and engagements under the lock of their account, as one revision of its configuration. */
export function changeCampaigns<T>(
  ports: CampaignPorts,
  ask: CampaignAsk,
  revision: number | undefined,
  change: (scope: CampaignScope) => Promise<Made<T>>,
): Promise<{ readonly made: T; readonly revision: number }> {
  return changeConfiguration(ports, ask, revision, change)
}

/** The live campaign of that id. */
export async function findLiveCampaign(
  { tx, ask }: Pick<CampaignScope, 'tx' | 'ask'>,
  id: number,
): Promise<Campaign> {
  const campaign = await tx.campaigns.find(ask.accountId, id)
  if (campaign === undefined || campaign.deleted) throw noSuchCampaign()
  return campaign
}

/** The live engagement of that id in that campaign. */
export async function findLiveEngagement(
  { tx, ask }: Pick<CampaignScope, 'tx' | 'ask'>,
  { campaignId, id }: EngagementPath,
): Promise<Engagement> {
  const engagement = await tx.engagements.find(ask.accountId, id)
  if (engagement?.campaignId !== campaignId || engagement.deleted) throw noSuchEngagement()
  return engagement
}

/** Refuses a change of what consumers see at once by who may only edit. */
export function requirePublishing(
  { ask }: Pick<CampaignScope, 'ask'>,
  ...campaigns: readonly Pick<Campaign, 'isPublished'>[]
): void {
  if (!ask.mayPublish && campaigns.some(({ isPublished }) => isPublished)) {
    throw publishingForbidden()
  }
}

/** An id that nothing of this kind has: those that a kickstart file gave may lie in the way. */
export async function unusedId(
  { tx, ask }: Pick<CampaignScope, 'tx' | 'ask'>,
  isUsed: (id: number) => Promise<unknown>,
): Promise<number> {
  for (;;) {
    const id = await tx.accounts.takeObjectIds(ask.accountId, 1)
    if ((await isUsed(id)) === undefined) return id
  }
}

/** The answer to a campaign of nobody, of another account, or one that was deleted. */
export function noSuchCampaign(): DomainError {
  return new DomainError('not_found', 'There is no such campaign.')
}

/** The same for an engagement, also for one of another campaign. */
export function noSuchEngagement(): DomainError {
  return new DomainError('not_found', 'There is no such engagement in this campaign.')
}

/** A name, or an id of a kickstart file, belongs to one. */
export function taken(what: 'name' | 'id', noun: string, where: string): DomainError {
  const message = `Another ${noun} of this ${where} has this ${what}. Choose a different one.`
  return new DomainError('name_taken', message, { fields: [`${what}: is taken`] })
}

/** Refuses a body that names another object than its path does. */
export function requireSameId(named: number | undefined, id: number): void {
  if (named === undefined || named === id) return
  throw new DomainError('validation_failed', 'The body names another object than the path.', {
    fields: ['id: must be the id in the path, or be left out'],
  })
}
