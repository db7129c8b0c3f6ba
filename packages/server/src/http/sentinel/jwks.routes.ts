import { Jwks } from '@watchword/protocol/api/jwks.ts'
import type { FastifyInstance } from 'fastify'
import { everyZone } from '#domain/signing-keys/key-ports.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { allowAnyOrigin, sendOpenPreflight } from '#http/plugins/cors.ts'
import { sendPublicDocument } from '#http/public-document.ts'

const path = '/sentinel/well-known/jwks'

/**
 * The keys of the compatible tokens (contract 2 section 3.3, and our decisions). Known readers take `keys[0]` whatever
 * its `kid`: it is the key that signs AppJWTs.
 */
export function sentinelJwksRoutes({ signingKeys }: { readonly signingKeys: SigningKeys }) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    const schema = {
      tags: ['Keys' as const],
      security: byAnyone,
      summary: 'Keys of AppJWTs and of the id_tokens of sentinel paths',
      description:
        'RS256 alone. The first one signs AppJWTs now; those that will sign later come last. May be kept for five ' +
        'minutes; a new key is published four hours before it signs.',
      response: { 200: Jwks },
    }
    app.get(path, { schema }, async (request, reply) => {
      await signingKeys.prepare(everyZone, [
        { purpose: 'appjwt', algorithm: 'RS256' },
        { purpose: 'idtoken', algorithm: 'RS256' },
      ])
      const keys = await signingKeys.publicKeys(everyZone, ['appjwt', 'idtoken'])
      return sendPublicDocument(request, reply, JSON.stringify({ keys }))
    })
    app.options(path, { schema: { hide: true } }, sendOpenPreflight)
  }
}
