import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IdTokenIdentity } from '@watchword/protocol/consumers/check-id-token.ts'
import { type FailedRule, fail } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { Reads } from '#storage/port.ts'
import type { ConsumerNames } from './consumer-names.ts'

/** The login that an id_token is of, and what is known of its end. */
export type Login = {
  readonly issuedAtSeconds: number
  readonly sessionReference: string | undefined
  readonly loggedOutAt: number | undefined
}

type EndReads = { readonly storage: { readonly read: Pick<Reads, 'consumerRevocations'> } }

/**
 * Whether the brand ended a login: it lets nobody in again, for a month at least if its id_token lives so long.
 * `undefined`: it goes on.
 */
export async function endOfLogin(
  { storage }: EndReads,
  accountId: AccountId,
  { issuedAtSeconds, sessionReference, loggedOutAt }: Login,
): Promise<FailedRule | undefined> {
  const ofSession =
    sessionReference === undefined
      ? undefined
      : await storage.read.consumerRevocations.latest(accountId, [`session:${sessionReference}`])
  const end = Math.max(loggedOutAt ?? 0, ofSession ?? 0)
  if (issuedAtSeconds * 1000 > end) return undefined
  return endedLogin
}

/** The rule that a token of an ended login fails. */
export const endedLogin = fail(
  'iat',
  '9007',
  'the token is of a login that the identity provider has ended',
  { advice: 'Let the consumer log in again, and send the new token.' },
)

/** The session at the identity provider that a token is of, if it names one. */
export async function sessionOf(
  names: Pick<ConsumerNames, 'sessionReference'>,
  accountId: AccountId,
  { issuer, claims }: IdTokenIdentity,
): Promise<string | undefined> {
  const { sid } = claims
  return typeof sid === 'string' && sid !== ''
    ? names.sessionReference(accountId, issuer, sid)
    : undefined
}
