import type { FastifyRequest } from 'fastify'
import { DomainError } from '#domain/errors.ts'

/**
 * Refuses a form that another site sent (Fetch Metadata, `Sec-Fetch-Site`; for browsers without it, `Origin`, which
 * our own pages may have left out: they tell nobody where they are). The second lock of the pages' forms; the first
 * is that each carries what only our page in this browser could carry.
 */
export function refuseForeignPost(request: FastifyRequest, publicOrigin: string): void {
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const isForeign =
    site === undefined
      ? origin !== undefined && origin !== 'null' && origin !== publicOrigin
      : site !== 'same-origin'
  if (isForeign) throw new DomainError('forbidden', 'The form was sent by a page of another site.')
}
