import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { SigningKeyList, SigningKeyRotation } from '@watchword/protocol/api/signing-key.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { actorOf, requireAdministrator } from '#domain/caller.ts'
import type { KeyAuthority } from '#domain/signing-keys/change-keys.ts'
import type { KeyPorts } from '#domain/signing-keys/key-ports.ts'
import { retireKey, rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { describeKeys } from '#http/signing-key-answer.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

const about = { tags: ['Keys' as const], security: byBearer }

/** The signing keys of the account's issuer, for administrators. */
export function addKeys(app: FastifyInstance, keyPorts: KeyPorts): void {
  const mayAsk = async (request: FastifyRequest) => requireAdministrator(userOf(request))
  const list = {
    ...about,
    summary: 'List the signing keys and their schedule',
    description:
      'Of the account’s issuer, in the order in which they sign. For administrators. A key is made when it is ' +
      'first needed.',
    params: AccountParams,
    response: { 200: SigningKeyList, ...commonRefusals },
  }
  app.get(`${base}/keys`, { schema: list, preValidation: mayAsk }, async (request) =>
    describeKeys(keyPorts, ownerOf(request)),
  )
  const rotate = {
    ...about,
    summary: 'Give signing keys a successor',
    description:
      'It is published at once, and signs four hours later, when verifiers have had the time to fetch it. 409: one ' +
      'is published already. For administrators.',
    params: AccountParams,
    body: SigningKeyRotation,
    response: { 200: SigningKeyList, 409: ErrorEnvelope, ...commonRefusals },
  }
  app.post<{ Body: SigningKeyRotation }>(
    `${base}/keys/rotate`,
    { schema: rotate, preValidation: mayAsk },
    async (request) => {
      const rotation = { ...request.body, purpose: 'issuer' as const }
      await rotateKeys(keyPorts, ownerOf(request), rotation, authorityOf(request))
      return describeKeys(keyPorts, ownerOf(request))
    },
  )
  const retire = {
    ...about,
    summary: 'Retire a signing key before its time',
    description:
      'Keys are retired by themselves when nothing needs them. 409: it signs, will sign, or tokens that it signed ' +
      'may be valid still. For administrators.',
    params: Type.Object({ accountId: Type.String(), kid: Type.String() }),
    response: { 204: Type.Null(), 409: ErrorEnvelope, ...commonRefusals },
  }
  app.post(
    `${base}/keys/:kid/retire`,
    { schema: retire, preValidation: mayAsk },
    async (request, reply) => {
      const { kid = '' } = request.params as { readonly kid?: string }
      await retireKey(keyPorts, ownerOf(request), { kid }, authorityOf(request))
      return reply.code(204).send()
    },
  )
}

function ownerOf(request: FastifyRequest) {
  return { kind: 'account', accountId: userOf(request).accountId } as const
}

function authorityOf(request: FastifyRequest): KeyAuthority {
  return { actor: actorOf(userOf(request), originOf(request)), requestId: request.id }
}
