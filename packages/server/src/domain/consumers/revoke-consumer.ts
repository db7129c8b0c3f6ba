import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { judgeAnonymous } from './anonymous-consumer.ts'
import type { ConsumerNames } from './consumer-names.ts'
import type { ConsumerCaller, ConsumerTokens } from './consumer-tokens.ts'
import { endConsumerLogins } from './end-consumer-logins.ts'
import { type ConsumerAsk, recordConsumerChange } from './record-consumer-change.ts'

export type RevokeConsumerPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly accounts: KnownAccounts
  readonly tokens: Pick<ConsumerTokens, 'find'>
  readonly signingKeys: Pick<SigningKeys, 'verify'>
  readonly names: ConsumerNames
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly publicOrigin: string
}

/** Who revokes, and as whom the audit trail names them. */
export type RevokeConsumerAsk = ConsumerAsk & { readonly caller: Caller }

/**
 * Revokes a consumer token, or with an anonymous token the identity behind it, for good (RFC 7009). A token that is not
 * alive, or not ours, stays what it is, and the answer is the same.
 */
export async function revokeConsumerToken(
  ports: RevokeConsumerPorts,
  ask: RevokeConsumerAsk,
  token: string,
): Promise<void> {
  if (ask.caller.kind !== 'application') requireAdministrator(ask.caller)
  const found = await ports.tokens.find(ask.accountId, token)
  if (found !== undefined) return revokeOne(ports, ask, found)
  const id = await anonymousOf(ports, ask, token)
  if (id !== undefined) await endAll(ports, ask, { id, kind: 'anon' })
}

/** Ends every login of a consumer: their tokens, and those that id_tokens of before would still get. */
export async function revokeConsumer(
  ports: RevokeConsumerPorts,
  ask: RevokeConsumerAsk,
  id: string,
): Promise<void> {
  requireAdministrator(ask.caller)
  const known = await ports.storage.read.consumers.find(ask.accountId, id)
  if (known === undefined) throw new DomainError('not_found', 'There is no such consumer.')
  await endAll(ports, ask, known)
}

async function revokeOne(
  { storage, dataKeys, clock }: RevokeConsumerPorts,
  ask: ConsumerAsk,
  { consumerId, claims, expiresAt }: ConsumerCaller,
): Promise<void> {
  await storage.write(async (tx) => {
    // Inside: what was made while this waited for its turn ends with it.
    const now = clock.now()
    const end = { before: now, expiresAt, now }
    await tx.consumerRevocations.revoke(ask.accountId, `token:${claims.jti}`, end)
    await recordConsumerChange({ dataKeys, tx }, ask, {
      ...{ at: now, action: 'Logout', consumerId, element: 'token', oldValue: claims.jti },
    })
  })
}

async function endAll(
  { storage, dataKeys, clock }: RevokeConsumerPorts,
  ask: ConsumerAsk,
  { id, kind }: Pick<Parameters<typeof endConsumerLogins>[2], 'id' | 'kind'>,
): Promise<void> {
  await storage.write(async (tx) => {
    const now = clock.now()
    await endConsumerLogins(tx, ask.accountId, { id, kind, now, loggedOutAt: now })
    await recordConsumerChange({ dataKeys, tx }, ask, {
      ...{ at: now, action: 'Logout', consumerId: id, element: 'login' },
      event: { type: 'consumer.loggedout' },
    })
  })
}

/** Whose anonymous token it is; expired, it is one as long as it can be renewed. */
async function anonymousOf(
  ports: RevokeConsumerPorts,
  { accountId }: ConsumerAsk,
  token: string,
): Promise<string | undefined> {
  const account = await ports.accounts.active(accountId)
  const judged = account && (await judgeAnonymous(ports, account, token, 'refresh'))
  if (judged?.ok !== true) return undefined
  const { iss: issuer, sub: subject } = judged.claims
  return ports.names.idOf(accountId, { kind: 'anon', issuer, subject })
}
