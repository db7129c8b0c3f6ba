import type { IncomingMessage } from 'node:http'

const overridden = new WeakMap<IncomingMessage, string>()

/**
 * `X-HTTP-Method-Override` turns a POST into a PUT or a DELETE, on configuration APIs only (contract 1 §0
 * and our decisions). It happens before routing, so that every rule of the real operation applies.
 */
export function overrideMethod(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const wanted = request.headers['x-http-method-override']
  if (
    request.method === 'POST' &&
    (wanted === 'PUT' || wanted === 'DELETE') &&
    isConfiguration(url)
  ) {
    overridden.set(request, request.method)
    request.method = wanted
  }
  return url
}

/** The method that stood on the wire: an OAuth 1.0 signature was made over that one. */
export function methodOnTheWire(request: IncomingMessage): string {
  return overridden.get(request) ?? request.method ?? ''
}

function isConfiguration(url: string): boolean {
  return /^\/api\/account\/[^/]+\/configuration\//.test(url)
}
