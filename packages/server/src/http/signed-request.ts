/**
 * Requests that are signed with an API key (OAuth 1.0): what was sent is gathered here, byte for byte, and
 * judged by the domain. The scheme and authority are those the client used, and count only if the authority is
 * one of ours (architecture §3); what a framework has parsed is of no use, because order and escapes are signed.
 */

import { isOAuthHeader } from '@watchword/protocol/oauth1/authorization-header.ts'
import { bodyHash } from '@watchword/protocol/oauth1/body-hash.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UseRecorder } from '#domain/api-keys/record-uses.ts'
import type { SignedCall } from '#domain/api-keys/signed-call.ts'
import { SignedRequestRefusal } from '#domain/api-keys/signed-request-refusal.ts'
import {
  type VerifiedCall,
  type VerifyPorts,
  verifySignedRequest,
} from '#domain/api-keys/verify-signed-request.ts'
import type { ApiKeyCaller } from '#domain/caller.ts'
import type { AllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { DomainError } from '#domain/errors.ts'
import { accountOf } from './account-of.ts'
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
  if (authorization !== undefined) return isOAuthHeader(authorization)
  return request.raw.url?.includes('oauth_signature') === true || hasFormBody(request)
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
  const call: SignedCall = { accountId, raw, address: request.ip, twoLegged }
  try {
    const verified = await verifySignedRequest(verify, call)
    const { caller } = verified
    demandPrivilege(call, caller, demand, request.method)
    expectBody(request, call, verified)
    uses.used(accountId, caller.keyId, demand.api, request.ip)
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

function demandPrivilege(
  call: SignedCall,
  caller: ApiKeyCaller,
  { api, onlyReads = false, twoLegged }: KeyDemand,
  method: string,
): void {
  const type = onlyReads || method === 'GET' || method === 'HEAD' ? 'Read' : 'Write'
  const legsFit = caller.legs === 3 || (twoLegged === 'accepted' && type === 'Read')
  if (legsFit && caller.privileges.has(`${api}:${type}`)) return
  const advice = `The key lacks the privilege ${type} on ${api}. An administrator can grant it.`
  throw new SignedRequestRefusal({ problem: 'permission_denied', advice }, call, {
    keyId: caller.keyId,
    status: 403,
  })
}

const formBodies = new WeakMap<FastifyRequest, string>()

type ExpectedBody = { readonly call: SignedCall; readonly keyId: string } & VerifiedCall['bodyHash']
const expectedBodies = new WeakMap<FastifyRequest, ExpectedBody>()

/** Remembers the signed hash of the body until the body is there (OAuth Request Body Hash extension). */
function expectBody(request: FastifyRequest, call: SignedCall, verified: VerifiedCall): void {
  if (verified.bodyHash.bodyHash === undefined) return
  expectedBodies.set(request, { call, keyId: verified.caller.keyId, ...verified.bodyHash })
}

/** Refuses a body that is not the one that was signed. */
export function checkBody(request: FastifyRequest, body: Uint8Array): void {
  const expected = expectedBodies.get(request)
  if (expected === undefined) return
  expectedBodies.delete(request)
  if (bodyHash(expected.signatureMethod, body) === expected.bodyHash) return
  const advice = 'oauth_body_hash is not the hash of the body that was received.'
  throw new SignedRequestRefusal({ problem: 'signature_invalid', advice }, expected.call, {
    keyId: expected.keyId,
  })
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

/** The form body of a request, as it came. */
export function formBodyOf(request: FastifyRequest): string | undefined {
  return formBodies.get(request)
}
