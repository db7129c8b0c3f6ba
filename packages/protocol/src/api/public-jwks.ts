import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto'
import { Type } from 'typebox'
import { type InputContext, type Reader, readEach, refuse } from './input-reader.ts'
import { openObject } from './open-object.ts'
import { membersOf } from './strict-input.ts'

/** A key set of public keys (RFC 7517 section 5), as a client registers it. */
export type PublicJwks = { readonly keys: readonly Readonly<Record<string, unknown>>[] }

/** Members of RFC 7518 section 6 that are secret: whoever sends one has given their key away. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const
/** What signatures of clients are checked with: ES256 and EdDSA. */
const curves: ReadonlySet<unknown> = new Set(['P-256', 'Ed25519'])
const leastRsaBits = 2048
const mostRsaBits = 8192
const mostKeys = 20

type JwkMembers = Readonly<Record<string, unknown>>

/** RSA of 2048 to 8192 bits, P-256 or Ed25519. Never a private or symmetric key. */
function readPublicKey(
  value: unknown,
  path: string,
  context: InputContext,
): JwkMembers | undefined {
  const members = membersOf(value, path, context)
  if (members === undefined) return undefined
  const key: JwkMembers = Object.fromEntries(members)
  const secret = privateMembers.find((name) => Object.hasOwn(key, name))
  if (key['kty'] === 'oct') return refuse(context, `${path}.kty`, 'must not be oct: a public key')
  if (secret !== undefined) {
    const reason = 'is part of a private key; send the public key, and make a new pair'
    return refuse(context, `${path}.${secret}`, reason)
  }
  const reason = keyFault(key)
  return reason === undefined ? key : refuse(context, path, reason)
}

function keyFault(key: JwkMembers): string | undefined {
  const { kty, crv } = key as { readonly kty?: unknown; readonly crv?: unknown }
  if (kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') return 'must have a kty of RSA, EC or OKP'
  if (kty !== 'RSA' && !curves.has(crv)) return 'must have a crv of P-256 or Ed25519'
  if (Object.hasOwn(key, 'kid') && !isShortText(key['kid'])) return 'must have a kid that is a text'
  const object = publicKeyOf(key)
  if (object === undefined) return 'is not a valid key'
  const { modulusLength = 0, publicExponent = 65_537n } = object.asymmetricKeyDetails ?? {}
  if (kty !== 'RSA') return undefined
  if (modulusLength < leastRsaBits) return `must have at least ${leastRsaBits} bits`
  if (modulusLength > mostRsaBits) return `must have at most ${mostRsaBits} bits`
  const isSound = publicExponent >= 3n && publicExponent % 2n === 1n && publicExponent < 1n << 32n
  return isSound ? undefined : 'must have a usual exponent, such as AQAB'
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256
}

function publicKeyOf(key: JwkMembers): KeyObject | undefined {
  try {
    return createPublicKey({ key: key as webcrypto.JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}

const keys: Reader<readonly JwkMembers[]> = {
  schema: Type.Array(Type.Object({ kty: Type.String() }, { additionalProperties: true }), {
    minItems: 1,
    maxItems: mostKeys,
  }),
  read: (value, path, context) => {
    const read = readEach(readPublicKey, mostKeys)(value, path, context)
    return read?.length === 0 ? refuse(context, path, 'must have at least one key') : read
  },
}

/** Reads `jwks` of a manifest. */
export const publicJwks = openObject(
  { keys },
  { required: ['keys'], description: 'Public keys alone, RFC 7517' },
)
