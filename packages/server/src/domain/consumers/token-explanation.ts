import type { IdTokenReport } from '@watchword/protocol/consumers/check-id-token.ts'
import type { FailedRule, RuleResult } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { IdpErrorCode } from '@watchword/protocol/consumers/idp-errors.ts'
import {
  type MaskedValue,
  maskedClaims,
  maskedHeader,
} from '@watchword/protocol/consumers/masked-claims.ts'
import { type TokenKind, tokenMistakes } from '@watchword/protocol/consumers/recognise-token.ts'
import type { ChosenBy } from './choose-connector.ts'
import type { HandshakeFlow } from './refused-handshake.ts'

type Masked = { readonly [name: string]: MaskedValue }

/** What is told of a token, or of a handshake that was refused. Never a signature or a secret, and nobody's values. */
export type TokenExplanation = {
  readonly verdict: 'accepted' | 'refused'
  readonly kind: TokenKind
  readonly summary: string
  readonly advice: string | undefined
  readonly code: IdpErrorCode | undefined
  readonly connector:
    | {
        readonly id: number
        readonly name: string
        readonly type: number
        readonly chosenBy: ChosenBy | 'handshake'
      }
    | undefined
  readonly handshake:
    | {
        readonly id: string
        readonly at: number
        readonly flow: HandshakeFlow
        readonly requestId: string
      }
    | undefined
  readonly consumerId: string | undefined
  readonly clockOffsetSeconds: number | undefined
  readonly headers: {
    readonly encryption: Masked | undefined
    readonly signature: Masked | undefined
  }
  readonly claims: Masked | undefined
  readonly results: readonly RuleResult[]
  readonly wouldRefuse: readonly FailedRule[]
  readonly remarks: readonly string[]
}

/** An explanation of which nothing is known yet. */
export const blankExplanation: Omit<TokenExplanation, 'verdict' | 'kind' | 'summary'> = {
  advice: undefined,
  code: undefined,
  connector: undefined,
  handshake: undefined,
  consumerId: undefined,
  clockOffsetSeconds: undefined,
  headers: { encryption: undefined, signature: undefined },
  claims: undefined,
  results: [],
  wouldRefuse: [],
  remarks: [],
}

/** What a report comes to: the first rule that failed, or what it is if it is no id_token; or that no rule did. */
export function explanationOf(kind: TokenKind, report: IdTokenReport): TokenExplanation {
  const shown = { ...blankExplanation, ...shownContent(report) }
  if (report.accepted) {
    const summary = 'The token is taken: no rule refuses it.'
    return { ...shown, verdict: 'accepted', kind: 'id_token', summary }
  }
  const { rule, message, advice, code } = report.failure
  const told = { ...shown, verdict: 'refused', kind, code } as const
  if (kind === 'id_token') return { ...told, summary: `${rule}: ${message}`, advice }
  const mistake = tokenMistakes[kind]
  return { ...told, summary: mistake.what, advice: mistake.advice }
}

/** What of a token may be shown. */
function shownContent({ content, results, clockOffsetSeconds }: IdTokenReport) {
  const { encryption, header, claims } = content
  return {
    headers: {
      encryption: encryption && maskedHeader(encryption),
      signature: header && maskedHeader(header),
    },
    claims: claims && maskedClaims(claims),
    results,
    clockOffsetSeconds,
  }
}
