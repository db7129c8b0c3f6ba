import type { SectionPatch, SettingsPatch } from '@watchword/protocol/api/settings.ts'
import { parseIpRange } from '#lib/ip-range.ts'
import { isTimeZone } from '#lib/time-zone.ts'
import { referenceLoginPolicy, resolveSettings, type StoredSettings } from './settings.ts'

/** What is wrong with a patch beyond its form, each `path: reason`. */
export function settingsFaults({ accessRestrictions, timeZone }: SettingsPatch): readonly string[] {
  const set = typeof accessRestrictions === 'object' ? accessRestrictions.set : {}
  const faults = (set.ranges ?? []).flatMap(({ range }, index) =>
    parseIpRange(range) === undefined
      ? [
          `accessRestrictions.ranges[${index}].range: must be an address, a range "from-to" or a CIDR block`,
        ]
      : [],
  )
  if (timeZone === undefined || timeZone === 'reset' || isTimeZone(timeZone)) return faults
  return [...faults, 'timeZone: must be a name of the IANA time zone database']
}

/** What is stored after a patch. A section of which nothing is set is not kept. */
export function mergeSettings(stored: StoredSettings, patch: SettingsPatch): StoredSettings {
  const preset = patch.preset === 'reference' ? referenceLoginPolicy : stored.loginPolicy
  const loginPolicy = mergeSection(preset, patch.loginPolicy)
  const accessRestrictions = mergeSection(stored.accessRestrictions, patch.accessRestrictions)
  const sessions = mergeSection(stored.sessions, patch.sessions)
  const retention = mergeSection(stored.retention, patch.retention)
  const consumers = mergeSection(stored.consumers, patch.consumers)
  const features = mergeFeatures(stored.features, patch.features)
  const timeZone = patch.timeZone ?? stored.timeZone
  return {
    ...(loginPolicy === undefined ? {} : { loginPolicy }),
    ...(accessRestrictions === undefined ? {} : { accessRestrictions }),
    ...(sessions === undefined ? {} : { sessions }),
    ...(retention === undefined ? {} : { retention }),
    ...(consumers === undefined ? {} : { consumers }),
    ...(features === undefined ? {} : { features }),
    ...(timeZone === undefined || timeZone === 'reset' ? {} : { timeZone }),
  }
}

function mergeSection<V extends object>(
  stored: Partial<V> | undefined,
  patch: SectionPatch<V> | undefined,
): Partial<V> | undefined {
  if (patch === 'reset') return undefined
  const merged: Partial<V> = { ...stored, ...patch?.set }
  for (const name of patch?.reset ?? []) delete merged[name]
  return Object.keys(merged).length === 0 ? undefined : merged
}

function mergeFeatures(
  stored: StoredSettings['features'],
  patch: SettingsPatch['features'],
): StoredSettings['features'] {
  if (patch === 'reset') return undefined
  const merged: Record<string, boolean> = { ...stored }
  for (const [name, value] of Object.entries(patch?.set ?? {})) {
    if (value !== undefined) merged[name] = value
  }
  for (const name of patch?.reset ?? []) delete merged[name]
  return Object.keys(merged).length === 0 ? undefined : merged
}

/** One setting that a patch changed, in words for the audit trail. */
export type SettingChange = {
  readonly element: string
  readonly oldValue: string
  readonly newValue: string
}

/** What differs between two states: settings by their path, and whether a value is only the default. */
export function settingChanges(
  before: StoredSettings,
  after: StoredSettings,
): readonly SettingChange[] {
  const [old, now] = [tellSettings(before), tellSettings(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((element) => {
    const oldValue = old.get(element) ?? ''
    const newValue = now.get(element) ?? ''
    return oldValue === newValue ? [] : [{ element, oldValue, newValue }]
  })
}

/** Paths of what was set, sorted. */
export function pathsOfSet(stored: StoredSettings): readonly string[] {
  return [...flatten(stored).keys()].sort()
}

function tellSettings(stored: StoredSettings): ReadonlyMap<string, string> {
  const set = flatten(stored)
  const told = new Map<string, string>()
  for (const [path, value] of flatten(resolveSettings(stored))) {
    told.set(path, set.has(path) ? value : `${value} (default)`)
  }
  return told
}

function flatten(settings: StoredSettings): ReadonlyMap<string, string> {
  const flat = new Map<string, string>()
  for (const [section, value] of Object.entries(settings)) {
    if (typeof value === 'string') {
      flat.set(section, value)
      continue
    }
    for (const [name, member] of Object.entries(value)) {
      flat.set(`${section}.${name}`, JSON.stringify(member))
    }
  }
  return flat
}
