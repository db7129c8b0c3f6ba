/**
 * Requests that are signed with an API key (OAuth 1.0): what was sent is gathered here, byte for byte, and
 * judged by the domain. The scheme and authority are those the client used, and count only if the authority is
 * one of ours (architecture §3); what a framework has parsed is of no use, because order and escapes are signed.
 */

import { isOAuthHeader } from '@watchword/protocol/oauth1/authorization-header.ts'
import { bodyHash } from '@watchword/protocol/oauth1/body-hash.ts'
import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Readable } from '#domain/api-keys/diagnose-refusal.ts'
import type { UseRecorder } from '#domain/api-keys/record-uses.ts'
import type { SignedCall } from '#domain/api-keys/signed-call.ts'
import { SignedRequestRefusal } from '#domain/api-keys/signed-request-refusal.ts'
import { type VerifyPorts, verifySignedRequest } from '#domain/api-keys/verify-signed-request.ts'
import type { ApiKeyCaller } from '#domain/caller.ts'
import type { AllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { DomainError } from '#domain/errors.ts'
import { accountOf } from './account-of.ts'
import { clientAddressOf } from './client-address.ts'
import { methodOnTheWire } from './plugins/method-override.ts'

export type SignedRequestPorts = {
  readonly verify: VerifyPorts
  readonly allowedHosts: AllowedHosts
  readonly uses: UseRecorder
}

/** What an area asks of a key: an API of contract 1 §3.3, and whether every method of it only reads. */
export type KeyDemand = {
  readonly api: string
  readonly onlyReads?: boolean
  readonly twoLegged?: 'accepted'
}

/** Whether a request says that it is signed; everything else is asked for a bearer. */
export function isSigned(request: FastifyRequest): boolean {
  const { authorization } = request.headers
  const inQuery = request.raw.url?.includes('oauth_signature=') === true
  if (authorization === undefined) return inQuery || hasFormBody(request)
  if (isOAuthHeader(authorization)) return true
  if (!inQuery) return false
  // Who it is must not depend on which of them is looked at (RFC 6750 section 2).
  throw new DomainError(
    'bad_request',
    'The request has an Authorization header and a signature in the query. Send one credential.',
  )
}

/** Whether the body belongs to what is signed, and so must be read before anybody is known. */
export function hasFormBody(request: FastifyRequest): boolean {
  const type = request.headers['content-type']
  return type !== undefined && /^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(type)
}

/** Who signed the request; throws what the caller is told. */
export async function verifyCall(
  { verify, allowedHosts, uses }: SignedRequestPorts,
  request: FastifyRequest,
  demand: KeyDemand,
): Promise<ApiKeyCaller> {
  const raw = rawRequestOf(request)
  const allowed = allowedHosts.isAllowed(raw.authority)
  if (!(allowed === true || (await allowed))) {
    throw new DomainError(
      'misdirected',
      'The signature is made for a host that is not one of this server. The operator names its hosts in WATCHWORD_ALLOWED_HOSTS.',
    )
  }
  const accountId = accountOf(request)
  const twoLegged = demand.twoLegged ?? 'refused'
  const call: SignedCall = { accountId, raw, address: clientAddressOf(request), twoLegged }
  try {
    const verified = await verifySignedRequest(verify, call)
    const { caller, read } = verified
    const known = { keyId: caller.keyId, read }
    demandPrivilege({ call, known }, caller, demand, request.method)
    if (read.oauth.bodyHash !== undefined) expectedBodies.set(request, { call, known })
    uses.used(accountId, caller.keyId, demand.api, clientAddressOf(request))
    return caller
  } catch (error) {
    if (error instanceof SignedRequestRefusal) uses.refused(error)
    throw error
  }
}

/** The request as it came: nothing decoded, nothing put in order. */
function rawRequestOf(request: FastifyRequest): RawRequest {
  const url = request.raw.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: methodOnTheWire(request.raw),
    scheme: request.protocol,
    authority: request.host,
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    authorization: request.headers.authorization,
    formBody: formBodies.get(request),
  }
}

/** A call of a key that exists, as a refusal of it is kept. */
type KnownCall = {
  readonly call: SignedCall
  readonly known: { readonly keyId: string; readonly read: Readable }
}

function demandPrivilege(
  { call, known }: KnownCall,
  caller: ApiKeyCaller,
  { api, onlyReads = false, twoLegged }: KeyDemand,
  method: string,
): void {
  const type = onlyReads || method === 'GET' || method === 'HEAD' ? 'Read' : 'Write'
  const legsFit = caller.legs === 3 || (twoLegged === 'accepted' && type === 'Read')
  if (legsFit && caller.privileges.has(`${api}:${type}`)) return
  const advice = `The key lacks the privilege ${type} on ${api}. An administrator can grant it.`
  throw new SignedRequestRefusal({ problem: 'permission_denied', advice }, call, {
    ...known,
    status: 403,
  })
}

const formBodies = new WeakMap<FastifyRequest, string>()

/** Calls whose body was signed by its hash, until the body is there (OAuth Request Body Hash extension). */
const expectedBodies = new WeakMap<FastifyRequest, KnownCall>()

/** Refuses a body that is not the one that was signed. */
export function checkBody(request: FastifyRequest, body: Uint8Array): void {
  const expected = expectedBodies.get(request)
  if (expected === undefined) return
  expectedBodies.delete(request)
  const { call, known } = expected
  const { oauth } = known.read
  if (bodyHash(oauth.signatureMethod, body) === oauth.bodyHash) return
  throw new SignedRequestRefusal(otherBody, call, known)
}

const otherBody: OAuth1Problem = {
  problem: 'parameter_rejected',
  advice: 'oauth_body_hash is not the hash of the body that was received.',
  details: [['oauth_parameters_rejected', 'oauth_body_hash']],
}

/** In an area that takes signed requests, form bodies are read as text: as they came, they are signed. */
export function readSignedForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string | Buffer) => {
      formBodies.set(request, body.toString())
      return undefined
    },
  )
}

/** Whether Fastify reads no body of it. What is sent all the same changes nothing here, but may be signed. */
export function isBodyless({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Reads the form body of a request whose body Fastify leaves alone. */
export async function readFormOfBodyless(request: FastifyRequest): Promise<void> {
  const { bodyLimit } = request.routeOptions
  const chunks: Buffer[] = []
  let length = 0
  try {
    // What is left of a body that is too long is read away, so that the answer arrives.
    for await (const chunk of request.raw.iterator({ destroyOnReturn: false })) {
      length += chunk.length
      if (length > bodyLimit) break
      chunks.push(chunk)
    }
  } catch {
    throw new DomainError('bad_request', 'The body did not arrive.')
  }
  if (length > bodyLimit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  formBodies.set(request, Buffer.concat(chunks).toString())
}

/** The form body of a request, as it came. */
export function formBodyOf(request: FastifyRequest): string | undefined {
  return formBodies.get(request)
}
