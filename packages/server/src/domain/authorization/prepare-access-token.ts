import { accessTokenClaims, accessTokenType } from '@watchword/protocol/oauth2/access-token.ts'
import type { Client } from '#domain/applications/client.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { AccessToken, Face, Grant } from './grant.ts'
import { issuerOf, resourceOf } from './issuer.ts'
import { accessTokenLifetimeSeconds } from './lifetimes.ts'

/** An access token that is ready to be given out. */
export type PreparedAccessToken = {
  readonly value: string
  readonly expiresInSeconds: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** What must be kept of it before it is given out; `undefined`: nothing, it speaks for itself. */
  readonly row: AccessToken | undefined
}

/**
 * Makes an access token: for a grant's user, or without one for the application itself. On sentinel paths, and for
 * applications that ask for it, it is opaque; else a JWT signed by the account's issuer (RFC 9068). Signing is done
 * here, so that the transaction that gives it out waits for nothing.
 */
export async function prepareAccessToken(
  ports: { readonly signingKeys: Pick<SigningKeys, 'sign'>; readonly publicOrigin: string },
  of: {
    readonly client: Client
    readonly face: Face
    readonly grant: Grant | undefined
    readonly scope: string
    readonly now: number
  },
): Promise<PreparedAccessToken> {
  const { client, face, now } = of
  const expiresInSeconds = accessTokenLifetimeSeconds[face]
  const expiresAt = now + expiresInSeconds * 1000
  if (face === 'oidc' && client.accessTokenFormat === 'at+jwt') {
    const value = await signAccessToken(ports, of, expiresInSeconds)
    return { value, expiresInSeconds, expiresAt, row: undefined }
  }
  const value = randomHex(32)
  const row: AccessToken = {
    accountId: client.accountId,
    tokenHash: sha256Hex(value),
    clientId: client.id,
    face,
    grantId: of.grant?.id,
    userId: of.grant?.userId,
    scope: of.scope,
    createdAt: now,
    expiresAt,
  }
  return { value, expiresInSeconds, expiresAt, row }
}

function signAccessToken(
  { signingKeys, publicOrigin }: Parameters<typeof prepareAccessToken>[0],
  { client, grant, scope, now }: Parameters<typeof prepareAccessToken>[1],
  lifetimeSeconds: number,
): Promise<string> {
  const { accountId, accessTokenAlgorithm: algorithm } = client
  const claims = accessTokenClaims({
    issuer: issuerOf(publicOrigin, accountId),
    audience: resourceOf(publicOrigin, accountId),
    subject: grant === undefined ? client.id : String(grant.userId),
    clientId: client.id,
    scope,
    jti: randomHex(16),
    nowSeconds: Math.floor(now / 1000),
    lifetimeSeconds,
    ...(grant === undefined
      ? {}
      : {
          grant: {
            id: grant.id,
            authTimeSeconds: Math.floor(grant.authTime / 1000),
            acr: grant.acr,
            amr: grant.amr,
          },
        }),
  })
  const use = { purpose: 'issuer', algorithm, typ: accessTokenType } as const
  return signingKeys.sign({ kind: 'account', accountId }, use, claims)
}
