import { generateKeyPair, hash, type KeyObject } from 'node:crypto'
import { keyEncryption } from '@watchword/protocol/jose/decrypt-jwe.ts'
import { seal } from '#lib/sealed.ts'
import { contextOf, type KeyPorts, sealerOf } from './key-ports.ts'
import { rulesOf } from './key-purposes.ts'
import { forGood } from './schedule.ts'
import type { KeyAlgorithm, KeyLine, StoredSigningKey } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

/** A new key, not kept yet. `signsFrom`: when it is to begin. */
export async function makeKey(
  ports: Pick<KeyPorts, 'dataKeys' | 'instanceKeys' | 'clock'>,
  owner: KeyOwner,
  { purpose, algorithm }: KeyLine,
  signsFrom?: number,
): Promise<StoredSigningKey> {
  const sealer = await sealerOf(ports, owner)
  const { publicKey, privateKey } = await oneAtATime(() => generate(algorithm))
  const now = ports.clock.now()
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const kid = kidOf(purpose, now, hash('sha256', spki, 'hex'))
  const material = publicKey.export({ format: 'jwk' })
  const use = algorithm === keyEncryption ? 'enc' : 'sig'
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  return {
    kid,
    purpose,
    algorithm,
    createdAt: now,
    signsFrom: signsFrom ?? now,
    signsUntil: undefined,
    neededUntil: rulesOf(purpose).isForGood ? forGood : 0,
    publicJwk: { ...material, kty: material.kty ?? '', kid, alg: algorithm, use },
    sealedPrivateKey: seal(sealer, pkcs8, contextOf(owner, kid)),
  }
}

/** The purpose and the day, as the reference has it (`appjwt-13-05-17`), and what tells two keys of a day apart. */
function kidOf(purpose: string, now: number, digest: string): string {
  const [year = '', month = '', day = ''] = new Date(now).toISOString().slice(0, 10).split('-')
  return `${purpose}-${day}-${month}-${year.slice(-2)}-${digest.slice(0, 12)}`
}

/** In the thread pool: an RSA key takes a tenth of a second, and at times a whole one. */
function generate(algorithm: KeyAlgorithm): Promise<Pair> {
  return new Promise((resolve, reject) => {
    const done = (fault: Error | null, publicKey: KeyObject, privateKey: KeyObject) => {
      if (fault === null) resolve({ publicKey, privateKey })
      else reject(fault)
    }
    if (algorithm === 'ES256') generateKeyPair('ec', { namedCurve: 'P-256' }, done)
    else if (algorithm === 'EdDSA') generateKeyPair('ed25519', {}, done)
    else generateKeyPair('rsa', { modulusLength: 2048, publicExponent: 0x10001 }, done)
  })
}

let last: Promise<unknown> = Promise.resolve()

/** Whoever asks for the first keys of many accounts must not fill the pool that others sign in. */
function oneAtATime<T>(job: () => Promise<T>): Promise<T> {
  const next = last.then(job)
  last = next.catch(() => {})
  return next
}
