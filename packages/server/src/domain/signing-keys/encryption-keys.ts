import { createPublicKey, type JsonWebKeyInput } from 'node:crypto'
import type { DecryptionKey } from '@watchword/protocol/jose/decrypt-jwe.ts'
import type { Clock } from '#lib/clock.ts'
import type { KeySet } from './key-sets.ts'
import { orderKeys } from './order-keys.ts'
import { stateOf } from './schedule.ts'
import type { PublicJwk } from './signing-key.ts'

/** A key that others encrypt to, in the two forms that they take (contract 3 section 5.1). */
export type EncryptionKey = {
  readonly jwk: PublicJwk
  /** The X.509 SubjectPublicKeyInfo in base64, without header lines or newlines. */
  readonly spki: string
}

/** The keys of a zone that tokens for us are encrypted to. */
export type EncryptionKeys = {
  /** Those that open what was encrypted to us: the present one, those of before, for a while, and the next. */
  decryptionKeys(): Promise<readonly DecryptionKey[]>
  /** What is to be encrypted to: the present one, then the next. None is made here: see `prepare` of the signing keys. */
  encryptionKeys(): Promise<readonly EncryptionKey[]>
}

export function createEncryptionKeys({
  find,
  clock,
}: {
  readonly find: () => Promise<KeySet>
  readonly clock: Clock
}): EncryptionKeys {
  const inOrder = ({ keys }: KeySet) => orderKeys(keys, ['encryption'], clock.now())
  return {
    async decryptionKeys() {
      const set = await find()
      return Promise.all(
        inOrder(set).map(async (key) => ({
          kid: key.kid,
          privateKey: await set.privateKey(key),
        })),
      )
    },

    async encryptionKeys() {
      const keys = inOrder(await find())
      return keys
        .filter((key) => stateOf(keys, key, clock.now()) !== 'kept')
        .map(({ publicJwk: jwk }) => ({ jwk, spki: spkiOf(jwk) }))
    },
  }
}

const written = new WeakMap<PublicJwk, string>()

/** Written once for as long as the key is in memory. */
function spkiOf(jwk: PublicJwk): string {
  const known = written.get(jwk)
  if (known !== undefined) return known
  const key = createPublicKey({ key: jwk as JsonWebKeyInput['key'], format: 'jwk' })
  const spki = key.export({ format: 'der', type: 'spki' }).toString('base64')
  written.set(jwk, spki)
  return spki
}
