/** What other services are told of consumers (contract 3 section 13.7 and our own). */
export const consumerEventTypes = [
  /** An anonymous consumer (`consumerId`) turned out to be `toId`: what was theirs is that one's now. */
  'consumer.stepup',
  /** That was taken back. */
  'consumer.unlinked',
  /** The login of a consumer ended, or, with `session`, one session at their identity provider. */
  'consumer.loggedout',
  /** All that was known of a consumer was erased. */
  'consumer.erased',
] as const

export type ConsumerEventType = (typeof consumerEventTypes)[number]

/** One event. Ids tell nobody who is meant; nothing else of a person is in it. */
export type ConsumerEvent = {
  /** That of the audit trail, so the order is that in which things happened, and none is late. */
  readonly sequence: number
  readonly at: number
  readonly type: ConsumerEventType
  /** `undefined`: a session whose consumer nobody named. */
  readonly consumerId: string | undefined
  readonly toId: string | undefined
  /** As it stands in consumer tokens as `sid`. */
  readonly session: string | undefined
}
