import type { TokenExplanation } from '@watchword/protocol/api/consumer-debugger.ts'

export type RuleResult = TokenExplanation['rules'][number]

/** Rules by what came of them: those that failed, in the order in which they are judged, come first. */
export function grouped({ rules }: Pick<TokenExplanation, 'rules'>) {
  const of = (verdict: string) => rules.filter((rule) => rule.verdict === verdict)
  return { failed: of('fail'), passed: of('pass'), skipped: of('skipped') }
}

export type Pasted =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'request'; readonly requestId: string }
  | { readonly kind: 'token'; readonly token: string }

/** Characters that the API looks at. */
const longest = 32 * 1024

/**
 * What somebody pasted: the id of a request (whoever was refused has it), else a token, with whatever came along. White
 * space around it was never part of it.
 */
export function readPasted(text: string): Pasted {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'nothing' }
  if (trimmed.length > longest) return { kind: 'too-long' }
  const [, requestId] =
    /^(?:request\s+)?"?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"?$/i.exec(trimmed) ?? []
  if (requestId !== undefined) return { kind: 'request', requestId }
  const named = /"request_id"\s*:\s*"([^"]{1,200})"/.exec(trimmed)?.[1]
  return named !== undefined && /"internalErrorCode"/.test(trimmed)
    ? { kind: 'request', requestId: named }
    : { kind: 'token', token: trimmed }
}

/** Claims and headers as they are read: in their own order, masked by the server. */
export function shown(value: unknown): string {
  return JSON.stringify(value, undefined, 2) ?? ''
}

/** How far the other clock is from ours, in words that a person would use. */
export function clockWords(
  seconds: number,
  words: {
    readonly ahead: (text: string) => string
    readonly behind: (text: string) => string
    readonly even: string
  },
): string {
  const size = Math.abs(seconds)
  if (size < 2) return words.even
  const text = size < 120 ? `${size} s` : `${Math.round(size / 60)} min`
  return seconds > 0 ? words.ahead(text) : words.behind(text)
}
