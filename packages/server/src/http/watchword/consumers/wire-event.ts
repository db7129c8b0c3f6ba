import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import type { ConsumerEvent } from '#domain/consumers/consumer-event.ts'
import { momentOf } from './wire-consumer.ts'

/** What happened to a consumer, on the wire. */
export function wireEvent(event: ConsumerEvent): ConsumerEvents['events'][number] {
  const { sequence, type, at, consumerId, toId, session } = event
  return {
    ...{ sequence, type, at: momentOf(at) },
    ...(consumerId !== undefined && { consumerId }),
    ...(toId !== undefined && { toConsumerId: toId }),
    ...(session !== undefined && { sid: session }),
  }
}
