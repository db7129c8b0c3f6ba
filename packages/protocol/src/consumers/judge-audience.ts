import type { IdTokenExpectation } from './id-token-expectation.ts'
import { fail, pass, type RuleResult, skip } from './id-token-rules.ts'
import { shownValue } from './shown-value.ts'

/** Audiences in one token. */
const mostAudiences = 20

/** The names that mean us; none of the connector's own if it has neither `clientId` nor an audience. */
function ourNames({ accountId, clientId, audiences = [] }: IdTokenExpectation): {
  readonly names: readonly string[]
  readonly isConfigured: boolean
} {
  const own = clientId === undefined ? audiences : [clientId, ...audiences]
  return { names: [...own, `acc:${accountId}`], isConfigured: own.length > 0 }
}

/**
 * `aud` (OpenID Connect Core section 3.1.3.7 item 3). With a client id or an audience set, it must hold one of them or
 * `acc:` and the account, and nothing that is not one of them. With neither, any is taken, as in the reference.
 */
export function judgeAudience(aud: unknown, expected: IdTokenExpectation): RuleResult {
  const { names, isConfigured } = ourNames(expected)
  const value = shownValue(aud)
  if (aud === undefined) {
    if (!isConfigured) return skip('aud', 'the token has none, and the connector asks for none')
    if (expected.allowMissingAudience === true) {
      return skip('aud', 'the token has none, and the connector allows that')
    }
    return fail('aud', '9007', 'the audience is missing', {
      value,
      advice: `Let the identity provider set aud to ${shownValue(names[0])}.`,
    })
  }
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const isForm = list.length > 0 && list.length <= mostAudiences && list.every(isText)
  if (!isForm) {
    return fail('aud', '9007', 'the audience is neither a text nor a list of texts', {
      value,
      advice: `Let the identity provider set aud to ${shownValue(names[0])}, as text.`,
    })
  }
  if (!isConfigured) {
    return pass('aud', 'taken as it is: the connector has neither client id nor audience', {
      value,
      advice: 'Set the audience of the connector, so that tokens for others are refused.',
    })
  }
  const isOurs = (one: unknown) => names.some((name) => name === one)
  if (list.every(isOurs)) return pass('aud', 'it is for us', { value })
  const advice = `The connector takes ${names.map(shownValue).join(', ')}. Add to its audience what also means you.`
  const message = list.some(isOurs)
    ? 'the token is for others too, who are not known'
    : 'the token is for somebody else'
  return fail('aud', '9007', message, { value, advice })
}

/** `azp` (item 5): who asked for the token, if it says so, must be us. */
export function judgeAuthorizedParty(azp: unknown, expected: IdTokenExpectation): RuleResult {
  if (azp === undefined) return skip('azp', 'the token has none')
  const { names, isConfigured } = ourNames(expected)
  const value = shownValue(azp)
  if (!isConfigured)
    return skip('azp', 'the connector has neither client id nor audience', { value })
  if (names.some((name) => name === azp)) return pass('azp', 'it was made for us', { value })
  const advice = `The connector takes ${names.map(shownValue).join(', ')}. Add to its audience the client that the page asks with.`
  return fail('azp', '9007', 'the token was made for another client', { value, advice })
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
