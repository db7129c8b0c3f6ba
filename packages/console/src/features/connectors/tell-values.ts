import { common } from '#messages/common.ts'
import { fields } from './fields.ts'
import { formWords as words } from './form-messages.ts'
import type { ConnectorValues, FieldName } from './form-values.ts'
import { connectorWords } from './messages.ts'

/** A connector in words, for the choice between two versions. Never the secret. */
export function tellValues(values: ConnectorValues): readonly (readonly [string, string])[] {
  const names = new Set(fields.filter((field) => field.matters(values)).map(({ name }) => name))
  return [...names].flatMap((name) =>
    name === 'clientSecret' ? [] : [[words.fields[name].label, tellValue(name, values)] as const],
  )
}

function tellValue(name: FieldName, values: ConnectorValues): string {
  const value = values[name]
  if (name === 'method') return connectorWords.methods[values.method]
  if (typeof value === 'boolean') return value ? common.yes : common.no
  if (typeof value === 'string') return words.options[value] ?? value
  if (typeof value === 'number') return `${value}`
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? '' : JSON.stringify(value)
  return value
    .map((one) => (typeof one === 'string' ? one : `${one.name} = ${one.value}`))
    .join(', ')
}
