import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type KeyPorts, noSuchKey } from '#domain/api-keys/manage-keys.ts'
import { type CredentialPorts, callerOf, originOf } from '#http/authenticate.ts'

/** What the key manager needs. */
export type AppKeyRoutesPorts = KeyPorts & CredentialPorts

/** Where keys live (contract 1 §3.2). */
export const base = '/app-key-manager/api/account/:accountId/keys'

export const OfAccount = Type.Object({ accountId: Type.String() })
export const OfKey = Type.Object({ accountId: Type.String(), keyId: Type.String() })

export const Query = Type.Object({
  v: Type.Optional(
    Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,3})?$', description: 'API version, such as `1.0`' }),
  ),
})

/** With `secrets=false` no secret is answered, so none has to be told of. */
export const ReadQuery = Type.Object({
  ...Query.properties,
  secrets: Type.Optional(
    Type.Enum(['true', 'false'] as const, {
      description: '`false`: without the three secrets, and nothing of them in the audit trail',
    }),
  ),
})

export const Headers = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description:
        'The `revision` last seen, or -1. Reads: equal gives 304. Writes: stale gives 412.',
    }),
  ),
})

export const refusals = {
  400: ErrorEnvelope,
  401: ErrorEnvelope,
  403: ErrorEnvelope,
  404: ErrorEnvelope,
}

/** Who asks, and from where. */
export function askingOf(request: FastifyRequest) {
  return { caller: callerOf(request), origin: originOf(request) }
}

/** Whether a reading is to tell secrets to whoever may know them: yes, unless it says otherwise. */
export function readingOf(request: FastifyRequest): { readonly withSecrets: boolean } {
  const { secrets = 'true' } = request.query as { readonly secrets?: string }
  return { withSecrets: secrets === 'true' }
}

/** The key in the path; what cannot be the id of a key names none. */
export function keyIdOf(request: FastifyRequest): string {
  const { keyId = '' } = request.params as { readonly keyId?: string }
  if (/^[\w.~-]{1,64}$/.test(keyId)) return keyId
  throw noSuchKey()
}

/** Every answer about one key tells its revision. */
export function setRevision(reply: FastifyReply, revision: number): void {
  reply.header('etag', `"${revision}"`)
}
