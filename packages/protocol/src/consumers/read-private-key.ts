import { createPrivateKey, type KeyObject } from 'node:crypto'

/** What we sign client assertions with (RFC 7523), as PKCS#8 in PEM; or what to do instead. It repeats nothing. */
export type PrivateKeyReading =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly advice: string }

const longest = 16 * 1024
const leastBits = 2048

/**
 * Reads a private key that was pasted as PEM: PKCS#8, PKCS#1 or SEC 1, its line ends escaped or not. RSA of at least
 * 2048 bits, or EC on the curve P-256.
 */
export function readPrivateKey(pasted: string): PrivateKeyReading {
  const pem = pasted.trim().replace(/\\r|\\n/g, '\n')
  if (pem.length > longest || !/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return refused
  if (/ENCRYPTED/.test(pem.slice(0, 500))) {
    return { ok: false, advice: 'Paste the private key without its pass phrase.' }
  }
  const key = keyOf(pem)
  if (key === undefined) return refused
  if (!isStrong(key)) {
    const advice = `Take an RSA key of ${leastBits} bits or more, or an EC key on the curve P-256.`
    return { ok: false, advice }
  }
  return { ok: true, pem: key.export({ format: 'pem', type: 'pkcs8' }).toString() }
}

const refused = {
  ok: false,
  advice: 'Paste a private key in PEM (-----BEGIN PRIVATE KEY-----).',
} as const

function keyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}

function isStrong({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= leastBits
  return type === 'ec' && details?.namedCurve === 'prime256v1'
}
