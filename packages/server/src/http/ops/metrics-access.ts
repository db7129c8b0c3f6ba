import type { FastifyRequest } from 'fastify'
import { findOperatorToken } from '#domain/operators/operator-tokens.ts'
import type { Clock } from '#lib/clock.ts'
import { contains, parseIpAddress, parseIpRange } from '#lib/ip-range.ts'
import type { Storage } from '#storage/port.ts'

/** Whether whoever asks may see the metrics. */
export type MetricsAccess = (request: FastifyRequest) => boolean | Promise<boolean>

/** On a listener of their own, metrics are for whoever reaches it. */
export const openToAll: MetricsAccess = () => true

/**
 * On the public listener, metrics are for an operator token, and for this machine itself unless they have
 * a listener of their own. A request that a proxy passed on is not of this machine, wherever the proxy is.
 */
export function forOperators({
  storage,
  clock,
  loopback,
}: {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
  readonly loopback: boolean
}): MetricsAccess {
  return async (request) => {
    if (loopback && isLocal(request)) return true
    const value = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
    return value !== undefined && (await findOperatorToken({ storage, clock }, value)) !== undefined
  }
}

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * By the socket's own address, which nobody can claim, and by a `Host` of this machine, so that a page
 * whose name was made to point here cannot read what its visitor's machine may.
 */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  if (proxyHeaders.some((name) => headers[name] !== undefined)) return false
  const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(headers.host ?? '')?.[1] ?? ''
  return (
    isLoopbackAddress(socket.remoteAddress ?? '') &&
    (name.toLowerCase() === 'localhost' || isLoopbackAddress(name.replace(/^\[|\]$/g, '')))
  )
}

const loopbackRanges = ['127.0.0.0/8', '::1'].flatMap((text) => parseIpRange(text) ?? [])

function isLoopbackAddress(text: string): boolean {
  const address = parseIpAddress(text)
  return address !== undefined && loopbackRanges.some((range) => contains(range, address))
}
