import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConfigurationScope } from '#domain/accounts/change-configuration.ts'
import { DomainError } from '#domain/errors.ts'
import type { Use } from '#domain/users/uses.ts'
import type { Writes } from '#storage/port.ts'

/** The most that are named; there may be a thousand. */
const named = 20

/** Refuses what would take a connector from live engagements, and names them. */
export async function requireUnused(
  { tx, ask }: Pick<ConfigurationScope, 'tx' | 'ask'>,
  connectorId: number,
): Promise<void> {
  const reference = { to: 'connector', id: connectorId } as const
  const users = await tx.engagements.usersOf(ask.accountId, reference)
  if (users.length === 0) return
  const campaigns = new Map<number, string>()
  const fields: string[] = []
  for (const { id, name, campaignId } of users.slice(0, named)) {
    if (!campaigns.has(campaignId)) {
      campaigns.set(campaignId, (await tx.campaigns.find(ask.accountId, campaignId))?.name ?? '')
    }
    const campaign = `campaign ${campaignId} “${campaigns.get(campaignId)}”`
    fields.push(`id: is used by engagement ${id} “${name}” of ${campaign}`)
  }
  if (users.length > named) {
    fields.push(`id: is used by ${users.length - named} more engagements`)
  }
  throw new DomainError(
    'in_use',
    'Consumers come in by this connector: engagements use it. Give them another one, or delete them, first.',
    { fields },
  )
}

/** The live engagements that send their conversations to any of these skills. */
export async function usesOfSkills(
  { tx, accountId }: { readonly tx: Pick<Writes, 'engagements'>; readonly accountId: AccountId },
  skillIds: readonly number[],
): Promise<readonly Use[]> {
  const uses: Use[] = []
  for (const targetId of skillIds) {
    const users = await tx.engagements.usersOf(accountId, { to: 'skill', id: targetId })
    for (const { id, campaignId } of users.slice(0, named)) {
      uses.push({ targetId, by: `the engagement ${id} of campaign ${campaignId}` })
    }
    if (users.length > named) {
      uses.push({ targetId, by: `${users.length - named} more engagements` })
    }
  }
  return uses
}
