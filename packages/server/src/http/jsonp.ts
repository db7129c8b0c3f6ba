import { isJsonpCallback } from '@watchword/protocol/api/jsonp.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '#domain/errors.ts'

/** The callback of a JSONP call, contract README "JSONP". `name`: the parameter that holds it. */
export function readCallback(query: Readonly<Record<string, unknown>>, name: string): string {
  const callback = query[name]
  if (Array.isArray(callback)) {
    throw new DomainError('bad_request', `${name} is given more than once.`)
  }
  if (typeof callback !== 'string' || !isJsonpCallback(callback)) {
    throw new DomainError(
      'bad_request',
      `${name} must be the name of a function: ${name}=lpCb or ${name}=lp.cb.`,
    )
  }
  return callback
}

/** Sends JSON as a script that calls the page's function; a service worker must never be made of it. */
export function sendScript(
  request: FastifyRequest,
  reply: FastifyReply,
  callback: string,
  json: string,
): FastifyReply {
  // A service worker is a script that stays: nobody may make one of our answers.
  if (request.headers['service-worker'] !== undefined) {
    throw new DomainError('bad_request', 'This is no script for a service worker.')
  }
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.header('content-type', 'text/javascript; charset=utf-8')
  return reply.send(asScript(callback, json))
}

/**
 * A value in a form that no script leaves: JSON is not quite JavaScript, and a page might write the script
 * into its own text.
 */
function asScript(callback: string, json: string): string {
  const inScript = json.replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `/**/${callback}(${inScript});`
}
