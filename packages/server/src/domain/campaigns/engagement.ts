import type {
  ConversationType,
  EngagementChannel,
  EngagementSource,
} from '@watchword/protocol/api/engagement.ts'
import type { OpenObject } from '@watchword/protocol/api/open-object.ts'

/** What decides who is offered an engagement, and by which connector they come in. */
export type EngagementTarget = {
  readonly id: number
  readonly campaignId: number
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  /** `undefined`: a chat, which needs none. */
  readonly connectorId: number | undefined
  /** Whether it is for consumers whom nobody vouches for. Follows from the connector. */
  readonly allowUnauthMsg: boolean
  readonly conversationType: ConversationType
  readonly channel: EngagementChannel
  readonly source: EngagementSource
  readonly skillId: number | undefined
  /** `undefined`: every language. */
  readonly language: string | undefined
  readonly weight: number
  readonly windowId: string | number | undefined
  /** Empty: everywhere. */
  readonly entryPoints: readonly string[]
  /** Counts its changes: the `engagementRevision` of contract 3 section 10.1. */
  readonly revision: number
  readonly deleted: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** An offer to consumers, with how it looks. */
export type Engagement = EngagementTarget & {
  /** How it looks, and members of the reference that have no meaning here. */
  readonly carried: OpenObject
}
