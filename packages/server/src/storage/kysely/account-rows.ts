import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account, AccountChange } from '#domain/accounts/account.ts'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import type { AccountRow } from '../schema.ts'

/** An account id as it stands in a row. */
export function accountIdOf(text: string): AccountId {
  const accountId = parseAccountId(text)
  if (accountId === undefined) throw new Error('An account id in the database is not one.')
  return accountId
}

/** An account as it stands in a row. */
export function parseAccount(row: AccountRow): Account {
  return {
    id: accountIdOf(row.id),
    name: row.name,
    zone: row.zone,
    status: row.status === 'suspended' ? 'suspended' : 'active',
    settings: JSON.parse(row.settings) as StoredSettings,
    settingsRevision: row.settings_revision,
    revision: row.revision,
    nextObjectId: row.next_object_id,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at ?? undefined,
  }
}

/** The row of an account. */
export function accountRow(account: Account): AccountRow {
  return {
    id: account.id,
    name: account.name,
    zone: account.zone,
    status: account.status,
    settings: JSON.stringify(account.settings),
    settings_revision: account.settingsRevision,
    revision: account.revision,
    next_object_id: account.nextObjectId,
    created_at: account.createdAt,
    suspended_at: account.suspendedAt ?? null,
  }
}

/** The columns that a change names; none if it names nothing. */
export function changedColumns(change: AccountChange): Partial<AccountRow> {
  return {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.zone === undefined ? {} : { zone: change.zone }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.settings === undefined ? {} : { settings: JSON.stringify(change.settings) }),
    ...(change.settingsRevision === undefined
      ? {}
      : { settings_revision: change.settingsRevision }),
    ...(change.suspendedAt === undefined ? {} : { suspended_at: change.suspendedAt }),
  }
}
