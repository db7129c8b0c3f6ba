import { DomainError } from '#domain/errors.ts'
import { changeKey, type KeyAuthority } from './change-keys.ts'
import type { KeyPorts } from './key-ports.ts'
import {
  dueAt,
  forGood,
  type KeyState,
  keptLongerMs,
  nextKeyOf,
  publishedAheadMs,
  signingKeyOf,
  stateOf,
} from './schedule.ts'
import type { KeyLine, StoredSigningKey } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'
import { makeSuccessor } from './upkeep.ts'

/** A key and its place in the schedule. */
export type ScheduledKey = {
  readonly key: StoredSigningKey
  readonly state: KeyState
  /** When the schedule publishes a successor; `undefined`: there is one, or the schedule does not. */
  readonly rotatesAt: number | undefined
}

/** Which keys are to have a successor, and when it is to sign. */
export type KeyRotation = {
  readonly purpose: KeyLine['purpose']
  /** `undefined`: every algorithm there is a key for. */
  readonly algorithm?: KeyLine['algorithm'] | undefined
  /** At once, without the time in which verifiers learn of it. */
  readonly now?: boolean | undefined
}

/** The keys of an owner, in the order in which they sign. */
export async function listKeys(
  { storage, clock, rotationMs }: Pick<KeyPorts, 'storage' | 'clock' | 'rotationMs'>,
  owner: KeyOwner,
): Promise<readonly ScheduledKey[]> {
  const keys = await storage.read.signingKeys.list(owner)
  const now = clock.now()
  return keys.map((key) => ({
    key,
    state: stateOf(keys, key, now),
    rotatesAt: key.signsUntil === undefined ? dueAt(key, rotationMs) : undefined,
  }))
}

/**
 * Gives keys a successor before the schedule does; with `now`, one that signs at once, which may be the one that is
 * published already. Refuses if there is nothing to succeed, or a successor is published and may not be hastened.
 */
export async function rotateKeys(
  ports: KeyPorts,
  owner: KeyOwner,
  rotation: KeyRotation,
  authority: KeyAuthority,
): Promise<void> {
  const { purpose, algorithm, now: atOnce = false } = rotation
  const keys = await ports.storage.read.signingKeys.list(owner)
  const lines = linesOf(keys).filter(
    (line) => line.purpose === purpose && (algorithm === undefined || line.algorithm === algorithm),
  )
  if (lines.length === 0) {
    throw new DomainError(
      'not_found',
      `There is no such key for ${purpose} yet. The first token makes one.`,
    )
  }
  const outcomes: boolean[] = []
  for (const line of lines) {
    outcomes.push(await rotateLine(ports, owner, { keys, line, atOnce, authority }))
  }
  if (!outcomes.includes(true)) {
    throw new DomainError(
      'in_use',
      'The next key is published already, and will sign when verifiers have had the time to fetch it. ' +
        'To use it at once, say so.',
    )
  }
}

type LineRotation = {
  readonly keys: readonly StoredSigningKey[]
  readonly line: KeyLine
  readonly atOnce: boolean
  readonly authority: KeyAuthority
}

async function rotateLine(
  ports: KeyPorts,
  owner: KeyOwner,
  { keys, line, atOnce, authority }: LineRotation,
): Promise<boolean> {
  const now = ports.clock.now()
  const signing = signingKeyOf(keys, line, now)
  if (signing === undefined) return false
  const next = nextKeyOf(keys, line, now)
  if (next === undefined) {
    const signsFrom = atOnce ? now : now + publishedAheadMs
    return (await makeSuccessor(ports, owner, signing, signsFrom, authority)) !== undefined
  }
  if (!atOnce) return false
  const pair = { kid: signing.kid, successor: next.kid }
  return changeKey(
    ports,
    owner,
    {
      what: 'hastened',
      key: next,
      apply: (tx) => tx.signingKeys.hasten(owner, pair, now),
      detail: new Date(now).toISOString(),
    },
    authority,
  )
}

/**
 * Drops a key that signs no more. Tokens that it signed are refused from then on, so a key that may have live ones is
 * kept, unless `needed` says that they are to die: it is known to somebody who should not know it.
 */
export async function retireKey(
  ports: KeyPorts,
  owner: KeyOwner,
  { kid, needed = false }: { readonly kid: string; readonly needed?: boolean },
  authority: KeyAuthority,
): Promise<void> {
  const { storage, clock } = ports
  const keys = await storage.read.signingKeys.list(owner)
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) throw new DomainError('not_found', 'There is no such key.')
  const now = clock.now()
  const state = stateOf(keys, key, now)
  if (state === 'signing') {
    throw new DomainError('in_use', 'The key signs now. Rotate it first, then retire it.')
  }
  if (state === 'next') {
    throw new DomainError(
      'in_use',
      'The key will sign next. Rotate at once, if it is to sign sooner.',
    )
  }
  const retired = await changeKey(
    ports,
    owner,
    {
      what: 'retired',
      key,
      apply: (tx) =>
        tx.signingKeys.retire(owner, kid, {
          signsUntilBefore: now,
          neededBefore: needed ? undefined : now - keptLongerMs,
        }),
      detail: needed ? 'tokens that it signed are refused from now on' : '',
    },
    authority,
  )
  if (retired) return
  if (key.neededUntil === forGood) {
    throw new DomainError(
      'in_use',
      'Tokens that the key signed never expire. It is retired by force alone, and then they are refused.',
    )
  }
  const until = new Date(key.neededUntil + keptLongerMs).toISOString()
  const need =
    key.purpose === 'encryption'
      ? `What is encrypted to the key is opened until ${until}.`
      : `Tokens that the key signed may be valid until ${until}.`
  throw new DomainError('in_use', `${need} It is retired by itself then.`)
}

function linesOf(keys: readonly StoredSigningKey[]): readonly KeyLine[] {
  return [
    ...new Map(
      keys.map(({ purpose, algorithm }) => [`${purpose} ${algorithm}`, { purpose, algorithm }]),
    ).values(),
  ]
}
