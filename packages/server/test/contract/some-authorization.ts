/** Small valid codes, grants and tokens, for the tests that keep them. */
import { randomBytes } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type {
  AccessToken,
  AuthorizationCode,
  Grant,
  RefreshToken,
} from '#domain/authorization/grant.ts'
import { hour, now } from './contract.ts'

export const day = 24 * hour
export const hash = () => randomBytes(32).toString('hex')
const id = () => randomBytes(16).toString('hex')

const authentication = {
  userId: 1,
  browserSessionId: 'browser',
  authTime: now - 5,
  amr: ['pwd', 'otp'],
  acr: undefined,
} as const

/** Whether a grant is one of those that a process which is killed revokes: every second one. */
export function mayEnd(grantId: string): boolean {
  return Number.parseInt(grantId.slice(0, 2), 16) % 2 === 0
}

export function someCode(
  accountId: AccountId,
  given: Partial<AuthorizationCode> = {},
): AuthorizationCode {
  return {
    accountId,
    ...authentication,
    codeHash: hash(),
    grantId: id(),
    clientId: 'client',
    face: 'oidc',
    redirectUri: 'https://app.example/',
    redirectUriSent: true,
    scope: 'openid',
    codeChallenge: 'challenge',
    nonce: undefined,
    claims: undefined,
    issuedAt: now,
    expiresAt: now + 60_000,
    ...given,
  }
}

export function someGrant(accountId: AccountId, given: Partial<Grant> = {}): Grant {
  return {
    accountId,
    ...authentication,
    id: id(),
    clientId: 'client',
    face: 'oidc',
    scope: 'openid',
    claims: '{}',
    nonce: 'n',
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + 30 * day,
    ...given,
  }
}

export function someRefreshToken(
  { accountId, id: grantId }: Grant,
  given: Partial<RefreshToken> = {},
): RefreshToken {
  return {
    accountId,
    tokenHash: hash(),
    grantId,
    createdAt: now,
    expiresAt: now + 30 * day,
    spentAt: undefined,
    ...given,
  }
}

export function someAccessToken(
  accountId: AccountId,
  given: Partial<AccessToken> = {},
): AccessToken {
  return {
    accountId,
    tokenHash: hash(),
    clientId: 'client',
    face: 'oidc',
    grantId: undefined,
    userId: undefined,
    scope: 'users:read',
    createdAt: now,
    expiresAt: now + hour,
    ...given,
  }
}
