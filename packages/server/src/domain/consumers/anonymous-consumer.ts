import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type AnonymousJudgement,
  type AnonymousTokenClaims,
  anonymousIssuer,
  anonymousRefreshSeconds,
  anonymousTokenClaims,
  anonymousTokenType,
  judgeAnonymousToken,
} from '@watchword/protocol/consumers/anonymous-token.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { randomHex, randomUuid } from '#lib/random.ts'
import type { Reads } from '#storage/port.ts'
import type { AuthenticatedConsumer } from './consumer.ts'
import { emptyProfile } from './consumer-profile.ts'
import type { ConsumerTokens } from './consumer-tokens.ts'
import { IdpRefusal } from './idp-refusal.ts'
import { type VisitPorts, visitConsumer } from './visit-consumer.ts'

export type AnonymousPorts = VisitPorts & {
  readonly storage: { readonly read: Pick<Reads, 'consumerRevocations'> }
  readonly accounts: KnownAccounts
  readonly tokens: Pick<ConsumerTokens, 'mint'>
  readonly signingKeys: Pick<SigningKeys, 'sign' | 'verify'>
  readonly publicOrigin: string
}

/**
 * A new anonymous identity, or the next token of one (contract 3 section 8.4). Nothing is kept of it until it is used:
 * whoever asks for many costs a signature each, and no row.
 */
export async function issueAnonymousToken(
  ports: AnonymousPorts,
  accountId: AccountId,
  previous: string | undefined,
): Promise<string> {
  const account = await admitting(ports, accountId)
  const { signingKeys, publicOrigin, clock } = ports
  const issuer = anonymousIssuer(publicOrigin, accountId)
  const before =
    previous === undefined ? undefined : await judged(ports, account, previous, 'refresh')
  const claims = anonymousTokenClaims({
    issuer,
    accountId,
    subject: before?.sub ?? randomUuid(),
    jti: randomHex(16),
    nowSeconds: Math.floor(clock.now() / 1000),
    ...(before !== undefined && { refreshExpSeconds: before.refresh_exp }),
  })
  const use = { purpose: 'anonymous', algorithm: 'RS256', typ: anonymousTokenType } as const
  const zone = { kind: 'zone', zone: account.zone } as const
  // Although expired, it can still be renewed.
  return signingKeys.sign(zone, use, claims, claims.refresh_exp * 1000)
}

/** Lets somebody in who is nobody, by the token that says so. */
export async function acceptAnonymousToken(
  ports: AnonymousPorts,
  sent: { readonly accountId: AccountId; readonly known: KnownConnector; readonly token: string },
): Promise<AuthenticatedConsumer> {
  const { accountId, known, token } = sent
  const asOf = ports.clock.now()
  const account = await admitting(ports, accountId)
  const { iss, sub } = await judged(ports, account, token, 'use')
  const connectorId = known.connector.id
  return {
    ...(await letIn(ports, { accountId, issuer: iss, subject: sub, connectorId, asOf })),
    connectorId,
  }
}

/** The old sign-up (contract 3 section 8.5): a consumer token at once, for as long as an identity lives. */
export async function signUp(ports: AnonymousPorts, accountId: AccountId): Promise<string> {
  const account = await ports.accounts.active(accountId)
  if (account === undefined) throw new IdpRefusal('1024')
  if (!resolveSettings(account.settings).consumers.signup) {
    throw new IdpRefusal('2005', { status: 404 })
  }
  const issuer = anonymousIssuer(ports.publicOrigin, accountId)
  const identity = { accountId, issuer, subject: randomUuid(), connectorId: undefined }
  const asOf = ports.clock.now()
  return (await letIn(ports, { ...identity, asOf }, anonymousRefreshSeconds)).token
}

async function letIn(
  ports: AnonymousPorts,
  identity: {
    readonly accountId: AccountId
    readonly issuer: string
    readonly subject: string
    readonly connectorId: number | undefined
    /** Before it was looked at whether it was ended. */
    readonly asOf: number
  },
  lifetimeSeconds?: number,
): Promise<Omit<AuthenticatedConsumer, 'connectorId'>> {
  const { accountId, issuer, subject, connectorId, asOf } = identity
  const consumerId = await ports.names.idOf(accountId, { kind: 'anon', issuer, subject })
  const { created } = await visitConsumer(ports, {
    ...{ accountId, id: consumerId, kind: 'anon', vouchedAt: 0 },
    profile: emptyProfile(issuer, subject, connectorId),
  })
  const token = await ports.tokens.mint({
    ...{ accountId, consumerId, asOf, brand: undefined },
    ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
  })
  return { accountId, consumerId, created, token }
}

/** The account, if it has anonymous consumers. */
async function admitting({ accounts }: AnonymousPorts, accountId: AccountId): Promise<Account> {
  const account = await accounts.active(accountId)
  if (account === undefined) throw new IdpRefusal('1024')
  if (!resolveSettings(account.settings).consumers.anonymous) throw new IdpRefusal('2005')
  return account
}

async function judged(
  ports: AnonymousPorts,
  account: Account,
  token: string,
  purpose: 'use' | 'refresh',
): Promise<AnonymousTokenClaims> {
  const judgement = await judgeAnonymous(ports, account, token, purpose)
  if (!judgement.ok) throw new IdpRefusal(judgement.code)
  const { iss, sub } = judgement.claims
  const id = await ports.names.idOf(account.id, { kind: 'anon', issuer: iss, subject: sub })
  // Whatever ended this identity ended it for good, or for as long as it is somebody who is known.
  const ends = [`consumer:${id}`, `linked:${id}`] as const
  const ended = await ports.storage.read.consumerRevocations.latest(account.id, ends)
  if (ended !== undefined) throw new IdpRefusal('1049')
  return judgement.claims
}

/** Judges an anonymous token, but for whether its identity was ended. */
export async function judgeAnonymous(
  ports: Pick<AnonymousPorts, 'publicOrigin' | 'clock'> & {
    readonly signingKeys: Pick<SigningKeys, 'verify'>
  },
  { id: accountId, zone }: Pick<Account, 'id' | 'zone'>,
  token: string,
  purpose: 'use' | 'refresh',
): Promise<AnonymousJudgement> {
  const { signingKeys, publicOrigin, clock } = ports
  const use = { purpose: 'anonymous', typ: anonymousTokenType } as const
  const signed = await signingKeys.verify({ kind: 'zone', zone }, use, token)
  if (signed === undefined) return { ok: false, code: '2002' }
  const issuer = anonymousIssuer(publicOrigin, accountId)
  const nowSeconds = clock.now() / 1000
  return judgeAnonymousToken(signed, { issuer, accountId, nowSeconds, purpose })
}
