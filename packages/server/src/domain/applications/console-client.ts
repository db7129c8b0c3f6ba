import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Client } from './client.ts'

/**
 * The `client_id` of the console, in every account. Nobody can install an application of that id: ids of installations
 * are UUIDs.
 */
export const consoleClientId = 'watchword-console'

/** Where the console's pages begin, below the public origin. */
export const consolePath = '/console'

/**
 * What the console asks for: to know who it is, and what its pages show and change. What the user may do is asked
 * besides, by every operation. Not here: what an application does in its own name (`consumers:invoke`,
 * `delegated-tokens:read`), and what a resource server does (`introspect`).
 */
export const consoleScopes: readonly string[] = [
  'openid',
  'profile',
  ...[
    ...['agent-groups', 'app-keys', 'applications', 'campaigns', 'connectors', 'consumers'],
    ...['grants', 'keys', 'lobs', 'profiles', 'sessions', 'settings', 'skills', 'users'],
  ].flatMap((api) => [`${api}:read`, `${api}:write`]),
  'audit-trail:read',
  'directory:read',
  'statistics:read',
]

/** Describes the console as a client of an account; what is the same for all accounts is made once. */
export function createConsoleClient(publicOrigin: string): (accountId: AccountId) => Client {
  const common = {
    id: consoleClientId,
    name: 'Watchword console',
    displayName: 'Watchword console',
    localNames: new Map<string, string>(),
    logoUri: undefined,
    grantTypes: new Set(['authorization_code', 'refresh_token'] as const),
    redirectUris: [`${publicOrigin}${consolePath}/-/callback`],
    postLogoutRedirectUris: [`${publicOrigin}${consolePath}`],
    scope: consoleScopes.join(' '),
    ownScopes: [],
    authMethod: 'none',
    jwks: undefined,
    jwksUri: undefined,
    applicationType: 'web',
    idTokenAlgorithm: 'ES256',
    // An `at+jwt` with so many scopes is ten times as long, in the header of every call, and nobody but us reads it.
    accessTokenFormat: 'opaque',
    accessTokenAlgorithm: 'ES256',
    requirePkce: true,
    firstParty: true,
    sentinelConsent: true,
    onlyStandard: true,
    enabledForProfiles: undefined,
  } as const satisfies Omit<Client, 'accountId'>
  return (accountId) => ({ ...common, accountId })
}
