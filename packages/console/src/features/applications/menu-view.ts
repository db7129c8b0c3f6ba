import { type Application, safeAddress } from './manifest.ts'

/** Whether people with a profile see an application in their menu, or why not (contract 2 section 1.5). */
export type MenuState = 'shown' | 'off' | 'no_address' | 'disabled' | 'other_profiles'

/** Why nobody sees it, whatever their profile; `undefined`: somebody may. */
export function hiddenFromAll(application: Application): Exclude<MenuState, 'shown'> | undefined {
  const { quick_launch_enabled: isOn, entry_uri: entry = '', enabled } = application
  if (isOn !== true) return 'off'
  if (entry === '') return 'no_address'
  if (!enabled) return 'disabled'
  return application.enabled_for_profiles?.length === 0 ? 'other_profiles' : undefined
}

export function menuStateOf(application: Application, profileId: number): MenuState {
  const hidden = hiddenFromAll(application)
  if (hidden !== undefined) return hidden
  const only = application.enabled_for_profiles
  return only === undefined || only.includes(profileId) ? 'shown' : 'other_profiles'
}

/** Applications with something to say about the menu: those in it first, by name. */
export function menuApplications(applications: readonly Application[]): readonly Application[] {
  const rank = (application: Application) => (hiddenFromAll(application) === undefined ? 0 : 1)
  return applications
    .filter(
      ({ quick_launch_enabled, entry_uri = '' }) =>
        quick_launch_enabled === true || entry_uri !== '',
    )
    .toSorted((a, b) => rank(a) - rank(b) || a.client_name.localeCompare(b.client_name))
}

/** Where a tile of the menu leads; `undefined`: nowhere that a browser should go. */
export function launchAddress(entryUri: string, origin: string): string | undefined {
  return entryUri === '' ? undefined : safeAddress(entryUri, origin)
}
