import { signJws } from '@watchword/protocol/jose/sign-jws.ts'
import { verifyJws } from '@watchword/protocol/jose/verify-jws.ts'
import type { Announcements } from '#storage/port.ts'
import { changeKey } from './change-keys.ts'
import { createEncryptionKeys, type EncryptionKeys } from './encryption-keys.ts'
import { checkLine, everyZone, type KeyPorts, nameOf } from './key-ports.ts'
import { rulesOf } from './key-purposes.ts'
import { createKeySets, type KeySet } from './key-sets.ts'
import { makeKey } from './make-key.ts'
import { orderKeys } from './order-keys.ts'
import { forGood, notedAheadMs, signingKeyOf } from './schedule.ts'
import type { KeyLine, StoredSigningKey } from './signing-key.ts'
import type { Claims, KeyOwner, SigningKeys, SigningUse } from './signing-keys.ts'
import { keepKeysUp } from './upkeep.ts'

/** Somebody else may have made, or retired, the key that is to be used: then it is looked for again. */
const mostTries = 5

/** Every signing key of the server, behind a cache that is told of changes. */
export function createSigningKeys(
  ports: KeyPorts & {
    readonly storage: { readonly announcements: Announcements }
    readonly onFault: (fault: unknown) => void
  },
): SigningKeys & EncryptionKeys {
  const { storage, clock, onFault } = ports
  const sets = createKeySets(ports)
  const making = new Map<string, Promise<unknown>>()
  const noting = new Map<string, Promise<boolean>>()
  const keepingUp = new Set<string>()

  /** The first key of a line. Whoever needs it at the same time, here or elsewhere, gets the same one. */
  async function makeFirst(owner: KeyOwner, line: KeyLine): Promise<void> {
    checkLine(owner, line)
    await shared(making, `${nameOf(owner)} ${line.purpose} ${line.algorithm}`, async () => {
      const key = await makeKey(ports, owner, line)
      await changeKey(ports, owner, {
        what: 'made',
        key,
        apply: async (tx) => (await tx.signingKeys.insert(owner, key)) === 'inserted',
      })
    })
    sets.forget(owner)
  }

  /** Has the key kept until then: noted ahead of use, so that it is written once in an hour. `false`: it is gone. */
  async function keep(
    owner: KeyOwner,
    set: KeySet,
    key: StoredSigningKey,
    until: number,
  ): Promise<boolean> {
    const goal = Math.ceil((until + notedAheadMs) / noteUnitMs) * noteUnitMs
    const kept = await shared(noting, `${nameOf(owner)} ${key.kid} ${goal}`, () =>
      storage.write((tx) => tx.signingKeys.keepUntil(owner, key.kid, goal)),
    )
    if (kept) set.keptUntil.set(key.kid, Math.max(set.keptUntil.get(key.kid) ?? 0, goal))
    else sets.forget(owner)
    return kept
  }

  function keepUpIfDue(owner: KeyOwner, set: KeySet): void {
    if (clock.now() < set.dueAt || keepingUp.has(nameOf(owner))) return
    set.dueAt = clock.now() + tryAgainMs
    keepingUp.add(nameOf(owner))
    keepKeysUp(ports, owner)
      .then(() => sets.forget(owner), onFault)
      .finally(() => keepingUp.delete(nameOf(owner)))
  }

  const encryptionKeys = createEncryptionKeys({
    clock,
    find: async () => {
      const set = await sets.find(everyZone)
      keepUpIfDue(everyZone, set)
      return set
    },
  })

  return {
    ...encryptionKeys,

    async sign(given: KeyOwner, use: SigningUse, claims: Claims, neededUntil?: number) {
      const owner = ownerOf(given)
      const until = lastNeed(use, neededUntil ?? endOf(claims))
      for (let tries = 0; tries < mostTries; tries += 1) {
        // What is in memory is not waited for: each wait is a turn of the queue.
        const found = sets.find(owner)
        const set = found instanceof Promise ? await found : found
        const key = signingKeyOf(set.keys, use, clock.now())
        if (key === undefined) {
          await makeFirst(owner, use)
          continue
        }
        if (!isKept(set, key, until) && !(await keep(owner, set, key, until))) continue
        const privateKey = await set.privateKey(key)
        keepUpIfDue(owner, set)
        return signJws({ kid: key.kid, algorithm: use.algorithm, privateKey }, use.typ, claims)
      }
      throw new Error(`No ${use.algorithm} key for ${use.purpose} was there to sign with.`)
    },

    async verify(given, { purpose, typ }, token) {
      const owner = ownerOf(given)
      const verifyWith = async (set: KeySet) => {
        const keys = await set.verificationKeys(purpose)
        const algorithms = keys.map(({ algorithm }) => algorithm)
        return verifyJws(token, keys, { typ: [typ], algorithms })
      }
      const known = await sets.find(owner)
      let verified = await verifyWith(known)
      if (!verified.ok && keyMayBeNew.has(verified.refusal)) {
        // Another process may have made the key a moment ago: then one read finds it.
        const now = await sets.read(owner)
        if (now !== known) verified = await verifyWith(now)
      }
      // Ours name their key; without a name each key would be tried.
      return verified.ok && verified.header.kid !== undefined ? verified.claims : undefined
    },

    async publicKeys(given, purposes) {
      const owner = ownerOf(given)
      const set = await sets.find(owner)
      keepUpIfDue(owner, set)
      return orderKeys(set.keys, purposes, clock.now()).map(({ publicJwk }) => publicJwk)
    },

    async prepare(given, lines) {
      const owner = ownerOf(given)
      const { keys } = await sets.find(owner)
      for (const line of lines) {
        if (signingKeyOf(keys, line, clock.now()) === undefined) await makeFirst(owner, line)
      }
    },
  }
}

function endOf({ exp }: Claims): number {
  return typeof exp === 'number' ? exp * 1000 : Number.NaN
}

/** Until when the key is needed. That no end was given must not pass for a token without one. */
function lastNeed({ purpose }: SigningUse, neededUntil: number): number {
  if (neededUntil === Infinity && rulesOf(purpose).isForGood) return forGood
  if (!(neededUntil < forGood)) throw new Error('A token is signed with a time when it ends.')
  return neededUntil
}

const noteUnitMs = 60_000
const tryAgainMs = 60_000

/** Refusals that a key which is not known here yet would explain. */
const keyMayBeNew: ReadonlySet<string> = new Set(['unknown_key', 'wrong_algorithm'])

function ownerOf(given: KeyOwner): KeyOwner {
  return given.kind === 'zone' ? everyZone : given
}

function isKept(set: KeySet, { kid }: StoredSigningKey, until: number): boolean {
  return (set.keptUntil.get(kid) ?? 0) >= until
}

/** One of those at once who want the same. */
async function shared<T>(
  underWay: Map<string, Promise<T>>,
  name: string,
  start: () => Promise<T>,
): Promise<T> {
  const already = underWay.get(name)
  if (already !== undefined) return already
  const promise = start().finally(() => underWay.delete(name))
  underWay.set(name, promise)
  return promise
}
