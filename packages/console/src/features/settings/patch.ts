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
    if (kind === 'features') whole[section] = featuresPatch(now, before)
    else if (name === undefined) whole[section] = now.isDefault ? 'default' : now.value
    else patch[section] = { ...patch[section], [name]: now.isDefault ? 'default' : now.value }
  }
  return { ...patch, ...whole }
}

/** Each feature that differs; one that was taken away goes back to the default, which is not to be there. */
function featuresPatch(
  now: Setting,
  before: Setting | undefined,
): Readonly<Record<string, unknown>> {
  const [wanted, had] = [recordOf(now), recordOf(before)]
  const changed = Object.entries(wanted).filter(([name, value]) => had[name] !== value)
  const gone = Object.keys(had).filter((name) => !Object.hasOwn(wanted, name))
  return Object.fromEntries([...changed, ...gone.map((name) => [name, 'default'] as const)])
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

/** Faults of single ranges, by their place in the list. */
export function rangeFaults(fault: unknown): ReadonlyMap<number, string> {
  const faults = fault instanceof Problem ? fault.fields : []
  return new Map(
    faults.flatMap(({ path, reason }) => {
      const place = /^accessRestrictions[._]ranges\[(\d+)\]/.exec(path)?.[1]
      return place === undefined ? [] : [[Number(place), reason] as const]
    }),
  )
}
