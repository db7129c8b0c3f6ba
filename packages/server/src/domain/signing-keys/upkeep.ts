import { changeKey, type KeyAuthority } from './change-keys.ts'
import type { KeyPorts } from './key-ports.ts'
import { purposeNames, rulesOf } from './key-purposes.ts'
import { makeKey } from './make-key.ts'
import { dueOf, keptLongerMs, publishedAheadMs, rotationOf } from './schedule.ts'
import type { StoredSigningKey } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

/** Does what is due for an owner's keys: publishes successors, retires what nothing needs. Safe to run twice at once. */
export async function keepKeysUp(ports: KeyPorts, owner: KeyOwner): Promise<void> {
  const keys = await ports.storage.read.signingKeys.list(owner)
  const now = ports.clock.now()
  const { aged, spent } = dueOf(keys, ports.rotationMs, now)
  for (const key of spent) await retireSpent(ports, owner, key, now)
  for (const key of aged) await makeSuccessor(ports, owner, key, now + publishedAheadMs)
}

/** Does what is due for every owner, some at a time; one that fails does not hold up the others. */
export async function keepAllKeysUp(ports: KeyPorts): Promise<void> {
  const now = ports.clock.now()
  const before = {
    rotating: rotatingBefore(ports.rotationMs, now),
    neededBefore: now - keptLongerMs,
  }
  const faults: unknown[] = []
  for (const owner of await ports.storage.read.signingKeys.dueOwners(now, before, ownersAtOnce)) {
    try {
      await keepKeysUp(ports, owner)
    } catch (fault) {
      faults.push(fault)
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, 'Some signing keys were not kept up.')
}

const ownersAtOnce = 100

/** Purposes that rotate by schedule, and before when a key began to sign that is to have a successor now. */
function rotatingBefore(rotationMs: number, now: number) {
  return purposeNames.flatMap((purpose) => {
    const usedForMs = rotationOf(purpose, rotationMs)
    if (usedForMs === undefined) return []
    return [{ purpose, signsBefore: now - usedForMs + publishedAheadMs }]
  })
}

/** Publishes the key that follows `key`; `undefined`: there is one already, which somebody else made. */
export async function makeSuccessor(
  ports: KeyPorts,
  owner: KeyOwner,
  key: StoredSigningKey,
  signsFrom: number,
  authority?: KeyAuthority,
): Promise<StoredSigningKey | undefined> {
  const next = await makeKey(ports, owner, key, signsFrom)
  const made = await changeKey(
    ports,
    owner,
    {
      what: 'succeeded',
      key: next,
      apply: async (tx) => {
        if (!(await tx.signingKeys.succeed(owner, key.kid, next))) return false
        const { keptForMs } = rulesOf(key.purpose)
        if (keptForMs > 0) await tx.signingKeys.keepUntil(owner, key.kid, signsFrom + keptForMs)
        return true
      },
      detail: `follows ${key.kid} from ${new Date(signsFrom).toISOString()} on`,
    },
    authority,
  )
  return made ? next : undefined
}

function retireSpent(
  ports: KeyPorts,
  owner: KeyOwner,
  key: StoredSigningKey,
  now: number,
): Promise<boolean> {
  const before = now - keptLongerMs
  return changeKey(ports, owner, {
    what: 'retired',
    key,
    apply: (tx) =>
      tx.signingKeys.retire(owner, key.kid, { signsUntilBefore: before, neededBefore: before }),
  })
}
