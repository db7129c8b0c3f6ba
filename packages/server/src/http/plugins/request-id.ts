import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Nine digits are counted behind a random prefix: a small number is written in a fraction of the time that
 * randomness takes, and no other process has the prefix.
 */
const firstCount = 100_000_000
const endCount = 1_000_000_000
let count = firstCount
let prefix = newPrefix()

/**
 * The client's `X-Request-ID` if it is harmless, else a new one, in the form of a UUID. It is a name and no
 * secret. It is echoed and logged.
 */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers['x-request-id']
  if (typeof sent === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(sent)) return sent
  count += 1
  if (count === endCount) {
    count = firstCount
    prefix = newPrefix()
  }
  return prefix + count
}

function newPrefix(): string {
  return randomUUID().slice(0, 27)
}
