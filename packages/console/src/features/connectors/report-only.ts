import { type ConnectorValues, type RuleValues, ruleNames } from './form-values.ts'

type Rule = keyof RuleValues

/** What a rule could be that is stricter than it is; `undefined`: it is as strict as it can be. */
export function stricter(rule: Rule, values: ConnectorValues): Partial<RuleValues> | undefined {
  switch (rule) {
    case 'algorithms':
      return { algorithms: values.algorithms.slice(0, 1) }
    case 'clockToleranceSeconds': {
      const { clockToleranceSeconds: now } = values
      if (typeof now !== 'number' || now === 0) return undefined
      return { clockToleranceSeconds: Math.floor(now / 2) }
    }
    case 'audience': {
      const clientId = values.clientId.trim()
      return { audience: clientId === '' ? [] : [clientId] }
    }
    case 'allowMissingAudience':
      return values.allowMissingAudience ? { allowMissingAudience: false } : undefined
    case 'encryptionRequired':
      return values.encryptionRequired ? undefined : { encryptionRequired: true }
    case 'textTimes':
      return values.textTimes ? { textTimes: false } : undefined
    case 'unknownSdes':
      return values.unknownSdes === 'drop' ? { unknownSdes: 'refuse' } : undefined
  }
}

/** The rules that can be tried, or are. */
export function triableRules(values: ConnectorValues): readonly Rule[] {
  return ruleNames.filter(
    (rule) => rule in values.reportOnly || stricter(rule, values) !== undefined,
  )
}

/** A rule taken into the trial, or out of it. */
export function withRule(values: ConnectorValues, rule: Rule, isTried: boolean) {
  const { [rule]: _before, ...others } = values.reportOnly
  return isTried ? { ...others, ...stricter(rule, values) } : others
}

/** The connector with the tried rules in force, and nothing left to try. */
export function enforced(values: ConnectorValues): ConnectorValues {
  return { ...values, ...values.reportOnly, reportOnly: {} }
}

/** The rules as they were before a trial ended, in a connector that may have changed otherwise. */
export function withRulesOf(before: ConnectorValues, values: ConnectorValues): ConnectorValues {
  const { reportOnly } = before
  const rules = Object.keys(reportOnly).map((rule) => [rule, before[rule as Rule]])
  return { ...values, ...Object.fromEntries(rules), reportOnly }
}
