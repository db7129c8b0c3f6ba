import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { addAnonymousConnector } from '#domain/connectors/add-anonymous-connector.ts'
import { DomainError } from '#domain/errors.ts'
import type { Operator } from '#domain/operators/operator.ts'
import { insertAccountDefaults } from '#domain/users/account-defaults.ts'
import { randomInteger } from '#lib/random.ts'
import type { Writes } from '#storage/port.ts'
import type { Account } from './account.ts'
import { accountAsObject, entryOfDeed } from './account-audit.ts'
import type { AccountPorts } from './account-ports.ts'
import type { StoredSettings } from './settings.ts'

/** The zone of an account that names none. */
export const defaultZone = 'local'

export type NewAccount = {
  /** Without one, eight random digits are chosen. */
  readonly id?: AccountId
  readonly name: string
  readonly zone?: string
  readonly settings?: StoredSettings
}

/**
 * Makes an account with its data key, its root group, its default profiles and its connector for anonymous consumers. An id that exists is
 * refused, and so is one that was erased: what was issued under it must never mean another brand.
 */
export async function createAccount(
  ports: AccountPorts,
  given: NewAccount,
  operator: Operator,
): Promise<Account> {
  if (given.id !== undefined)
    return keepOrRefuse(ports, draftAccount(ports, { ...given, id: given.id }), operator)
  for (let attempt = 1; ; attempt += 1) {
    const account = draftAccount(ports, { ...given, id: randomAccountId() })
    const outcome = await tryToKeep(ports, account, operator)
    if (outcome === 'inserted') return account
    if (attempt === 20) throw new Error('No unused account id was found.')
  }
}

async function keepOrRefuse(
  ports: AccountPorts,
  account: Account,
  operator: Operator,
): Promise<Account> {
  const outcome = await tryToKeep(ports, account, operator)
  if (outcome === 'inserted') return account
  const reason =
    outcome === 'erased'
      ? `An account ${account.id} was deleted, and its id is never used again.`
      : `There already is an account ${account.id}.`
  throw new DomainError('name_taken', reason, {
    fields: [`id: ${outcome === 'erased' ? 'was used before' : 'is taken'}`],
  })
}

async function tryToKeep(
  ports: AccountPorts,
  account: Account,
  operator: Operator,
): Promise<'inserted' | 'exists' | 'erased'> {
  const { storage, dataKeys, clock } = ports
  const sealedKey = dataKeys.create(account.id)
  const insert = async (tx: Writes) => {
    const outcome = await tx.accounts.insert(account, sealedKey)
    if (outcome !== 'inserted') return outcome
    await insertAccountDefaults(tx, account.id, account.createdAt)
    await addAnonymousConnector(tx, account.id, {
      id: await tx.accounts.takeObjectIds(account.id, 1),
      revision: account.revision,
      now: account.createdAt,
    })
    const deed = { at: clock.now(), operator, action: 'Add new' as const }
    const entry = entryOfDeed({ ...deed, ...accountAsObject(account) })
    await recordAudit({ dataKeys, tx }, account.id, [entry])
    await tx.announce({ about: 'account', accountId: account.id })
    return outcome
  }
  try {
    return await storage.write(insert)
  } catch (error) {
    dataKeys.forget(account.id)
    throw error
  }
}

/** The account that would be made. */
export function draftAccount(
  { clock }: Pick<AccountPorts, 'clock'>,
  given: NewAccount & { readonly id: AccountId },
): Account {
  return {
    id: given.id,
    name: given.name,
    zone: given.zone ?? defaultZone,
    status: 'active',
    settings: given.settings ?? {},
    settingsRevision: 1,
    revision: 1,
    // Ids of one account tell nothing of another's, and are no small numbers that clients might assume.
    nextObjectId: randomInteger(100_000_000, 1_000_000_000) * 10,
    createdAt: clock.now(),
    suspendedAt: undefined,
  }
}

function randomAccountId(): AccountId {
  const id = parseAccountId(String(randomInteger(10_000_000, 100_000_000)))
  if (id === undefined) throw new Error('Eight digits are an account id.')
  return id
}
