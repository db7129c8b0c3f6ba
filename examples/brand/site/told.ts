/** What the debugger or the doctor of Watchword tells an administrator. */
export type Told = {
  readonly summary: string
  readonly advice?: string | undefined
  readonly findings: readonly Finding[]
}

export type Finding = {
  /** The rule of a token, or what the doctor looked at. */
  readonly name: string
  readonly verdict: 'good' | 'bad' | 'doubtful' | 'skipped'
  readonly message: string
  readonly value?: string | undefined
  readonly advice?: string | undefined
}

type Members = Readonly<Record<string, unknown>>

const verdicts: Readonly<Record<string, Finding['verdict']>> = {
  pass: 'good',
  ok: 'good',
  fail: 'bad',
  fault: 'bad',
  warning: 'doubtful',
  skipped: 'skipped',
}

/** Of an answer of the debugger: the refusal in one sentence, and every rule. */
export function toldByDebugger(answer: unknown): Told {
  const { summary, advice, rules } = membersOf(answer)
  return {
    summary: textOf(summary) ?? 'It has nothing to say.',
    advice: textOf(advice),
    findings: findingsOf(rules, 'rule'),
  }
}

/** Of an answer of the doctor. */
export function toldByDoctor(answer: unknown): Told {
  const findings = findingsOf(membersOf(answer)['findings'], 'id')
  const faults = findings.filter(({ verdict }) => verdict === 'bad')
  const summary =
    faults.length === 0 ? 'It finds no fault.' : faults.map(({ message }) => message).join(' ')
  return { summary, findings }
}

function findingsOf(list: unknown, named: string): readonly Finding[] {
  if (!Array.isArray(list)) return []
  return list.map(membersOf).map((one) => ({
    name: textOf(one[named]) ?? '',
    verdict: verdicts[textOf(one['verdict']) ?? ''] ?? 'skipped',
    message: textOf(one['message']) ?? '',
    value: textOf(one['value']),
    advice: textOf(one['advice']),
  }))
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
