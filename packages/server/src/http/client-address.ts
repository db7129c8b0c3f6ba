import type { FastifyRequest } from 'fastify'
import { plainAddress } from '#lib/plain-address.ts'

/** Where a request came from: what the socket says, or a trusted proxy. */
export function clientAddressOf(request: FastifyRequest): string {
  return plainAddress(request.ip)
}
