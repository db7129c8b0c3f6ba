import { maxFeatures, type SettingsPatch } from '@watchword/protocol/api/settings.ts'
import { DomainError } from '#domain/errors.ts'
import { isAddressAllowed } from '#domain/login/judge-login.ts'
import { mergeSettings, settingsFaults } from './merge-settings.ts'
import { resolveSettings, type StoredSettings } from './settings.ts'

/** What would be stored after a change, if it is a good one; a refusal names every fault. */
export function judgeSettings(before: StoredSettings, patch: SettingsPatch): StoredSettings {
  refuseSettingsFaults(settingsFaults(patch))
  const settings = mergeSettings(before, patch)
  if (Object.keys(settings.features ?? {}).length > maxFeatures) {
    refuseSettingsFaults([`features: must have at most ${maxFeatures} members in all`])
  }
  return settings
}

/** Whether a change of access restrictions leaves an address outside. */
export function shutsOut(address: string, patch: SettingsPatch, settings: StoredSettings): boolean {
  if (patch.accessRestrictions === undefined) return false
  return !isAddressAllowed(resolveSettings(settings).accessRestrictions, address)
}

/** Refuses if there is any fault, each `path: reason`. */
export function refuseSettingsFaults(fields: readonly string[]): void {
  if (fields.length === 0) return
  throw new DomainError('validation_failed', 'The settings are not valid; see "fields".', {
    fields,
  })
}
