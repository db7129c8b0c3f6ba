import { type Parameters, readParameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Form bodies (`application/x-www-form-urlencoded`) of an area, read as text: which parameters it holds is found
 * out when a route asks, so that one that stands there twice is refused in the route's own words. The body limit
 * of the server holds. A body of another type gets the server's 415, but an empty one never does.
 */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) => {
      bodies.set(request, body.toString())
      done(null, undefined)
    },
  )
}

/** The form body as it came; `undefined`: there was none, or it was of another type. */
export function rawFormOf(request: FastifyRequest): string | undefined {
  return bodies.get(request)
}

/** The parameters of the form body; refuses one that was sent twice with `invalid_request`. */
export function formOf(request: FastifyRequest): Parameters {
  return readParameters(rawFormOf(request) ?? '')
}

/** The query as it came, without its question mark. */
export function rawQueryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  return mark === -1 ? '' : url.slice(mark + 1)
}

/** The parameters of the query; refuses one that was sent twice with `invalid_request`. */
export function queryOf(request: FastifyRequest): Parameters {
  return readParameters(rawQueryOf(request))
}

const bodies = new WeakMap<FastifyRequest, string>()
