import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type BrandLogout,
  checkLogoutToken,
} from '@watchword/protocol/consumers/check-logout-token.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import { isBrandConnector } from '#domain/connectors/is-brand-connector.ts'
import type { KnownConnectors } from '#domain/connectors/known-connectors.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { ConsumerNames } from './consumer-names.ts'
import { endBrandSession, endConsumerLogins } from './end-consumer-logins.ts'
import { expectedIdToken } from './expected-id-token.ts'
import { type BrandTokenPorts, decryptionKeysFor, keysFor } from './judge-brand-token.ts'
import { type ConsumerAsk, recordConsumerChange } from './record-consumer-change.ts'

export type BrandLogoutPorts = BrandTokenPorts & {
  readonly storage: Pick<Storage, 'write'>
  readonly accounts: KnownAccounts
  readonly connectors: KnownConnectors
  readonly names: ConsumerNames
  readonly dataKeys: DataKeys
}

/** What an identity provider sent to us. */
export type SentLogout = {
  readonly accountId: AccountId
  readonly connectorId: number | undefined
  readonly token: string
  readonly requestId: string
}

/**
 * Logs out whom a brand's identity provider says (OpenID Connect Back-Channel Logout 1.0 section 2.7): by `sub` every
 * login of the consumer, by `sid` alone that session. A token works once; refusals name the rule.
 */
export async function logOutByBrand(ports: BrandLogoutPorts, sent: SentLogout): Promise<void> {
  const { accountId, token, requestId } = sent
  const known = await findConnector(ports, sent)
  const logout = await checkLogoutToken({
    token,
    keys: (header) => keysFor(ports, accountId, known, header),
    decryptionKeys: await decryptionKeysFor(ports, token),
    expected: expectedIdToken(accountId, known.connector),
    nowSeconds: ports.clock.now() / 1000,
  })
  if (!logout.ok) throw refused(logout.reason)
  const ask = { accountId, actor: actorOf(known.connector), requestId }
  const isFirst = await end(ports, ask, logout.logout)
  if (!isFirst) throw refused('jti: the token was used before')
}

async function findConnector(
  { accounts, connectors }: BrandLogoutPorts,
  { accountId, connectorId }: SentLogout,
) {
  const account = await accounts.active(accountId)
  const known = account && connectorId && (await connectors.find(accountId, connectorId))
  if (known && isBrandConnector(known.connector)) return known
  throw new DomainError('not_found', 'There is no such connector, or no identity provider has it.')
}

async function end(
  { storage, names, dataKeys, clock }: BrandLogoutPorts,
  ask: ConsumerAsk,
  logout: BrandLogout,
): Promise<boolean> {
  const { accountId } = ask
  const { issuer, subject, sid } = logout
  const [id, session] = await Promise.all([
    subject && names.idOf(accountId, { kind: 'brand', issuer, subject }),
    sid && names.sessionReference(accountId, issuer, sid),
  ])
  const loggedOutAt = logout.issuedAtSeconds * 1000
  return storage.write(async (tx) => {
    const now = clock.now()
    if (!(await isUnused(tx, accountId, logout, now))) return false
    if (session) await endBrandSession(tx, accountId, { session, now, loggedOutAt })
    if (id) await endConsumerLogins(tx, accountId, { id, kind: 'brand', now, loggedOutAt })
    await recordConsumerChange({ dataKeys, tx }, ask, {
      ...{ at: now, action: 'Logout', element: id ? 'login' : 'session' },
      ...{ consumerId: id ?? '', newValue: session ?? '' },
      event: { type: 'consumer.loggedout', ...(session && !id && { session }) },
    })
    return true
  })
}

/** Spends the name of a token, in the transaction of what it does: one that was not kept may come again. */
function isUnused(
  tx: Pick<Writes, 'clientAssertions'>,
  accountId: AccountId,
  { issuer, jti, goodUntilSeconds }: BrandLogout,
  now: number,
): Promise<boolean> {
  const hash = sha256Hex(`logout ${JSON.stringify([issuer, jti])}`)
  const expiresAt = (goodUntilSeconds + 1) * 1000
  return tx.clientAssertions.claim(accountId, { hash, expiresAt, now })
}

/** The identity provider behind a connector, as the audit trail names it. */
function actorOf({ id, name }: Connector): AuditActor {
  return {
    ...{ kind: 'system', userId: undefined, loginName: `${name} (${id})`, fullName: name },
    ...{ employeeId: '', profiles: [], authType: 'logout_token', userAgent: '', address: '' },
    isLpa: false,
  }
}

function refused(reason: string): OAuth2Error {
  return new OAuth2Error('invalid_request', `The logout token is not good (${reason}).`)
}
