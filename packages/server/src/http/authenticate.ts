import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BearerCaller, Callers } from '#domain/authorization/callers.ts'
import type { Caller, Origin, UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { notThere } from './account-of.ts'
import { clientAddressOf } from './client-address.ts'
import { checkScope, demandScope, scopeOfApi } from './scope-demand.ts'
import {
  checkBody,
  formBodyOf,
  hasFormBody,
  isBodyless,
  isSigned,
  type KeyDemand,
  readFormOfBodyless,
  readSignedForms,
  type SignedRequestPorts,
  verifyCall,
} from './signed-request.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/**
 * The hook of a route for users alone, by a session or by an application's token with the scope that the route
 * demands: finds out who asks before anything of the request is read further. A credential of another account gets
 * the answer of an account that does not exist (architecture §4).
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
 * `Caller`. A form body is part of what is signed, so such a request is judged once its body is there. Tokens of
 * applications need the scope that is called like the privilege of a key; these are the compatible areas, so an
 * AppJWT may come without a scheme (contract part 4 row 10).
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
  const scope = scopeOfApi(demand.api)
  const { read } = scope
  demandScope(app, {
    ...(demand.onlyReads === true ? { read, write: read } : scope),
    applications: 'accepted',
  })
  readSignedForms(app)
  // With a callback: a bearer that is in the cache, the common case, is then answered without a promise.
  app.addHook('onRequest', (request, _reply, done) => {
    let signed: boolean
    try {
      signed = isSigned(request)
    } catch (fault) {
      return done(errorOf(fault))
    }
    if (!signed) identifyUser(ports, request, done)
    else if (!hasFormBody(request)) identifySigner(request).then(() => done(), done)
    else if (isBodyless(request)) readFormOfBodyless(request).then(() => done(), done)
    else done()
  })
  app.addHook('preValidation', (request, _reply, done) => {
    const caller = callers.get(request)
    if (caller !== undefined && caller.kind !== 'api-key') {
      return done(tokenInForm(request) ?? refusedForm(request, options))
    }
    const known = caller === undefined ? identifySigner(request) : Promise.resolve()
    known.then(() => checkSigned(request, options)).then(() => done(), done)
  })
}

function identifyUser(
  ports: { readonly callers: Callers },
  request: FastifyRequest,
  done: (fault?: Error) => void,
): void {
  const accept = (found: BearerCaller | undefined) =>
    callers.set(request, ofThisAccount(request, found))
  try {
    const found = findCaller(ports.callers, request)
    if (found instanceof Promise) {
      found.then(accept).then(() => done(), done)
      return
    }
    accept(found)
  } catch (fault) {
    done(errorOf(fault))
    return
  }
  done()
}

/** Whatever was thrown, as an error. */
export function errorOf(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault))
}

function findCaller(known: Callers, request: FastifyRequest) {
  const { authorization } = request.headers
  const { url = '' } = request.raw
  if (url.includes('access_token=') && /[?&]access_token=/.test(url)) {
    throw tokenInQuery(authorization)
  }
  const raw = authorization !== undefined && bareJwt.test(authorization)
  if (raw && request.routeOptions.config?.scopeDemand?.applications === 'accepted') {
    return known.byAppJwt(authorization)
  }
  return known.byBearer(bearerOf(authorization))
}

const bareJwt = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/** What a signature says of the body, once that is there. */
function checkSigned(request: FastifyRequest, options: { readonly takesForms?: boolean }): void {
  if (request.body === undefined) checkBody(request, Buffer.from(formBodyOf(request) ?? ''))
  const fault = refusedForm(request, options)
  if (fault !== undefined) throw fault
}

/** Libraries name a form as the type of every request, also of one without a body: that is no fault. */
function refusedForm(
  request: FastifyRequest,
  { takesForms = false }: { readonly takesForms?: boolean },
): DomainError | undefined {
  if (takesForms || isBodyless(request) || (formBodyOf(request) ?? '') === '') return undefined
  return notAForm()
}

/** Who asks, on a route behind `requireCredential` or `requireUser`. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('The route has no authentication hook.')
  return caller
}

/** Who asks, on any route; `undefined`: nobody who is known. */
export function callerIfAny(request: FastifyRequest): Caller | undefined {
  return callers.get(request)
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
    address: clientAddressOf(request),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    requestId: request.id,
  }
}

/** A credential of another account gets the answer of an account that does not exist (architecture §4). */
function ofThisAccount(request: FastifyRequest, found: BearerCaller | undefined): BearerCaller {
  if (found === undefined) {
    throw new DomainError(
      'invalid_bearer',
      'The bearer is not known, or has expired. Log in again.',
    )
  }
  const { accountId } = request.params as { readonly accountId?: string }
  if (accountId !== undefined && accountId !== found.accountId) throw notThere()
  checkScope(request, found)
  return found
}

/** RFC 6750 section 2: one way of sending, and never the address, which is kept in logs (RFC 9700 section 4.3.2). */
function tokenInQuery(authorization: string | undefined): DomainError {
  if (authorization !== undefined) return sentTwice()
  return new DomainError(
    'unauthenticated',
    'A token in the address is not read. Send "Authorization: Bearer …".',
  )
}

function tokenInForm(request: FastifyRequest): DomainError | undefined {
  return /(?:^|&)access_token=/.test(formBodyOf(request) ?? '') ? sentTwice() : undefined
}

function sentTwice(): DomainError {
  return new DomainError('bad_request', 'Send the token once: in the Authorization header.')
}

function bearerOf(header: string | undefined): string {
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
