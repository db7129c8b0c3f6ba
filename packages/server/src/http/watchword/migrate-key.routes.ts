import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { MigratedKey, MigrateKeyBody } from '@watchword/protocol/api/key-report.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { KeyPorts } from '#domain/api-keys/manage-keys.ts'
import { migrateKeyAsAdministrator, overlapDays } from '#domain/api-keys/migrate-key.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { base, commonRefusals } from './route-about.ts'

/** From an API key to an application. */
export function addKeyMigration(app: FastifyInstance, ports: KeyPorts): void {
  const schema = {
    tags: ['API keys' as const],
    security: byBearer,
    summary: 'Move a key to OAuth 2.0',
    description:
      'Installs the application that may do what the key may (`client_credentials`, with the scopes of the ' +
      'migration report), and sets the end of the key: both work until then. For administrators with package ' +
      '10006; a token needs the scopes `app-keys:write` and `applications:write`.',
    params: Type.Object({ accountId: Type.String(), keyId: Type.String() }),
    body: Type.Optional(MigrateKeyBody),
    response: { 201: MigratedKey, ...commonRefusals, 409: ErrorEnvelope },
  }
  app.post<{ Body: MigrateKeyBody | undefined }>(
    `${base}/api-keys/:keyId/migrate`,
    {
      schema,
      preValidation: async (request) => {
        // Nothing has to be sent.
        request.body ??= {}
      },
    },
    async (request, reply): Promise<MigratedKey> => {
      const { keyId = '' } = request.params as { readonly keyId?: string }
      const asking = { caller: userOf(request), origin: originOf(request) }
      const { name, overlapDays: days = overlapDays.usual } = request.body ?? {}
      const migrated = await migrateKeyAsAdministrator(ports, asking, {
        keyId,
        name,
        overlapDays: days,
      })
      const { clientId, clientSecret, scopes, botLoginNames } = migrated
      reply.code(201).header('cache-control', 'no-store')
      return {
        ...{ keyId, clientId, clientSecret },
        keyEndsAt: new Date(migrated.keyEndsAt).toISOString(),
        scopes: [...scopes],
        botLoginNames: [...botLoginNames],
      }
    },
  )
}
