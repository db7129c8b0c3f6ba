import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { clientAddressOf } from '#http/client-address.ts'

/** Writes the line of one request, if one is wanted of its kind. */
export type AccessLog = (request: FastifyRequest, reply: FastifyReply, milliseconds: number) => void

/**
 * One line for each request: `debug` when it was served, `info` when it was refused, `error` when it failed
 * here, `warn` when it failed at somebody else's server. It names the route's template and never the path or the query, which may hold a login name or a
 * credential.
 */
export function createAccessLog(log: FastifyBaseLogger): AccessLog {
  // The level is set at start and stays, so a request whose line nobody wants costs one comparison.
  const lowestStatus = lowestLogged.get(log.level) ?? Number.POSITIVE_INFINITY
  return (request, reply, milliseconds) => {
    const status = reply.statusCode
    if (status < lowestStatus) return
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status,
      ms: Math.round(milliseconds * 100) / 100,
      address: clientAddressOf(request),
    }
    log[levelOf(status)](line, 'request')
  }
}

/** By log level, the lowest status that has a line. */
const lowestLogged: ReadonlyMap<string, number> = new Map([
  ['trace', 0],
  ['debug', 0],
  ['info', 400],
  ['warn', 500],
  ['error', 500],
])

function levelOf(status: number): 'debug' | 'info' | 'warn' | 'error' {
  if (status < 400) return 'debug'
  if (status < 500) return 'info'
  return ofOthers.has(status) ? 'warn' : 'error'
}

/** A brand's server that does not work, or is late: nothing that whoever runs this one could mend. */
const ofOthers: ReadonlySet<number> = new Set([502, 504])
