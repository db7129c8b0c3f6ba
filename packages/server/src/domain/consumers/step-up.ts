import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { mergeAttributes } from '@watchword/protocol/consumers/unverified-attributes.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { orderedId } from '#lib/ordered-id.ts'
import type { SealingKey } from '#lib/sealed.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { StoredConsumer } from './consumer.ts'
import { openAttributes, sealAttributes } from './consumer-attributes.ts'
import { type ConsumerCaller, type ConsumerTokens, subjectsOf } from './consumer-tokens.ts'
import { anonymousRemembranceMs } from './end-consumer-logins.ts'
import { IdpRefusal } from './idp-refusal.ts'
import { type LinkProvenance, sealProvenance } from './link-provenance.ts'
import { recordConsumerChange } from './record-consumer-change.ts'
import { refuseConflict, refuseToken, type StepUpChoice } from './step-up-refusals.ts'

export type StepUpPorts = {
  readonly storage: Pick<Storage, 'write'>
  readonly accounts: KnownAccounts
  readonly tokens: Pick<ConsumerTokens, 'judge'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** An anonymous consumer, and somebody who is known and says that they are the same person. */
export type Joining = {
  readonly accountId: AccountId
  readonly from: ConsumerCaller
  readonly toId: string
  readonly choice: StepUpChoice | undefined
  readonly provenance: Omit<LinkProvenance, 'policy' | 'choice'>
}

/** The anonymous consumer whose token a page sent as `step_up_from`, before anything is spent. */
export async function judgeStepUp(
  { tokens }: Pick<StepUpPorts, 'tokens'>,
  accountId: AccountId,
  token: string,
): Promise<ConsumerCaller> {
  const judged = await tokens.judge(accountId, token)
  if (!judged.ok) throw refuseToken(judged.fault)
  if (judged.caller.acr !== '0') throw refuseToken('known')
  return judged.caller
}

/**
 * Makes an anonymous consumer known (contract 3 section 13.7): their tokens end, what their page said of them goes along,
 * other services are told, and how it came about is kept with the link, which can be taken back. If the known consumer
 * was here before, the account's policy decides; of two at once, one wins.
 */
export async function stepUp(ports: StepUpPorts, joining: Joining): Promise<void> {
  const { accountId, choice, provenance } = joining
  if (choice === 'keep') return
  const account = await ports.accounts.active(accountId)
  if (account === undefined) throw new IdpRefusal('1024')
  const policy = resolveSettings(account.settings).consumers.stepUp
  if (provenance.wasHere) refuseConflict(policy, choice)
  const key = await ports.dataKeys.derive(accountId, 'consumer-data')
  const whole = { ...provenance, policy, choice: choice ?? null }
  const isLinked = await ports.storage.write((tx) =>
    link({ ...ports, tx }, joining, { key, provenance: whole }),
  )
  if (!isLinked) throw refuseToken('revoked')
}

async function link(
  { tx, dataKeys, clock }: Pick<StepUpPorts, 'dataKeys' | 'clock'> & { readonly tx: Writes },
  { accountId, from, toId }: Joining,
  { key, provenance }: { readonly key: SealingKey; readonly provenance: LinkProvenance },
): Promise<boolean> {
  const fromId = from.consumerId
  const now = clock.now()
  // Whoever comes second waits here, and finds that the first was quicker.
  const anonymous = await tx.consumers.lock(accountId, fromId)
  const end = await tx.consumerRevocations.latest(accountId, subjectsOf(from))
  if (anonymous === undefined || (end !== undefined && from.issuedAt <= end)) return false
  // They may have been erased meanwhile.
  const known = await tx.consumers.lock(accountId, toId)
  if (known === undefined) return false
  const linkId = orderedId(now)
  const sealedProvenance = sealProvenance({ key, accountId, linkId }, provenance)
  const of = { fromId, toId, linkedAt: now, unlinkedAt: undefined, sealedProvenance }
  const outcome = await tx.consumerLinks.insert(accountId, { id: linkId, ...of })
  if (outcome === 'linked_already') return false
  const expiresAt = now + anonymousRemembranceMs
  await tx.consumerRevocations.revoke(accountId, `linked:${fromId}`, {
    before: now,
    expiresAt,
    now,
  })
  await moveAttributes(tx, { key, accountId, ...known }, anonymous)
  const ask = { accountId, actor: consumerActor(toId), requestId: provenance.origin.requestId }
  await recordConsumerChange({ dataKeys, tx }, ask, {
    ...{ at: now, action: 'Edit', consumerId: fromId, element: 'link', newValue: toId },
    event: { type: 'consumer.stepup', toId },
  })
  return true
}

type WithAttributes = Pick<StoredConsumer, 'id' | 'sealedAttributes'>

/** Copies what an anonymous consumer's page said, marked, so that it can be taken away again. */
async function moveAttributes(
  tx: Pick<Writes, 'consumers'>,
  to: WithAttributes & { readonly key: SealingKey; readonly accountId: AccountId },
  from: WithAttributes,
): Promise<void> {
  const sent = openAttributes({ ...to, id: from.id }, from.sealedAttributes)
  if (sent.length === 0) return
  const kept = openAttributes(to, to.sealedAttributes)
  const merged = mergeAttributes(
    kept,
    sent.map((one) => ({ ...one, from: from.id })),
  )
  // What would be too much stays with the anonymous consumer, who is reached through the link.
  if (merged === undefined) return
  await tx.consumers.setAttributes(to.accountId, to.id, sealAttributes(to, merged))
}

/** A consumer, as the audit trail names them: by their pseudonym, and not by where they are. */
function consumerActor(id: string): AuditActor {
  return {
    ...{ kind: 'stranger', userId: undefined, loginName: `consumer ${id}`, fullName: '' },
    ...{ employeeId: '', profiles: [], authType: 'id_token', userAgent: '', address: '' },
    isLpa: false,
  }
}
