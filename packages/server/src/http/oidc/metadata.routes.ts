import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { Jwks } from '@watchword/protocol/api/jwks.ts'
import { issuerMetadata } from '@watchword/protocol/oidc/discovery.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { issuerOf } from '#domain/authorization/issuer.ts'
import { acrValuesSupported } from '#domain/authorization/log-in-on-page.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { accountOf, notThere } from '#http/account-of.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { uiLocalesSupported } from '#http/pages/messages/choose-messages.ts'
import { allowAnyOrigin, sendOpenPreflight } from '#http/plugins/cors.ts'
import { sendPublicDocument } from '#http/public-document.ts'
import type { Storage } from '#storage/port.ts'

export type MetadataPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly signingKeys: SigningKeys
  readonly publicOrigin: string
}

/**
 * What an account's issuer says of itself: discovery (OpenID Connect Discovery section 4, RFC 8414 section 3) and its
 * keys. An account that is suspended has no issuer for as long, like one that does not exist.
 */
export function oidcMetadataRoutes(ports: MetadataPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    addDiscovery(app, ports)
    addJwks(app, ports)
  }
}

const about = {
  tags: ['OpenID Connect' as const],
  security: byAnyone,
  params: Type.Object({ accountId: Type.String() }),
}
const refusals = { 404: ErrorEnvelope }

/** Where the metadata is: what OpenID Connect appends, what RFC 8414 inserts, and what clients make of the two. */
const discoveryPaths = [
  '/oidc/:accountId/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server/oidc/:accountId',
  '/oidc/:accountId/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/oidc/:accountId',
] as const

const Metadata = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  required: ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
  properties: {
    issuer: { type: 'string' },
    authorization_endpoint: { type: 'string' },
    token_endpoint: { type: 'string' },
    jwks_uri: { type: 'string' },
  },
  additionalProperties: true,
})

function addDiscovery(app: FastifyInstance, ports: MetadataPorts): void {
  const { publicOrigin } = ports
  const abilities = { acrValues: acrValuesSupported, uiLocales: uiLocalesSupported }
  for (const [index, path] of discoveryPaths.entries()) {
    const schema = {
      ...about,
      summary: index === 0 ? 'OpenID Connect discovery' : 'Authorization server metadata',
      description: 'Everything a client needs to know of the account’s issuer.',
      hide: index > 1,
      response: { 200: Metadata, ...refusals },
    }
    app.get(path, { schema }, async (request, reply) => {
      const accountId = await issuingAccount(ports, request)
      const metadata = issuerMetadata(issuerOf(publicOrigin, accountId), abilities)
      return sendPublicDocument(request, reply, JSON.stringify(metadata))
    })
    app.options(path, { schema: { hide: true } }, sendOpenPreflight)
  }
}

function addJwks(app: FastifyInstance, ports: MetadataPorts): void {
  const { signingKeys } = ports
  const path = '/oidc/:accountId/jwks'
  const schema = {
    ...about,
    summary: 'Keys of the account’s issuer',
    description:
      'For id_tokens and `at+jwt` access tokens, each by its `kid`. May be kept for five minutes; a new key is ' +
      'published four hours before it signs, unless it is the first of its algorithm.',
    response: { 200: Jwks, ...refusals },
  }
  app.get(path, { schema }, async (request, reply) => {
    const owner = { kind: 'account', accountId: await issuingAccount(ports, request) } as const
    // Those that tokens are signed with unless an application asks for others.
    await signingKeys.prepare(owner, [
      { purpose: 'issuer', algorithm: 'RS256' },
      { purpose: 'issuer', algorithm: 'ES256' },
    ])
    const keys = await signingKeys.publicKeys(owner, ['issuer'])
    return sendPublicDocument(request, reply, JSON.stringify({ keys }))
  })
  app.options(path, { schema: { hide: true } }, sendOpenPreflight)
}

async function issuingAccount(
  { storage }: MetadataPorts,
  request: FastifyRequest,
): Promise<AccountId> {
  const accountId = accountOf(request)
  const account = await storage.read.accounts.find(accountId)
  if (account?.status !== 'active') throw notThere()
  return accountId
}
