import type { SettingsAnswer } from '@watchword/protocol/api/settings.ts'

/** A value of a setting, as the forms hold it. */
export type SettingValue =
  | number
  | boolean
  | string
  | null
  | readonly AddressRange[]
  | Readonly<Record<string, boolean>>

export type AddressRange = { readonly range: string; readonly description: string }

/** A setting in a form: its value, and whether it is set or follows the default. */
export type Setting = { readonly isDefault: boolean; readonly value: SettingValue }

/** By `keyOf` a setting's path: a form takes dots for something else. */
export type SettingValues = Readonly<Record<string, Setting>>

/** How a setting is asked for. `path` is the API's own; bounds are those that it checks. */
export type Field =
  | {
      readonly kind: 'number'
      readonly path: string
      readonly min: number
      readonly max: number
      /** `null` is a value of it: no limit, or never. */
      readonly nullable?: boolean
      /** What it is counted in, by its name in the words. */
      readonly unit: Unit
    }
  | { readonly kind: 'flag'; readonly path: string }
  | { readonly kind: 'choice'; readonly path: string; readonly choices: readonly string[] }
  | { readonly kind: 'text'; readonly path: string; readonly nullable: true }
  | { readonly kind: 'zone' | 'ranges' | 'features'; readonly path: string }

export type Unit = 'characters' | 'passwords' | 'times' | 'days' | 'minutes' | 'sessions'

/** Settings that belong together, by their names in the words. */
export type FieldGroup = { readonly name: string; readonly fields: readonly Field[] }

const flag = (path: string): Field => ({ kind: 'flag', path })
const counted = (
  path: string,
  unit: Unit,
  [min, max]: readonly [number, number],
  nullable = false,
): Field => ({ kind: 'number', path, unit, min, max, ...(nullable && { nullable }) })

/** The settings of each tab. A test holds the bounds to those of the API. */
export const settingGroups = {
  login: [
    {
      name: 'passwords',
      fields: [
        counted('loginPolicy.minLength', 'characters', [8, 64]),
        flag('loginPolicy.screenCommon'),
        flag('loginPolicy.allowLoginNameInside'),
        flag('loginPolicy.requireLetter'),
        flag('loginPolicy.requireDigit'),
        flag('loginPolicy.requireSpecial'),
        counted('loginPolicy.maxSequential', 'characters', [2, 9], true),
        counted('loginPolicy.maxOccurrences', 'times', [1, 9], true),
        counted('loginPolicy.historyLength', 'passwords', [0, 20]),
        counted('loginPolicy.maxChangesPerDay', 'times', [1, 100], true),
      ],
    },
    {
      name: 'age',
      fields: [
        counted('loginPolicy.expiresAfterDays', 'days', [1, 120], true),
        counted('loginPolicy.inactiveAfterDays', 'days', [1, 365], true),
      ],
    },
    {
      name: 'lockout',
      fields: [
        counted('loginPolicy.maxFailures', 'times', [1, 20]),
        counted('loginPolicy.lockMinutes', 'minutes', [1, 10_080], true),
      ],
    },
    {
      name: 'sessions',
      fields: [
        counted('sessions.absoluteMinutes', 'minutes', [5, 1440]),
        counted('sessions.idleMinutes', 'minutes', [5, 1440]),
        counted('sessions.maxPerUser', 'sessions', [1, 100]),
      ],
    },
  ],
  access: [
    {
      name: 'access',
      fields: [
        flag('accessRestrictions.enabled'),
        { kind: 'ranges', path: 'accessRestrictions.ranges' },
      ],
    },
  ],
  consumers: [
    {
      name: 'consumers',
      fields: [
        flag('consumers.anonymous'),
        { kind: 'choice', path: 'consumers.stepUp', choices: ['merge', 'ask', 'refuse'] },
        { kind: 'text', path: 'consumers.extIssuer', nullable: true },
        flag('consumers.signup'),
        flag('consumers.legacyErrors'),
      ],
    },
  ],
  features: [{ name: 'features', fields: [{ kind: 'features', path: 'features' }] }],
  general: [
    { name: 'zone', fields: [{ kind: 'zone', path: 'timeZone' }] },
    { name: 'retention', fields: [counted('retention.auditDays', 'days', [30, 3650])] },
  ],
} as const satisfies Readonly<Record<string, readonly FieldGroup[]>>

export type SettingTab = keyof typeof settingGroups

export function fieldsOf(groups: readonly FieldGroup[]): readonly Field[] {
  return groups.flatMap(({ fields }) => fields)
}

/** As the API has it. */
const featureForm = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/

/** What is wrong with the name of another feature; `undefined`: nothing. */
export function featureFault(
  name: string,
  features: Readonly<Record<string, boolean>>,
): 'there' | 'form' | undefined {
  if (Object.hasOwn(features, name)) return 'there'
  return featureForm.test(name) ? undefined : 'form'
}

/** The name of a setting in a form. */
export function keyOf(path: string): string {
  return path.replaceAll('.', '_')
}

/** The value of a setting, by its path, in all that holds or in the defaults. */
export function valueAt(settings: SettingsAnswer['settings'], path: string): SettingValue {
  const [section = '', name] = path.split('.')
  const part = (settings as Readonly<Record<string, unknown>>)[section]
  if (name === undefined) return part as SettingValue
  return (part as Readonly<Record<string, SettingValue>>)[name] ?? null
}

/** What a form starts with. */
export function valuesOf(fields: readonly Field[], answer: SettingsAnswer): SettingValues {
  const { settings, set } = answer
  return Object.fromEntries(
    fields.map(({ path }) => [
      keyOf(path),
      {
        isDefault: !set.some((one) => one === path || one.startsWith(`${path}.`)),
        value: valueAt(settings, path),
      },
    ]),
  )
}

/** Numbers that were left out, by the name of their field: all else is the server's to judge. */
export function faultsOfSettings(
  fields: readonly Field[],
  values: SettingValues,
  needed: string,
): Readonly<Record<string, string>> {
  const empty = fields.filter(
    ({ kind, path }) => kind === 'number' && values[keyOf(path)]?.value === '',
  )
  return Object.fromEntries(empty.map(({ path }) => [keyOf(path), needed]))
}
