import type {
  RefusedHandshakes,
  TokenExplanation as WireExplanation,
} from '@watchword/protocol/api/consumer-debugger.ts'
import type { RuleResult } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'
import type { TokenExplanation } from '#domain/consumers/token-explanation.ts'

/** An explanation on the wire: its members are named one by one, so that no other can leave. */
export function wireTokenExplanation(explained: TokenExplanation): WireExplanation {
  const { verdict, kind, summary, headers, handshake } = explained
  return {
    verdict,
    kind,
    summary,
    advice: explained.advice ?? null,
    code: explained.code ?? null,
    connector: explained.connector ?? null,
    handshake:
      handshake === undefined ? null : { ...handshake, at: new Date(handshake.at).toISOString() },
    consumerId: explained.consumerId ?? null,
    clockOffsetSeconds: explained.clockOffsetSeconds ?? null,
    headers: { encryption: headers.encryption ?? null, signature: headers.signature ?? null },
    claims: explained.claims ?? null,
    rules: explained.results.map(wireRule),
    wouldRefuse: explained.wouldRefuse.map(wireRule),
    remarks: [...explained.remarks],
  }
}

function wireRule(result: RuleResult): WireExplanation['rules'][number] {
  const { rule, verdict, message, value, advice } = result
  return {
    ...{ rule, verdict, message },
    value: value ?? null,
    advice: advice ?? null,
    code: result.verdict === 'fail' ? result.code : null,
  }
}

/** One of a list of refused handshakes. */
export function wireHandshake(refused: RefusedHandshake): RefusedHandshakes['handshakes'][number] {
  const { id, at, connectorId, flow, code, rule, reason, proven, requestId } = refused
  return {
    ...{ id, flow, code, proven, requestId },
    at: new Date(at).toISOString(),
    connectorId: connectorId ?? null,
    rule: rule ?? null,
    reason: reason ?? null,
  }
}
