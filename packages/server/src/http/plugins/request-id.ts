import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The client's `X-Request-ID` if it is harmless, else a new one. It is echoed and logged. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(sent) ? sent : randomUUID()
}
