import type { TrailKind, TrailStep } from '#api/trail.ts'
import type { Message } from '#ui/sequence-layout.ts'

/** Who takes part in what this tab did. */
export type FlowParty = 'tab' | 'issuer' | 'api'

/** Steps that are alike and follow each other, as one. */
export type FoldedStep = TrailStep & { readonly times: number }

/** Folds calls that are repeated: a list that is asked for again says nothing new. */
export function foldSteps(steps: readonly TrailStep[]): readonly FoldedStep[] {
  const folded: FoldedStep[] = []
  for (const step of steps) {
    const last = folded.at(-1)
    const isAlike =
      last?.kind === 'call' &&
      step.kind === 'call' &&
      last.method === step.method &&
      last.path === step.path &&
      last.status === step.status
    if (isAlike) folded[folded.length - 1] = { ...step, times: last.times + 1 }
    else folded.push({ ...step, times: 1 })
  }
  return folded
}

/** The newest calls are drawn, and all else; how many are left out is said beside the picture. */
export function drawnSteps(
  steps: readonly FoldedStep[],
  mostCalls: number,
): { readonly drawn: readonly FoldedStep[]; readonly left: number } {
  const calls = steps.filter(({ kind }) => kind === 'call')
  const shown = new Set(calls.slice(-mostCalls))
  return {
    drawn: steps.filter((step) => step.kind !== 'call' || shown.has(step)),
    left: calls.length - shown.size,
  }
}

/** Words for what each step is. */
export type FlowWords = {
  readonly kinds: Readonly<Record<Exclude<TrailKind, 'call'>, string>>
  readonly noAnswer: string
  readonly milliseconds: (count: number) => string
  readonly times: (count: number) => string
}

/** Steps as they are drawn: who says what to whom, and what is answered. */
export function messagesOf(steps: readonly FoldedStep[], words: FlowWords): readonly Message[] {
  return steps.map((step, index): Message => {
    const { kind, method, path, status, milliseconds, times } = step
    const key = `${index}`
    if (kind === 'authorize') {
      return { key, from: 'tab', to: 'issuer', label: words.kinds[kind], detail: `GET ${path}` }
    }
    if (kind === 'callback') {
      return { key, from: 'issuer', to: 'tab', label: words.kinds[kind], detail: path }
    }
    const took = words.milliseconds(Math.round(milliseconds))
    const line = `${method} ${path}`
    return {
      ...{ key, from: 'tab', to: kind === 'call' ? 'api' : 'issuer' },
      ...(kind === 'call'
        ? { label: times === 1 ? line : `${line} ${words.times(times)}` }
        : { label: words.kinds[kind], detail: line }),
      answer: status === undefined ? words.noAnswer : `${status} · ${took}`,
      isRefused: status === undefined || status >= 400,
    }
  })
}
