import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { SwitchName } from './switches.ts'

const generate = promisify(generateKeyPair)

/** An RSA key pair of the brand. */
export type BrandKey = {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** The brand's keys: the one in use, its successor, one that does not belong there, and one that is too short. */
export type BrandKeys = Readonly<Record<'current' | 'next' | 'foreign' | 'short', BrandKey>>

export async function makeBrandKeys(): Promise<BrandKeys> {
  const [current, next, foreign, short] = await Promise.all([
    makeKey('larkspur-1', 2048),
    makeKey('larkspur-2', 2048),
    makeKey('larkspur-1', 2048),
    makeKey('larkspur-short', 1024),
  ])
  return { current, next, foreign, short }
}

async function makeKey(kid: string, modulusLength: number): Promise<BrandKey> {
  return { kid, ...(await generate('rsa', { modulusLength })) }
}

/** The public key as it is pasted into a connector: base64 of its SubjectPublicKeyInfo. */
export function pastedKey({ publicKey }: BrandKey): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The key that the identity provider has: with it, it signs and publishes, unless a fault comes in between. */
export function ownKey(keys: BrandKeys, on: ReadonlySet<SwitchName>): BrandKey {
  return on.has('rotated-key') ? keys.next : keys.current
}

/** What is signed with in truth. `undefined`: nothing is. */
export function signingKey(keys: BrandKeys, on: ReadonlySet<SwitchName>): BrandKey | undefined {
  if (on.has('alg-none')) return undefined
  if (on.has('unknown-kid')) return keys.next
  if (on.has('short-key')) return keys.short
  return on.has('wrong-signature') ? keys.foreign : ownKey(keys, on)
}
