import type { IncomingMessage } from 'node:http'
import { DomainError } from '#domain/errors.ts'

/** Headers that say one thing: of two, Node keeps the first, and a proxy before us may have believed the other. */
const single: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'x-http-method-override',
])

/** What is wrong with the headers of a request as a whole: one that must come once (RFC 9112 §3.2) does not. */
export function headerFault({ rawHeaders, httpVersion }: IncomingMessage): DomainError | undefined {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (!single.has(name)) continue
    if (seen.has(name)) return new DomainError('bad_request', `The header ${name} comes twice.`)
    seen.add(name)
  }
  if (seen.has('host') || httpVersion === '1.0') return undefined
  return new DomainError('bad_request', 'The header host is missing.')
}
