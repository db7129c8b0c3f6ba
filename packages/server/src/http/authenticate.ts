import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller, Origin, UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Callers } from '#domain/login/callers.ts'
import { notThere } from './account-of.ts'
import {
  checkBody,
  formBodyOf,
  hasFormBody,
  isSigned,
  type KeyDemand,
  readSignedForms,
  type SignedRequestPorts,
  verifyCall,
} from './signed-request.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/**
 * The hook of a route for logged-in users alone: finds out who asks before anything of the request is read
 * further. A credential of another account gets the answer of an account that does not exist (architecture §4).
 */
export function requireUser(ports: { readonly callers: Callers }) {
  return async (request: FastifyRequest): Promise<void> => {
    callers.set(request, await userByBearer(ports, request))
  }
}

export type CredentialPorts = {
  readonly callers: Callers
  readonly signedRequests: SignedRequestPorts
}

/**
 * Makes every route of an area take a bearer or a signed request; whichever it is, the routes see one
 * `Caller`. A form body is part of what is signed, so such a request is judged once its body is there.
 */
export function requireCredential(
  app: FastifyInstance,
  ports: CredentialPorts,
  demand: KeyDemand,
  options: { readonly takesForms?: boolean } = {},
): void {
  const identify = async (request: FastifyRequest) => {
    const caller = isSigned(request)
      ? await verifyCall(ports.signedRequests, request, demand)
      : await userByBearer(ports, request)
    callers.set(request, caller)
  }
  readSignedForms(app)
  app.addHook('onRequest', async (request) => {
    if (!isSigned(request) || !hasFormBody(request)) await identify(request)
  })
  app.addHook('preValidation', async (request) => {
    if (callers.get(request) === undefined) await identify(request)
    if (request.body === undefined) checkBody(request, noBody)
    // Libraries name a form as the type of every request, also of one without a body.
    if (options.takesForms !== true && (formBodyOf(request) ?? '') !== '') throw notAForm()
  })
}

const noBody = new Uint8Array()

/** Who asks, on a route behind `requireCredential` or `requireUser`. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('The route has no authentication hook.')
  return caller
}

/** Who asks, on a route behind `requireUser`. */
export function userOf(request: FastifyRequest): UserCaller {
  const caller = callerOf(request)
  if (caller.kind !== 'user') throw new Error('The route is not for users alone.')
  return caller
}

/** Where the request came from, for the audit trail. */
export function originOf(request: FastifyRequest): Origin {
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    requestId: request.id,
  }
}

async function userByBearer(
  ports: { readonly callers: Callers },
  request: FastifyRequest,
): Promise<UserCaller> {
  const answer = ports.callers.byBearer(bearerOf(request))
  const found = answer instanceof Promise ? await answer : answer
  if (found === undefined) {
    throw new DomainError(
      'invalid_bearer',
      'The bearer is not known, or has expired. Log in again.',
    )
  }
  const { accountId } = request.params as { readonly accountId?: string }
  if (accountId !== undefined && accountId !== found.accountId) throw notThere()
  return found
}

function bearerOf(request: FastifyRequest): string {
  const header = request.headers.authorization
  if (header === undefined) {
    throw new DomainError('unauthenticated', 'This needs a credential: "Authorization: Bearer …".')
  }
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header)?.[1]
  if (token === undefined) {
    throw new DomainError('invalid_bearer', 'The Authorization header is not "Bearer <token>".')
  }
  return token
}

function notAForm(): DomainError {
  return new DomainError('media_type', 'This takes JSON: send Content-Type: application/json.')
}
