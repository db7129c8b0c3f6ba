import { sign } from 'node:crypto'
import type { BrandKey } from './brand-keys.ts'
import type { SwitchName } from './switches.ts'

type Members = Readonly<Record<string, unknown>>

/** How far the clock is off by `clock-ahead` and `clock-behind`. */
export const clockSkewSeconds = 1800

/** Seconds that the clock of the identity provider is ahead. */
export function clockAheadSeconds(on: ReadonlySet<SwitchName>): number {
  const ahead = on.has('clock-ahead') ? clockSkewSeconds : 0
  return on.has('clock-behind') ? ahead - clockSkewSeconds : ahead
}

/**
 * Makes of a good id_token one with the faults that are on. `key` signs it; `undefined`: nobody does (`alg: none`).
 * Written by hand, because no library worth having would make these.
 */
export function spoilToken(
  token: string,
  on: ReadonlySet<SwitchName>,
  key: BrandKey | undefined,
): string {
  const [header = {}, claims = {}] = token.split('.', 2).map(decode)
  const spoiled = encode(spoilClaims(claims, on))
  if (key === undefined) return `${encode({ alg: 'none', typ: 'JWT' })}.${spoiled}.`
  const input = `${encode({ ...header, kid: key.kid })}.${spoiled}`
  return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`
}

function spoilClaims(claims: Members, on: ReadonlySet<SwitchName>): Members {
  const { sub, ...withoutSub } = claims
  return {
    ...(on.has('missing-sub') ? withoutSub : { sub, ...withoutSub }),
    ...(on.has('wrong-issuer') && { iss: `${claims['iss']}/` }),
    ...(on.has('wrong-audience') && { aud: 'larkspur-loyalty-app' }),
    ...(on.has('bad-lp-sdes') && { lp_sdes: badSdes }),
    ...spoiledTimes(claims, on),
  }
}

const badSdes = [
  {
    type: 'ctmrinfo',
    info: { customerId: 138766, registrationDate: '2013-05-23', favouriteColour: 'blue' },
  },
]

function spoiledTimes(claims: Members, on: ReadonlySet<SwitchName>): Members {
  const offset = clockAheadSeconds(on)
  const unit = on.has('millisecond-times') ? 1000 : 1
  // From the time it was issued: a token of ten minutes that was fetched a quarter of an hour ago.
  const age = on.has('expired-token') ? Number(claims['exp']) - Number(claims['iat']) + 300 : 0
  const names = ['iat', 'exp', 'auth_time'].filter((name) => typeof claims[name] === 'number')
  const times = names.map((name) => [name, (Number(claims[name]) - age + offset) * unit])
  return Object.fromEntries(times)
}

function decode(part: string): Members {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Members
}

function encode(value: Members): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
