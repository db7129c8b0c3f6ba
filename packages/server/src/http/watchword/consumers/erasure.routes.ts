import {
  ConsumerExport,
  ErasureList,
  ErasureReceipt,
  ErasuresQuery,
  KeptErasure,
} from '@watchword/protocol/api/consumer-erasure.ts'
import { PersonBody } from '@watchword/protocol/api/consumer-person.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type EraseConsumerPorts, eraseConsumer } from '#domain/consumers/erase-consumer.ts'
import { listReceipts, readReceipt } from '#domain/consumers/erasure-receipt.ts'
import { exportConsumer } from '#domain/consumers/export-consumer.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from '../route-about.ts'
import { askOf } from './ask-of.ts'
import { wireCheckedReceipt, wireExport, wireReceipt } from './wire-erasure.ts'

const about = { tags: ['Consumers' as const], security: byBearer }

/** A person is erased, or handed out, whole. For administrators. */
export function addErasure(app: FastifyInstance, ports: EraseConsumerPorts): void {
  const erase = {
    ...about,
    summary: 'Erase a person',
    description:
      'From every table, under every id that is linked to theirs; their tokens end. The audit trail keeps the pseudonym. ' +
      'The answer is a receipt, the same in shape for somebody who was never here. For administrators.',
    operationId: 'eraseConsumer',
    params: AccountParams,
    body: PersonBody,
    response: { 200: ErasureReceipt, ...commonRefusals },
  }
  app.post(`${base}/consumers/erase`, { schema: erase }, async (request) =>
    wireReceipt(await eraseConsumer(ports, askOf(request), request.body)),
  )
  const handOut = {
    ...about,
    summary: 'Export a person',
    description:
      'All that is kept of one person, under every id that is linked to theirs. Who did it is audited. For administrators.',
    operationId: 'exportConsumer',
    params: AccountParams,
    body: PersonBody,
    response: { 200: ConsumerExport, ...commonRefusals },
  }
  app.post(`${base}/consumers/export`, { schema: handOut }, async (request) =>
    wireExport(await exportConsumer(ports, askOf(request), request.body)),
  )
}

/** Receipts of erasures. For administrators. */
export function addReceipts(app: FastifyInstance, ports: EraseConsumerPorts): void {
  const list = {
    ...about,
    summary: 'List erasures',
    description: 'Their receipts, the newest first, kept for six years. For administrators.',
    operationId: 'listErasures',
    params: AccountParams,
    querystring: ErasuresQuery,
    response: { 200: ErasureList, ...commonRefusals },
  }
  app.get<{ Querystring: ErasuresQuery }>(
    `${base}/consumers/erasures`,
    { schema: list },
    async (request): Promise<ErasureList> => {
      const limit = Number(request.query.limit ?? '50')
      const [at, id = ''] = request.query.before?.split('.') ?? []
      const page = { limit, ...(at !== undefined && { before: { at: Number(at), id } }) }
      const receipts = await listReceipts(ports, askOf(request), page)
      const last = receipts.length === limit ? receipts.at(-1)?.receipt : undefined
      return {
        erasures: receipts.map(wireCheckedReceipt),
        ...(last !== undefined && { next: `${last.erasedAt}.${last.id}` }),
      }
    },
  )
  const one = {
    ...about,
    summary: 'Read the receipt of an erasure',
    description: '`intact` tells whether it is still what was written. For administrators.',
    operationId: 'readErasure',
    params: Type.Object({ accountId: Type.String(), erasureId: Type.String() }),
    response: { 200: KeptErasure, ...commonRefusals },
  }
  app.get(`${base}/consumers/erasures/:erasureId`, { schema: one }, async (request) => {
    const { erasureId } = request.params as { readonly erasureId: string }
    return wireCheckedReceipt(await readReceipt(ports, askOf(request), erasureId))
  })
}
