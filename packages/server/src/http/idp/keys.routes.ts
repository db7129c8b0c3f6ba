import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { EncryptionKeyDocument, Jwks } from '@watchword/protocol/api/jwks.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { EncryptionKeys } from '#domain/signing-keys/encryption-keys.ts'
import { everyZone } from '#domain/signing-keys/key-ports.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { accountOf, notThere } from '#http/account-of.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { allowAnyOrigin, sendOpenPreflight } from '#http/plugins/cors.ts'
import { sendPublicDocument } from '#http/public-document.ts'

export type KeyDocumentPorts = {
  readonly accounts: KnownAccounts
  readonly signingKeys: Pick<SigningKeys, 'prepare' | 'publicKeys'> & EncryptionKeys
}

const base = '/api/account/:accountId'
const about = {
  tags: ['Keys' as const],
  security: byAnyone,
  params: Type.Object({ accountId: Type.String() }),
}

/**
 * Keys of the consumer's world (contract 3 sections 2 and 5.1, and our decisions), each in a document of its own. The
 * zone's accounts share them. Those of anonymous external tokens are told to nobody: this server alone takes such.
 */
export function keyDocumentRoutes(ports: KeyDocumentPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    addJwks(app, ports, {
      path: `${base}/.well-known/jwks.json`,
      purpose: 'consumer',
      summary: 'Keys of consumer JWTs',
      description:
        'RS256 alone; the one that signs now comes first, those that will sign later come last. May be kept for ' +
        'five minutes; a new key is published four hours before it signs.',
    })
    addJwks(app, ports, {
      path: `${base}/consumer/.well-known/jwks.json`,
      purpose: 'consumerjws',
      summary: 'Keys of ConsumerJWS',
      description:
        'RS256 alone; the one that signs now comes first. Such tokens never expire, so keys of before stay here until ' +
        'the operator retires them by hand.',
    })
    addEncryptionKey(app, ports)
  }
}

type JwksDocument = {
  readonly path: string
  readonly purpose: 'consumer' | 'consumerjws'
  readonly summary: string
  readonly description: string
}

function addJwks(
  app: FastifyInstance,
  ports: KeyDocumentPorts,
  { path, purpose, summary, description }: JwksDocument,
): void {
  const { signingKeys } = ports
  const response = { 200: Jwks, 404: ErrorEnvelope }
  app.get(
    path,
    { schema: { ...about, summary, description, response } },
    async (request, reply) => {
      await refuseUnknown(ports, request)
      await signingKeys.prepare(everyZone, [{ purpose, algorithm: 'RS256' }])
      const keys = await signingKeys.publicKeys(everyZone, [purpose])
      return sendPublicDocument(request, reply, JSON.stringify({ keys }))
    },
  )
  app.options(path, { schema: { hide: true } }, sendOpenPreflight)
}

function addEncryptionKey(app: FastifyInstance, ports: KeyDocumentPorts): void {
  const { signingKeys } = ports
  const path = `${base}/.well-known/encryption-key.json`
  const schema = {
    ...about,
    summary: 'The key that id_tokens of consumers may be encrypted to',
    description:
      'For a JWE with `alg` RSA-OAEP-256 and `enc` A128CBC-HS256, A256GCM or A256CBC-HS512 around the signed ' +
      'id_token. The first of `keys`, and `publicKey`, is the one to use now. It is used for a year; what was ' +
      'encrypted to it is opened for 90 days more.',
    response: { 200: EncryptionKeyDocument, 404: ErrorEnvelope },
  }
  app.get(path, { schema }, async (request, reply) => {
    await refuseUnknown(ports, request)
    await signingKeys.prepare(everyZone, [{ purpose: 'encryption', algorithm: 'RSA-OAEP-256' }])
    const keys = await signingKeys.encryptionKeys()
    const document = { keys: keys.map(({ jwk }) => jwk), publicKey: keys[0]?.spki }
    return sendPublicDocument(request, reply, JSON.stringify(document))
  })
  app.options(path, { schema: { hide: true } }, sendOpenPreflight)
}

/** An account that is suspended has no consumers for as long, like one that does not exist. */
async function refuseUnknown(
  { accounts }: KeyDocumentPorts,
  request: FastifyRequest,
): Promise<void> {
  if ((await accounts.active(accountOf(request))) === undefined) throw notThere()
}
