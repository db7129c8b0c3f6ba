import { constants, type KeyObject, sign } from 'node:crypto'
import type { SignatureAlgorithm } from './algorithms.ts'

/** A private key of ours, for its one algorithm. Made once, and kept: reading a key takes longer than using it. */
export type SigningKey = NamelessSigningKey & { readonly kid: string }

/** A private key whose public half others know without a `kid`. */
export type NamelessSigningKey = {
  readonly kid?: string | undefined
  readonly algorithm: SignatureAlgorithm
  readonly privateKey: KeyObject
}

/**
 * Signs claims as a compact JWS (RFC 7515 section 5.1), its header `kid`, `typ` and `alg` in that order (contract 2
 * section 3.4). RSA is computed on another thread; the elliptic curves take less time than handing over would.
 */
export function signJws(
  key: NamelessSigningKey,
  typ: string,
  claims: Readonly<Record<string, unknown>>,
): string | Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const input = `${headerOf(key, typ)}.${payload}`
  const signature = signatureOf(key, Buffer.from(input, 'latin1'))
  const jws = (made: Buffer) => `${input}.${made.toString('base64url')}`
  return signature instanceof Promise ? signature.then(jws) : jws(signature)
}

const headers = new WeakMap<KeyObject, Map<string, string>>()

/** The header of a key and type is the same in every token. */
function headerOf({ kid, algorithm, privateKey }: NamelessSigningKey, typ: string): string {
  let ofKey = headers.get(privateKey)
  if (ofKey === undefined) {
    ofKey = new Map()
    headers.set(privateKey, ofKey)
  }
  const name = `${kid} ${algorithm} ${typ}`
  let header = ofKey.get(name)
  if (header === undefined) {
    header = Buffer.from(JSON.stringify({ kid, typ, alg: algorithm })).toString('base64url')
    ofKey.set(name, header)
  }
  return header
}

function signatureOf(
  { algorithm, privateKey: key }: NamelessSigningKey,
  input: Buffer,
): Buffer | Promise<Buffer> {
  switch (algorithm) {
    case 'ES256':
      return sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
    case 'EdDSA':
      return sign(null, input, key)
    case 'RS256':
      return elsewhere(input, { key, padding: constants.RSA_PKCS1_PADDING })
    case 'PS256':
      // RFC 7518 section 3.5: the salt is as long as the hash.
      return elsewhere(input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
  }
}

type RsaKey = { readonly key: KeyObject; readonly padding: number; readonly saltLength?: number }

function elsewhere(input: Buffer, key: RsaKey): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', input, key, (fault, signature) => {
      if (fault === null) resolve(signature)
      else reject(fault)
    })
  })
}
