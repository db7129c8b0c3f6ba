import { Problem } from '#api/problem.ts'
import { type Field, keyOf, type Setting, type SettingValues } from './fields.ts'

/** A merge patch of settings, as the API takes it. */
export type SettingsPatch = Readonly<Record<string, unknown>>

/** What differs from what was read, and nothing else: others may change the rest meanwhile. */
export function patchOf(
  fields: readonly Field[],
  values: SettingValues,
  base: SettingValues,
): SettingsPatch {
  const patch: Record<string, Readonly<Record<string, unknown>>> = {}
  const whole: Record<string, unknown> = {}
  for (const { path, kind } of fields) {
    const [now, before] = [values[keyOf(path)], base[keyOf(path)]]
    if (now === undefined || isSame(now, before)) continue
    const [section = '', name] = path.split('.')
    if (kind === 'features') Object.assign(whole, featuresPatch(section, now, before))
    else if (name === undefined) whole[section] = now.isDefault ? 'default' : now.value
    else patch[section] = { ...patch[section], [name]: now.isDefault ? 'default' : now.value }
  }
  return { ...patch, ...whole }
}

/** Each feature that differs; one that was taken away goes back to the default, which is not to be there. */
function featuresPatch(
  section: string,
  now: Setting,
  before: Setting | undefined,
): Readonly<Record<string, unknown>> {
  const [wanted, had] = [recordOf(now), recordOf(before)]
  const changed = Object.entries(wanted).filter(([name, value]) => had[name] !== value)
  const gone = Object.keys(had).filter((name) => !Object.hasOwn(wanted, name))
  const entries = [...changed, ...gone.map((name) => [name, 'default'] as const)]
  return entries.length === 0 ? {} : { [section]: Object.fromEntries(entries) }
}

function recordOf(setting: Setting | undefined): Readonly<Record<string, boolean>> {
  const { value } = setting ?? { value: null }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, boolean>>)
    : {}
}

function isSame(one: Setting, other: Setting | undefined): boolean {
  if (other === undefined || one.isDefault !== other.isDefault) return false
  return one.isDefault || JSON.stringify(one.value) === JSON.stringify(other.value)
}

/** A refusal whose fields are called as the form calls them. */
export function atFields(fault: unknown, fields: readonly Field[]): unknown {
  if (!(fault instanceof Problem)) return fault
  const paths = fields.map(({ path }) => path)
  return new Problem(fault.message, {
    status: fault.status,
    code: fault.code,
    requestId: fault.requestId,
    retryAfterSeconds: fault.retryAfterSeconds,
    fields: fault.fields.map((one) => {
      const path = paths.find(
        (name) =>
          one.path === name ||
          (/^[.[]/.test(one.path.slice(name.length)) && one.path.startsWith(name)),
      )
      return path === undefined ? one : { ...one, path: keyOf(path) + one.path.slice(path.length) }
    }),
  })
}

/** What is wrong with a range, and what with the words beside it. */
export type RangeFault = { readonly range?: string; readonly description?: string }

/** Faults of single ranges, by their place in the list: of each part the first. */
export function rangeFaults(fault: unknown): ReadonlyMap<number, RangeFault> {
  const found = new Map<number, RangeFault>()
  for (const { path, reason } of fault instanceof Problem ? fault.fields : []) {
    const [, place, part] = /^accessRestrictions[._]ranges\[(\d+)\](.*)$/s.exec(path) ?? []
    if (place === undefined) continue
    const name = part === '.description' ? 'description' : 'range'
    found.set(Number(place), { [name]: reason, ...found.get(Number(place)) })
  }
  return found
}
