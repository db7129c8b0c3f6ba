import type { JwkFacts } from '@watchword/protocol/consumers/jwk-facts.ts'
import { keyAdvice, readPublicKey } from '@watchword/protocol/consumers/read-public-key.ts'
import { shownValue } from '@watchword/protocol/consumers/shown-value.ts'
import type { VerificationKey } from '@watchword/protocol/jose/verify-jws.ts'
import type { ConnectorConfiguration } from './connector.ts'
import { type Finding, fault, fine, warning } from './finding.ts'

/** What can be said of the public keys that were pasted into a connector. */
export async function checkPastedKeys({
  jwtPublicKey = '',
  algorithms,
}: ConnectorConfiguration): Promise<readonly Finding[]> {
  const reading = await readPublicKey(jwtPublicKey, algorithms)
  if (!reading.ok) {
    const message = `The pasted key cannot be used: ${reading.fault.replaceAll('_', ' ')}.`
    return [fault('keys', message, { advice: reading.advice })]
  }
  return [
    fine('keys', `${reading.keys.length} usable, pasted as ${reading.form}.`, {
      value: reading.keys.map(describePasted).join('; '),
      advice:
        'A pasted key has to be changed by hand before the identity provider signs with another: a key set (JWKS) does that by itself.',
    }),
  ]
}

/** What can be said of the keys that an identity provider publishes. */
export function checkKeySet(keys: readonly JwkFacts[]): readonly Finding[] {
  const used = keys.filter(({ isUsed }) => isUsed)
  const value = used.map(describeJwk).join('; ')
  const count =
    used.length === 0
      ? fault('keys', 'None of its keys can be used.', {
          advice:
            'Publish the key that signs id_tokens, with use "sig" and an algorithm that the connector accepts.',
        })
      : fine('keys', `${used.length} of ${keys.length} are used.`, { value })
  return [count, ...judgeNames(used), ...keys.slice(0, mostTold).flatMap(judgeUnused)]
}

/** Keys of a set of which each is told. */
const mostTold = 20

/** Without names, a token of the next key cannot be told from one of this. */
function judgeNames(used: readonly JwkFacts[]): readonly Finding[] {
  if (used.every(({ kid }) => kid !== undefined)) return []
  const advice =
    'Let the identity provider give each key a kid, and put it into the header of its tokens.'
  return used.length === 1
    ? [
        warning('kid', 'The only key has no kid: with a second one, tokens are refused (1042).', {
          advice,
        }),
      ]
    : [fault('kid', 'There are several keys, and not all have a kid (1042).', { advice })]
}

/** Keys for another use are there by right. */
function judgeUnused(key: JwkFacts): readonly Finding[] {
  if (key.isUsed) return []
  const isHarmless = key.fault === 'not_for_signatures' || key.fault === 'unsupported_algorithm'
  const message = `A key of the set is not used: ${key.fault.replaceAll('_', ' ')}.`
  const value = describeJwk(key)
  return [
    isHarmless
      ? fine('unused_key', message, { value })
      : warning('unused_key', message, { value, advice: keyAdvice[key.fault] }),
  ]
}

function describePasted({ kid, algorithm, key }: VerificationKey): string {
  const { modulusLength: bits } = key.algorithm as { readonly modulusLength?: number }
  return describe({ kid, algorithm, size: bits === undefined ? '' : `${bits} bits` })
}

function describeJwk(key: JwkFacts): string {
  const { kid, kty = '?', bits, curve = '' } = key
  const algorithm = key.isUsed ? key.algorithm : kty
  return describe({ kid, algorithm, size: bits === undefined ? curve : `${bits} bits` })
}

function describe(of: {
  readonly kid: string | undefined
  readonly algorithm: string
  readonly size: string
}): string {
  const kid = of.kid === undefined ? '(no kid)' : shownValue(of.kid)
  return [kid, of.algorithm, of.size].filter((part) => part !== '').join(' ')
}
