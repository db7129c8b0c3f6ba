import type { JsonObject } from '../jose/compact-part.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import { fail, pass, type RuleResult, skip } from './id-token-rules.ts'
import { shownValue } from './shown-value.ts'

/** Beyond this a number of seconds is in the year 5138, and in truth one of milliseconds. */
const leastMilliseconds = 100_000_000_000

type TimeClaim = 'exp' | 'iat' | 'nbf'

/** A time claim in seconds since 1970; `undefined`: absent, or no time. */
export function timeOf(claims: JsonObject, name: TimeClaim, textTimes = false): number | undefined {
  const value = claims[name]
  if (textTimes && typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value)
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined
}

/**
 * The rules `times`, `exp`, `iat` and `nbf`, in this order (RFC 7519 section 4.1). Clocks may differ by the connector's
 * tolerance. `iat` less our time is how far the identity provider's clock is ahead, if the token is fresh.
 */
export function judgeTimes(
  claims: JsonObject,
  { toleranceSeconds: tolerance, textTimes }: IdTokenExpectation,
  now: number,
): readonly [times: RuleResult, exp: RuleResult, iat: RuleResult, nbf: RuleResult] {
  const fault = judgeForm(claims, textTimes)
  if (fault !== undefined) {
    const skipped = (rule: TimeClaim) => skip(rule, 'not judged: the times have not their form')
    return [fault, skipped('exp'), skipped('iat'), skipped('nbf')]
  }
  return [
    pass('times', 'seconds since 1970'),
    judgeExp(timeOf(claims, 'exp', textTimes), timeOf(claims, 'iat', textTimes), tolerance, now),
    judgeStart('iat', timeOf(claims, 'iat', textTimes), tolerance, now),
    judgeStart('nbf', timeOf(claims, 'nbf', textTimes), tolerance, now),
  ]
}

function judgeForm(claims: JsonObject, textTimes: boolean | undefined): RuleResult | undefined {
  for (const name of ['exp', 'iat', 'nbf'] as const) {
    const value = claims[name]
    if (value === undefined) continue
    const time = timeOf(claims, name, textTimes)
    const shown = `${name} ${shownValue(value)}`
    if (time === undefined) {
      const advice =
        typeof value === 'string'
          ? `Send ${name} as a number, without quotes.`
          : `Send ${name} as a number of seconds since 1970.`
      return fail('times', '9007', `${name} is not a number of seconds`, { value: shown, advice })
    }
    if (time >= leastMilliseconds) {
      const advice = `Divide ${name} by 1000: it is a number of seconds since 1970 (RFC 7519 section 2).`
      return fail('times', '9007', `${name} is in milliseconds`, { value: shown, advice })
    }
  }
  return undefined
}

function judgeExp(
  exp: number | undefined,
  iat: number | undefined,
  tolerance: number,
  now: number,
): RuleResult {
  if (exp === undefined) return skip('exp', 'the token has none')
  const value = shownTime(exp)
  const past = Math.round(now - exp)
  if (now < exp + tolerance) {
    const message = past < 0 ? `it expires in ${-past} s` : `it expired ${past} s ago, as tolerated`
    return pass('exp', message, { value })
  }
  const lifetime = iat === undefined ? undefined : Math.round(exp - iat)
  const advice =
    lifetime !== undefined && lifetime <= 0
      ? 'It expires before it was issued: see how the identity provider computes exp.'
      : `${lifetime === undefined ? '' : `It lives for ${lifetime} s. `}Get a new token right before it is used; if it is new, the clock of the identity provider is behind.`
  return fail('exp', '1012', `it expired ${past} s ago`, { value, advice })
}

/** `iat` and `nbf`: not in the future. */
function judgeStart(
  rule: 'iat' | 'nbf',
  time: number | undefined,
  tolerance: number,
  now: number,
): RuleResult {
  if (time === undefined) return skip(rule, 'the token has none')
  const value = shownTime(time)
  const ahead = Math.round(time - now)
  if (time <= now + tolerance) {
    const message = ahead > 0 ? `${ahead} s ahead of our clock, as tolerated` : `${-ahead} s ago`
    return pass(rule, message, { value })
  }
  return fail(rule, '9007', `it is ${ahead} s ahead of our clock`, {
    value,
    advice: `Set the clock of the identity provider (NTP), or raise the clock tolerance of the connector above ${tolerance} s.`,
  })
}

function shownTime(seconds: number): string {
  return `${seconds} (${new Date(seconds * 1000).toISOString()})`
}
