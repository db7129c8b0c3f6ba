import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { type JwkFault, readPublicJwk } from '../jose/public-jwk.ts'
import type { VerificationKey } from '../jose/verify-jws.ts'
import { parseStrictJson } from '../json/strict-json.ts'
import { readJwksDocument, withAlgorithm } from './read-jwks.ts'

/** In place of a key: the connector is for delegation alone, and vouches for nobody (contract 3 section 12). */
export const delegationOnly = 'CONSUMER_DELEGATION'

/** Longer texts are no key, and no set of keys. In characters. */
export const longestPastedKey = 64 * 1024

/** Keys in one paste. */
export const mostPastedKeys = 10

/** In which form it was pasted. */
export type PastedKeyForm = 'base64' | 'pem' | 'certificate' | 'jwk' | 'jwks'

export type PastedKeyFault =
  | JwkFault
  | 'empty'
  | 'too_long'
  | 'too_many'
  | 'delegation_only'
  | 'private_key'
  | 'ssh_key'
  | 'not_a_key'

export type PastedKeyReading =
  | { readonly ok: true; readonly form: PastedKeyForm; readonly keys: readonly VerificationKey[] }
  /** The advice says what to paste instead, and repeats nothing of what was pasted. */
  | { readonly ok: false; readonly fault: PastedKeyFault; readonly advice: string }

/**
 * Reads a public key in whichever form it was pasted: base64 of an X.509 SubjectPublicKeyInfo without headers, as the
 * reference wants it (contract 3 section 3.1); PEM with its headers and line ends of any kind, escaped ones too;
 * PKCS#1; an X.509 certificate, whose key is taken and nothing else of it; a JWK or a set of them. Several PEM blocks
 * are several keys. One key that is weak, broken or private refuses the paste; a set may hold keys of other kinds, or for
 * encryption, beside the one that is used.
 *
 * A key that names no algorithm is for the first of `algorithms` that its kind can have.
 */
export async function readPublicKey(
  pasted: string,
  algorithms: readonly SignatureAlgorithm[],
): Promise<PastedKeyReading> {
  if (pasted.length > longestPastedKey) return refused('too_long')
  const text = tidied(pasted)
  if (text === '') return refused('empty')
  if (text === delegationOnly) return refused('delegation_only')
  if (/^(?:ssh-|ecdsa-sha2-)/.test(text)) return refused('ssh_key')
  if (text.startsWith('{') || text.startsWith('[')) return readJson(text, algorithms)
  return readDer(text, algorithms)
}

/** Without the quotes of a string literal, and with its escaped line ends as line ends. */
function tidied(pasted: string): string {
  const text = pasted.trim().replace(/^\uFEFF/, '')
  const isLiteral = text.length > 1 && text.startsWith('"') && text.endsWith('"')
  const inner = isLiteral ? text.slice(1, -1) : text
  // Only outside of JSON: there an escape belongs to the value that holds it.
  return inner.startsWith('{') ? inner : inner.replace(/\\r|\\n/g, '\n').trim()
}

async function readJson(
  text: string,
  algorithms: readonly SignatureAlgorithm[],
): Promise<PastedKeyReading> {
  const json = parseStrictJson(text)
  if (!json.ok) return refused('not_a_key')
  const document: unknown = Array.isArray(json.value) ? { keys: json.value } : json.value
  const members = document as Readonly<Record<string, unknown>>
  if (members['keys'] === undefined) {
    return asReading('jwk', [await readPublicJwk(withAlgorithm(members, algorithms), algorithms)])
  }
  const set = await readJwksDocument(document, algorithms)
  if (!set.ok) return refused('not_a_key')
  const isHarmless = (fault: JwkFault) => harmlessFaults.includes(fault)
  const [first] = set.leftOut.filter(({ fault }) => !isHarmless(fault) || set.keys.length === 0)
  if (first !== undefined) return refused(first.fault)
  if (set.keys.length === 0) return refused('not_a_key')
  if (set.keys.length > mostPastedKeys) return refused('too_many')
  return { ok: true, form: 'jwks', keys: set.keys }
}

/** Keys that a set may hold beside the one that is meant: for another use, or of another kind. */
const harmlessFaults: readonly JwkFault[] = [
  'not_for_signatures',
  'unsupported_key',
  'unsupported_algorithm',
]

type Block = { readonly label: string | undefined; readonly bytes: Buffer }

