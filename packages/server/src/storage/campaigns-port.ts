/** What is kept of campaigns and their engagements. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Campaign } from '#domain/campaigns/campaign.ts'
import type { Engagement, EngagementTarget } from '#domain/campaigns/engagement.ts'

export type CampaignReader = {
  /** One, deleted or not: one indexed read. */
  find(accountId: AccountId, id: number): Promise<Campaign | undefined>
  /** The live one of that name. Names are compared as `nameKey` makes them. */
  findByName(accountId: AccountId, name: string): Promise<Campaign | undefined>
  /** The live ones, by id. */
  list(accountId: AccountId): Promise<readonly Campaign[]>
  /** How many live ones there are. */
  count(accountId: AccountId): Promise<number>
}

export type CampaignWriter = CampaignReader & {
  /**
   * Adds one, and announces the account. An id that exists, or existed, is not used again. `name_taken` when a
   * live one has that name: the transaction must then be given up.
   */
  insert(accountId: AccountId, campaign: Campaign): Promise<'inserted' | 'exists' | 'name_taken'>
  /** Replaces one, and announces the account. */
  update(accountId: AccountId, campaign: Campaign): Promise<'updated' | 'name_taken' | 'not_found'>
}

/** What engagements refer to. */
export type EngagementReference = { readonly to: 'connector' | 'skill'; readonly id: number }

/** Where a live engagement is. */
export type EngagementPlace = { readonly id: number; readonly campaignId: number }

export type EngagementReader = {
  /** One, deleted or not: one indexed read. */
  find(accountId: AccountId, id: number): Promise<Engagement | undefined>
  /** The live one of that name in a campaign. Names are compared as `nameKey` makes them. */
  findByName(
    accountId: AccountId,
    campaignId: number,
    name: string,
  ): Promise<Engagement | undefined>
  /** The live ones of a campaign, by id. */
  list(accountId: AccountId, campaignId: number): Promise<readonly Engagement[]>
  /** The live ones of the account, by id, without what is only carried. */
  targets(accountId: AccountId): Promise<readonly EngagementTarget[]>
  /** Where the live ones of the account are, by id. */
  places(accountId: AccountId): Promise<readonly EngagementPlace[]>
  /** The live ones that refer to something, by id, without what is only carried. */
  usersOf(
    accountId: AccountId,
    reference: EngagementReference,
  ): Promise<readonly EngagementTarget[]>
}

export type EngagementWriter = EngagementReader & {
  /**
   * Adds one, and announces the account. An id that exists, or existed, is not used again. `name_taken` when a
   * live one of the campaign has that name: the transaction must then be given up.
   */
  insert(
    accountId: AccountId,
    engagement: Engagement,
  ): Promise<'inserted' | 'exists' | 'name_taken'>
  /** Replaces one, and announces the account. */
  update(
    accountId: AccountId,
    engagement: Engagement,
  ): Promise<'updated' | 'name_taken' | 'not_found'>
}
