import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { appJwtClaims, appJwtType } from '@watchword/protocol/oauth2/app-jwt.ts'
import type { Client } from '#domain/applications/client.ts'
import { createClients } from '#domain/applications/create-clients.ts'
import type { Face, Grant } from '#domain/authorization/grant.ts'
import { prepareAccessToken } from '#domain/authorization/prepare-access-token.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { createSigningKeys } from '#domain/signing-keys/create-signing-keys.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { randomHex } from '#lib/random.ts'
import { seedApplication } from './applications.ts'
import { fixedMasterKeys } from './master-keys.ts'
import type { TestServer } from './test-server.ts'

/** The issuer's origin in tests: what tokens say, whatever port the server listens on. */
export const publicOrigin = 'http://id.example'

/** For `startTestServer`. */
export const withPublicOrigin = { WATCHWORD_PUBLIC_ORIGIN: publicOrigin }

/** The keys of a test server, as another process has them. */
export function signingKeysOf({ storage, dataKeys, clock }: TestServer): SigningKeys {
  return createSigningKeys({
    storage,
    dataKeys,
    instanceKeys: createInstanceKeys({ storage, masterKeys: fixedMasterKeys() }),
    clock,
    rotationMs: 90 * 86_400_000,
    onChange: () => {},
    onFault: (fault) => {
      throw fault
    },
  })
}

/** An installed application as a client, and its secret. All three grant types, unless the manifest says so. */
export async function seedClient(
  server: TestServer,
  accountId: AccountId,
  manifest: Readonly<Record<string, unknown>>,
): Promise<{ readonly client: Client; readonly secret: string }> {
  const { clientId, clientSecret } = await seedApplication(server, accountId, {
    client_name: `app ${randomHex(4)}`,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirect_uris: ['https://app.example/cb'],
    ...manifest,
  })
  const client = await createClients(server).find(accountId, clientId)
  if (client === undefined) throw new Error('The application was installed and is not there.')
  return { client, secret: clientSecret }
}

/** A grant of a user, as if a code had been redeemed. */
export async function seedGrant(
  { storage, clock }: TestServer,
  client: Client,
  userId: number,
  given: Partial<Grant> = {},
): Promise<Grant> {
  const now = clock.now()
  const grant: Grant = {
    accountId: client.accountId,
    id: randomHex(16),
    clientId: client.id,
    face: 'oidc',
    userId,
    browserSessionId: randomHex(8),
    authTime: now,
    amr: ['pwd'],
    acr: undefined,
    scope: 'openid',
    claims: undefined,
    nonce: undefined,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + 30 * 86_400_000,
    ...given,
  }
  await storage.write((tx) => tx.grants.insert(grant))
  return grant
}

/** An access token as the token endpoints give it out: of a grant's user, or of the application itself. */
export async function seedToken(
  server: TestServer,
  client: Client,
  of: { readonly face?: Face; readonly grant?: Grant; readonly scope?: string },
): Promise<string> {
  const face = of.face ?? of.grant?.face ?? 'oidc'
  const scope = of.scope ?? of.grant?.scope ?? client.scope
  const prepared = await prepareAccessToken(
    { signingKeys: signingKeysOf(server), publicOrigin },
    { client, face, grant: of.grant, scope, now: server.clock.now() },
  )
  const { row } = prepared
  if (row !== undefined) await server.storage.write((tx) => tx.accessTokens.insert(row))
  return prepared.value
}

/** An AppJWT of an application, with other claims if a test wants to lie. */
export async function seedAppJwt(
  server: TestServer,
  { accountId, id: clientId, scope }: Client,
  lies: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const nowSeconds = Math.floor(server.clock.now() / 1000)
  const claims = { ...appJwtClaims({ accountId, clientId, scope, nowSeconds }), ...lies }
  const use = { purpose: 'appjwt', algorithm: 'RS256', typ: appJwtType } as const
  return signingKeysOf(server).sign({ kind: 'zone', zone: 'local' }, use, claims)
}