async function readDer(
  text: string,
  algorithms: readonly SignatureAlgorithm[],
): Promise<PastedKeyReading> {
  const blocks = blocksOf(text)
  if (blocks === undefined || blocks.length === 0) return refused('not_a_key')
  if (blocks.length > mostPastedKeys) return refused('too_many')
  const readings: Awaited<ReturnType<typeof readPublicJwk>>[] = []
  let form: PastedKeyForm = blocks[0]?.label === undefined ? 'base64' : 'pem'
  for (const { label, bytes } of blocks) {
    if (label?.includes('PRIVATE KEY')) return refused('private_key')
    // Asked first, because Node makes the public key of a private one without a word.
    if (isPrivateKey(bytes)) return refused('private_key')
    const found = publicKeyOf(bytes)
    if (found === undefined) return refused('not_a_key')
    if (found.isCertificate) form = 'certificate'
    readings.push(await readPublicJwk(withAlgorithm(jwkOf(found.key), algorithms), algorithms))
  }
  return asReading(form, readings)
}

/** The blocks of a PEM file (RFC 7468), or the one of a text without headers. `undefined`: it is neither. */
function blocksOf(text: string): readonly Block[] | undefined {
  // Split at the dashes, which base64 has none of: header, body and footer come in turn, on one line or on many.
  const pieces = text.split('-----').map((piece) => piece.trim())
  if (pieces.length === 1) {
    const bytes = bytesOf(text)
    return bytes && [{ label: undefined, bytes }]
  }
  const blocks: Block[] = []
  for (let at = 0; at < pieces.length; at += 1) {
    const label = /^BEGIN ([A-Z0-9 ]{1,40})$/.exec(pieces[at] ?? '')?.[1]
    if (label === undefined) continue
    if (label.includes('PRIVATE KEY')) return [{ label, bytes: Buffer.alloc(0) }]
    const bytes = bytesOf(pieces[at + 1] ?? '')
    if (bytes === undefined || pieces[at + 2] !== `END ${label}`) return undefined
    blocks.push({ label, bytes })
    at += 2
  }
  return blocks
}

/** Base64 of either alphabet, white space left out. */
function bytesOf(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined
  return Buffer.from(compact, 'base64')
}

function publicKeyOf(
  der: Buffer,
): { readonly key: KeyObject; readonly isCertificate: boolean } | undefined {
  for (const type of ['spki', 'pkcs1'] as const) {
    const key = attempt(() => createPublicKey({ key: der, format: 'der', type }))
    if (key !== undefined) return { key, isCertificate: false }
  }
  const certificate = attempt(() => new X509Certificate(der).publicKey)
  return certificate && { key: certificate, isCertificate: true }
}

function isPrivateKey(der: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some(
    (type) => attempt(() => createPrivateKey({ key: der, format: 'der', type })) !== undefined,
  )
}

/** `undefined` for a kind that has no JWK. */
function jwkOf(key: KeyObject): unknown {
  return attempt(() => key.export({ format: 'jwk' })) ?? { kty: key.asymmetricKeyType }
}

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

function asReading(
  form: PastedKeyForm,
  readings: readonly Awaited<ReturnType<typeof readPublicJwk>>[],
): PastedKeyReading {
  const keys: VerificationKey[] = []
  for (const reading of readings) {
    if (!reading.ok) return refused(reading.fault)
    keys.push(reading.key)
  }
  return { ok: true, form, keys }
}

function refused(fault: PastedKeyFault): PastedKeyReading {
  return { ok: false, fault, advice: keyAdvice[fault] }
}

const kinds = 'RSA with 2048 bits or more, EC on the curve P-256, or Ed25519'

/** What to do about a key that cannot be used. */
export const keyAdvice = {
  empty: 'Paste the public key of the identity provider.',
  too_long: 'Paste the public key alone.',
  too_many: `Paste at most ${mostPastedKeys} keys.`,
  delegation_only:
    'This connector is for delegation alone. To recognise consumers by it, paste a public key.',
  private_key:
    'This is a private key. Take it out of use, since it has left its place, and paste the public key of its successor.',
  private_members:
    'This JWK is private, or a shared secret. Take it out of use, since it has left its place, and paste the public key of its successor.',
  ssh_key: 'This is a key for SSH. Convert it: ssh-keygen -e -m pkcs8 -f key.pub',
  not_a_key:
    'Paste the key as PEM (-----BEGIN PUBLIC KEY-----), as the base64 between those lines, as a certificate in PEM, or as a JWK.',
  not_an_object: 'Paste a JWK: a JSON object with kty.',
  not_for_signatures:
    'This key is marked for another use than verifying signatures. Paste the key with use "sig".',
  unsupported_key: `Keys of this kind or curve are not used. Take ${kinds}.`,
  unsupported_algorithm:
    'This key is for an algorithm that the connector does not accept. Take another key, or add its algorithm to the connector.',
  weak_key: `This RSA key is too short, has an unusual exponent, or was made by the faulty library of CVE-2017-15361. Take ${kinds}.`,
  broken_key:
    'The parts of this key do not make a key. Copy it once more; in a JWK its parts are base64url without padding.',
} as const satisfies Record<PastedKeyFault, string>
