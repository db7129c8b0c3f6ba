import type {
  ConsumerExport,
  ErasureReceipt,
  KeptErasure,
} from '@watchword/protocol/api/consumer-erasure.ts'
import type { SealedReceipt } from '#domain/consumers/erase-consumer.ts'
import type { CheckedReceipt } from '#domain/consumers/erasure-receipt.ts'
import type { ExportedPerson } from '#domain/consumers/export-consumer.ts'
import { momentOf, wireConsumer } from './wire-consumer.ts'
import { wireEvent } from './wire-event.ts'

/** A receipt on the wire. */
export function wireReceipt({ receipt, mac }: SealedReceipt): ErasureReceipt {
  const { id, accountId, erasedAt, consumerIds, removed, auditSequence } = receipt
  return {
    ...{ id, accountId, erasedAt: momentOf(erasedAt), consumerIds: [...consumerIds] },
    ...{ removed, auditSequence, mac },
  }
}

/** One that was kept. */
export function wireCheckedReceipt(checked: CheckedReceipt): KeptErasure {
  return { ...wireReceipt(checked), intact: checked.intact }
}

/** All that is kept of one person, on the wire. */
export function wireExport(person: ExportedPerson): ConsumerExport {
  return {
    exportedAt: momentOf(person.exportedAt),
    consumerIds: [...person.consumerIds],
    consumers: person.consumers.map(wireConsumer),
    delegatedTokens: person.delegations.map((one) => ({
      consumerId: one.consumerId,
      conversationId: one.conversationId,
      connectorId: one.connectorId,
      ...(one.accessExpiresAt !== undefined && { accessExpiresAt: momentOf(one.accessExpiresAt) }),
      keptUntil: momentOf(one.keptUntil),
      updatedAt: momentOf(one.updatedAt),
    })),
    refusedHandshakes: person.handshakes.map(({ id, at, connectorId, code, reason, claims }) => ({
      ...{ id, at: momentOf(at), code, claims: claims ?? {} },
      ...(connectorId !== undefined && { connectorId }),
      ...(reason !== undefined && { reason }),
    })),
    events: person.events.map(wireEvent),
    revocations: person.revocations.map(({ consumerId, before }) => ({
      ...{ consumerId, before: momentOf(before) },
    })),
  }
}
