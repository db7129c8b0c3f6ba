import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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
  return (request: FastifyRequest, _reply: FastifyReply, done: (fault?: Error) => void): void =>
    identifyUser(ports, request, done)
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
  const identifySigner = async (request: FastifyRequest) => {
    callers.set(request, await verifyCall(ports.signedRequests, request, demand))
  }
  readSignedForms(app)
  // With a callback: a bearer that is in the cache, the common case, is then answered without a promise.
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isSigned(request)) identifyUser(ports, request, done)
    else if (hasFormBody(request)) done()
    else identifySigner(request).then(() => done(), done)
  })
  app.addHook('preValidation', (request, _reply, done) => {
    const caller = callers.get(request)
    if (caller?.kind === 'user') return done(refusedForm(request, options))
    const known = caller === undefined ? identifySigner(request) : Promise.resolve()
    known.then(() => checkSigned(request, options)).then(() => done(), done)
  })
}

function identifyUser(
  ports: { readonly callers: Callers },
  request: FastifyRequest,
  done: (fault?: Error) => void,
): void {
  const accept = (found: UserCaller | undefined) =>
    callers.set(request, ofThisAccount(request, found))
  try {
    const found = ports.callers.byBearer(bearerOf(request))
    if (found instanceof Promise) {
      found.then(accept).then(() => done(), done)
      return
    }
    accept(found)
  } catch (fault) {
    done(fault instanceof Error ? fault : new Error(String(fault)))
    return
  }
  done()
}

/** What a signature says of the body, once that is there. */
function checkSigned(request: FastifyRequest, options: { readonly takesForms?: boolean }): void {
  if (request.body === undefined) checkBody(request, noBody)
  const fault = refusedForm(request, options)
  if (fault !== undefined) throw fault
}

/** Libraries name a form as the type of every request, also of one without a body: that is no fault. */
function refusedForm(
  request: FastifyRequest,
  { takesForms = false }: { readonly takesForms?: boolean },
): DomainError | undefined {
  if (takesForms || !hasFormBody(request) || (formBodyOf(request) ?? '') === '') return undefined
  return notAForm()
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

/** A credential of another account gets the answer of an account that does not exist (architecture §4). */
function ofThisAccount(request: FastifyRequest, found: UserCaller | undefined): UserCaller {
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
