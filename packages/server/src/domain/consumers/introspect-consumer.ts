import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConsumerIntrospection } from '@watchword/protocol/api/consumer-tokens.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { ConsumerTokens } from './consumer-tokens.ts'

/**
 * Tells an application that checks them, or an administrator, whether a consumer token is alive and what it is good for
 * (RFC 7662). Of any other token nothing is told. The scope of an application was judged before.
 */
export async function introspectConsumer(
  { tokens }: { readonly tokens: Pick<ConsumerTokens, 'find'> },
  { caller, accountId }: { readonly caller: Caller; readonly accountId: AccountId },
  token: string,
): Promise<ConsumerIntrospection> {
  if (caller.kind !== 'application') requireAdministrator(caller)
  const found = await tokens.find(accountId, token)
  if (found === undefined) return { active: false }
  const { iss, sub, aud, exp, iat, jti, acr, sid } = found.claims
  const names = { iss, sub, aud, exp, iat, jti, acr, ...(sid !== undefined && { sid }) }
  return { active: true, token_type: 'Bearer', ...names }
}
