import type { FastifyRequest } from 'fastify'
import { DomainError } from '#domain/errors.ts'

/** The revision in `If-Match`; `undefined`: there is none, or it is `*` or -1, which mean any. */
export function readRevision(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']?.trim()
  if (header === undefined || header === '*' || header === '-1') return undefined
  const revision = /^"?(\d{1,15})"?$/.exec(header)?.[1]
  if (revision === undefined) {
    throw new DomainError('bad_request', 'If-Match is not a revision, such as "3".')
  }
  return Number(revision)
}
