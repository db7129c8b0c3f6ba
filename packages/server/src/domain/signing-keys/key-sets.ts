import { createPrivateKey, type KeyObject } from 'node:crypto'
import { isSignatureAlgorithm } from '@watchword/protocol/jose/algorithms.ts'
import { readPublicJwk } from '@watchword/protocol/jose/public-jwk.ts'
import type { VerificationKey } from '@watchword/protocol/jose/verify-jws.ts'
import { type AccountCache, createAccountCache } from '#domain/account-cache.ts'
import { unseal } from '#lib/sealed.ts'
import type { Announcements } from '#storage/port.ts'
import { contextOf, type KeyPorts, nameOf, sealerOf } from './key-ports.ts'
import { dueAt } from './schedule.ts'
import type { SigningPurpose, StoredSigningKey } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

/** An owner's keys, read once; each is opened when it is first used. */
export type KeySet = {
  readonly keys: readonly StoredSigningKey[]
  /** By `kid`: until when it is known that the key is kept. */
  readonly keptUntil: Map<string, number>
  /** When somebody should look whether something is due. */
  dueAt: number
  privateKey(key: StoredSigningKey): Promise<KeyObject>
  verificationKeys(purpose: SigningPurpose): Promise<readonly VerificationKey[]>
}

export type KeySets = {
  /** From memory, if it is there and may be used. */
  find(owner: KeyOwner): KeySet | Promise<KeySet>
  /** As the database has it; the one that is remembered, if that is the same. */
  read(owner: KeyOwner): Promise<KeySet>
  forget(owner: KeyOwner): void
}

/** Keys of this many accounts are kept open; an elliptic one takes some 6 KB once it was used. */
const mostOwners = 2000

type SetPorts = Pick<KeyPorts, 'storage' | 'dataKeys' | 'instanceKeys' | 'rotationMs'> & {
  readonly storage: { readonly announcements: Announcements }
}

export function createKeySets(ports: SetPorts): KeySets {
  const known: AccountCache<KeySet> = createAccountCache(ports.storage.announcements, {
    max: mostOwners,
  })

  async function read(owner: KeyOwner): Promise<KeySet> {
    const mark = known.mark()
    const keys = await ports.storage.read.signingKeys.list(owner)
    // What was opened stays open: a stranger who makes us look again and again must not cost that each time.
    const before = known.get(nameOf(owner))
    if (before !== undefined && areSame(before.keys, keys)) return before
    const set = keySetOf(ports, owner, keys)
    known.set(nameOf(owner), nameOf(owner), set, mark)
    return set
  }

  return {
    read,
    find: (owner) => known.get(nameOf(owner)) ?? read(owner),
    forget: (owner) => known.delete(nameOf(owner)),
  }
}

function keySetOf(ports: SetPorts, owner: KeyOwner, keys: readonly StoredSigningKey[]): KeySet {
  const privateKeys = new Map<string, Promise<KeyObject>>()
  const verificationKeys = new Map<SigningPurpose, Promise<readonly VerificationKey[]>>()
  return {
    keys,
    keptUntil: new Map(keys.map(({ kid, neededUntil }) => [kid, neededUntil])),
    dueAt: Math.min(...keys.map((key) => dueAt(key, ports.rotationMs) ?? Infinity)),
    privateKey: (key) => once(privateKeys, key.kid, () => openKey(ports, owner, key)),
    verificationKeys: (purpose) =>
      once(verificationKeys, purpose, () =>
        Promise.all(keys.filter((key) => key.purpose === purpose).map(verificationKeyOf)),
      ),
  }
}

function areSame(one: readonly StoredSigningKey[], other: readonly StoredSigningKey[]): boolean {
  const timesOf = (keys: readonly StoredSigningKey[]) =>
    keys.map(({ kid, signsFrom, signsUntil }) => `${kid} ${signsFrom} ${signsUntil}`).join()
  return timesOf(one) === timesOf(other)
}

/** What failed is tried again the next time. */
function once<Key, T>(made: Map<Key, Promise<T>>, key: Key, make: () => Promise<T>): Promise<T> {
  const kept = made.get(key)
  if (kept !== undefined) return kept
  const promise = make()
  made.set(key, promise)
  promise.catch(() => made.delete(key))
  return promise
}

async function openKey(
  ports: SetPorts,
  owner: KeyOwner,
  { kid, sealedPrivateKey }: StoredSigningKey,
): Promise<KeyObject> {
  const sealer = await sealerOf(ports, owner)
  const pkcs8 = unseal(sealer, sealedPrivateKey, contextOf(owner, kid))
  if (pkcs8 === undefined) throw new Error(`The signing key ${kid} does not open.`)
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

async function verificationKeyOf({
  kid,
  algorithm,
  publicJwk,
}: StoredSigningKey): Promise<VerificationKey> {
  if (!isSignatureAlgorithm(algorithm)) throw new Error(`The key ${kid} signs nothing.`)
  const reading = await readPublicJwk(publicJwk, [algorithm])
  if (!reading.ok) throw new Error(`The signing key ${kid} is broken: ${reading.fault}.`)
  return reading.key
}
