import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { ClientAuthentication } from '@watchword/protocol/oauth2/client-authentication.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Client } from '#domain/applications/client.ts'
import type { Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Face } from './grant.ts'
import type { TokenPorts } from './token-ports.ts'
import { refusalOfAssertion } from './verify-client-assertion.ts'

/** A call of a client to an endpoint of its own, and who it says it is. */
export type ClientCall = {
  /** As it stands in the path. */
  readonly accountId: string
  readonly face: Face
  readonly authentication: ClientAuthentication
  readonly origin: Origin
}

/** A client that has shown who it is; a public one (`isPublic`) only said so. */
export type AuthenticatedClient = {
  readonly client: Client
  readonly account: Account
  readonly face: Face
  readonly origin: Origin
  readonly isPublic: boolean
}

/**
 * Finds out which client calls (RFC 6749 section 2.3): its secret in constant time, or its assertion, by the one method
 * it is registered for. A client that does not exist costs the same as a wrong secret and gets the same answer.
 */
export async function authenticateClient(
  ports: TokenPorts,
  { accountId: text, face, authentication, origin }: ClientCall,
): Promise<AuthenticatedClient> {
  const accountId = parseAccountId(text)
  const account = accountId && (await ports.accounts.active(accountId))
  if (account === undefined) throw unknownAccount(face)
  const attempt = { accountId: account.id, clientId: authentication.clientId, origin }
  ports.failures.admit(attempt)
  const found = await ports.clients.find(account.id, authentication.clientId)
  const client = found?.onlyStandard === true && face !== 'oidc' ? undefined : found
  const refusal = await refusalOf(ports, account, client, { face, authentication })
  if (client !== undefined && refusal === undefined) {
    return { client, account, face, origin, isPublic: authentication.method === 'none' }
  }
  throw await ports.failures.refuse(attempt, client, refusal ?? 'unknown client')
}

/** A missing issuer is not there (RFC 8414); sentinel answers as for a client that does not exist. */
function unknownAccount(face: Face): DomainError {
  return face === 'oidc'
    ? new DomainError('not_found', 'There is no such issuer.')
    : new DomainError('unknown_account', 'The account or the client is unknown.')
}

/** Why the client is not believed; `undefined`: it is. */
async function refusalOf(
  ports: TokenPorts,
  account: Account,
  client: Client | undefined,
  { face, authentication }: Pick<ClientCall, 'face' | 'authentication'>,
): Promise<string | undefined> {
  if ('clientSecret' in authentication) {
    const { clientId, clientSecret } = authentication
    // Before anything else is judged: it takes as long for a client that does not exist.
    const matches = await ports.clients.secretMatches(account.id, clientId, clientSecret)
    if (!matches) return 'wrong secret'
  }
  if (client === undefined) return 'unknown client'
  if (!isMethodOf(client, authentication.method, face)) return 'another way to authenticate'
  if (authentication.method !== 'private_key_jwt') return undefined
  return refusalOfAssertion(ports, client, authentication.assertion)
}

function isMethodOf(
  { authMethod }: Client,
  method: ClientAuthentication['method'],
  face: Face,
): boolean {
  const takesSecret = authMethod === undefined || isSecret(authMethod)
  // Sentinel knows no registration of a method: whoever has a secret may send it either way.
  if (isSecret(method) && takesSecret && (authMethod === undefined || face === 'sentinel'))
    return true
  return method === authMethod
}

function isSecret(method: ClientAuthentication['method']): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post'
}
