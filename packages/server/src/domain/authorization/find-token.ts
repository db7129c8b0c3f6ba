import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { accessTokenType } from '@watchword/protocol/oauth2/access-token.ts'
import { readAccessTokenClaims } from '@watchword/protocol/oauth2/resource-token.ts'
import { looksLikeJwt } from '@watchword/protocol/oauth2/token-origin.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { AccessToken, Grant, RefreshToken } from './grant.ts'
import { issuerOf, resourceOf } from './issuer.ts'
import { grantNamedIn, grantOfRefreshToken } from './refresh-token-form.ts'
import type { TokenPorts } from './token-ports.ts'

/** A token of the account that somebody asks about, alive or not. */
export type FoundToken =
  | { readonly kind: 'opaque'; readonly clientId: string; readonly token: AccessToken }
  | {
      readonly kind: 'jwt'
      readonly clientId: string
      readonly grantId: string | undefined
      readonly claims: Readonly<Record<string, unknown>>
      readonly expiresAt: number
    }
  | {
      readonly kind: 'refresh'
      readonly clientId: string
      readonly grant: Grant
      /** `undefined`: it was spent so long ago that it is not kept. */
      readonly token: RefreshToken | undefined
    }

/** Finds a token of the account, of whatever kind it is: a hint would save nothing, and may be wrong. */
export async function findToken(
  ports: TokenPorts,
  accountId: AccountId,
  token: string,
): Promise<FoundToken | undefined> {
  if (looksLikeJwt(token)) return findJwt(ports, accountId, token)
  const tokenHash = sha256Hex(token)
  const { read } = ports.storage
  const opaque = await read.accessTokens.findByToken(tokenHash)
  if (opaque !== undefined) {
    if (opaque.accountId !== accountId) return undefined
    return { kind: 'opaque', clientId: opaque.clientId, token: opaque }
  }
  return findRefreshToken(ports, accountId, token)
}

async function findRefreshToken(
  { storage, dataKeys }: TokenPorts,
  accountId: AccountId,
  text: string,
): Promise<FoundToken | undefined> {
  const grantId = grantNamedIn(text)
  if (grantId === undefined) return undefined
  const tokenHash = sha256Hex(text)
  const found = await storage.read.refreshTokens.findWithGrant({ accountId, grantId, tokenHash })
  if (found === undefined) return undefined
  const { grant, token } = found
  if (token === undefined) {
    const key = await dataKeys.derive(accountId, 'refresh-tokens')
    if (grantOfRefreshToken(key, text) === undefined) return undefined
  }
  return { kind: 'refresh', clientId: grant.clientId, grant, token }
}

async function findJwt(
  { signingKeys, publicOrigin, clock }: TokenPorts,
  accountId: AccountId,
  token: string,
): Promise<FoundToken | undefined> {
  const use = { purpose: 'issuer', typ: accessTokenType } as const
  const claims = await signingKeys.verify({ kind: 'account', accountId }, use, token)
  const checked =
    claims &&
    readAccessTokenClaims(claims, {
      issuer: issuerOf(publicOrigin, accountId),
      resource: resourceOf(publicOrigin, accountId),
      nowSeconds: clock.now() / 1000,
    })
  if (claims === undefined || checked === undefined) return undefined
  const { clientId, grant, exp } = checked
  return { kind: 'jwt', clientId, grantId: grant?.id, claims, expiresAt: exp * 1000 }
}
