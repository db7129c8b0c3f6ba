import { signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import { keyEncryption } from '@watchword/protocol/jose/decrypt-jwe.ts'
import type { KeyAlgorithm, KeyPurpose } from './signing-key.ts'
import type { KeyOwner } from './signing-keys.ts'

const day = 86_400_000

/** What is true of every key of a purpose. */
export type PurposeRules = {
  readonly owner: KeyOwner['kind']
  readonly algorithms: readonly KeyAlgorithm[]
  /** `on command`: the schedule makes no successor. */
  readonly successor: 'by schedule' | 'on command'
  /** It is the one to use for at least this long, however short other keys sign. */
  readonly usedForMs: number
  /** After its successor took over it is kept for at least this long. */
  readonly keptForMs: number
  /** What it signed never ends, so it is kept until somebody retires it by force. */
  readonly isForGood: boolean
}

const ofZone = {
  owner: 'zone',
  // Readers of the compatible tokens know RS256 alone (contract 2 section 3.3, contract 3 section 2).
  algorithms: ['RS256'],
  successor: 'by schedule',
  usedForMs: 0,
  keptForMs: 0,
  isForGood: false,
} as const satisfies PurposeRules

/** The purposes there are. */
const keyPurposes = {
  // A reader that takes the first key of the JWKS fails for its cache time when that changes.
  appjwt: { ...ofZone, successor: 'on command' },
  idtoken: ofZone,
  issuer: { ...ofZone, owner: 'account', algorithms: signatureAlgorithms },
  consumer: ofZone,
  anonymous: ofZone,
  consumerjws: { ...ofZone, successor: 'on command', isForGood: true },
  // Brands paste it by hand: seldom enough, and with time to do it.
  encryption: {
    ...ofZone,
    algorithms: [keyEncryption],
    usedForMs: 365 * day,
    keptForMs: 90 * day,
  },
} as const satisfies Readonly<Record<KeyPurpose, PurposeRules>>

/** Every purpose, by its name. */
export const purposeNames = Object.keys(keyPurposes) as readonly KeyPurpose[]

/** The rules of a purpose. */
export function rulesOf(purpose: KeyPurpose): PurposeRules {
  return keyPurposes[purpose]
}
