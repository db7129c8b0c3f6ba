import { type Field, keyOf, type SettingValue, type SettingValues } from './fields.ts'

/** The words that a value is told with. */
export type TellWords = {
  readonly on: string
  readonly off: string
  readonly noValue: string
  readonly units: Readonly<Record<string, (value: number) => string>>
  readonly settings: Readonly<
    Record<
      string,
      {
        readonly label: string
        readonly unlimited?: string
        readonly choices?: Readonly<Record<string, string>>
      }
    >
  >
}

/** A value as people say it: `15 characters`, `on`, `never`. */
export function tellValue(field: Field, value: SettingValue, words: TellWords): string {
  const { unlimited, choices } = words.settings[field.path] ?? {}
  if (value === null || value === '') return unlimited ?? words.noValue
  if (typeof value === 'boolean') return value ? words.on : words.off
  if (typeof value === 'number') {
    return field.kind === 'number' ? (words.units[field.unit]?.(value) ?? `${value}`) : `${value}`
  }
  if (typeof value === 'string') {
    return choices !== undefined && Object.hasOwn(choices, value)
      ? (choices[value] ?? value)
      : value
  }
  const parts = Array.isArray(value)
    ? value.map(({ range }: { readonly range: string }) => range)
    : Object.entries(value).map(([name, on]) => `${name}: ${on ? words.on : words.off}`)
  return parts.length === 0 ? words.noValue : parts.join(', ')
}

/** All values of a form, for the choice between two versions. */
export function tellValues(
  fields: readonly Field[],
  values: SettingValues,
  words: TellWords,
): readonly (readonly [string, string])[] {
  return fields.flatMap((field) => {
    const setting = values[keyOf(field.path)]
    const label = words.settings[field.path]?.label ?? field.path
    return setting === undefined ? [] : [[label, tellValue(field, setting.value, words)] as const]
  })
}
