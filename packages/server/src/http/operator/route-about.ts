import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { byOperatorToken } from '#http/openapi/route-docs.ts'

/** What every operation of the operator's API says of itself. */
export function about(summary: string, description?: string) {
  return {
    tags: ['Operator' as const],
    summary,
    ...(description === undefined ? {} : { description }),
    security: byOperatorToken,
  }
}

/** Refusals that every operation shares. */
export const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope }
