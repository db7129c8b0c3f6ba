import { noSuchAccount } from '#domain/accounts/change-account.ts'
import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Writes } from '#storage/port.ts'
import type { KeyChange, KeyPorts } from './key-ports.ts'
import type { StoredSigningKey } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

/** On whose behalf keys are changed. */
export type KeyAuthority = { readonly actor: AuditActor; readonly requestId: string }

/** Watchword itself, by its schedule or because a key was needed. */
export const bySchedule: KeyAuthority = {
  actor: {
    kind: 'system',
    userId: undefined,
    loginName: 'system',
    fullName: '',
    employeeId: '',
    profiles: [],
    authType: '',
    userAgent: '',
    address: '',
    isLpa: false,
  },
  requestId: '',
}

/** A change of one key. `apply` answers whether it was still to be done. */
export type KeyDeed = {
  readonly what: KeyChange['what']
  readonly key: StoredSigningKey
  readonly apply: (tx: Writes) => Promise<boolean>
  /** Words for the audit trail. */
  readonly detail?: string
}

/** Changes a key, and tells the account's audit trail in the same transaction. `false`: somebody else did. */
export async function changeKey(
  ports: KeyPorts,
  owner: KeyOwner,
  deed: KeyDeed,
  authority: KeyAuthority = bySchedule,
): Promise<boolean> {
  const { storage, dataKeys, clock } = ports
  const entry = entryOf(deed, authority, clock.now())
  const changed = await storage.write(async (tx) => {
    if (owner.kind === 'zone') return deed.apply(tx)
    const account = await tx.accounts.lock(owner.accountId)
    if (account === undefined) throw noSuchAccount(owner.accountId)
    if (!(await deed.apply(tx))) return false
    await recordAudit({ dataKeys, tx }, owner.accountId, [entry])
    return true
  })
  if (changed) ports.onChange({ what: deed.what, owner, kid: deed.key.kid })
  return changed
}

/** Component code of signing keys; the reference has none (contract 1 section 6). */
const keyObjectType = 'ACSigningKeyObject'

const actions = {
  made: 'Add new',
  succeeded: 'Add new',
  hastened: 'Edit',
  retired: 'Delete',
} as const

function entryOf(
  { what, key, detail = '' }: KeyDeed,
  { actor, requestId }: KeyAuthority,
  at: number,
): AuditEntry {
  return {
    at,
    action: actions[what],
    objectType: keyObjectType,
    objectId: key.kid,
    objectName: `${key.purpose} ${key.algorithm}`,
    element: what === 'hastened' ? 'signsFrom' : 'N/A',
    oldValue: '',
    newValue: detail,
    actor,
    requestId,
    automatic: actor.kind === 'system',
  }
}
