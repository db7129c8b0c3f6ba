import type { RuleResult } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { MaskedValue } from '@watchword/protocol/consumers/masked-claims.ts'
import type { TokenExplanation } from '#domain/consumers/token-explanation.ts'
import { columns } from './print.ts'

/** An explanation as a person reads it: what it comes to first, then everything. */
export function describeTokenExplanation(explained: TokenExplanation): string {
  const { verdict, code, summary, advice, remarks, wouldRefuse, results } = explained
  return [
    verdict === 'accepted' ? 'TAKEN' : `REFUSED${code === undefined ? '' : ` (${code})`}`,
    summary,
    ...(advice === undefined ? [] : [`-> ${advice}`]),
    ...describeFurther(results),
    ...remarks.map((remark) => `*  ${remark}`),
    ...wouldRefuse.map(
      ({ rule, message }) => `*  reportOnly would refuse it by ${rule}: ${message}`,
    ),
    '',
    columns(factsOf(explained)),
    ...(results.length === 0 ? [] : ['', ...results.flatMap(describeRule)]),
  ]
    .join('\n')
    .trimEnd()
}

/** One look finds every fault. */
function describeFurther(results: readonly RuleResult[]): readonly string[] {
  const [, ...further] = results.filter(({ verdict }) => verdict === 'fail')
  if (further.length === 0) return []
  return [`*  Further rules that fail: ${further.map(({ rule }) => rule).join(', ')}.`]
}

function factsOf(explained: TokenExplanation): readonly (readonly string[])[] {
  const { connector, handshake, headers, claims, consumerId, clockOffsetSeconds } = explained
  return [
    ['what it is', explained.kind],
    ...(connector === undefined
      ? []
      : [['connector', `${connector.id} ${connector.name} (type ${connector.type})`]]),
    ...(handshake === undefined
      ? []
      : [['refused', `${new Date(handshake.at).toISOString()}, request ${handshake.requestId}`]]),
    ...(clockOffsetSeconds === undefined ? [] : [['clock', describeClock(clockOffsetSeconds)]]),
    ...(headers.encryption === undefined ? [] : [['JWE header', inline(headers.encryption)]]),
    ...(headers.signature === undefined ? [] : [['JWS header', inline(headers.signature)]]),
    ...(claims === undefined ? [] : [['claims', inline(claims)]]),
    ...(consumerId === undefined ? [] : [['consumer', consumerId]]),
  ]
}

function describeClock(seconds: number): string {
  const side = seconds > 0 ? 'ahead of' : 'behind'
  return `iat is ${Math.abs(seconds)} s ${side} our time`
}

function inline(value: MaskedValue): string {
  return JSON.stringify(value)
}

const marks = { pass: 'ok  ', fail: 'FAIL', skipped: '-   ' } as const

function describeRule({ rule, verdict, message, value, advice }: RuleResult): readonly string[] {
  const shown = value === undefined ? '' : ` [${value}]`
  const line = `${marks[verdict]}  ${rule.padEnd(10)} ${message}${shown}`
  return advice === undefined ? [line] : [line, `${' '.repeat(17)}-> ${advice}`]
}
