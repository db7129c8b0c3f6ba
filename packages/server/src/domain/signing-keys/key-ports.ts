import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { InstanceKeys } from '#domain/sealing/instance-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { SealingKey } from '#lib/sealed.ts'
import type { Storage } from '#storage/port.ts'
import { rulesOf } from './key-purposes.ts'
import type { KeyLine } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

/** What signing keys need. */
export type KeyPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly instanceKeys: InstanceKeys
  readonly clock: Clock
  /** How long a key signs before its successor does. */
  readonly rotationMs: number
  /** Told of every change, for the log: those of the instance have no audit trail. */
  readonly onChange: (change: KeyChange) => void
}

/** What became of a key. */
export type KeyChange = {
  readonly what: 'made' | 'succeeded' | 'hastened' | 'retired'
  readonly owner: KeyOwner
  readonly kid: string
}

/** The zones of an instance share their keys: one JWKS serves them all, and it has no account in its path. */
export const everyZone: KeyOwner = { kind: 'zone', zone: 'local' }

/** One text for one owner. */
export function nameOf(owner: KeyOwner): string {
  return owner.kind === 'account' ? owner.accountId : 'every zone'
}

/** Refuses a key that cannot be: a fault of ours, never of a caller. */
export function checkLine(owner: KeyOwner, { purpose, algorithm }: KeyLine): void {
  const rules = rulesOf(purpose)
  if (rules.owner !== owner.kind || !rules.algorithms.includes(algorithm))
    throw new Error(`There is no ${algorithm} key for ${purpose} of this owner.`)
}

/** What seals an owner's private keys: a data key that is erased with the account, or the instance's. */
export function sealerOf(
  { dataKeys, instanceKeys }: Pick<KeyPorts, 'dataKeys' | 'instanceKeys'>,
  owner: KeyOwner,
): Promise<SealingKey> {
  return owner.kind === 'account'
    ? dataKeys.derive(owner.accountId, 'signing-keys')
    : instanceKeys.derive('signing-keys')
}

/** The place a private key is bound to. */
export function contextOf(owner: KeyOwner, kid: string): string {
  return owner.kind === 'account'
    ? `signing_keys/${owner.accountId}/${kid}`
    : `instance_signing_keys/${kid}`
}
