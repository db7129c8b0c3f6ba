import type { VerificationKey } from '../jose/verify-jws.ts'
import { fail, pass, type RuleResult } from './id-token-rules.ts'
import type { IdpErrorCode } from './idp-errors.ts'
import type { LeftOutJwk } from './read-jwks.ts'
import { keyAdvice } from './read-public-key.ts'
import { shownValue } from './shown-value.ts'

/** The keys of a brand's identity provider, as far as they are at hand, read for the connector's algorithms. */
export type IssuerKeys =
  /** Put into the connector by an administrator. */
  | { readonly source: 'pasted'; readonly keys: readonly VerificationKey[] }
  /** From the identity provider's own key set. */
  | {
      readonly source: 'jwks'
      readonly keys: readonly VerificationKey[]
      readonly leftOut: readonly LeftOutJwk[]
    }
  /** There are none: the pasted key is broken (1028), the set unreadable (1038) or its server gone (9011, 9013). */
  | {
      readonly source: 'none'
      readonly code: Extract<IdpErrorCode, '1028' | '1038' | '9011' | '9013'>
      readonly message: string
      readonly advice: string
    }

/** What of a token's header chooses a key: nothing else of it does. */
export type KeyHeader = { readonly alg: unknown; readonly kid: unknown }

export type KeyChoice = {
  readonly results: readonly RuleResult[]
  /** To be tried; none if a rule failed. */
  readonly candidates: readonly VerificationKey[]
}

const longestKid = 256
const kidAdvice =
  'Let the identity provider put the kid of its signing key into the header, as a short text.'

/**
 * The rules `keys`, `kid` and `key`. In a key set the `kid` decides, and without one the set must have one key only
 * for the algorithm (contract 3 section 5.1). Pasted keys mostly have no `kid`, and then the token's is not looked at.
 */
export function chooseKey({ alg, kid }: KeyHeader, keys: IssuerKeys): KeyChoice {
  if (keys.source === 'none') {
    const { code, message, advice } = keys
    return stopped([fail('keys', code, message, { advice })])
  }
  const found = pass('keys', `${keys.keys.length} usable keys ${placeOf[keys.source]}`)
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > longestKid)) {
    const message = 'the kid is not a text of at most 256 characters'
    return stopped([
      found,
      fail('kid', '1041', message, { value: shownValue(kid), advice: kidAdvice }),
    ])
  }
  const choice = keys.source === 'jwks' ? chooseOfSet(alg, kid, keys) : choosePasted(alg, kid, keys)
  return { ...choice, results: [found, ...choice.results] }
}

const placeOf = { pasted: 'in the connector', jwks: 'in the key set' } as const

function choosePasted(
  alg: unknown,
  kid: string | undefined,
  { keys }: Extract<IssuerKeys, { source: 'pasted' }>,
): KeyChoice {
  const named = keys.filter((key) => kid === undefined || key.kid === undefined || key.kid === kid)
  if (named.length === 0) return stopped([unknownKid(kid, keys, 'pasted')])
  const isNamed = named.some((key) => key.kid !== undefined && key.kid === kid)
  const picked = isNamed
    ? pass('kid', 'a pasted key has this kid', { value: shownValue(kid) })
    : pass('kid', 'not needed: pasted keys are tried whatever the kid', { value: shownValue(kid) })
  return fitting(alg, named, [picked])
}

function chooseOfSet(
  alg: unknown,
  kid: string | undefined,
  { keys, leftOut }: Extract<IssuerKeys, { source: 'jwks' }>,
): KeyChoice {
  if (kid === undefined) return chooseWithoutKid(alg, keys)
  const named = keys.filter((key) => key.kid === kid)
  if (named.length > 0) {
    const picked = pass('kid', 'the key set has a key with this kid', { value: shownValue(kid) })
    return fitting(alg, named, [picked])
  }
  const unusable = leftOut.find((key) => key.kid === kid)
  if (unusable === undefined) return stopped([unknownKid(kid, keys, 'jwks')])
  const picked = pass('kid', 'the key set has a key with this kid', { value: shownValue(kid) })
  const { fault } = unusable
  const message = `the key with this kid is not used: ${fault.replaceAll('_', ' ')}`
  return stopped([picked, fail('key', '1038', message, { advice: keyAdvice[fault] })])
}

function chooseWithoutKid(alg: unknown, keys: readonly VerificationKey[]): KeyChoice {
  const possible = keys.filter(({ algorithm }) => algorithm === alg)
  if (possible.length > 1) {
    const message = 'the token has no kid, and the key set several keys for its algorithm'
    const advice =
      'Let the identity provider put the kid of its signing key into the header of the token.'
    return stopped([fail('kid', '1042', message, { value: '(none)', advice })])
  }
  return fitting(alg, keys, [pass('kid', 'not needed: there is one key for this algorithm')])
}

function unknownKid(
  kid: string | undefined,
  keys: readonly VerificationKey[],
  source: 'pasted' | 'jwks',
): RuleResult {
  const known = keys.map((key) => shownValue(key.kid)).slice(0, 10)
  const place = source === 'jwks' ? 'The key set has' : 'The connector has'
  const advice =
    known.length === 0
      ? `${place} no key that can be used: see that the identity provider publishes one with use "sig".`
      : `${place} the kids ${known.join(', ')}. If the key was just changed, see that the new one is there too.`
  const message = 'no key has the kid of the token'
  return fail('kid', '1041', message, { value: shownValue(kid), advice })
}

function fitting(
  alg: unknown,
  named: readonly VerificationKey[],
  before: readonly RuleResult[],
): KeyChoice {
  const candidates = named.filter(({ algorithm }) => algorithm === alg)
  if (candidates.length > 0) {
    return {
      results: [...before, pass('key', 'the key is for the algorithm of the token')],
      candidates,
    }
  }
  const algorithms = [...new Set(named.map(({ algorithm }) => algorithm))].join(', ')
  const message = 'the key is not for the algorithm of the token'
  const advice =
    algorithms === ''
      ? 'There is no key for this algorithm: see which keys the identity provider publishes.'
      : `The key is for ${algorithms}: sign with that, or let the connector accept another key.`
  return stopped([...before, fail('key', '9007', message, { value: shownValue(alg), advice })])
}

function stopped(results: readonly RuleResult[]): KeyChoice {
  return { results, candidates: [] }
}
