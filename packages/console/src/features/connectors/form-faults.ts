import { Problem } from '#api/problem.ts'
import { fields } from './fields.ts'
import type { ConnectorValues, FieldName } from './form-values.ts'

/** What is wrong with a field, by its name. */
export type FieldFaults = Readonly<Partial<Record<FieldName, string>>>

/** Words for what can be seen without asking the server, which says the rest. */
export type FaultWords = { readonly required: string; readonly address: string }

/** Fields that matter and are empty, and addresses that are none. */
export function localFaults(values: ConnectorValues, words: FaultWords): FieldFaults {
  const faults: Partial<Record<FieldName, string>> = {}
  for (const { name, kind, matters, required } of fields) {
    if (!matters(values)) continue
    const value = values[name]
    if (typeof value !== 'string') continue
    const text = value.trim()
    if (text === '' && required?.(values) === true) faults[name] = words.required
    if (text !== '' && kind === 'address' && !isAddress(text)) faults[name] = words.address
  }
  return faults
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

/** The server's faults by field, and what belongs to no field that is shown. */
export function serverFaults(
  fault: unknown,
  values: ConnectorValues,
): { readonly byField: FieldFaults; readonly rest: unknown } {
  if (!(fault instanceof Problem) || fault.fields.length === 0) return { byField: {}, rest: fault }
  const byField: Partial<Record<FieldName, string>> = {}
  let isWhole = true
  for (const { path, reason } of fault.fields) {
    const name = fieldOf(path)
    const field = fields.find((one) => one.name === name && one.matters(values))
    if (field === undefined) isWhole = false
    else byField[field.name] ??= `${insideOf(path)}${reason}`
  }
  return { byField, rest: isWhole ? undefined : fault }
}

/** `configuration.claimMapping.ctmrinfo.ctype` is of `claimMapping`. */
export function fieldOf(path: string): string {
  const name = path.replace(/^configuration\./, '').replace(/[.[].*$/, '')
  return name === 'type' ? 'method' : name
}

function insideOf(path: string): string {
  const inside = path.replace(/^configuration\./, '').replace(/^[A-Za-z]+\.?/, '')
  return inside === '' ? '' : `${inside} `
}
