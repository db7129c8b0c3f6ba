/** The peer: npm `oidc-provider` on its in-memory adapter, with the clients that our server has. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js'
import LRU from 'oidc-provider/lib/helpers/lru.js'
import { serveBench } from './harness/server.ts'
import {
  codeChallenge,
  redirectUri,
  resourceScope,
  type Supply,
  type TokenClientName,
  type TokenExtra,
  userScope,
} from './token-flows.ts'

const clientNames: readonly TokenClientName[] = ['es256', 'rs256', 'opaque']
const resource = 'https://cloud.example/api'
const accountId = '1003'

/** Its own forgets after a thousand entries; this one holds a round, and each begins with an empty one. */
const emptyStore = () => new LRU({ maxSize: 1_000_000 })
let store = emptyStore()

class RoomyMemoryAdapter extends MemoryAdapter {
  override get storage(): LRU {
    return store
  }
}

serveBench(async () => {
  const secret = randomBytes(20).toString('hex')
  const provider = new Provider('http://127.0.0.1', configuration(secret))
  const server = createServer(provider.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const extra: TokenExtra = {
    tokenPath: '/token',
    introspectionPath: '/token/introspection',
    clients: {
      es256: { id: 'es256', secret },
      rs256: { id: 'rs256', secret },
      opaque: { id: 'opaque', secret },
    },
  }
  return {
    port: (server.address() as AddressInfo).port,
    extra,
    supply: async (wanted) => {
      const { what, client, count } = wanted as Supply
      store = emptyStore()
      const made: string[] = []
      while (made.length < count) made.push(await make(provider, what, client))
      return made
    },
  }
})

function configuration(secret: string): Readonly<Record<string, unknown>> {
  return {
    adapter: RoomyMemoryAdapter,
    clients: clientNames.map((name) => ({
      client_id: name,
      client_secret: secret,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    })),
    jwks: { keys: [privateJwk('ES256'), privateJwk('RS256')] },
    cookies: { keys: [randomBytes(20).toString('hex')] },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: 600, ClientCredentials: 600, AuthorizationCode: 60, IdToken: 600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_: unknown, __: unknown, client: { clientId: string }) => ({
          scope: resourceScope,
          accessTokenTTL: 600,
          ...(client.clientId === 'opaque'
            ? { accessTokenFormat: 'opaque' }
            : { accessTokenFormat: 'jwt', jwt: { sign: { alg: client.clientId.toUpperCase() } } }),
        }),
      },
    },
  }
}

function privateJwk(alg: 'ES256' | 'RS256'): Readonly<Record<string, unknown>> {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg }
}

/** A code or token as the provider's own endpoints make it. */
async function make(
  provider: Provider,
  what: Supply['what'],
  clientName: TokenClientName,
): Promise<string> {
  const client = await provider.Client.find(clientName)
  if (client === undefined) throw new Error(`There is no client ${clientName}.`)
  const grant = new provider.Grant({ accountId, clientId: client.clientId })
  grant.addOIDCScope('openid offline_access')
  grant.addResourceScope(resource, resourceScope)
  const common = { accountId, client, grantId: await grant.save() }
  const authTime = Math.floor(Date.now() / 1000) - 5
  const ofUser = { ...common, scope: userScope, resource, authTime, amr: ['pwd'], nonce: 'n-0S6' }
  switch (what) {
    case 'codes':
      return new provider.AuthorizationCode({
        ...{ ...ofUser, redirectUri, codeChallenge, codeChallengeMethod: 'S256' },
      }).save()
    case 'refresh tokens':
      return new provider.RefreshToken({ ...ofUser, gty: 'authorization_code' }).save()
    case 'access tokens':
      return new provider.AccessToken({
        ...{ ...common, scope: resourceScope, aud: resource, gty: 'authorization_code' },
      }).save()
  }
}
